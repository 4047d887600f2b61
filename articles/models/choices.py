"""What versions and articles can be: whom for, how far, and how much a change matters."""

from django.db import models


class Audience(models.TextChoices):
    PROFESSIONAL = "professional", "Health professionals"
    PATIENT = "patient", "Patients and carers"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"  # being written; the only status whose words can change
    IN_REVIEW = "in_review", "In review"  # waiting for a peer reviewer
    APPROVED = "approved", "Approved"  # peer reviewed, waiting to be published
    PUBLISHED = "published", "Published"  # what readers see; one per article at most
    SUPERSEDED = "superseded", "Superseded"  # was published until a later version was
    WITHDRAWN = "withdrawn", "Withdrawn"  # was published and taken back, with a reason


OPEN = [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED]
RELEASED = [Status.PUBLISHED, Status.SUPERSEDED, Status.WITHDRAWN]


class Significance(models.TextChoices):
    EDITORIAL = "editorial", "Editorial"  # wording only
    MINOR = "minor", "Minor"  # new or changed facts that change no one's care
    CLINICAL = "clinical", "Clinical"  # may change what a reader does


class SourceStatus(models.IntegerChoices):
    """How a source that articles cite stands with those who published it, the worst first."""

    RETRACTED = 1, "Retracted"
    CONCERN = 2, "Under an expression of concern"
    NOTICE = 3, "A notice of retraction or concern itself"
    CORRECTED = 4, "Corrected"
    SOUND = 9, "Nothing known against it"
