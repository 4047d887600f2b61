"""Headers that tell machines what a mail is."""

import secrets

from django.conf import settings
from django.db.models import Model
from django.utils.crypto import salted_hmac


def way_out(address: str) -> dict[str, str]:
    """The headers by which a mail client's own button unsubscribes with one POST (RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def stamps(row: Model | None = None) -> dict[str, str]:
    """What tells that a mail is ours, and the same one if it ever comes twice (RFC 5322, RFC 3834).

    Composed from a row, it can be known again by its Message-ID when it comes back.
    """
    host = settings.SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    name = f"{row._meta.model_name}.{row.pk}.{proof(row)}" if row else f"mail.{secrets.token_hex(16)}"
    return {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}


def proof(row: Model) -> str:
    """Sixteen digits that only we can make for the mail composed from this row."""
    return salted_hmac("feedback.emails", f"{row._meta.model_name}.{row.pk}").hexdigest()[:16]
