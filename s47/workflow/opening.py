"""Opening and allocating an enquiry (§6)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from agencies.models import User
from agencies.roles import Role
from children.models import Person
from children.restriction import who_may_know
from deadlines import workflow as clocks
from deadlines.models import Deadline
from notices import outbox
from records import workflow as records
from records.permissions import why_not_manage
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from s47 import permissions
from s47.models import Allocation, Enquiry
from strategy.models import StrategyDiscussion, said_of
from strategy.vocabulary import Decided

PROVISIONAL = "provisional: it becomes firm when the outcome is a conference"


@transaction.atomic
def open_enquiry(discussion: StrategyDiscussion, *, at: datetime) -> Enquiry | None:
    """Open the enquiry that a signed discussion decided, in the transaction that signs it.

    None when section 47 was not decided. An enquiry that this discussion has opened, or that is still
    open for the child, is returned as it is: a later discussion restarts no clock (§3), and neither does
    a correction.
    """
    if not discussion.decides(Decided.S47):
        return None
    child = Person.objects.select_for_update().get(pk=discussion.child_id)
    opened = Q(open_for=child) | Q(initiating_discussion=discussion)
    if known := Enquiry.objects.filter(opened).order_by("-pk").first():
        return known
    enquiry = Enquiry(
        child=child,
        authority=discussion.authority,
        team=discussion.team,
        together=discussion.together,
        state=State.OPENED,
        created_at=at,
        created_by=discussion.chair,
        initiating_discussion=discussion,
        open_for=child,
    )
    enquiry.save()
    took_part = [(discussion.chair, "chaired the discussion"), (discussion.social_worker, "took part")]
    records.share_with_people(enquiry, took_part, of=enquiry.authority, at=at)
    _start_clocks(enquiry)
    _ask_to_allocate(enquiry, at=at)
    return enquiry


def _start_clocks(enquiry: Enquiry) -> None:
    discussion = enquiry.initiating_discussion
    assert discussion.started_at
    begun, owner = discussion.started_at, discussion.chair
    if not enquiry.child.unborn:
        clocks.start(enquiry, "child_seen", started_at=begun, owner=owner)
    already = discussion.decides(Decided.LEGAL) or said_of(discussion, "decisions").get("conference") == "yes"
    outcome = "s47_outcome_fast" if already else "s47_outcome"
    clocks.start(enquiry, outcome, started_at=begun, owner=owner)
    clocks.start(enquiry, "icpc", started_at=begun, owner=owner, because=PROVISIONAL)


def _ask_to_allocate(enquiry: Enquiry, *, at: datetime) -> None:
    managers = User.objects.holding(Role.TEAM_MANAGER).filter(
        memberships__role=Role.TEAM_MANAGER, memberships__team=enquiry.team_id, memberships__ended_at=None
    )
    outbox.tell_each(
        who_may_know(enquiry.child_id, managers),
        key=f"allocate:{enquiry.pk}",
        kind="allocate",
        sender=enquiry.created_by,
        reference=enquiry.ref,
        path=f"/records/{enquiry.ref}/",
        at=at,
    )


def why_not_allocate(enquiry: Enquiry, *, by: User) -> WhyNot:
    yield from why_not_manage(enquiry, by=by)
    if enquiry.open_for_id is None:
        yield Refusal("This enquiry is closed.")


@transaction.atomic
def allocate(pk: int, *, to: User | None, reason: str, by: User, at: datetime) -> Allocation:
    """Give the enquiry to a lead social worker; whoever had it hands over, with the reason.

    The clocks that the last one owned are the new one's.
    """
    enquiry = Enquiry.objects.lock(pk)
    refuse_if(why_not_allocate(enquiry, by=by))
    refuse_if(permissions.why_not_lead(to, enquiry))
    assert to
    last = enquiry.allocation
    if last and last.lead_social_worker == to:
        return last  # the same click twice
    if last and not reason.strip():
        refuse_if([Refusal(f"Say why {last.lead_social_worker} hands over.", mend="reason")])
    enquiry.allocations.filter(ended_at=None).update(ended_at=at)
    made = Allocation(enquiry=enquiry, lead_social_worker=to, reason=reason.strip(), at=at, by=by)
    made.save()
    records.touch(enquiry)
    for record in (enquiry, enquiry.initiating_discussion):
        records.share_with_people(record, [(to, "lead social worker")], of=enquiry.authority, at=at)
    was = last.lead_social_worker if last else enquiry.initiating_discussion.chair
    Deadline.objects.running().filter(record=enquiry.pk, owner=was).update(owner=to)
    return made
