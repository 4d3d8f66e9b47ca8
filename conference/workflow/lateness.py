"""A conference after its clock: a manager of social care and its chair each agree to the reason.

[reference E17, E18] The due date is not moved; the delay and who agreed to it are recorded. Asked of
each in their own sign-in, and needed before the record is signed.
"""

from datetime import datetime

from agencies.models import User
from agencies.roles import CSC_MANAGERS
from conference.models import Conference
from records import workflow as records
from records.contents import rows_of
from records.fields import moment_in_words
from records.models import Agreement
from records.passages import Chapter, Passage, digest
from records.permissions import why_not_work_on
from records.refusals import Refusal, WhyNot, refuse_if
from records.verbs import verb

MANAGER, CHAIR = "late_manager", "late_chair"
WHO = {MANAGER: "a manager of children’s social care", CHAIR: "the conference chair"}


def reads(conference: Conference) -> tuple[Passage, ...]:
    """The later date, why, and who agreed to it; nothing while the date is in time."""
    if not conference.late_reason:
        return ()
    agreed = tuple(
        Passage(f"Agreed by {WHO[gate]}", f"{a.by.name}, {a.capacity}, {moment_in_words(a.at)}" if a else "")
        for gate, a in agreements(conference).items()
    )
    return (*_said(conference), *(p for p in agreed if p.text))


def _said(conference: Conference) -> tuple[Passage, ...]:
    when = moment_in_words(conference.planned_at) if conference.planned_at else ""
    return (Passage("Planned after the clock, for", when), Passage("Because", conference.late_reason))


def _digest(conference: Conference) -> str:
    return digest([Chapter("late", "Later than the clock", _said(conference))])


def agreements(conference: Conference) -> dict[str, Agreement | None]:
    """Who agreed to the date and the reason as they now stand."""
    found: dict[str, Agreement | None] = {MANAGER: None, CHAIR: None}
    now_says = _digest(conference)
    for agreement in rows_of(conference, "agreements"):
        if agreement.gate not in WHO or agreement.digest != now_says:
            continue
        if agreement.gate == MANAGER or agreement.by_id == conference.chair_id:
            found[agreement.gate] = agreement
    return found


def missing(conference: Conference) -> list[str]:
    """What is still to be agreed, in words; nothing for a conference in time."""
    if not conference.late_reason:
        return []
    given = agreements(conference)
    return [f"The later date must be agreed by {WHO[gate]}." for gate, a in given.items() if a is None]


def _gate_of(conference: Conference, user: User) -> str | None:
    if user == conference.chair:
        return CHAIR
    return MANAGER if user.holds(*CSC_MANAGERS, agency_id=conference.authority_id) else None


def why_not_agree(conference: Conference, *, by: User) -> WhyNot:
    yield from why_not_work_on(conference, by=by)
    if not conference.late_reason:
        yield Refusal("This conference is not later than its clock.")
        return
    gate = _gate_of(conference, by)
    if gate is None:
        yield Refusal("A manager of children’s social care and the conference chair agree to a later date.")
    elif agreements(conference)[gate]:
        yield Refusal("The later date is agreed already.")


@verb
def agree(pk: int, *, seen: str, by: User, at: datetime) -> Agreement:
    """Agree to the later date, as manager or as chair; `seen` is the reason that was read."""
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_agree(conference, by=by))
    if seen != conference.late_reason:
        refuse_if([Refusal("The reason changed since you opened this page. Read it again.")])
    return _agree(conference, by=by, at=at)


def convened_by(conference: Conference, *, by: User, at: datetime) -> None:
    """Who gives the reason and may agree to it, agrees."""
    gate = _gate_of(conference, by)
    if conference.late_reason and gate and agreements(conference)[gate] is None:
        _agree(conference, by=by, at=at)


def _agree(conference: Conference, *, by: User, at: datetime) -> Agreement:
    gate, hat = _gate_of(conference, by), by.hat_in(conference.authority_id)
    assert gate
    return records.agree(
        conference, gate=gate, agreed=True, comment=conference.late_reason,
        capacity=hat.title if hat else "", digest=_digest(conference), by=by, at=at,
    )  # fmt: skip
