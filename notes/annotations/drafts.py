"""The key under which a member's browser keeps words that are not saved yet (docs/decisions/0016)."""

from base64 import b64encode
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from accounts.models import User

PURPOSE = "notes.drafts"


def key_for(user: "User") -> str:
    """The member's key for AES-256-GCM, in base64: the same on every server and after every sign-in.

    Made from SECRET_KEY and who they are, and kept nowhere. A new password leaves it as it is: whoever was signed out
    and had to choose one finds their words again.
    """
    who = f"{user.pk} {user.date_joined.isoformat()}"  # an id that is used again opens nothing
    return b64encode(salted_hmac(PURPOSE, who, algorithm="sha256").digest()).decode()
