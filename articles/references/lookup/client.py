"""Asking another site for JSON: briefly, over HTTPS, and never for more than fits."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.conf import settings

SECONDS = 5
MOST_BYTES = 1_000_000


class NotFound(Exception):
    """The other site answered, and knows nothing of it."""


class Unreachable(Exception):
    """The other site did not answer in time, or not in a way that can be read."""


def get_json(address: str) -> Any:
    """What an https address answers. Raises NotFound and Unreachable."""
    if not settings.REFERENCE_LOOKUP:
        raise Unreachable
    headers = {"Accept": "application/json", "User-Agent": f"PatientPlus ({settings.SITE_URL})"}
    request = Request(address, headers=headers)  # noqa: S310 - the addresses are ours, all https
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return json.loads(answer.read(MOST_BYTES))
    except HTTPError as error:
        raise (NotFound if error.code in {400, 404} else Unreachable) from error
    except (URLError, OSError, ValueError) as error:
        raise Unreachable from error
