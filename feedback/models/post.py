"""Mails that must go to each of many once: a row for each, and whose turn it is to send them (feedback/post.py)."""

import secrets
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Q
from django.utils import timezone

MOST_TRIES = 8
LEASE = timedelta(minutes=2)


class SendableQuerySet(models.QuerySet):
    def waiting(self):
        """Mails that have yet to go."""
        return self.filter(sent_at=None, refused_at=None, tries__lt=MOST_TRIES)


class Sendable(models.Model):
    """A sendable is one mail to one reader: waiting, handed over, or refused by the reader's mail server."""

    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    refused_at = models.DateTimeField(null=True, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = SendableQuerySet.as_manager()

    NEEDS: tuple[str, ...] = ()  # what a mail shows of other rows, fetched for many at once
    GOES_AGAIN = True  # when nobody knows whether it went; otherwise `in_doubt_at` says so, and staff decide

    class Meta:
        abstract = True

    def mail(self) -> EmailMessage | None:
        """The mail itself; None when its reader no longer wants it, and then the row is deleted."""
        raise NotImplementedError

    def no_doubt(self) -> dict[str, None]:
        """What of a row says that it is known whether the mail went."""
        return {} if self.GOES_AGAIN else {"in_doubt_at": None}

    def refused(self) -> None:
        """What else is done when the reader's mail server refuses the address for good."""


class Turn(models.Model):
    """A turn is who is sending one kind of mail at present, so that no two send the same one."""

    kind = models.CharField(max_length=100, unique=True)
    holder = models.CharField(max_length=32, blank=True)
    ends_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(kind=""), name="feedback_turn_of_a_kind")]

    def __str__(self) -> str:
        return self.kind

    @staticmethod
    def take(kind: str) -> "Turn | None":
        """The turn, if nobody has it. Whoever was killed while they had it loses it when its lease ends."""
        holder, now = secrets.token_hex(16), timezone.now()
        Turn.objects.bulk_create([Turn(kind=kind)], ignore_conflicts=True)
        free = Turn.objects.filter(Q(holder="") | Q(ends_at__lte=now), kind=kind)
        return Turn.objects.get(kind=kind) if free.update(holder=holder, ends_at=now + LEASE) else None

    def keep(self) -> bool:
        """Make it last from now on; False when someone else has it by now."""
        mine = Turn.objects.filter(pk=self.pk, holder=self.holder)
        return bool(mine.update(ends_at=timezone.now() + LEASE))

    def give_back(self) -> None:
        Turn.objects.filter(pk=self.pk, holder=self.holder).update(holder="")
