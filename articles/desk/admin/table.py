"""Who may do what to a version in which state, read from the buttons and the groups: docs/roles.md is made of it."""

from articles.desk.admin.moves import MOVES
from articles.desk.roles import PERMISSIONS
from articles.models import Status

# What is done without one of the buttons: the permission, and the states in which it can be done.
OTHER_DEEDS = {
    "Write": ("change_version", (Status.DRAFT,)),
    "Delete": ("delete_version", (Status.DRAFT,)),
    "Start the next draft": ("add_version", (Status.PUBLISHED, Status.SUPERSEDED, Status.WITHDRAWN)),
    "Read and compare": ("view_version", tuple(Status)),
}


def deeds() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Everything that can be done: its name, the permission (without the app), and the states it can be done in."""
    pressed = {move.label: (move.permission.partition(".")[2], move.offered) for move in MOVES.values()}
    return OTHER_DEEDS | pressed


def who(deed: str, status: str) -> list[str]:
    """The groups whose members can do this to a version in this state."""
    permission, states = deeds()[deed]
    return [group for group, held in PERMISSIONS.items() if permission in held] if status in states else []


def markdown() -> str:
    """The table: A for Author, R for Reviewer, P for Publisher."""
    head = "| | " + " | ".join(Status.labels) + " |"
    lines = [head, "|---" * (len(Status) + 1) + "|"]
    for deed in deeds():
        cells = [" ".join(group[0] for group in who(deed, status)) for status in Status]
        lines.append(f"| {deed} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
