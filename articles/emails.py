"""The kinds of mail that this app sends, each described beside its words. `core` loads this when apps are ready."""

from articles.desk.emails import CHECK_DUE, FAILED, MOVE

__all__ = ["CHECK_DUE", "FAILED", "MOVE"]
