"""Questions that one app asks and others answer: the asking app knows none of those who do.

Each app gives its answers in its own `contributions.py` (and, about a person's data, `personal_data.py`), which
`core` loads once every app is ready. Events are Django's signals instead (articles/events.py).
"""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Question(Generic[P, R]):
    """A question is asked by one app; each function registered with `answer` gives one of its answers."""

    def __init__(self) -> None:
        self.answers: list[Callable[P, R]] = []

    def answer(self, function: Callable[P, R]) -> Callable[P, R]:
        """Register a function as one that answers. Usable as a decorator."""
        self.answers.append(function)
        return function

    def ask(self, *args: P.args, **kwargs: P.kwargs) -> list[R]:
        """Every answer, in the order in which the apps are installed."""
        return [answer(*args, **kwargs) for answer in self.answers]
