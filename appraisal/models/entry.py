import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils import timezone

from appraisal.models.plan import Objective
from core.models import OwnedQuerySet
from notes.models.note import Note
from notes.models.reading import MAX_ACTIVE_SECONDS, PageView

# The most that one entry can claim: a full study day (minutes).
MAX_CLAIMED_MINUTES = 24 * 60
# The most entries of one appraisal year that can be marked as significant.
MOST_SIGNIFICANT = 3


class EntryQuerySet(OwnedQuerySet["Entry"]):
    def significant(self) -> Self:
        """Those among the most significant of their appraisal year."""
        return self.filter(significant_place__isnull=False)


class Entry(models.Model):
    """An entry is one piece of learning in a member's diary, with what they made of it: What? So what? What next?

    The three questions are NHS England's shape of a good note (Borton's model); other models ask the same three things
    in other words. An entry keeps the rules of the day it was written: `created_at` says which (appraisal/rules).
    """

    # The questions that every model of reflection asks, in its own words.
    QUESTIONS = ("what", "so_what", "what_next")
    ANSWERS = (*QUESTIONS, "benefit")
    # The fields that hold text of the member's own.
    TEXT = ("title", *ANSWERS, "question", "plan", "clause", "role", "provider")
    # The columns that are of use only to the site.
    INTERNAL = ("user", "key", "significant_year", "significant_place", "edits")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="entries")
    key = models.UUIDField(default=uuid.uuid4, help_text="Made by the client: a form sent twice makes one entry.")
    title = models.CharField(max_length=200)
    learned_on = models.DateField("date", default=timezone.localdate, help_text="The first day.")
    ended_on = models.DateField("last day", null=True, blank=True, help_text="When it took more than one day.")

    model = models.CharField("model of reflection", max_length=20, blank=True)
    what = models.TextField("What?", blank=True)
    so_what = models.TextField("So what?", blank=True)
    what_next = models.TextField("What next?", blank=True)
    benefit = models.TextField("benefit to those who use the service", blank=True)

    claimed_minutes = models.PositiveSmallIntegerField(
        "minutes you claim",
        default=0,
        validators=[MaxValueValidator(MAX_CLAIMED_MINUTES)],
        help_text="Declared by you; the measured reading time is kept apart.",
    )
    participatory_minutes = models.PositiveSmallIntegerField(
        "of them with other professionals", default=0, validators=[MaxValueValidator(MAX_CLAIMED_MINUTES)]
    )

    question = models.CharField("the question or need that led to it", max_length=300, blank=True)
    is_planned = models.BooleanField("planned beforehand", default=False)
    planned_on = models.DateField("planned on", null=True, blank=True)
    plan = models.TextField("what was planned", blank=True)

    method = models.CharField("how you learned", max_length=20, blank=True)
    provider = models.CharField("where or from whom", max_length=200, blank=True)
    link = models.URLField("link", max_length=500, blank=True)
    standards = models.JSONField(default=list, blank=True, help_text='Codes as "regulator:code".')
    clause = models.CharField("clause or section", max_length=100, blank=True)
    role = models.CharField("your role", max_length=100, blank=True)
    objectives = models.ManyToManyField(Objective, related_name="entries", blank=True)

    significant_year = models.SmallIntegerField(
        null=True, blank=True, editable=False, help_text="The calendar year in which its appraisal year began."
    )
    significant_place = models.SmallIntegerField(null=True, blank=True, editable=False)
    is_in_summary = models.BooleanField("may go into a summary", default=True)
    anonymity_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)

    page_views = models.ManyToManyField(PageView, related_name="entries", blank=True)
    notes = models.ManyToManyField(Note, related_name="entries", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    edits = models.PositiveIntegerField(default=0, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-learned_on", "-pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="appraisal_entry_key_unique"),
            models.CheckConstraint(
                condition=Q(claimed_minutes__gte=0, claimed_minutes__lte=MAX_CLAIMED_MINUTES),
                name="appraisal_entry_minutes_within_bounds",
            ),
            models.CheckConstraint(
                condition=Q(participatory_minutes__gte=0, participatory_minutes__lte=F("claimed_minutes")),
                name="appraisal_entry_participatory_within_claimed",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="appraisal_entry_title_not_empty"),
            models.CheckConstraint(
                condition=~Q(what="", so_what="", what_next=""), name="appraisal_entry_answers_a_question"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("learned_on")),
                name="appraisal_entry_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(is_planned=True) | Q(planned_on=None, plan=""), name="appraisal_entry_plan_of_planned"
            ),
            # Three places in a year, each for one entry: so that there are never more than three, whoever writes.
            models.CheckConstraint(
                condition=Q(significant_year=None, significant_place=None)
                | Q(
                    significant_year__isnull=False,
                    significant_place__gte=1,
                    significant_place__lte=MOST_SIGNIFICANT,
                ),
                name="appraisal_entry_significant_place_known",
            ),
            models.UniqueConstraint(
                fields=["user", "significant_year", "significant_place"],
                name="appraisal_entry_significant_at_most_three",
            ),
        ]
        indexes = [models.Index(fields=["user", "-learned_on"], name="appraisal_entry_newest")]

    @classmethod
    def links_to_visit(cls) -> models.QuerySet:
        """The links from entries to the visit at hand: in it, OuterRef is a PageView."""
        return cls.page_views.through.objects.filter(pageview=OuterRef("pk"))

    def __str__(self) -> str:
        """Not the title: what a member wrote belongs in no log and on no page of the admin."""
        return f"Entry {self.pk}"

    @property
    def is_significant(self) -> bool:
        """Whether it is among the most significant of its appraisal year."""
        return self.significant_place is not None

    @property
    def measured_seconds(self) -> int:
        """How long its sources were read, as it was measured when the entry was last saved."""
        return sum(source.active_seconds for source in self.sources.all())

    @property
    def provenance(self) -> str:
        """Where its evidence comes from: "tracked" by this site, "edited" by the member after that, or "declared"."""
        sources = self.sources.all()
        if any(source.is_edited for source in sources):
            return "edited"
        return "tracked" if sources else "declared"


class Source(models.Model):
    """A source is one version that an entry came from, as it was read: it stays when the log forgets the visit.

    The version says document id, number, title and lasting address; it is frozen, so they are not copied.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="sources")
    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True, blank=True, help_text="Its last check when the entry was saved.")
    read_on = models.DateField()
    opened_count = models.PositiveIntegerField(default=0)
    active_seconds = models.PositiveIntegerField(default=0)
    is_edited = models.BooleanField(default=False, help_text="Whether the member had changed the log of a visit.")

    class Meta:
        ordering = ["read_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="appraisal_source_once"),
            models.CheckConstraint(
                condition=Q(active_seconds__lte=F("opened_count") * MAX_ACTIVE_SECONDS),
                name="appraisal_source_seconds_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"Source {self.pk}"
