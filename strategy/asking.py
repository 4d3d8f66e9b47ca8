"""Who suits a seat that must be asked, and which seats were left out (§5): pure, over facts and people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agencies.models import Membership
from agencies.roles import Role
from records.refusals import Refusal, WhyNot
from strategy.facts import REQUIRED, Ask, Facts, who_must_be_asked

# Who speaks for an agency about a child; who looks after its accounts or its files does not.
SPEAKS = (Role.REPRESENTATIVE, Role.POLICE_DECISION_MAKER, Role.SAFEGUARDING_LEAD)


@dataclass(frozen=True)
class Coming:
    """Somebody who is asked: of which agency, with which job title."""

    agency: int
    kind: str
    title: str


def suits(ask: Ask, coming: Coming) -> bool:
    """Of the right kind of agency, and of the profession where one is asked for."""
    if coming.agency == ask.agency:
        return True
    return coming.kind in ask.kinds and ask.is_for(coming.title)


def left_out(facts: Facts, coming: Iterable[Coming]) -> list[Ask]:
    """The seats that are required and for which nobody is asked."""
    asked = list(coming)
    required = (ask for ask in who_must_be_asked(facts) if ask.strength == REQUIRED)
    return [ask for ask in required if not any(suits(ask, each) for each in asked)]


def coming_of(memberships: Iterable[Membership]) -> list[Coming]:
    return [Coming(m.agency_id, m.agency.kind, m.title) for m in memberships if m.role in SPEAKS]


def why_not_leave_out(asks: Iterable[Ask], reasons: Mapping[str, str]) -> WhyNot:
    """Never a bar: each asks for its reason, which stands in the record."""
    for ask in asks:
        if not reasons.get(ask.key, "").strip():
            yield Refusal(f"{in_words(ask)} Say why, or ask somebody.", mend=field_of(ask))


def in_words(ask: Ask) -> str:
    return f"{ask.who} must be asked ({ask.why}, {ask.source}), and is not."


def field_of(ask: Ask) -> str:
    return f"left_out_{ask.key}"
