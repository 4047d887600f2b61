"""What can go wrong in an action of any app, said once."""

from typing import Any


class Conflict(Exception):
    """The row was changed since it was read: nothing is overwritten, and whoever wrote keeps their words.

    `current` is the row as it stands now.
    """

    def __init__(self, current: Any) -> None:
        super().__init__("changed since it was read")
        self.current = current


class NotAllowed(Exception):
    """An action that this person may not take, or that the state of things does not allow. Its text says why."""
