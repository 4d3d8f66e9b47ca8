"""The sections of a concern (§4)."""

from collections.abc import Iterator
from typing import Any

from config.read_once import read_once
from records import explaining
from records.passages import Chapter, Passage
from records.sections import Said, Section, need, register
from strategy import after_breach, apply
from strategy import vocabulary as v
from strategy.forms import concern as about
from strategy.models import Concern


def referral_missing(concern: Concern, said: Said) -> Iterator[str]:
    yield from need(
        said,
        received_at="Say when the concern was received.",
        source_kind="Say who told us.",
    )


def said_missing(concern: Concern, said: Said) -> Iterator[str]:
    yield from need(
        said,
        what="Write what was said.",
        categories="Choose the kind of harm.",
        trigger="Say what brings this now.",
    )
    if said.get("trigger") == "incident":
        yield from need(said, incident_on="Give the date of the incident.")


def flags_missing(concern: Concern, said: Said) -> Iterator[str]:
    if v.EMERGENCY in (said.get("flags") or ()):
        yield from need(said, emergency_at="Say when the emergency action was taken.")


def corrected_late(concern: Concern) -> tuple[Passage, ...]:
    """What was corrected after a clock had run out, and why."""
    return explaining.reads(concern, after_breach.ABOUT)


def place_missing(concern: Concern, said: Said) -> Iterator[str]:
    yield from need(said, lives="Say where the child lives.")
    if said.get("lives") == "elsewhere":
        yield from need(
            said,
            home_authority="Name the home authority.",
            told_home_at="Say when the home authority was told.",
        )


def family(record: Any) -> Chapter:
    """Who belongs to the child. A brother or sister is told apart: not everybody may know of each."""
    people = record.child.relationships.on_file().select_related("person").order_by("pk")
    relations = read_once(lambda: list(people), "family", record.child_id)
    rows = tuple(
        (
            str(r.person),
            r.get_kind_display(),
            "Yes" if r.parental_responsibility else "",
            "Same household" if r.same_household else "",
        )
        for r in relations
    )
    columns = ("Name", "Relationship", "Parental responsibility", "Household")
    about = tuple(r.person_id if r.person.is_child else 0 for r in relations)
    return Chapter("family", "Family and household", (), columns, rows, about)


CONCERN = [
    Section(
        "referral",
        "Who told us, and when",
        about.ReferralForm,
        referral_missing,
        apply=apply.concern_facts,
    ),
    Section("said", "What was said", about.SaidForm, said_missing, apply=apply.concern_facts),
    Section(
        "flags",
        "Urgency and circumstances",
        about.FlagsForm,
        flags_missing,
        apply=apply.concern_facts,
        opening=corrected_late,
    ),
    Section("family", "Family and household", rows=family, partial="strategy/rows/family.html"),
    Section("place", "Where the child lives", about.PlaceForm, place_missing, apply=apply.concern_facts),
    Section("considerations", "What weighs here", about.ConsiderationsForm),
]

register(Concern, CONCERN)
