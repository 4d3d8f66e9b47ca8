"""An address, taken apart: pure functions, no Django import.

1. It is read line by line; a comma ends a line.
2. A line with a kind of street in it, or that begins with a number, is the street: number, name, kind.
3. What stands before the street is the house, what stands after it the town. A postcode stands anywhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from records.plain import ORDINARY, Word, in_words, plain, words_of

# Each kind of street, with its abbreviations. What is said of `CERTAIN` ones says nothing else.
KINDS = {
    "lane": "ln la", "street": "st str", "road": "rd", "avenue": "ave av", "crescent": "cres cr cresc",
    "terrace": "ter terr tce", "drive": "dr drv", "close": "cl clo", "court": "ct crt", "place": "pl",
    "square": "sq", "gardens": "gdns gdn garden", "grove": "gr grv", "park": "pk", "way": "wy",
    "hill": "hl", "mews": "", "row": "", "walk": "wk", "rise": "", "view": "vw", "green": "gn",
    "mount": "mt", "parade": "pde", "boulevard": "blvd", "broadway": "bdwy", "circus": "", "quay": "",
    "wharf": "", "yard": "yd", "croft": "", "fold": "", "gate": "", "end": "", "bank": "",
    "fields": "field", "wood": "", "villas": "", "buildings": "bldgs", "esplanade": "", "promenade": "",
    "heights": "hts", "meadow": "meadows", "meadows": "meadow",
}  # fmt: skip
CERTAIN = {"lane", "street", "road", "avenue", "crescent", "terrace", "boulevard"}
SPELLINGS = {word: {kind, *short.split()} for kind, short in KINDS.items() for word in (kind, *short.split())}
KIND_OF = {word: kind for kind, short in KINDS.items() for word in (kind, *short.split())}
BEFORE = {"flat", "apartment", "apt", "unit", "room", "no", "number", "nr", "floor", "the"}
NOT_TOWNS = {"england", "uk", "unitedkingdom", "greatbritain", "gb", "wales"}
POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}")
INWARD = re.compile(r"\d[a-z]{2}")
NUMBER = re.compile(r"\d{1,4}[a-z]?")
OUTWARD = 3  # signs: M1 is a motorway
SAINT = {"st": {"st", "saint"}, "saint": {"st", "saint"}}


@dataclass
class Address:
    numbers: list[str] = field(default_factory=list)
    streets: list[tuple[str, ...]] = field(default_factory=list)  # the words of each, its kind the last
    houses: list[tuple[str, ...]] = field(default_factory=list)
    towns: list[tuple[str, ...]] = field(default_factory=list)
    postcodes: list[str] = field(default_factory=list)


def read(address: str) -> Address:
    """The parts of an address as it was entered; none of what cannot be read."""
    found, seen_street = Address(), False
    before: list[tuple[str, ...]] = []
    for line in re.split(r"[\n,;]", address):
        words = _less_postcode(words_of(line), found)
        numbers, rest = _numbered(words)
        found.numbers += numbers
        if not rest:
            continue
        street, after = _street(rest, numbered=bool(numbers) or (bool(found.numbers) and not seen_street))
        if street and not (seen_street and not numbers):
            seen_street = True
            found.streets.append(street)
            found.houses += before
            before = [after] if after else []
        else:
            before.append(tuple(rest))
    found.towns = [t for t in before if "".join(t) not in NOT_TOWNS]
    return found


def _less_postcode(words: list[Word], found: Address) -> list[str]:
    texts = [w.text for w in words]
    for size in (2, 1, 3):
        for at in range(len(texts) - size + 1):
            if POSTCODE.fullmatch(joined := "".join(texts[at : at + size])):
                found.postcodes.append(joined)
                return texts[:at] + texts[at + size :]
    return texts


def _numbered(words: list[str]) -> tuple[list[str], list[str]]:
    """The numbers a line begins with, and the rest: flat 2, no. 14a."""
    numbers, at = [], 0
    for at, word in enumerate(words):
        if NUMBER.fullmatch(word):
            numbers.append(word)
        elif len(word) == 1 and numbers and not numbers[-1][-1].isalpha():
            numbers[-1] += word  # 14 A
        elif word not in BEFORE or word == "the":
            return numbers, words[at:]
    return numbers, []


def _street(words: list[str], *, numbered: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the street and what follows them; nothing when there is no street in it."""
    kinds = [at for at, word in enumerate(words) if at and word in KIND_OF]
    if kinds:
        return tuple(words[: kinds[-1] + 1]), tuple(words[kinds[-1] + 1 :])
    return (tuple(words), ()) if numbered else ((), ())


