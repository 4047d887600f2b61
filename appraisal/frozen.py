"""What the database refuses to change of a frozen summary and of the files made from it (core/triggers.py)."""

from core.triggers import Refusal

_SUMMARY, _FILE = "appraisal_summary", "appraisal_summaryfile"
_FROZEN_COLUMNS = ("user_id", "key", "starts_on", "ends_on", "document", "sha256", "code", "frozen_at")
_CHANGED = " or ".join(f"old.{column} is distinct from new.{column}" for column in _FROZEN_COLUMNS)
# What it superseded may be deleted by the member, and then it supersedes nothing; it never comes to supersede another.
_SUPERSEDES_ANOTHER = "new.supersedes_id is not null and old.supersedes_id is distinct from new.supersedes_id"

# Nothing is said of deleting: members delete what is theirs, one by one or with their account.
TRIGGERS = [
    Refusal(
        f"{_SUMMARY}_frozen",
        "update",
        _SUMMARY,
        f"({_CHANGED}) or ({_SUPERSEDES_ANOTHER})",
        "a frozen summary can no longer change",
    ),
    Refusal(f"{_FILE}_frozen", "update", _FILE, "true", "a file of a frozen summary can no longer change"),
]
