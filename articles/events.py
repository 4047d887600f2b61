"""What other rooms do once a version was published or withdrawn, as each says in its own `releases.py`.

`articles` knows none of them: they register here, as the parts of a person's data do (accounts/data_export.py).
"""

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from articles.models import Version

Follower = Callable[[Version], object]
_followers: list[Follower] = []


def after_release(follow: Follower) -> Follower:
    """Have this function called, after the commit, with each version that was published or withdrawn.

    It must be quick, or hand its work to a background task, and what it does must be safe to do again: a process
    that ends between the commit and the call never makes it, so what it was to do has to be found by run_due as well.
    """
    _followers.append(follow)
    return follow


def announce(version: Version) -> None:
    """Tell everyone of this version, once the transaction is committed. What fails for one stops no other."""
    autodiscover_modules("releases")
    for follow in _followers:
        transaction.on_commit(_call(follow, version), robust=True)


def _call(follow: Follower, version: Version) -> Callable[[], None]:
    @wraps(follow)  # Django names what failed; it cannot name a functools.partial
    def call() -> None:
        follow(version)

    return call
