"""How often one visitor may do something, counted in the cache that all processes share."""

import hashlib
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

HOUR = 60 * 60


def network(address: str) -> str:
    """What one connection has: an IPv4 address, or the first 64 bits of an IPv6 address; the rest it may choose."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, 64), strict=False)) if known.version == 6 else address


def scrambled(who: str) -> str:
    """The visitor whom a limit is about, as a hash that is salted with the day: 32 hexadecimal digits."""
    salted = f"{settings.SECRET_KEY}{timezone.now():%Y-%m-%d}{who}"
    return hashlib.sha256(salted.encode()).hexdigest()[:32]


def within(action: str, who: str, *, per_hour: int) -> bool:
    """Count one more `action` of `who`; whether it is still within the limit.

    Who it was is not stored: the key of the count is a hash.
    """
    key = f"limit:{action}:{timezone.now():%H}:{scrambled(who)}"
    if cache.add(key, 1, timeout=HOUR):
        return True
    try:
        count = cache.incr(key)
    except ValueError:  # it ran out between the two
        return True
    cache.touch(key, HOUR)  # counting up makes the database's cache forget after its usual five minutes
    return count <= per_hour
