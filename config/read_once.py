"""What a page reads once, however many of its parts ask for it.

Kept for one request, and only until it writes something or has waited for a lock: a verb never relies on what
was read before it. Outside of requests nothing is kept.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from config.patience import what_was_read

T = TypeVar("T")


def read_once(read: Callable[[], T], *key: Hashable) -> T:
    """What `read` gives, asked once under this key. Whoever gets it does not change it."""
    known = what_was_read()
    if known is None:
        return read()
    if key not in known:
        found = read()
        known[key] = found
    return cast(T, known[key])
