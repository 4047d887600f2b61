"""What `core` shows staff. Django looks for an app's admin here."""

from core.mail import admin as mail

__all__ = ["mail"]
