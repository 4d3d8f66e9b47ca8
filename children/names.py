"""Keys under which a person is found although misspelt, swapped or half remembered.

A name word is stored with every variant that lacks one letter: two spellings that differ by
one wrong, missing, doubled or swapped letter then share a key. A phonetic key finds what
sounds alike. Dates and numbers are keys of their own. Pure functions, no Django import.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import jellyfish

from config.numbers import digits_of

LONGEST_WORD = 24


def words(text: str) -> list[str]:
    """Lower-case letters only, accents folded; other scripts are kept as they are."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("ø", "o"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    plain = plain.replace("'", "").replace("’", "").replace("ł", "l").replace("đ", "d")
    return [w[:LONGEST_WORD] for w in re.split(r"[\W\d_]+", plain) if w]


def spellings(word: str) -> set[str]:
    lacking = {word[:i] + word[i + 1 :] for i in range(len(word))} if len(word) > 2 else set()
    keys = {f"~{w}" for w in {word} | lacking}
    if word.isascii() and len(word) > 2 and (sound := jellyfish.metaphone(word)):
        keys.add(f"#{sound}")
    return keys


def keys_of(
    names: Iterable[str], dates: Iterable[date | None] = (), numbers: Iterable[str] = ()
) -> list[str]:
    """Every key of one person, sorted."""
    keys: set[str] = set()
    for name in names:
        for word in words(name):
            keys |= spellings(word)
    keys |= {f"d{day.isoformat()}" for day in dates if day}
    keys |= {"n" + squeeze(number) for number in numbers if squeeze(number)}
    return sorted(keys)


def squeeze(number: str) -> str:
    return re.sub(r"[\W_]+", "", number).lower()


@dataclass(frozen=True)
class Term:
    """One thing that was typed, and the keys that would satisfy it."""

    text: str
    keys: tuple[str, ...]
    why: str


DATE = re.compile(r"\b(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
LONG_DATE = re.compile(r"\b(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{4})\b", re.I)
NHS = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")


def terms(query: str) -> list[Term]:
    """What was typed, taken apart: dates, numbers, name words; twelve terms at the most."""
    found: list[Term] = []

    def take(pattern: re.Pattern[str], text: str) -> str:
        for match in pattern.finditer(text):
            if term := _term(pattern, match):
                found.append(term)
        return pattern.sub(" ", text)

    query = query[:200]
    for pattern in (LONG_DATE, DATE, NHS):
        query = take(pattern, query)
    for token in query.split():
        if digits_of(token):
            found.append(Term(token, ("n" + squeeze(token),), "number"))
        else:
            found += [Term(w, tuple(sorted(spellings(w))), "name") for w in words(token)]
    return found[:12]


def _term(pattern: re.Pattern[str], match: re.Match[str]) -> Term | None:
    if pattern is NHS:
        return Term(match[0], ("n" + squeeze(match[0]),), "NHS number")
    if pattern is LONG_DATE:
        if match[2].lower()[:3] not in MONTHS:
            return None
        numbers = (int(match[3]), MONTHS.index(match[2].lower()[:3]) + 1, int(match[1]))
    elif match[4]:
        numbers = (int(match[4]), int(match[5]), int(match[6]))
    else:
        numbers = (
            int(match[3]) + (2000 if len(match[3]) == 2 else 0),
            int(match[2]),
            int(match[1]),
        )
    keys = tuple(f"d{day.isoformat()}" for day in _near(*numbers))
    return Term(match[0], keys, "date of birth") if keys else None


def _near(year: int, month: int, day: int) -> list[date]:
    """The date, day and month swapped, and the same day a year either side."""
    days = []
    for y, m, d in (
        (year, month, day),
        (year, day, month),
        (year - 1, month, day),
        (year + 1, month, day),
    ):
        try:
            days.append(date(y, m, d))
        except ValueError:
            continue
    return days


def likeness(typed: list[str], person: list[str]) -> float:
    """How well the typed words match a person's, 0 to 1, in any order."""
    if not typed or not person:
        return 0.0
    best = [max(jellyfish.jaro_winkler_similarity(t, p) for p in person) for t in typed]
    return sum(best) / len(best)
