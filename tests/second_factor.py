"""What an authenticator app does, for the tests."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value


def code_for(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def activate(user) -> str:
    """Give an account an authenticator app; gives its secret. No session has used it yet."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret
