"""A second concern about the same child is joined to the discussion that covers it (§4)."""

from datetime import datetime

from agencies.models import User
from records.models import RecordQuerySet
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from strategy import permissions
from strategy.models import Concern, StrategyDiscussion
from strategy.workflow.convening import Invitee, open_to

# Of a discussion that is not signed yet: what is added is read by whoever agrees and signs.
COVERS = (State.CONVENED, State.HELD, State.CONCLUDED)


def covering(concern: Concern, *, by: User) -> RecordQuerySet[StrategyDiscussion]:
    """The open discussions about the child that this person may join the concern to."""
    found = StrategyDiscussion.objects.filter(child=concern.child_id, state__in=COVERS)
    return found.exclude(concern=concern.pk).worked_on_by(by).newest_first()


def why_not_join_any(concern: Concern, *, by: User) -> WhyNot:
    """Whatever the discussion is."""
    yield from permissions.why_not_manage(concern, by=by)
    if concern.state not in (State.RECORDED, State.DECIDED):
        yield Refusal(f"This concern is {concern.get_state_display().lower()}: it cannot be joined now.")
    elif concern.discussions.exclude(state=State.CANCELLED).exists():
        yield Refusal("A discussion about this concern is convened already.")
    elif covered := concern.covered_by:
        yield Refusal(f"This concern is joined to {covered.ref} already.")


def why_not_join(concern: Concern, to: StrategyDiscussion, *, by: User) -> WhyNot:
    yield from why_not_join_any(concern, by=by)
    yield from permissions.why_not_see(to, by=by)
    if to.child_id != concern.child_id:
        yield Refusal("This discussion is about another child.", mend="to")
    elif to.state not in COVERS:
        yield Refusal("This discussion is signed or cancelled. Convene a further one.", mend="to")
    elif to.started_at and concern.received_at and to.started_at < concern.received_at:
        yield Refusal(
            "This discussion was held before the concern was received, so it did not cover it. "
            "Convene a further one.",
            mend="to",
        )


@verb
def join(pk: int, *, to: int, reason: str, by: User, at: datetime) -> Concern:
    """It keeps its receipt and its clock, which the discussion stops. This decides that it is discussed."""
    concern, discussion = Concern.objects.lock(pk), StrategyDiscussion.objects.lock(to)
    refuse_if(why_not_join(concern, discussion, by=by))
    if not reason.strip():
        refuse_if([Refusal("Say why that discussion covers this concern.", mend="reason")])
    concern.joined, concern.joined_reason = discussion, reason.strip()
    concern.joined_at, concern.joined_by = at, by
    if not concern.hold:
        concern.hold, concern.hold_reason = True, reason.strip()
        concern.decided_at, concern.decided_by = at, by
    concern.step_to(State.DECIDED)
    concern.save()
    discussion.revision += 1
    discussion.save()
    people = discussion.participants.select_related("user", "agency").order_by("pk")
    open_to(discussion, [Invitee(p.user, p.agency, p.seat) for p in people], at=at)
    return concern
