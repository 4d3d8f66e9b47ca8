"""The chair signs the record of the conference; its plan starts two clocks (§7)."""

from datetime import datetime

from django.db import transaction

from actions.models import Action
from agencies.models import User
from children import workflow as children
from children.models import Person
from circulation import workflow as circulation
from circulation.workflow import Recipient
from conference import permissions
from conference.models import Conference
from conference.sections import CONFERENCE, RECORD
from conference.workflow.reporting import head_of
from deadlines import workflow as clocks
from deadlines.calendar import LONDON
from records import sections
from records import workflow as records
from records.fields import moment_in_words
from records.models import Product
from records.passages import Chapter, Passage
from records.permissions import why_not_work_on
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State


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


@transaction.atomic
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
    _follow(conference, by=by, at=at)
    return conference


def _follow(conference: Conference, *, by: User, at: datetime) -> None:
    """A plan: the core group within 10 working days, the review within 3 months, both of the conference."""
    begun = conference.started_at
    assert begun
    lead = conference.enquiry.allocation
    owner = lead.lead_social_worker if lead else conference.chair
    if conference.plan_made:
        clocks.start(conference, "core_group", started_at=begun, owner=owner)
        clocks.start(conference, "review_conference", started_at=begun, owner=conference.chair)
        children.change_child(conference.child, at=at, on_plan=True)
        review_after_birth(conference)
    else:
        clocks.drop(conference, "core_group", *REVIEW, because="No plan was made.", at=at)


def review_after_birth(conference: Conference) -> None:
    """A plan made before birth is reviewed sooner of a local period after birth or three months (§11).

    Both clocks run and one review stops them; the day of birth is London’s. A corrected day moves it.
    """
    born_on, begun = conference.child.born_on, conference.started_at
    if not (conference.plan_made and born_on and begun) or born_on <= begun.astimezone(LONDON).date():
        return
    if conference.review_held_at:
        return
    born_at = datetime(born_on.year, born_on.month, born_on.day, tzinfo=LONDON)
    clock = clocks.start(
        conference, "review_after_birth", started_at=born_at, owner=conference.chair,
        because="The plan was made before the birth.",
    )  # fmt: skip
    if clock and clock.started_at != born_at:
        clocks.supersede(clock, started_at=born_at, because="The day of birth was corrected.")


@transaction.atomic
def note_birth(child: Person) -> None:
    """The child was born: the reviews of plans made before run from the birth too."""
    for pk in Conference.objects.filter(child=child, state=State.SIGNED).values_list("pk", flat=True):
        review_after_birth(Conference.objects.lock(pk))


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


# --- what follows a plan ----------------------------------------------------------------

REVIEW = ("review_conference", "review_after_birth")  # one review stops both
STEPS = {"core_group": "core_group_held_at", "review_conference": "review_held_at"}


def why_not_note_held(conference: Conference, *, by: User) -> WhyNot:
    yield from why_not_work_on(conference, by=by)
    if conference.state != State.SIGNED or not conference.plan_made:
        yield Refusal("This follows a signed conference that made a plan.")


@transaction.atomic
def note_held(pk: int, *, code: str, when: datetime | None, by: User, at: datetime) -> Conference:
    """The first core group, or the review, was held: its clock stops at that moment."""
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_note_held(conference, by=by))
    if code not in STEPS or when is None:
        refuse_if([Refusal("Say when it was held.", mend="when")])
    assert when and conference.started_at
    if when > at or when < conference.started_at:
        refuse_if([Refusal("It was held after the conference, and not in the future.", mend="when")])
    setattr(conference, STEPS[code], when)
    conference.save()
    for stopped in REVIEW if code in REVIEW else (code,):
        clocks.stopped_at(conference, stopped, when)
    return conference


# --- correct ------------------------------------------------------------------------------


def why_not_correct(conference: Conference, *, by: User, reason: str = "-") -> WhyNot:
    yield from permissions.why_not_the_chair(conference, by=by)
    if conference.state != State.SIGNED:
        yield Refusal("Only a signed record is corrected; this one can still be changed.")
    if not reason.strip():
        yield Refusal("Say what is corrected and why.", mend="reason")


@transaction.atomic
def correct(pk: int, *, reason: str, by: User, at: datetime) -> Conference:
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_correct(conference, by=by, reason=reason))
    records.open_correction(conference, reason=reason, by=by, at=at)
    return conference
