"""Telling the family the outcome: a letter for each addressee, never automatically (§8).

1. Only what may be shared is offered: passages that a family may read, never the rest.
2. What the writer adds is compared with what is restricted: a run of its words is refused.
3. No address stands in a letter but the addressee’s own; one that is withheld is refused in any text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from agencies.models import User
from children.models import Person, Relationship
from deadlines.calendar import LONDON
from records import sections
from records import workflow as records
from records.fields import moment_in_words
from records.models import Product
from records.passages import ALL, Audience, Chapter, Passage
from records.permissions import why_not_work_on
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from s47.models import Enquiry, Letter, LetterGiven
from s47.sections import ENQUIRY
from s47.workflow.deciding import outcome_chapter
from strategy.sections.discussion import DISCUSSION

FAMILY = Audience(family=True)
# What a family is told of, if the writer ticks it; all else stays in the record.
OFFERED = {"conclusion": "Conclusion and next steps", "safety": "Safety plan"}
RUN, SHORTEST = 7, 4  # words that would show where they come from


def offered(enquiry: Enquiry) -> list[tuple[str, Passage]]:
    """What may be put into a letter, with the key to tick it by."""
    decision = enquiry.decisions.select_related("recommendation").order_by("-pk").first()
    found: list[tuple[str, Passage]] = []
    if decision:
        for p in outcome_chapter(enquiry, decision).passages:
            if p.label in ("Decided", "Reasons"):
                found.append((f"outcome:{p.label}", p))
    for section in ENQUIRY:
        if section.key in OFFERED:
            opening = len(section.opening(enquiry)) if section.opening else 0
            passages = sections.reads(enquiry, section).passages[opening:]
            found += [(f"{section.key}:{n}", p) for n, p in enumerate(passages)]
    return [(key, p) for key, p in found if FAMILY.may_read(p)]


def addressees(enquiry: Enquiry) -> list[tuple[Person, Relationship | None]]:
    family = (
        enquiry.child.relationships.filter(person__is_child=False).select_related("person").order_by("pk")
    )
    return [*((r.person, r) for r in family), (enquiry.child, None)]


def has_responsibility(enquiry: Enquiry, person: Person) -> bool:
    return (
        person.pk == enquiry.child_id
        or enquiry.child.relationships.filter(person=person, parental_responsibility=True).exists()
    )


def why_not_write_letter(enquiry: Enquiry, *, by: User) -> WhyNot:
    yield from why_not_work_on(enquiry, by=by)
    if enquiry.state != State.SIGNED:
        yield Refusal("The outcome must be decided and signed first.")


@transaction.atomic
def write_letter(
    pk: int, *, to: Person | None, keys: Sequence[str], text: str, why: str, by: User, at: datetime
) -> Letter:
    """Freeze the letter to one person. Giving it to them is done by hand, as decided."""
    enquiry = Enquiry.objects.lock(pk)
    refuse_if(why_not_write_letter(enquiry, by=by))
    refuse_if(_why_not_so(enquiry, to=to, keys=keys, text=text, why=why))
    assert to
    chosen = [p for key, p in offered(enquiry) if key in keys]
    passages = tuple(chosen) + ((Passage("From your social worker", text.strip()),) if text.strip() else ())
    version = records.freeze(
        enquiry,
        Product.LETTER,
        head={
            "title": "Outcome of our enquiries",
            "child": str(enquiry.child),
            "birth": enquiry.child.birth,
            "authority": enquiry.authority.name,
            "responsible": f"To {to}. {moment_in_words(at)}. {by.name}.",
            "to": str(to),
            "address": to.address,  # the addressee’s own
        },
        chapters=[Chapter("letter", "What we decided", passages)],
        by=by,
        at=at,
        signed=True,
    )
    return Letter.objects.create(
        enquiry=enquiry, addressee=to, version=version, why_without_responsibility=why.strip(), at=at, by=by
    )


def why_not_note_given(letter: Letter, *, by: User) -> WhyNot:
    yield from why_not_work_on(letter.enquiry, by=by)
    if LetterGiven.objects.filter(letter=letter).exists():
        yield Refusal("It is noted already what became of this letter.")


@transaction.atomic
def note_given(letter: Letter, *, facts: Mapping[str, Any], by: User, at: datetime) -> LetterGiven:
    """When, how and by whom the letter was given, as a person did it; or why it was kept back."""
    Enquiry.objects.lock(letter.enquiry_id)
    refuse_if(why_not_note_given(letter, by=by))
    day = facts.get("given_on")
    if day and not letter.at.astimezone(LONDON).date() <= day <= at.astimezone(LONDON).date():
        refuse_if(
            [Refusal("It is given after it was made, and not in the future. Check the day.", mend="given_on")]
        )
    return LetterGiven.objects.create(letter=letter, added_at=at, added_by=by, **facts)


def _why_not_so(
    enquiry: Enquiry, *, to: Person | None, keys: Sequence[str], text: str, why: str
) -> Iterator[Refusal]:
    if to is None or to.pk not in {person.pk for person, _ in addressees(enquiry)}:
        yield Refusal("Choose somebody of the family.", mend="to")
        return
    if not has_responsibility(enquiry, to) and not why.strip():
        yield Refusal(f"{to} has no parental responsibility. Say why they are told.", mend="why")
    may = {key for key, _ in offered(enquiry)}
    if set(keys) - may:
        yield Refusal("Only what may be shared with the family can be put into a letter.", mend="keys")
    chosen = "\n".join(p.text for key, p in offered(enquiry) if key in keys)
    if not chosen and not text.strip():
        yield Refusal("Choose what the letter tells.", mend="keys")
    whole = _plain(f"{chosen}\n{text}")
    words = " ".join(re.findall(r"\w+", whole))
    if any(run in words for run in restricted_runs(enquiry)):
        yield Refusal(
            "This repeats something that may not be shared with the family. Take it out.", mend="text"
        )
    if any(_plain(address) in whole for address in withheld_addresses(enquiry, to)):
        yield Refusal("This names an address that is withheld, or is not the addressee’s own.", mend="text")


def restricted_runs(enquiry: Enquiry) -> set[str]:
    """Every run of words that no family may read, and that nothing they may read has too."""
    discussion = enquiry.initiating_discussion
    chapters = [sections.reads(enquiry, s) for s in ENQUIRY]
    chapters += [sections.reads(discussion, s) for s in DISCUSSION]
    passages = [p for c in chapters for p in c.passages]
    kept = {run for p in passages if p.restriction != ALL for run in _runs(p.text)}
    return kept - {run for p in passages if p.restriction == ALL for run in _runs(p.text)}


def _runs(text: str) -> set[str]:
    """Runs of seven words, whatever stands between them; of a shorter line all of it."""
    found = set()
    for line in text.splitlines():
        words = re.findall(r"\w+", line.lower())
        if len(words) >= SHORTEST:
            found |= {" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}
    return found


def withheld_addresses(enquiry: Enquiry, to: Person) -> set[str]:
    """The addresses of everybody else: each first line that would give them away."""
    people = [r.person for r in enquiry.child.relationships.select_related("person")] + [enquiry.child]
    known = {p.address.strip().splitlines()[0] for p in people if p.pk != to.pk and p.address.strip()}
    own = to.address.strip().splitlines()[0] if to.address.strip() else ""
    return {address for address in known if len(address) > 4 and address != own}


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()
