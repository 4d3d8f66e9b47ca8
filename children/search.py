"""Finding a child again: one index look-up a step, from strict to generous.

1. Everything typed must match.
2. If that finds fewer than ten, everything but one thing must match.
3. If still fewer than ten, any one thing may match.
What was found is ordered by likeness of the names, then of the date.
"""

from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import and_, or_

from django.db.models import Q, QuerySet

from children import names
from children.models import Person, PersonQuerySet

ENOUGH = 10
MOST_CANDIDATES = 400


@dataclass(frozen=True)
class Match:
    person: Person
    score: float
    why: str


def find(query: str, among: "QuerySet[Person]", *, most: int = ENOUGH) -> list[Match]:
    """The people among `among` that `query` most likely means, best first, and why."""
    terms = names.terms(query)
    if not terms:
        return []
    candidates: dict[int, Person] = {}
    for need in sorted({len(terms), max(len(terms) - 1, 1), 1}, reverse=True):
        ways = combinations(terms, need)
        alternatives = (reduce(and_, (Q(search_keys__overlap=list(t.keys)) for t in w)) for w in ways)
        for person in among.filter(reduce(or_, alternatives))[:MOST_CANDIDATES]:
            candidates.setdefault(person.pk, person)
        if len(candidates) >= most:
            break
    matches = [_match(person, terms) for person in candidates.values()]
    return sorted(matches, key=lambda m: (-m.score, m.person.pk))[:most]


def _match(person: Person, terms: list[names.Term]) -> Match:
    spoken = names.words(f"{person.given_names} {person.family_name} {person.also_known_as}")
    keys = set(person.search_keys)
    score, why = 0.0, []
    for term in terms:
        if term.why == "name":
            alike = names.likeness([term.text], spoken)
            # A name that shares no key is likely only the name of somebody born the same day.
            score += alike**2 if keys.intersection(term.keys) else alike**2 / 3
            if alike == 1:
                why.append("name")
            elif alike > 0.8:
                why.append(f"name sounds or looks like “{term.text}”")
        elif term.keys[0] in keys:
            score += 2
            why.append(term.why)
        elif keys.intersection(term.keys):
            score += 1.5
            why.append(f"similar {term.why}")
    return Match(person, score, ", ".join(dict.fromkeys(why)) or "part of the name")


def likely_duplicates(
    among: PersonQuerySet, *, given: str, family: str, born: str, numbers: str = ""
) -> list[Match]:
    """Children who may be the one about to be made (§10: search first)."""
    found = find(f"{given} {family} {born} {numbers}", among.children())
    return [match for match in found if match.score >= 1.6][:5]
