"""Convening a discussion: for each child in one go, with invitations that name nobody."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from agencies.models import Agency, Membership, User
from children.restriction import name_all
from deadlines.models import Deadline
from notices import outbox
from records import explaining
from records import workflow as records
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from strategy import apply, asking, permissions
from strategy.asking import Coming
from strategy.facts import Ask
from strategy.models import Concern, Meeting, Participant, Seat, StrategyDiscussion
from strategy.timescales import CONCERN_CLOCKS

LEFT_OUT = "left out:"  # what an explanation is about, before the key of the seat


@dataclass(frozen=True)
class Invitee:
    user: User
    agency: Agency
    seat: str = Seat.OTHER
    why: str = ""


@dataclass(frozen=True)
class Plan:
    """When, where, by whom and with whom a discussion is to be held."""

    planned_at: datetime
    chair: User
    social_worker: User
    mode: str = "video"
    place: str = ""
    minutes: int = 60
    late_reason: str = ""
    invitees: tuple[Invitee, ...] = field(default=())
    # Who is asked by name and waits for their agency; why each required seat is left out, by its key.
    by_name: tuple[Coming, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


def nobody_asked_for(
    concern: Concern, invitees: Sequence[Invitee], by_name: Sequence[Coming] = ()
) -> list[Ask]:
    """The seats that the facts of the concern require, and for which nobody is asked."""
    seats = {(i.user.pk, i.agency.pk) for i in invitees}
    live = Membership.objects.live().filter(user__in=[user for user, _ in seats]).select_related("agency")
    coming = asking.coming_of(m for m in live if (m.user_id, m.agency_id) in seats)
    return asking.left_out(apply.facts_of(concern), [*coming, *by_name])


def why_not_convene(concern: Concern, *, by: User) -> WhyNot:
    yield from permissions.why_not_work_on(concern, by=by)
    if not concern.hold:
        yield Refusal("A manager must first decide to hold a discussion.")
    if concern.discussions.filter(state__in=[State.CONVENED, State.HELD]).exists():
        yield Refusal("A discussion about this concern is already convened.")
    covered = concern.covered_by
    if covered and covered.state in (State.CONVENED, State.HELD):
        yield Refusal(f"This concern is joined to {covered.ref}, which is convened.")


def why_not_plan(concern: Concern, plan: Plan, *, at: datetime) -> WhyNot:
    yield from permissions.why_not_chair(plan.chair, concern.authority)
    if plan.chair == plan.social_worker:
        yield Refusal("The chair and the social worker must be two people.", mend="social_worker")
    running = Deadline.objects.running().filter(record=concern.pk, code__in=CONCERN_CLOCKS)
    if running.filter(due_at__lt=plan.planned_at).exists() and not plan.late_reason.strip():
        yield Refusal(
            "This is after the clock runs out. Choose an earlier time or give the reason.",
            mend="late_reason",
        )
    without = nobody_asked_for(concern, plan.invitees, plan.by_name)
    yield from asking.why_not_leave_out(without, plan.left_out)


@verb
def convene(
    concerns: Sequence[Concern],
    *,
    plan: Plan,
    by: User,
    at: datetime,
    follows: StrategyDiscussion | None = None,
) -> list[StrategyDiscussion]:
    """Convene one discussion about each child, and invite everybody once.

    :raises Refused: with every reason of every child.
    """
    locked = [Concern.objects.lock(c.pk) for c in sorted(concerns, key=lambda c: c.pk)]
    for concern in locked:
        refuse_if([*why_not_convene(concern, by=by), *why_not_plan(concern, plan, at=at)])
    together = uuid.uuid4()
    made = [
        StrategyDiscussion.objects.create(
            child=concern.child,
            authority=concern.authority,
            team=concern.team,
            together=together,
            state=State.CONVENED,
            concern=concern,
            follows=follows,
            chair=plan.chair,
            social_worker=plan.social_worker,
            mode=plan.mode,
            place=plan.place,
            planned_at=plan.planned_at,
            planned_minutes=plan.minutes,
            late_reason=plan.late_reason.strip(),
            created_at=at,
            created_by=by,
        )
        for concern in locked
    ]
    invitees = (
        Invitee(plan.chair, locked[0].authority, Seat.CHAIR, "always"),
        Invitee(plan.social_worker, locked[0].authority, Seat.SOCIAL_WORKER, "always"),
        *plan.invitees,
    )
    for discussion in made:
        seat(discussion, invitees, by=by, at=at)
        open_to(discussion, invitees, at=at)
        _explain_left_out(discussion, plan, by=by, at=at)
    invite_by_mail(made[0], [i.user for i in invitees], by=by, at=at)
    return made


def _explain_left_out(discussion: StrategyDiscussion, plan: Plan, *, by: User, at: datetime) -> None:
    for ask in nobody_asked_for(discussion.concern, plan.invitees, plan.by_name):
        about, words = f"{LEFT_OUT}{ask.key}", plan.left_out[ask.key]
        sentence = asking.in_words(ask)
        explaining.explain(discussion, about=about, sentence=sentence, words=words, by=by, at=at)


def seat(meeting: Meeting, invitees: Sequence[Invitee], *, by: User, at: datetime) -> None:
    """Each invited person has a seat, once; in a restricted case they are named by that."""
    name_all(meeting.child_id, [i.user for i in invitees], why="asked to take part", at=at, by=by)
    Participant.objects.bulk_create(
        [
            Participant(
                record=meeting,
                user=i.user,
                agency=i.agency,
                position=_title(i),
                seat=i.seat,
                why=i.why[:200],
                decides=_decides(i),
                invited_at=at,
                invited_by=by,
            )
            for i in invitees
        ],
        ignore_conflicts=True,  # somebody ticked twice is asked once
    )


def open_to(discussion: StrategyDiscussion, invitees: Sequence[Invitee], *, at: datetime) -> None:
    # A colleague of another team works on this record too.
    colleagues = [(i.user, "takes part") for i in invitees if i.agency.pk == discussion.authority_id]
    for record in (discussion, *discussion.concerns):
        records.share_with_people(record, colleagues, of=discussion.authority, at=at)


def _title(invitee: Invitee) -> str:
    hat = invitee.user.hat_in(invitee.agency.pk)
    return hat.title if hat else ""


def _decides(invitee: Invitee) -> bool:
    hat = invitee.user.hat_in(invitee.agency.pk)
    return bool(hat and hat.decides)


def calendar_facts(meeting: Meeting) -> dict[str, Any]:
    """When it is; a calendar takes the entry with the higher sequence."""
    starts, ends = meeting.planned_at.isoformat(), meeting.planned_end.isoformat()
    return {"starts": starts, "ends": ends, "sequence": meeting.revision}


def invite_by_mail(
    meeting: Meeting, people: Sequence[User], *, by: User, at: datetime, suffix: str = ""
) -> None:
    """Each is asked once; again when the date moved, which `suffix` tells apart."""
    outbox.tell_each(
        people,
        key=f"invitation:{meeting.pk}{suffix}",
        kind="invitation",
        sender=by,
        reference=meeting.ref,
        path=f"/discussions/{meeting.ref}/",
        at=at,
        facts=calendar_facts(meeting),
    )


def why_not_invite(discussion: StrategyDiscussion, *, by: User) -> WhyNot:
    yield from permissions.why_not_work_on(discussion, by=by)
    if discussion.state not in (State.CONVENED, State.HELD):
        yield Refusal("The discussion is over; nobody can be added to it.")


@verb
def invite(pk: int, *, invitee: Invitee, by: User, at: datetime) -> StrategyDiscussion:
    """Ask one more person, to this discussion and those held together with it."""
    discussion = StrategyDiscussion.objects.lock(pk)
    refuse_if(why_not_invite(discussion, by=by))
    for each in [discussion, *discussion.others_together(by)]:
        seat(each, [invitee], by=by, at=at)
        open_to(each, [invitee], at=at)
    invite_by_mail(discussion, [invitee.user], by=by, at=at)
    return discussion


def why_not_hand_over_chair(discussion: StrategyDiscussion, *, to: User | None, by: User) -> WhyNot:
    """The chair falls ill before signing: a manager hands the chair over, with a reason (§10)."""
    if by == discussion.chair:
        yield from permissions.why_not_see(discussion, by=by)
    else:
        yield from permissions.why_not_manage(discussion, by=by)
    yield from (replace(why, mend="to") for why in permissions.why_not_chair(to, discussion.authority))
    if discussion.state in (State.SIGNED, State.CANCELLED):
        yield Refusal("The record is signed or cancelled.")


@verb
def hand_over_chair(pk: int, *, to: User | None, reason: str, by: User, at: datetime) -> StrategyDiscussion:
    discussion = StrategyDiscussion.objects.lock(pk)
    refuse_if(why_not_hand_over_chair(discussion, to=to, by=by))
    if not reason.strip():
        refuse_if([Refusal("Give the reason for handing over the chair.", mend="reason")])
    assert to
    was = discussion.chair
    records.note_handed_over(discussion, was=was, to=to, reason=reason, by=by, at=at)
    discussion.chair = to
    discussion.revision += 1
    discussion.save()
    for record in (discussion, *discussion.concerns):
        took = [(to, f"took the chair: {reason}"[:60])]
        records.share_with_people(record, took, of=record.authority, at=at)
    discussion.actions.filter(reviewer=was).update(reviewer=to)
    return discussion


def why_not_cancel(discussion: StrategyDiscussion, *, by: User) -> WhyNot:
    yield from permissions.why_not_manage(discussion, by=by)
    if discussion.state != State.CONVENED:
        yield Refusal("Only a discussion that has not begun can be cancelled.")


@verb
def cancel(pk: int, *, reason: str, by: User, at: datetime) -> StrategyDiscussion:
    discussion = StrategyDiscussion.objects.lock(pk)
    refuse_if(why_not_cancel(discussion, by=by))
    if not reason.strip():
        refuse_if([Refusal("Give the reason for cancelling.", mend="reason")])
    discussion.cancelled_reason = reason.strip()
    discussion.step_to(State.CANCELLED)
    discussion.save()
    outbox.tell_each(
        (p.user for p in discussion.participants.select_related("user")),
        key=f"cancelled:{discussion.pk}",
        kind="cancelled",
        sender=by,
        reference=discussion.ref,
        path=f"/discussions/{discussion.ref}/",
        at=at,
        facts=calendar_facts(discussion),
    )
    return discussion
