import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from articles.models import Status, Version
from articles.text.placing.state import State
from core.models import OwnedQuerySet
from core.text import pattern_for_search

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

# How long a deleted note can be brought back: a month of leave, and no longer than a member would expect.
UNDO_DELETE = timedelta(days=30)
# How long its place on the page offers that: long enough for a slip to be seen. After that, "Deleted notes" does.
UNDO_IN_PLACE = timedelta(minutes=15)


class Standing(NamedTuple):
    """What became of a note in the live version of its article, if there is one and it was placed there."""

    number: int | None
    state: str
    decision: str


class NoteQuerySet(OwnedQuerySet["Note"]):
    def owned_by(self, user: "AbstractBaseUser | AnonymousUser") -> Self:
        """The notes of this member. Those that they deleted are in `deleted_by`."""
        return super().owned_by(user).not_deleted()

    def deleted_by(self, user: "AbstractBaseUser | AnonymousUser") -> Self:
        """The notes that this member deleted and can still bring back, the last deleted first."""
        return super().owned_by(user).filter(deleted_at__isnull=False).order_by("-deleted_at", "-pk")

    def not_deleted(self) -> Self:
        """Those that are not deleted."""
        return self.filter(deleted_at=None)

    def unplaced(self, version: Version) -> Self:
        """Notes on earlier versions of its article for which it was not decided yet where they stand in this one."""
        placed = Placement.objects.filter(note=OuterRef("pk"), version=version)
        earlier = self.filter(version__article=version.article_id, version__number__lt=version.number)
        return earlier.exclude(Exists(placed))

    def with_standing(self) -> Self:
        """Each note with what `standing` and `get_absolute_url` need, so that a list of them asks once."""
        live = Version.objects.published().filter(article=OuterRef("version__article"))
        here = Placement.objects.filter(note=OuterRef("pk"), version__status=Status.PUBLISHED)
        return self.annotate(
            live_number=Subquery(live.values("number")[:1]),
            live_state=Subquery(here.values("state")[:1]),
            live_decision=Subquery(here.values("decision")[:1]),
        )

    def search(self, words: str) -> Self:
        """Notes that hold each of these words, in the note or in its quote, as `core.text.fold_for_search` reads them.

        The words are made into patterns, since no database folds text as we do.
        """
        found = self
        for pattern in map(pattern_for_search, words.split()):
            if pattern:
                found = found.filter(Q(body__iregex=pattern) | Q(quote__iregex=pattern))
        return found


class Note(models.Model):
    """A note is what a member wrote on a version: on the whole page, a section, or a passage (its anchor).

    The anchor follows the W3C Web Annotation model: the exact quote with 32 characters on each side
    (TextQuoteSelector) and its place in the version's canonical text in code points (TextPositionSelector).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes")
    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="notes")
    key = models.UUIDField(default=uuid.uuid4, help_text="Made by the client: a form sent twice makes one note.")
    section = models.CharField(max_length=200, blank=True, help_text="Id of the section; empty for the whole page.")
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    edits = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True, help_text="Hidden since; removed for good later.")

    # On the page of a version: where it stands there, its tags (on_page.py); the rest is the panel's (panel.py).
    placement: "Placement | None" = None
    filed: list
    place: "Note | Placement"
    letter: str
    words_here: str
    is_quote_here: bool

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notes_note_key_unique"),
            models.CheckConstraint(
                condition=Q(quote="", prefix="", suffix="", start=None, end=None)
                | (~Q(quote="") & Q(start__isnull=False, end__isnull=False, end__gt=F("start"))),
                name="notes_note_anchor_whole_or_absent",
            ),
            models.CheckConstraint(condition=~Q(body=""), name="notes_note_body_not_empty"),
        ]
        indexes = [
            models.Index(fields=["user", "version"], name="notes_note_of_page"),
            models.Index(fields=["user", "-created_at"], name="notes_note_newest"),
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="notes_note_deleted"),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"

    def get_absolute_url(self) -> str:
        """Its address: in the live version, or in its own when there is none or the member kept it there.

        A note that was not found in the live version is listed on its page, with what can be done about it.
        """
        standing = self.standing
        is_here = standing.number and standing.decision != Decision.OLD_VERSION
        page = self.version.article if is_here else self.version
        return f"{page.get_absolute_url()}#n{self.pk}"

    @property
    def standing(self) -> "Standing":
        """What became of it in the live version. Costs a query unless it came `with_standing()`."""
        if not hasattr(self, "live_number"):
            asked = Note.objects.with_standing().values_list(  # type: ignore[misc]  # annotated
                "live_number", "live_state", "live_decision"
            )
            self.live_number, self.live_state, self.live_decision = asked.get(pk=self.pk)
        if self.live_number == self.version.number:
            return Standing(self.live_number, State.EXACT, "")
        return Standing(self.live_number, self.live_state or "", self.live_decision or "")


class Decision(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"  # the place that was found is right
    BY_HAND = "by_hand", "Moved by hand"  # the member chose the passage
    OLD_VERSION = "kept", "Kept with the old version"  # it stays where it was, and asks no more


class PlacementQuerySet(models.QuerySet["Placement"]):
    def owned_by(self, user: "AbstractBaseUser | AnonymousUser") -> Self:
        """The placements of this member's notes, but for deleted ones; none for someone who is not signed in."""
        return self.filter(note__user=user, note__deleted_at=None) if user.is_authenticated else self.none()

    def undecided(self) -> Self:
        """Those that ask the member: changed or detached, and not decided yet."""
        return self.filter(state__in=[State.CHANGED, State.DETACHED], decision="")


class Placement(models.Model):
    """A placement is the position of a note in a later version of its article, and what the member decided.

    `start` and `end` (code points of that version's canonical text) are the passage; for a note on a section or on the
    page they are that section or page. `score` is the share (0 to 1) of the words of its sentence that were found.
    """

    note = models.ForeignKey(Note, models.CASCADE, related_name="placements")
    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="placements")
    state = models.CharField(max_length=8, choices=State)
    section = models.CharField(max_length=200, blank=True, help_text="Id of the section; empty for the whole page.")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    score = models.FloatField(default=1)
    placed_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    section_title: str  # the panel's

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "version"], name="notes_placement_once_per_version"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="notes_placement_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.DETACHED, section="", start=None, end=None, score=0)
                | (~Q(state=State.DETACHED) & Q(start__isnull=False, end__isnull=False, end__gte=F("start"))),
                name="notes_placement_place_unless_detached",
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="notes_placement_score_within_bounds"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | Q(decision__in=Decision.values, decided_at__isnull=False),
                name="notes_placement_decision_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DETACHED) | Q(decision__in=["", Decision.OLD_VERSION]),
                name="notes_placement_detached_stands_nowhere",
            ),
        ]
        indexes = [models.Index(fields=["version", "note"], name="notes_placement_of_version")]

    def __str__(self) -> str:
        return f"Placement {self.pk}"

    @property
    def is_asking(self) -> bool:
        """Whether the member has something to decide."""
        return self.state in (State.CHANGED, State.DETACHED) and not self.decision

    @property
    def is_here(self) -> bool:
        """Whether the note is on this version's page."""
        return self.state != State.DETACHED and self.decision != Decision.OLD_VERSION