# --- how each is written --------------------------------------------------------------------------


def number_spellings(number: str) -> set[str]:
    """14a: 14a, fourteena."""
    # Whoever calls has matched it already: there is always one.
    figures, letter = re.fullmatch(r"(\d+)([a-z]?)", number).groups()  # type: ignore[union-attr]  # see above
    spoken = in_words(int(figures)) if int(figures) < 1000 else set()
    return {figures + letter} | {each + letter for each in spoken}


def street_spellings(street: tuple[str, ...]) -> set[str]:
    """refuge lane: refugelane, refugeln, refugela."""
    *name, kind = street
    ways = [SAINT.get(word, {word}) for word in name] + [SPELLINGS.get(kind, {kind})]
    return {"".join(each) for each in product(*ways)}


def has_kind(street: tuple[str, ...]) -> bool:
    return len(street) > 1 and street[-1] in KIND_OF


def certain(street: tuple[str, ...]) -> bool:
    """Whether its words, side by side, say a street and nothing else."""
    *name, kind = street
    named = [word for word in name if word != "the"]
    if not named or not has_kind(street):
        return False
    return KIND_OF[kind] in CERTAIN or not ordinary(tuple(named))


def ordinary(words: tuple[str, ...]) -> bool:
    return all(word in ORDINARY or len(word) < 3 for word in words)


# --- in a running text ----------------------------------------------------------------------------

INSTITUTIONS = """
    refuge school academy nursery shelter hostel college centre hospital surgery clinic preschool playgroup
    lodge house aid project
"""
INSTITUTION = frozenset(INSTITUTIONS.split())


def streets_in(text: str) -> Iterator[str]:
    """What reads as a street in a running text: Hidden Lane, 14 Hidden Lane."""
    words = words_of(text)
    for at, word in enumerate(words):
        if at and word.capital and word.text in KIND_OF:
            name = _capitals_before(words, at)
            if not name:
                continue
            first = at - len(name)
            number = first and NUMBER.fullmatch(words[first - 1].text)
            if number or KIND_OF[word.text] in CERTAIN:
                yield text[words[first - 1 if number else first].begins : word.ends]


def institutions_in(text: str) -> Iterator[str]:
    """What reads as the name of a school, a refuge, a nursery: Haven House Refuge."""
    words = words_of(text)
    for at, word in enumerate(words):
        if at and word.capital and word.text in INSTITUTION and (name := _capitals_before(words, at)):
            yield text[name[0].begins : word.ends]


def _capitals_before(words: list[Word], at: int) -> list[Word]:
    """Up to four words with capitals just before, without the little one that opens the sentence."""
    name: list[Word] = []
    for n in range(at - 1, max(-1, at - 6), -1):
        word, of_another = words[n], n and words[n].begins == words[n - 1].ends + 1  # Mary’s
        possessive = word.text == "s" and of_another
        if word.sentence != words[at].sentence or word.text.isdigit() or not (word.capital or possessive):
            break
        name.insert(0, word)
    opening = {"the", "at", "in", "she", "he", "they", "her", "his", "from", "to", "on", "a", "and"}
    while name and name[0].text in opening:
        name.pop(0)
    return name


def postcodes_in(text: str) -> Iterator[str]:
    pattern = re.compile(r"(?<![\w-])[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}(?![\w-])")
    for found in pattern.finditer(text):
        yield plain(found.group())
