"""Finds in a text what belongs to somebody else: pure functions, no Django import.

It proposes, a person decides; so it finds rather too much. Professionals in their role are nobody else’s
information: whoever calls leaves them out.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

# Names that are words: taken for a name only where they are written with a capital.
ALSO_WORDS = """
    amber april art august baker banks best bill bird bishop black bob brown carol carter church cook
    dawn day dean drew eve faith field fisher frank gene grace grant green guy hill holly hope hunter
    iris ivy jack jade joy june king lane lily little long love mark mason max may miles miller moon
    nick noble north park pat pearl penny porter price ray rich rob robin rose ruby sharp shepherd short
    sky small smith sonny star stone strong sue summer swift taylor turner victor walker ward west white
    will wise wood young
"""
WORDS = frozenset(ALSO_WORDS.split())
TITLES = r"(?:mr|mrs|ms|miss|mx|dr|master|uncle|aunt|auntie|nan|nanny|gran|grandad|grandma)\.?"
POSTCODE = re.compile(r"(?<![\w-])[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}(?![\w-])")  # no part of a reference
# In a text without capitals.
PATTERNS = {
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "a telephone number": re.compile(r"(?<![\d/])(?:\+44|0)(?:[\s()-]*\d){9,10}(?!\d)"),
    "a postcode": POSTCODE,
    "an NHS number": re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)"),
}
WORD = re.compile(r"\w+")
RUN = 7  # words in a row that show where they come from


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


@dataclass(frozen=True)
class Wanted:
    what: str
    pattern: re.Pattern[str]  # of a text without capitals and accents
    capital: bool = False  # only where it is written with one


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
        self._own_words = {word for text in own for word in _words(text)}
        self._left = "|".join(_squeezed(text) for text in (*own, *workers))
        self._own = {_squeezed(text) for text in own}
        self._wanted = [wanted for other in others for wanted in self._of(other)]
        names = {word for other in others for name in other.names for word in _words(name)}
        self._workers = [_phrase(_words(w)) for w in workers if "@" not in w and names & set(_words(w))]
        self._runs = {run for text in restricted for _, _, run in _runs(_plain(text))}

    def _of(self, other: Other) -> Iterator[Wanted]:
        for name in filter(None, other.names):
            yield from self._of_name(name)
        for address in filter(None, other.addresses):
            yield from self._of_address(address)
        if other.born_on:
            yield Wanted("somebody’s date of birth", _dates(other.born_on))
        for number in other.numbers:
            if plain := _squeezed(number):
                yield Wanted("somebody’s number", re.compile(r"[\s-]*".join(map(re.escape, plain))))

    def _of_name(self, name: str) -> Iterator[Wanted]:
        what, words = "somebody’s name", _words(name)
        if len(words) > 1:
            yield Wanted(what, _phrase(words))
        for word in (w for w in words if len(w) > 1):
            if word in self._own_words:  # the family’s name: with a title it is somebody else
                yield Wanted(what, re.compile(rf"(?<!\w){TITLES}\s+{re.escape(word)}(?!\w)"))
            else:
                yield Wanted(what, _phrase([word]), capital=word in WORDS)

    def _of_address(self, address: str) -> Iterator[Wanted]:
        if _squeezed(address) in self._own:
            return  # the child lives there too
        yield Wanted("an address", _phrase(_words(address)))
        for line in re.split(r"[\n,;]", address):
            words = _words(line)
            # A line with a number is a house and its street; a town tells nothing.
            if len(words) > 1 and re.search(r"\d", line) and not POSTCODE.fullmatch(_plain(line.strip())):
                yield Wanted("an address", _phrase(words))

    def found(self, text: str) -> list[Found]:
        """What belongs to somebody else, in order, joined where it overlaps."""
        plain = _plain(text)
        found = [
            Found(m.start(), m.end(), wanted.what)
            for wanted in self._wanted
            for m in wanted.pattern.finditer(plain)
            if not wanted.capital or text[m.start()].isupper()
        ]
        for what, pattern in PATTERNS.items():
            found += [
                Found(m.start(), m.end(), what)
                for m in pattern.finditer(plain)
                if _squeezed(m.group()) not in self._left
            ]
        found += [
            Found(begins, ends, "words of a restricted passage")
            for begins, ends, run in _runs(plain)
            if run in self._runs
        ]
        for worker in self._workers:  # a doctor may have the name of an uncle
            for m in worker.finditer(plain):
                found = [f for f in found if f.ends <= m.start() or m.end() <= f.begins]
        return _joined(found)


LETTERS = str.maketrans("øłđ’‘", "old''")


def _plain(text: str) -> str:
    """Without capitals and accents, letter for letter: what is found in it stands at the same place."""
    return "".join(unicodedata.normalize("NFKD", c)[0].lower()[0] for c in text).translate(LETTERS)


def _words(text: str) -> list[str]:
    return WORD.findall(_plain(text))


def _squeezed(text: str) -> str:
    return "".join(_words(text))


def _phrase(words: list[str]) -> re.Pattern[str]:
    """These words in this order, with nothing but space and signs between them."""
    if not words:
        return re.compile(r"(?!)")
    return re.compile(r"(?<!\w)" + r"[\W_]+".join(map(re.escape, words)) + r"(?!\w)")


def _dates(day: date) -> re.Pattern[str]:
    """One day as people write it."""
    d, m, y = day.day, day.month, day.year
    month, short = day.strftime("%B").lower(), day.strftime("%b").lower()
    written = rf"0?{d}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{month}|{short})\.?,?\s+{y}"
    figures = rf"0?{d}[/.-]0?{m}[/.-](?:{y}|{y % 100:02})"
    return re.compile(rf"(?<!\d)(?:{written}|{figures}|{day.isoformat()})(?!\d)")


def _runs(plain: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Within a line: where lines meet, the form’s own words do."""
    for line in re.finditer(r".+", plain):
        words = [
            (line.start() + w.start(), line.start() + w.end(), w.group()) for w in WORD.finditer(line.group())
        ]
        for first in range(len(words) - RUN + 1):
            run = words[first : first + RUN]
            yield run[0][0], run[-1][1], tuple(word for _, _, word in run)


def _joined(found: list[Found]) -> list[Found]:
    """Joined where they overlap, under the name of the longest."""
    joined: list[Found] = []
    for each in sorted(set(found), key=lambda f: (f.begins, -f.ends)):
        last = joined[-1] if joined else None
        if last and each.begins < last.ends:
            longer = max(last, each, key=lambda f: f.ends - f.begins)
            joined[-1] = Found(last.begins, max(last.ends, each.ends), longer.what)
        else:
            joined.append(each)
    return joined
