"""The kinds of mail that this app sends, each described beside its words. `core` loads this when apps are ready."""

from accounts.emails import ACCOUNT, SIGN_IN

__all__ = ["ACCOUNT", "SIGN_IN"]
