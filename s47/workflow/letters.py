"""Telling the family the outcome: a letter for each addressee, never automatically (§8).

1. Only what may be shared is offered: passages that a family may read, never the rest.
2. Every text of it is compared with what is protected, `s47.protecting`, however it is written.
3. A second person reads it before it can be given, `records.second_reading`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from agencies.models import User
from children.models import Person, Relationship
from deadlines.calendar import LONDON
from records import second_reading, sections
from records.fields import moment_in_words
from records.models import Product
from records.passages import Audience, Chapter, Passage
from records.permissions import why_not_work_on
from records.protected import Guard
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from s47.models import Enquiry, Letter, LetterGiven
from s47.protecting import guard_for
from s47.sections import ENQUIRY
from s47.workflow.deciding import outcome_chapter

FAMILY = Audience(family=True)
# What a family is told of, if the writer ticks it; all else stays in the record.
OFFERED = {"conclusion": "Conclusion and next steps", "safety": "Safety plan"}


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


@verb
def write_letter(
    pk: int,
    *,
    to: Person | None,
    keys: Sequence[str],
    text: str,
    why: str,
    reader: User | None,
    by: User,
    at: datetime,
) -> Letter:
    """Freeze the letter to one person and ask `reader` to read it. Giving it is done by hand, as decided."""
    enquiry = Enquiry.objects.lock(pk)
    refuse_if(why_not_write_letter(enquiry, by=by))
    refuse_if(_why_not_so(enquiry, to=to, keys=keys, text=text, why=why, by=by))
    refuse_if(second_reading.why_not_ask(enquiry, asked=reader, by=by))
    assert to and reader
    chosen = [p for key, p in offered(enquiry) if key in keys]
    passages = tuple(chosen) + ((Passage("From your social worker", text.strip()),) if text.strip() else ())
    paper = second_reading.write(
        enquiry,
        Product.LETTER,
        to=to,
        head={
            "title": "Outcome of our enquiries",
            "child": str(enquiry.child),
            "birth": enquiry.child.birth,
            "authority": enquiry.authority.name,
            "responsible": f"To {to}. {moment_in_words(at)}. {by.name}.",
            "to": str(to),
            "address": to.address,  # the addressee’s own
            "copy": f"Letter for {to}",
        },
        chapters=[Chapter("letter", "What we decided", passages)],
        asked=reader,
        by=by,
        at=at,
    )
    why = why.strip()
    return Letter.objects.create(
        enquiry=enquiry, addressee=to, version=paper.version, why_without_responsibility=why, at=at, by=by
    )


def letters_of(enquiry: Enquiry) -> Any:
    """Every letter, the newest first, with the steps of its paper."""
    found = enquiry.letters.select_related(
        "addressee", "given", "by", "version__record", "version__family_paper__asked",
    )  # fmt: skip
    return found.prefetch_related("version__family_paper__steps").order_by("-pk")


def why_not_note_given(letter: Letter, *, by: User) -> WhyNot:
    yield from second_reading.why_not_give(letter.version.family_paper, by=by)


@verb
def note_given(letter: Letter, *, facts: Mapping[str, Any], by: User, at: datetime) -> LetterGiven:
    """When, how and by whom the letter was given, as a person did it; or why it was kept back."""
    Enquiry.objects.lock(letter.enquiry_id)
    refuse_if(why_not_note_given(letter, by=by))
    day = facts.get("given_on")
    if day and not letter.at.astimezone(LONDON).date() <= day <= at.astimezone(LONDON).date():
        refuse_if(
            [Refusal("It is given after it was made, and not in the future. Check the day.", mend="given_on")]
        )
    paper, because = letter.version.family_paper, facts.get("kept_because", "")
    second_reading.note_given(paper, kept_because=because, by=by, at=at)
    return LetterGiven.objects.create(letter=letter, added_at=at, added_by=by, **facts)


def _why_not_so(
    enquiry: Enquiry, *, to: Person | None, keys: Sequence[str], text: str, why: str, by: User
) -> Iterator[Refusal]:
    if to is None or to.pk not in {person.pk for person, _ in addressees(enquiry)}:
        yield Refusal("Choose somebody of the family.", mend="to")
        return
    if not has_responsibility(enquiry, to) and not why.strip():
        yield Refusal(f"{to} has no parental responsibility. Say why they are told.", mend="why")
    may = {key for key, _ in offered(enquiry)}
    if set(keys) - may:
        yield Refusal("Only what may be shared with the family can be put into a letter.", mend="keys")
    chosen = [p for key, p in offered(enquiry) if key in keys]
    if not chosen and not text.strip():
        yield Refusal("Choose what the letter tells.", mend="keys")
    guard = guard_for(enquiry, to=to, writer=by)
    told = [("keys", p.text) for p in chosen] + [("text", text), ("to", f"{to}\n{to.address}")]
    for mend, found in dict.fromkeys((mend, f) for mend, each in told for f in _said(guard, each)):
        yield Refusal(f"{found}. Take it out.", mend=mend)


def _said(guard: Guard, text: str) -> Iterator[str]:
    """Each thing that must not be said, in the writer’s own words, and why."""
    for found in guard.found(text):
        yield f"“{' '.join(found.words.split())}”: {found.why}"
