"""The chair signs the record of the conference; its plan starts two clocks (§7)."""

from datetime import datetime

from actions.models import Action
from agencies.models import User
from children import workflow as children
from circulation import workflow as circulation
from circulation.workflow import Recipient
from conference import permissions
from conference.models import Conference
from conference.sections import CONFERENCE, RECORD
from conference.workflow.reporting import head_of
from records import sections
from records import workflow as records
from records.fields import moment_in_words
from records.models import Product
from records.passages import Chapter, Passage
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb


def why_not_sign(conference: Conference, *, by: User) -> WhyNot:
    """The conference chair signs, once it was held, reported to and decided."""
    yield from permissions.why_not_the_chair(conference, by=by)
    yield from permissions.why_not_chair(conference.chair, conference)
    if conference.state == State.SIGNED:
        yield Refusal("This record is already signed.")
        return
    if conference.state not in (State.HELD, State.CORRECTING):
        yield Refusal("Say when the conference began and ended.", mend="held")
    if not conference.versions.filter(product=Product.REPORT).exists():
        yield Refusal("The report must be signed by its author and a manager first.")
    for section in CONFERENCE:
        for sentence in sections.missing(conference, section):
            yield Refusal(sentence, mend=section.key)


@verb
def sign(pk: int, *, by: User, at: datetime, seen: int) -> Conference:
    """Sign the record as it was read at revision `seen`: it freezes, circulates, and starts its clocks."""
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_sign(conference, by=by))
    if conference.revision != seen:
        refuse_if([Refusal("The record changed since you opened this page. Read it again.")])
    first = not conference.versions.filter(product=Product.RECORD).exists()
    conference.step_to(State.SIGNED)
    conference.save()
    chair = f"{by.name}, {moment_in_words(at)}"
    signed = Chapter(
        "signatures",
        "Signature",
        (*records.handed_over(conference), Passage("Signed by the conference chair", chair)),
    )
    version = records.freeze(
        conference,
        Product.RECORD,
        head=head_of(conference, conference.paper),
        chapters=[*(sections.reads(conference, s) for s in RECORD), signed],
        by=by,
        at=at,
        signed=True,
        reason="" if first else records.why_corrected(conference),
    )
    circulation.circulate(version, to=who_receives(conference), by=by, at=at)
    if conference.plan_made:
        children.change_child(conference.child, at=at, on_plan=True)
    return conference


def who_receives(conference: Conference) -> list[Recipient]:
    """Who was invited, present or not, who has an action, and the core group’s agencies."""
    own = conference.authority_id
    found = [
        Recipient(p.agency, (p.user,), "was invited")
        for p in conference.participants.select_related("agency", "user").order_by("pk")
    ]
    found += [
        Recipient(a.agency, (a.owner,), "has an action")
        for a in Action.objects.on(conference).standing().select_related("agency", "owner")
    ]
    found += [
        Recipient(m.agency, (), "is in the core group")
        for m in conference.core_group.select_related("agency").order_by("pk")
        if m.agency
    ]
    return [r for r in circulation.merge(found) if r.agency.pk != own]


# --- correct ------------------------------------------------------------------------------


def why_not_correct(conference: Conference, *, by: User, reason: str = "-") -> WhyNot:
    yield from permissions.why_not_the_chair(conference, by=by)
    if conference.state != State.SIGNED:
        yield Refusal("Only a signed record is corrected; this one can still be changed.")
    if not reason.strip():
        yield Refusal("Say what is corrected and why.", mend="reason")


@verb
def correct(pk: int, *, reason: str, by: User, at: datetime) -> Conference:
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_correct(conference, by=by, reason=reason))
    records.open_correction(conference, reason=reason, by=by, at=at)
    return conference
