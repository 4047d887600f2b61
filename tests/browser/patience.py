"""Waiting for what a page comes to say of itself."""

import time


def until(page, expression: str, *, seconds: float = 15) -> None:
    """Wait until this JavaScript expression is true of the page. Raises AssertionError when it never is.

    Playwright's own wait_for_function evaluates a string inside the page each time but the first, which our policy
    refuses: it passes when the expression holds at once, and fails on a busy machine.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"after {seconds} seconds, still not: {expression}"
        page.wait_for_timeout(50)
