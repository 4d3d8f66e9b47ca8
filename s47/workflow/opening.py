"""Opening and allocating an enquiry (§6)."""

from datetime import datetime

from django.db.models import F, Q

from agencies.models import User
from children.models import Person
from children.restriction import who_may_know
from notices import outbox
from records import workflow as records
from records.explaining import explain
from records.permissions import why_not_manage
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from s47 import permissions
from s47.models import Allocation, Enquiry
from strategy.models import StrategyDiscussion
from strategy.queries import managers_of
from strategy.vocabulary import Decided

NO_LONGER = "Section 47 enquiries are no longer decided."
AGAIN = "Section 47 enquiries are decided again."


@verb
def follow_decision(discussion: StrategyDiscussion, *, by: User, at: datetime) -> Enquiry | None:
    """Section 47 begins when it is decided: its enquiry opens with the conclusion, before anybody signs (§6).

    A decision that is changed before the signature, or by a correction that is signed, withdraws the enquiry;
    decided again, it is the same one. None when there is none, or none any more.

    :raises Refused: when the enquiry that is no longer decided has its outcome.
    """
    # Until then nothing is decided; in a correction, what was signed stands until it is signed anew.
    if discussion.state not in (State.CONCLUDED, State.SIGNED):
        return None
    child = Person.objects.select_for_update(no_key=True).get(pk=discussion.child_id)
    if discussion.decides(Decided.S47):
        return _begin(discussion, child, at=at)
    for enquiry in Enquiry.objects.filter(initiating_discussion=discussion).exclude(state=State.WITHDRAWN):
        _no_longer(Enquiry.objects.lock(enquiry.pk), discussion, by=by, at=at)
    return None


def _begin(discussion: StrategyDiscussion, child: Person, *, at: datetime) -> Enquiry:
    """The enquiry that is open for the child or that this discussion has begun, else a new one.

    A later discussion restarts no clock (§3), and neither does a correction.
    """
    known = Enquiry.objects.filter(Q(open_for=child) | Q(initiating_discussion=discussion))
    # What is open comes first: there is never a second one.
    if found := known.order_by(F("open_for").desc(nulls_last=True), "-pk").first():
        return _begin_again(found, child, at=at) if found.state == State.WITHDRAWN else found
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
    _ask_to_allocate(enquiry, at=at)
    return enquiry


def _begin_again(enquiry: Enquiry, child: Person, *, at: datetime) -> Enquiry:
    enquiry = Enquiry.objects.lock(enquiry.pk)
    enquiry.open_for = child
    enquiry.step_to(State.OPENED)
    enquiry.save()
    discussion = enquiry.initiating_discussion
    explain(enquiry, about="decided", sentence=AGAIN, words=_reasons(discussion), by=discussion.chair, at=at)
    if enquiry.allocation is None:
        _ask_to_allocate(enquiry, at=at)
    return enquiry


def _no_longer(enquiry: Enquiry, discussion: StrategyDiscussion, *, by: User, at: datetime) -> None:
    """Another discussion that decided it too takes the place of the first; without one it is withdrawn."""
    if enquiry.open_for_id is None:
        refuse_if([Refusal(f"The outcome of the enquiry {enquiry.ref} is decided: section 47 stands.")])
    if later := _decided_too(discussion):
        enquiry.initiating_discussion = later
        enquiry.save()
        return
    words = _reasons(discussion)
    enquiry.open_for = None
    enquiry.step_to(State.WITHDRAWN)
    enquiry.save()
    explain(enquiry, about="decided", sentence=NO_LONGER, words=words, by=by, at=at)
    if lead := enquiry.allocation:
        outbox.tell_each(
            who_may_know(enquiry.child_id, [lead.lead_social_worker]),
            key=f"withdrawn:{enquiry.pk}:{enquiry.revision}",
            kind="enquiry_withdrawn",
            sender=by,
            reference=enquiry.ref,
            path=f"/records/{enquiry.ref}/",
            at=at,
        )


def _decided_too(discussion: StrategyDiscussion) -> StrategyDiscussion | None:
    """The first other discussion about the child since then that decided section 47, and is over."""
    since = StrategyDiscussion.objects.filter(
        child=discussion.child_id, started_at__gte=discussion.started_at, decisions__kind=Decided.S47
    )
    decided = since.filter(state__in=(State.CONCLUDED, State.SIGNED, State.CORRECTING))
    return decided.exclude(pk=discussion.pk).order_by("started_at", "pk").first()


def _reasons(discussion: StrategyDiscussion) -> str:
    """What is decided now, and why, in the words of the discussion."""
    said = [
        f"{decision.get_kind_display()}: {decision.reason or 'no reason is recorded yet'}"
        for decision in discussion.decisions.order_by("pk")
    ]
    return "\n".join(said) or "No decision is recorded."


def _ask_to_allocate(enquiry: Enquiry, *, at: datetime) -> None:
    outbox.tell_each(
        managers_of(enquiry),
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


@verb
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
    return made
