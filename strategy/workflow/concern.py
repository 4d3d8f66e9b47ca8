"""A concern: begun, recorded, police spoken with, decided."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from agencies.models import User
from children.models import Person
from deadlines import workflow as clocks
from notices import outbox
from records import sections
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from strategy import apply, permissions
from strategy.models import Concern, StrategyDiscussion
from strategy.queries import managers_of
from strategy.timescales import CONCERN_CLOCKS


def why_not_begin(child: Person, *, by: User) -> WhyNot:
    if not permissions.csc_hat(by, child.authority_id):
        yield Refusal(f"Only {child.authority} records concerns about this child.")
    elif not Person.objects.known_to(by).filter(pk=child.pk).exists():
        yield Refusal("This child is not open to you. Ask information governance.")


@transaction.atomic
def begin(children: Sequence[Person], *, by: User, at: datetime) -> list[Concern]:
    """Begin a concern about each child, in one go."""
    for child in children:
        refuse_if(why_not_begin(child, by=by))
    hat = permissions.csc_hat(by, children[0].authority_id)
    together = uuid.uuid4()
    return [
        Concern.objects.create(
            child=child,
            authority=child.authority,
            team=hat.team if hat else None,
            together=together,
            state=State.DRAFT,
            created_at=at,
            created_by=by,
        )
        for child in children
    ]


def why_not_record(concern: Concern, *, by: User) -> WhyNot:
    yield from permissions.why_not_work_on(concern, by=by)
    if concern.state != State.DRAFT:
        yield Refusal("This concern is already recorded.")
    for section in sections.sections_of(concern):
        for sentence in sections.missing(concern, section):
            yield Refusal(sentence, mend=section.key)


@transaction.atomic
def record(pk: int, *, by: User, at: datetime) -> Concern:
    """Record the concern: its clocks start, from when it was received and identified (§3)."""
    concern = Concern.objects.lock(pk)
    refuse_if(why_not_record(concern, by=by))
    facts = apply.facts_of(concern)
    concern.received_at, concern.identified_at = facts.received_at, facts.identified_at
    concern.recorded_at = at
    concern.step_to(State.RECORDED)
    concern.save()
    clocks.start(concern, "police_liaison", started_at=facts.received_at, owner=by)
    apply.start_strategy_clock(concern, owner=by)
    _tell_managers(concern, by=by, at=at)
    return concern


def _tell_managers(concern: Concern, *, by: User, at: datetime) -> None:
    """Nobody waits unknowingly: who decides hears of it in the transaction that records it (§4)."""
    outbox.tell_each(
        [manager for manager in managers_of(concern) if manager != by],
        key=f"concern:{concern.pk}",
        kind="concern",
        sender=by,
        reference=concern.ref,
        path=f"/records/{concern.ref}/",
        at=at,
    )


def why_not_liaise(concern: Concern, *, by: User) -> WhyNot:
    yield from permissions.why_not_work_on(concern, by=by)
    if concern.state == State.DRAFT:
        yield Refusal("Record the concern first.")


@transaction.atomic
def liaise(pk: int, *, when: datetime, officer: str, agreed: str, by: User, at: datetime) -> Concern:
    """Record that police and children's social care have spoken [001 §4]."""
    concern = Concern.objects.lock(pk)
    refuse_if(why_not_liaise(concern, by=by))
    if concern.received_at and when < concern.received_at:
        refuse_if([Refusal("You cannot have spoken before the concern was received.", mend="at")])
    concern.liaison_at, concern.liaison_by = when, by
    concern.liaison_officer, concern.liaison_agreed = officer, agreed
    concern.revision += 1
    concern.save()
    clocks.meet(concern, "police_liaison", at=when)
    return concern


def why_not_decide(concern: Concern, *, by: User) -> WhyNot:
    yield from permissions.why_not_manage(concern, by=by)
    if concern.state not in (State.RECORDED, State.DECIDED):
        yield Refusal("Record the concern first.")
    if concern.discussions.exclude(state=State.CANCELLED).exists():
        yield Refusal("A discussion has been convened; the decision stands.")


@transaction.atomic
def decide(pk: int, *, hold: bool, reason: str, by: User, at: datetime) -> Concern:
    """A manager decides whether to hold a discussion; may be decided anew until one is convened."""
    concern = Concern.objects.lock(pk)
    refuse_if(why_not_decide(concern, by=by))
    if not reason.strip():
        refuse_if([Refusal("Give the reason for the decision.", mend="reason")])
    concern.hold, concern.hold_reason = hold, reason.strip()
    concern.decided_at, concern.decided_by = at, by
    concern.step_to(State.DECIDED)
    concern.save()
    if hold:
        # A clock dropped by an earlier decision runs again, from the same start.
        apply.start_strategy_clock(concern, owner=by)
    else:
        because = f"No discussion: {reason}"
        clocks.drop(concern, *CONCERN_CLOCKS, because=because, at=at)
    return concern


def earlier_discussions(child: Person, *, at: datetime) -> int:
    """How many strategy discussions were held about the child in the last 12 months (§11)."""
    year = Q(started_at__gte=at - timedelta(days=365), started_at__lte=at)
    return StrategyDiscussion.objects.filter(year, child=child).count()
