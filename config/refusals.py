"""Why something cannot be done: every reason at once, each with a link to its mend."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """One reason in words, and where to mend it: a section's key or an address."""

    reason: str
    mend: str = ""

    def __str__(self) -> str:
        return self.reason


WhyNot = Iterator[Refusal]


def in_words(form: Any) -> list[Refusal]:
    """What a form says of its fields, for a page that lists reasons."""
    return [Refusal(str(text), mend=name) for name, texts in form.errors.items() for text in texts]


class Refused(Exception):
    """Raised by a verb that may not happen. config.middleware turns it into a page."""

    def __init__(self, reasons: list[Refusal]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(map(str, reasons)))


class LeftOut(Refused):
    """Nothing that the rules forbid: a form lacks something, or says it in a way that is not understood."""


class Conflict(Refused):
    """Somebody else saved first. Both texts are kept and shown."""


def refuse_if(reasons: Iterable[Refusal]) -> None:
    """Raise `Refused` with every reason there is."""
    if found := list(reasons):
        raise Refused(found)


def ask_again(form: Any) -> None:
    """Raise `LeftOut` with everything that a form says of its fields; config/asked_again.py puts it there."""
    if found := in_words(form):
        raise LeftOut(found)
