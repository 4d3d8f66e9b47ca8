"""Keys of rows as they stand in addresses: nobody finds another one by counting.

`7` becomes `7-3f1c…`: the number and sixteen hexadecimal digits made of it and a key of ours. A number with a
wrong tag leads nowhere. Who may open what is decided elsewhere all the same.
"""

import hashlib
from hmac import compare_digest

from django.conf import settings


def _words() -> list[str]:
    """The word of our key, and those of former ones: a link in an old mail still leads where it led."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hashlib.sha256(f"fortyseven.opaque {key}".encode()).hexdigest() for key in keys]


def _tag(key: int, word: str) -> str:
    return hashlib.sha256(f"{word}:{key}:{word}".encode()).hexdigest()[:16]


def tagged(key: int) -> str:
    """The key of a row as it stands in an address."""
    return f"{key}-{_tag(key, _words()[0])}"


def in_sql(column: str) -> str:
    """The same in a statement, for a key in `column`; give `given_to_sql()` with its parameters."""
    text = f"%(opaque)s || ':' || {column} || ':' || %(opaque)s"
    return f"{column} || '-' || left(encode(sha256(convert_to({text}, 'UTF8')), 'hex'), 16)"


def given_to_sql() -> dict[str, str]:
    return {"opaque": _words()[0]}


class Opaque:
    """`<opaque:pk>` in a URL pattern."""

    regex = "[0-9]{1,18}-[0-9a-f]{16}"

    def to_python(self, value: str) -> int:
        """:raises ValueError: for a tag that is not ours; the address then leads nowhere."""
        number, _, tag = value.partition("-")
        if not any(compare_digest(tag, _tag(int(number), word)) for word in _words()):
            raise ValueError(value)
        return int(number)

    def to_url(self, key: int) -> str:
        return tagged(int(key))
