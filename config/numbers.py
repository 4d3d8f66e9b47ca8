"""Whole numbers as they come from outside: in a form, an address, a query."""

import re

BIGGEST = 2**63 - 1  # of a key
REVISION = 2**31 - 1  # of a counter
_DIGITS = re.compile(r"[0-9]{1,19}")


def whole(text: object, *, most: int = BIGGEST) -> int | None:
    """The number; None for whatever is none, or is larger than the database holds.

    Digits of ASCII alone: `²` is a digit to `str.isdigit` and no number to `int`, and five thousand of them
    are more than either takes.
    """
    said = str(text or "").strip()
    if not _DIGITS.fullmatch(said):
        return None
    number = int(said)
    return number if number <= most else None


def digits_of(text: str) -> str:
    """What is left of `text` when everything but the digits of ASCII is taken out."""
    return re.sub(r"[^0-9]", "", text)
