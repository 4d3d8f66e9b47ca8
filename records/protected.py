"""Which protected part of a case stands in a text, however it is written: pure functions, no Django import.

1. A protected part is kept as its letters, joined, in every spelling: “fourteen Refuge Ln” is one of
   “14 Refuge Lane”.
2. It stands in a text where a run of whole words, joined, reads so. Spaces, commas, line breaks and letters
   set apart make no difference; `records.plain` takes away what the eye does not see.
3. A part that is also an ordinary word counts only where it is written as a name: with a capital, not
   because a sentence begins there. A street’s name without its kind counts beside its number only.
4. Who told us is given away by an agency or a relationship only in a sentence that tells of telling.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from records import addresses
from records.plain import ORDINARY, Word, digits_of, plain, runs, words_of

RUN, SHORTEST = 7, 4  # words in a row that show where they come from; of a shorter line all of it
LONG = 8  # letters that say what they are also inside a longer word
BEFORE_NAMES = "mr mrs ms miss mx dr master uncle aunt auntie nan nanny gran grandad grandma"
TITLES = BEFORE_NAMES.split()
TELLING = (
    "told", "said", "says", "report", "rang", "phoned", "called", "inform", "complain", "alleg", "alert",
    "wrote", "notif", "disclos", "heard", "raised", "refer", "contacted", "concern", "worried", "worry",
)  # fmt: skip
# How a child or a family calls them.
KIN = {
    "aunt": ("auntie", "aunty"),
    "grandmother": ("gran", "granny", "grandma", "nan", "nana", "nanny"),
    "grandfather": ("grandad", "granddad", "grandpa", "grampa"),
    "mother": ("mum", "mummy", "mam"),
    "father": ("dad", "daddy"),
    "neighbour": ("neighbor",),
    "childminder": ("minder",),
}
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?<![\d/])(?:\+44|0044|0)(?:[\s().-]*\d){9,11}(?!\d)")
# Letters and figures that are taken for each other in a postcode.
ALIKE = str.maketrans("oilszb", "011528")


@dataclass(frozen=True)
class Part:
    """One protected part in one spelling, and why it is protected."""

    letters: str
    why: str
    capital: bool = False  # only where it is written as a name
    alike: bool = False  # O for 0, I for 1: a postcode
    telling: bool = False  # only where it is said that somebody told
    outward: bool = False  # the first half of a postcode: not where another half follows
    name: bool = False  # of somebody, or of a town: not within a name that may be read


@dataclass(frozen=True)
class Found:
    begins: int
    ends: int
    words: str
    why: str


@dataclass(frozen=True)
class Source:
    """Who told us and may not be named."""

    name: str = ""
    agency: str = ""
    relationship: str = ""


# --- parts ----------------------------------------------------------------------------------------


def of_address(address: str, why: str, *, area: bool = False) -> Iterator[Part]:
    """The parts of an address that tell where somebody lives; with `area` its town and outward part too."""
    read = addresses.read(address)
    for street in read.streets:
        yield from _of_street(street, read.numbers, why)
    for house in read.houses:
        yield Part("".join(house), why, capital=len(house) == 1 or addresses.ordinary(house))
    for postcode in read.postcodes:
        yield Part(postcode, why, alike=True)
        if area and len(postcode) - 3 >= addresses.OUTWARD:
            yield Part(postcode[:-3], why, outward=True)
    for town in read.towns if area else ():
        yield Part("".join(town), why, capital=addresses.ordinary(town), name=True)


def _of_street(street: tuple[str, ...], numbers: Iterable[str], why: str) -> Iterator[Part]:
    name = street[:-1] if addresses.has_kind(street) else street
    certain, bare = addresses.certain(street), "".join(name)
    if (addresses.has_kind(street) and name != ("the",)) or (len(bare) > 4 and not addresses.ordinary(name)):
        yield from (Part(each, why, capital=not certain) for each in addresses.street_spellings(street))
    for number in (n for each in numbers for n in addresses.number_spellings(each)):
        for each in addresses.street_spellings(street):
            yield Part(number + each, why)
            yield Part(each + number, why)
        yield Part(number + bare, why, capital=addresses.ordinary(name))


def of_name(name: str, why: str, *, known: Iterable[str] = (), titled: bool = False) -> Iterator[Part]:
    """A name whole, either way round, and each distinctive word of it.

    Words that are `known` here, as the family’s own name is, count only with the rest; with a title, if
    `titled`.
    """
    written = [w for w in words_of(name) if w.text not in TITLES]
    words = [w.text for w in written if w.capital or not any(each.capital for each in written)]
    known, described = set(known), 0 < len(words) < len(written)  # Nursing staff
    if len(words) > 1:
        wholes = {"".join(words), "".join([words[-1], *words[:-1]]), words[0] + words[-1]}
        yield from (Part(whole, why, name=True) for whole in wholes)
    for word in words:
        if word in known:
            yield from (Part(title + word, why) for title in TITLES if titled)
        elif len(word) > 1:
            # Mrs Ng: so short a name is one only where it is written as one.
            short = len(word) < 3 or (len(word) < 4 and not titled)
            yield Part(word, why, capital=described or word in ORDINARY or short, name=True)


def of_source(source: Source, why: str, *, known: Iterable[str] = ()) -> Iterator[Part]:
    yield from of_name(source.name, why, known=known)
    if agency := plain(source.agency):
        yield Part(agency, why, telling=True)
    relationship = [w.text for w in words_of(source.relationship)]
    for first in range(len(relationship)):  # maternal great-aunt, great-aunt, aunt
        letters = "".join(relationship[first:])
        if len(letters) > 2:
            yield Part(letters, why, telling=True)
            yield Part(letters + "s", why, telling=True)
    for also in KIN.get(relationship[-1], ()) if relationship else ():
        yield Part(also, why, telling=True)


def of_passage(text: str, why: str, *, known: str = "") -> Iterator[Part]:
    """The people, addresses, telephones, mail addresses and institutions that a restricted passage names.

    Who or what stands in `known`, the joined letters of what may be read, is left out.
    """
    for name in _names_in(text):
        if "".join(name) not in known:
            yield Part("".join(name), why, name=True)
            if len(name[-1]) > 2 and name[-1] not in known:
                yield Part(name[-1], why, capital=True, name=True)
    for street in addresses.streets_in(text):
        yield from of_address(street, why)
    for postcode in addresses.postcodes_in(text):
        yield Part(postcode, why, alike=True)
    for institution in addresses.institutions_in(text):
        words = tuple(w.text for w in words_of(institution))
        if (whole := "".join(words)) not in known:
            yield Part(whole, why, capital=addresses.ordinary(words))
            if not addresses.ordinary(words[:-1]):
                yield Part("".join(words[:-1]), why, capital=True)
    yield from of_contacts(text, why)


def _names_in(text: str) -> Iterator[list[str]]:
    """Words with a capital in a row, as “Derek Holloway”; without the “The” that opens a sentence."""
    run: list[Word] = []
    for word in words_of(text):
        if run and not (word.capital and text[run[-1].ends : word.begins] == " "):
            yield from _if_a_name(run)
            run = []
        if word.capital and not (word.opens and word.text in ORDINARY):
            run.append(word)
    yield from _if_a_name(run)


def _if_a_name(run: list[Word]) -> Iterator[list[str]]:
    if len(run) > 1:
        yield [word.text for word in run]


def of_contacts(text: str, why: str) -> Iterator[Part]:
    seen = unicodedata.normalize("NFKC", text)
    for number in TELEPHONE.findall(seen):
        yield Part(_national(number), why)
    for mail in EMAIL.findall(seen):
        name, _, host = mail.partition("@")
        for at in ("", "at"):
            for dot in ("", "dot"):
                yield Part(
                    dot.join(map(plain, name.split("."))) + at + dot.join(map(plain, host.split("."))), why
                )


def _national(number: str) -> str:
    """A telephone number without what is dialled before it."""
    return re.sub(r"^(?:0044|44)?0?", "", "".join(c for c in number if c.isdigit()))


def of_words(text: str, why: str, *, shortest: int = SHORTEST) -> Iterator[Part]:
    """The runs of words that show that a text comes from this one."""
    yield from (Part(run, why) for run in runs(text, words=RUN, shortest=shortest))


# --- looking --------------------------------------------------------------------------------------


class Guard:
    """Looks for protected parts: made once for a case and a reader, asked of every text.

    `own` are letters that the reader may see: of their own address. `allowed` are the names of those who
    may be named, professionals and agencies: a word of such a name, where it stands whole, is nobody else.
    `eager` takes an ordinary word for a name also where a sentence begins with it.
    """

    def __init__(
        self,
        parts: Iterable[Part],
        *,
        own: Iterable[str] = (),
        allowed: Iterable[str] = (),
        eager: bool = False,
    ) -> None:
        own, self._eager = set(own), eager
        self._parts: dict[str, list[Part]] = defaultdict(list)
        self._alike: dict[str, Part] = {}
        for part in dict.fromkeys(parts):
            if not part.letters or part.letters in own:
                continue
            if part.alike:
                self._alike[part.letters.translate(ALIKE)] = part
            else:
                self._parts[part.letters].append(part)
        self._allowed = {plain(name) for name in allowed} - {""}
        self._longest = max(map(len, [*self._parts, *self._alike, *self._allowed]), default=0)
        self._long = sorted((p for p in self._parts if len(p) >= LONG and not p.isdigit()), key=len)
        self._numbers = [each for each in self._parts if each.isdigit() and len(each) >= 9]

    def found(self, text: str) -> list[Found]:
        """What stands in it, in order, each place once under the name of the longest."""
        words = words_of(text)
        told = {w.sentence for w in words if w.text.startswith(TELLING)}
        allowed, hits = [], []
        for first in range(len(words)):
            letters = ""
            for last in range(first, len(words)):
                letters += words[last].text
                if len(letters) > self._longest:
                    break
                run = words[first : last + 1]
                if letters in self._allowed:
                    allowed.append((run[0].begins, run[-1].ends))
                for part in self._of(letters):
                    if self._stands(part, run, words[last + 1 : last + 3], told):
                        hits.append((run, part))
        hits += self._inside(words)
        kept = [
            Found(run[0].begins, run[-1].ends, text[run[0].begins : run[-1].ends], part.why)
            for run, part in hits
            if not (part.name and any(b <= run[0].begins and run[-1].ends <= e for b, e in allowed))
        ]
        return joined(kept, text)

    def _stands(self, part: Part, run: list[Word], after: list[Word], told: set[int]) -> bool:
        if part.capital and not all(w.capital or w.text[0].isdigit() for w in run):
            return False
        if part.capital and len(run) == 1 and run[0].opens and not self._eager:
            return False
        if part.telling and run[0].sentence not in told:
            return False
        follows = "".join(w.text for w in after[:1]), "".join(w.text for w in after)
        return not (part.outward and any(addresses.INWARD.fullmatch(each) for each in follows))

    def _of(self, letters: str) -> list[Part]:
        alike = self._alike.get(letters.translate(ALIKE))
        return [*self._parts.get(letters, ()), *([alike] if alike else [])]

    def _inside(self, words: list[Word]) -> Iterator[tuple[list[Word], Part]]:
        """Parts within one long word, and telephone numbers within their digits."""
        for word in words:
            if len(word.text) > LONG:
                for letters in (each for each in self._long if each in word.text and each != word.text):
                    yield from (
                        ([word], p) for p in self._parts[letters] if not (p.capital or p.telling or p.name)
                    )
        for digits in digits_of(words):
            for number in self._numbers:
                if (at := digits.text.find(number)) >= 0:
                    of = digits.words[at : at + len(number)]
                    yield [of[0], of[-1]], self._parts[number][0]


def joined(found: list[Found], text: str) -> list[Found]:
    """Joined where they overlap, under the name of the longest."""
    whole: list[Found] = []
    for each in sorted(set(found), key=lambda f: (f.begins, -f.ends)):
        last = whole[-1] if whole else None
        if last and each.begins < last.ends:
            longer = max(last, each, key=lambda f: f.ends - f.begins)
            ends = max(last.ends, each.ends)
            whole[-1] = replace(last, ends=ends, words=text[last.begins : ends], why=longer.why)
        else:
            whole.append(each)
    return whole
