"""The kinds of mail that this app sends, each described beside its words. `core` loads this when apps are ready."""

from appraisal.inbox.weekly_digest import WEEKLY_DIGEST

__all__ = ["WEEKLY_DIGEST"]
