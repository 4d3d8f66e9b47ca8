"""Finds in a text what belongs to somebody else: pure functions, no Django import.

It proposes, a person decides; so it finds rather too much. Professionals in their role are nobody else’s
information: whoever calls leaves them out. How names, addresses and words are recognised is the same as in
what goes to the family: `records.protected`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from records.plain import plain, seen
from records.protected import EMAIL, RUN, Guard, Part, joined, of_address, of_name, of_words
from records.protected import Found as Stands

# Whatever they belong to. Of a text as it is seen, small.
PATTERNS = {
    "an e-mail address": EMAIL,
    "a telephone number": re.compile(r"(?<![\d/])(?:\+44|0)(?:[\s()-]*\d){9,10}(?!\d)"),
    "a postcode": re.compile(r"(?<![\w-])[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}(?![\w-])"),
    "an NHS number": re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)"),
}


@dataclass(frozen=True)
class Other:
    """Somebody else in the file: each name whole, and what else would tell who or where they are."""

    names: tuple[str, ...]
    addresses: tuple[str, ...] = ()
    born_on: date | None = None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    begins: int
    ends: int
    what: str


class Finder:
    """What to look for in a file: made once, asked of every text.

    `own` are the names, address and numbers of the child; `workers` the names and mail addresses of
    professionals; the words of `restricted` passages must not stand anywhere else either.
    """

    def __init__(
        self,
        others: Iterable[Other],
        *,
        own: Iterable[str],
        workers: Iterable[str] = (),
        restricted: Iterable[str] = (),
    ) -> None:
        own, workers, others = list(own), list(workers), list(others)
        self._left = "|".join(plain(text) for text in (*own, *workers))
        known = {plain(word) for text in own for word in re.split(r"[\s,;’'-]+", text)}
        parts = [part for other in others for part in _of(other, known)]
        parts += [
            part
            for text in restricted
            for part in of_words(text, "words of a restricted passage", shortest=RUN)
        ]
        names = [worker for worker in workers if "@" not in worker]
        self._guard = Guard(parts, own=_own(own), allowed=names, eager=True)
        self._dates = [_dates(other.born_on) for other in others if other.born_on]

    def found(self, text: str) -> list[Found]:
        """What belongs to somebody else, in order, joined where it overlaps."""
        stands = [*self._guard.found(text), *self._by_pattern(text)]
        return [Found(each.begins, each.ends, each.why) for each in joined(stands, text)]

    def _by_pattern(self, text: str) -> Iterator[Stands]:
        letters, places = seen(text)
        born = [("somebody’s date of birth", each) for each in self._dates]
        for what, pattern in [*PATTERNS.items(), *born]:
            for m in pattern.finditer(letters):
                if what in PATTERNS and plain(m.group()) in self._left:
                    continue
                begins, ends = places[m.start()], places[m.end() - 1] + 1
                yield Stands(begins, ends, text[begins:ends], what)


def _of(other: Other, known: set[str]) -> Iterator[Part]:
    for name in filter(None, other.names):
        # The family’s name: with a title it is somebody else.
        yield from of_name(name, "somebody’s name", known=known, titled=True)
    for address in filter(None, other.addresses):
        yield from of_address(address, "an address")
    for number in filter(None, other.numbers):
        yield Part(plain(number), "somebody’s number")


def _own(own: Iterable[str]) -> set[str]:
    """The letters of the child’s own address: who lives there too gives nothing away."""
    return {part.letters for text in own for part in of_address(text, "")}


def _dates(day: date) -> re.Pattern[str]:
    """One day as people write it."""
    d, m, y = day.day, day.month, day.year
    month, short = day.strftime("%B").lower(), day.strftime("%b").lower()
    written = rf"0?{d}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{month}|{short})\.?,?\s+{y}"
    figures = rf"0?{d}[/.-]0?{m}[/.-](?:{y}|{y % 100:02})"
    return re.compile(rf"(?<!\d)(?:{written}|{figures}|{day.isoformat()})(?!\d)")
