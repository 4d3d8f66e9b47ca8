"""A child put on file by mistake is withdrawn with a reason (§10). The file stays readable."""

from datetime import datetime

from agencies.models import User
from agencies.roles import CSC_MANAGERS, RECORD_WORKERS
from children.models import Person
from children.restriction import standing
from records.refusals import Refusal, WhyNot, refuse_if
from records.verbs import verb


def why_not_withdraw_child(child: Person, *, by: User) -> WhyNot:
    """By whoever put the child on file, or a manager; while nothing is recorded that stands."""
    began_it = by.pk == child.created_by_id and by.holds(*RECORD_WORKERS, agency_id=child.authority_id)
    if not (began_it or by.holds(*CSC_MANAGERS, agency_id=child.authority_id)):
        yield Refusal(f"Only {child.created_by}, who put the child on file, or a manager can do this.")
    if child.withdrawn_at:
        yield Refusal("This file is withdrawn already.")
        return
    if child.records.standing().exists():
        yield Refusal("Something is recorded about this child. Withdraw the concern that was begun first.")
    if standing(child.pk):
        yield Refusal("This case is restricted. Lift the restriction first.")


@verb
def withdraw_child(child: Person, *, reason: str, by: User, at: datetime) -> Person:
    """The child is found no more, and no work begins on the file; it says who withdrew it, when and why.

    :raises Refused: for any reason of `why_not_withdraw_child`, or without a reason.
    """
    (child,) = Person.objects.lock([child])
    refuse_if(why_not_withdraw_child(child, by=by))
    if not reason.strip():
        refuse_if([Refusal("Say why it was a mistake.", mend="reason")])
    child.withdrawn_at, child.withdrawn_by, child.withdrawn_reason = at, by, reason.strip()
    child.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    return child
