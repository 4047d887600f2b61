"""The errors that actions of every app raise."""

from typing import Any


class Conflict(Exception):
    """The row was changed since it was read: nothing is overwritten, and the writer keeps their text.

    `current` is the row as it is now.
    """

    def __init__(self, current: Any) -> None:
        super().__init__("changed since it was read")
        self.current = current


class NotAllowed(Exception):
    """An action that this person may not take, or that is not possible now. The message gives the reason."""
