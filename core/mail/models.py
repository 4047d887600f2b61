"""The outgoing mail queue: a row for each mail, and whose turn it is to send (docs/decisions/0027)."""

import secrets
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

LEASE = timedelta(minutes=2)
_UNFINISHED = Q(sent_at=None, failed_at=None, in_doubt_at=None)


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails by what has become of them."""

    def waiting(self) -> "MailQuerySet":
        """Mails that have yet to be sent, now or after a pause."""
        return self.filter(_UNFINISHED)

    def due(self) -> "MailQuerySet":
        """Mails that may be sent now."""
        now = timezone.now()
        return self.waiting().filter(Q(expires_at=None) | Q(expires_at__gt=now), due_at__lte=now)

    def in_doubt(self) -> "MailQuerySet":
        """Mails that were handed over, and of which the mail server has not said that it took them."""
        return self.filter(in_doubt_at__isnull=False)

    def failed(self) -> "MailQuerySet":
        """Mails that were refused for good, given up, or not sent in time."""
        return self.filter(failed_at__isnull=False)

    def to_address(self, *addresses: str) -> "MailQuerySet":
        """Mails whose text is stored and that go to one of these addresses, whatever its case."""
        wanted = [address.lower() for address in addresses]
        return self.annotate(lower_address=Lower("recipient")).filter(lower_address__in=wanted)


class Mail(models.Model):
    """A mail is one message to one address: waiting to be sent, sent, failed, or in doubt.

    Either its text is stored in `body`, encrypted (core/mail/encryption.py), with the `recipient`; both are wiped once
    it is sent or has expired. Or it is composed when it is sent, from a row of another app that has a key to it.
    """

    kind = models.CharField(max_length=40)
    recipient = models.EmailField("address", max_length=320, blank=True)
    body = models.BinaryField(null=True, blank=True)  # null: composed when it is sent, or wiped
    queued_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)  # null: it is never too late to send it
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    in_doubt_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField("last error", max_length=100, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="core_mail_kind_not_empty"),
            models.CheckConstraint(
                condition=Q(failed_at=None, in_doubt_at=None)
                | Q(sent_at=None, in_doubt_at=None)
                | Q(sent_at=None, failed_at=None),
                name="core_mail_one_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "id"], name="core_mail_waiting", condition=_UNFINISHED),
            models.Index(fields=["kind", "queued_at"], name="core_mail_kind_queued"),
            models.Index(fields=["expires_at"], name="core_mail_expiring", condition=Q(body__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Mail {self.pk}"

    @property
    def state(self) -> str:
        """What has become of it, in a word or two."""
        states = {"sent": self.sent_at, "failed": self.failed_at, "in doubt": self.in_doubt_at}
        return next((state for state, moment in states.items() if moment), "waiting")


class Mailed(models.Model):
    """A mailed row is one from which one mail is composed when it is sent (`ComposedKind`)."""

    # Null: its row in the queue is gone.
    mail = models.OneToOneField(Mail, models.SET_NULL, null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Turn(models.Model):
    """A turn is who is sending one kind of mail at present, so that no two processes send the same one."""

    kind = models.CharField(max_length=40, unique=True)
    holder = models.CharField(max_length=32, blank=True)
    ends_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(kind=""), name="core_turn_kind_not_empty")]

    def __str__(self) -> str:
        return self.kind

    @staticmethod
    def take(kind: str) -> "Turn | None":
        """The turn, if nobody has it. Whoever was killed while they had it loses it when its lease ends."""
        holder, now = secrets.token_hex(16), timezone.now()
        Turn.objects.bulk_create([Turn(kind=kind)], ignore_conflicts=True)
        free = Turn.objects.filter(Q(holder="") | Q(ends_at__lte=now), kind=kind)
        return Turn.objects.get(kind=kind) if free.update(holder=holder, ends_at=now + LEASE) else None

    def extend(self) -> bool:
        """Let the lease begin again; False when someone else has the turn by now."""
        mine = Turn.objects.filter(pk=self.pk, holder=self.holder)
        return bool(mine.update(ends_at=timezone.now() + LEASE))

    def give_back(self) -> None:
        """Let others send, unless someone else has the turn by now."""
        Turn.objects.filter(pk=self.pk, holder=self.holder).update(holder="")
