"""Opening and convening a conference (§7)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from agencies.models import User
from agencies.queries import leads_of
from agencies.roles import Role
from children.restriction import who_may_know
from conference import permissions
from conference.models import Conference
from conference.workflow import lateness
from deadlines import workflow as clocks
from deadlines.calendar import LONDON
from deadlines.models import Deadline
from notices import outbox
from records import explaining
from records import workflow as records
from records.contents import rows_of
from records.fields import moment_in_words
from records.permissions import why_not_manage, why_not_see, why_not_work_on
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from s47.models import Enquiry
from s47.vocabulary import Outcome
from strategy.models import Participant, Seat, people_of
from strategy.workflow.convening import Invitee, calendar_facts, invite_by_mail, seat


@dataclass(frozen=True)
class Booking:
    """When, where and with whom."""

    planned_at: datetime | None
    chair: User | None
    planned_minutes: int = 120
    mode: str = "face_to_face"
    place: str = ""
    late_reason: str = ""
    moved_because: str = ""
    invitees: tuple[Invitee, ...] = ()


@verb
def open_conference(enquiry: Enquiry, *, at: datetime) -> Conference | None:
    """Open the conference that the outcome asks for, in the transaction that signs it.

    Once an enquiry. When the outcome is corrected and no conference follows, one that was not held is
    cancelled.
    """
    known = Conference.objects.filter(enquiry=enquiry).first()
    if enquiry.outcome != Outcome.CONFERENCE:
        if known and known.state in (State.PLANNED, State.CONVENED):
            _cancel(known, because="The outcome was corrected: no conference follows.", at=at)
        return None
    if known:
        return known
    decision = enquiry.decisions.order_by("-pk").first()
    assert decision
    conference = Conference(
        child=enquiry.child,
        authority=enquiry.authority,
        team=enquiry.team,
        together=enquiry.together,
        state=State.PLANNED,
        created_at=at,
        created_by=decision.by,
        enquiry=enquiry,
        mode="face_to_face",
        planned_minutes=120,
    )
    conference.save()
    lead = enquiry.allocation
    people = [(lead.lead_social_worker, "writes the report")] if lead else []
    records.share_with_people(conference, people, of=conference.authority, at=at)
    told = [*User.objects.of(enquiry.authority).holding(Role.CONFERENCE_CHAIR), *(u for u, _ in people)]
    outbox.tell_each(
        who_may_know(enquiry.child_id, told),
        key=f"conference:{conference.pk}",
        kind="conference_asked",
        sender=decision.by,
        reference=conference.ref,
        path="/",  # "my work" leads each to what is theirs to do
        at=at,
    )
    return conference


def clock_of(conference: Conference) -> Deadline | None:
    """The clock that runs on the enquiry until the conference is held and has decided."""
    found = [c for c in rows_of(conference.enquiry, "deadlines") if c.code == "icpc"]
    return next((c for c in reversed(found) if c.superseded_by_id is None), None)


def working_days_left(conference: Conference, *, at: datetime) -> int:
    """Working days from today, not counting it, until the last day in time; 0 when it is past."""
    clock = clock_of(conference)
    if clock is None:
        return 0
    calendar = clocks.calendar_of(conference.authority.partnership_id, statutory=True)
    today, last = at.astimezone(LONDON).date(), clock.due_at.astimezone(LONDON).date()
    return max(0, calendar.working_days_between(today, last)) if last > today else 0


def why_not_convene(conference: Conference, *, by: User) -> WhyNot:
    yield from why_not_work_on(conference, by=by)
    if conference.state not in (State.PLANNED, State.CONVENED):
        yield Refusal("This conference was held, or cancelled.")


@verb
def convene_together(pks: Iterable[int], *, booking: Booking, by: User, at: datetime) -> list[Conference]:
    """Convene the conferences of siblings in one go: all of them, or none when one is refused."""
    return [convene(pk, booking=booking, by=by, at=at) for pk in sorted(pks)]


@verb
def convene(pk: int, *, booking: Booking, by: User, at: datetime) -> Conference:
    """Set chair and date and invite; or move a conference that was not held yet, or goes on."""
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_convene(conference, by=by))
    refuse_if(_why_not_so(conference, booking, at=at))
    assert booking.planned_at and booking.chair
    moved, was = _moves(conference, booking), conference.chair
    if moved:
        _note_moved(conference, booking, by=by, at=at)
    for name in ("planned_at", "chair", "planned_minutes", "mode", "place", "late_reason"):
        setattr(conference, name, getattr(booking, name))
    clock = clock_of(conference)
    if clock is None or booking.planned_at <= clock.due_at:
        conference.late_reason = ""  # in time after all
    if conference.state == State.PLANNED:
        conference.step_to(State.CONVENED)
    conference.save()
    if was and was != booking.chair:
        Participant.objects.filter(record=conference.pk, user=was).delete()
    invitees = [*_always(conference), *booking.invitees]
    seat(conference, invitees, by=by, at=at)
    _open_to(conference, invitees, at=at)
    lateness.convened_by(conference, by=by, at=at)
    anew = moved or conference.sittings.exists()  # whoever was asked before is asked for this date
    suffix = f":{booking.planned_at:%Y%m%d%H%M}" if anew else ""
    everybody = User.objects.filter(invitations__record=conference.pk)
    asked = everybody if anew else [i.user for i in invitees]
    invite_by_mail(conference, list(asked), by=by, at=at, suffix=suffix)
    return conference


MOVED = "moved"  # what the explanation of each move is about


def _moves(conference: Conference, booking: Booking) -> bool:
    return conference.planned_at not in (None, booking.planned_at)


def _note_moved(conference: Conference, booking: Booking, *, by: User, at: datetime) -> None:
    """The earlier date, and why it was late if it was, stay to be read: who moved it, when and why."""
    assert conference.planned_at and booking.planned_at
    was, becomes = moment_in_words(conference.planned_at), moment_in_words(booking.planned_at)
    late = f" The earlier date was after the clock, because: {conference.late_reason}"
    sentence = f"Moved from {was} to {becomes}." + (late if conference.late_reason else "")
    explaining.explain(conference, about=MOVED, sentence=sentence, words=booking.moved_because, by=by, at=at)


def _why_not_so(conference: Conference, booking: Booking, *, at: datetime) -> Iterable[Refusal]:
    yield from permissions.why_not_chair(booking.chair, conference)
    when, clock = booking.planned_at, clock_of(conference)
    if when is None:
        yield Refusal("Say when it will be held.", mend="planned_at")
        return
    if when < at:
        yield Refusal("This moment is past. Choose one to come.", mend="planned_at")
    if _moves(conference, booking) and not booking.moved_because.strip():
        yield Refusal("Say why it is moved. The earlier date stays on record.", mend="moved_because")
    yield from why_not_on_that_day(conference, when, mend="planned_at")
    if clock and when > clock.due_at and not booking.late_reason.strip():
        last = clock.due_at.astimezone(LONDON)
        yield Refusal(
            f"The clock runs out at the end of {last:%A} {last.day} {last:%B %Y}. Say why it is later.",
            mend="late_reason",
        )


def why_not_on_that_day(conference: Conference, when: datetime, *, mend: str) -> WhyNot:
    """A conference is planned for a working day."""
    calendar = clocks.calendar_of(conference.authority.partnership_id, statutory=True)
    day = when.astimezone(LONDON).date()
    if not calendar.is_working_day(day):
        why = calendar.why_skipped(day)
        yield Refusal(f"A conference is held on a working day; this is a {why}.", mend=mend)


def _always(conference: Conference) -> list[Invitee]:
    """The chair and the lead social worker are always there."""
    assert conference.chair
    found = [Invitee(conference.chair, conference.authority, Seat.CHAIR, "chairs")]
    lead = conference.enquiry.allocation
    if lead:
        who = Invitee(lead.lead_social_worker, conference.authority, Seat.SOCIAL_WORKER, "leads the enquiry")
        found.append(who)
    return found


def _open_to(conference: Conference, invitees: list[Invitee], *, at: datetime) -> None:
    """Colleagues work on it; the chair reads what it is made of."""
    colleagues = [(i.user, i.why[:60]) for i in invitees if i.agency.pk == conference.authority_id]
    records.share_with_people(conference, colleagues, of=conference.authority, at=at)
    assert conference.chair
    chair = [(conference.chair, "chairs the conference")]
    enquiry = conference.enquiry
    for record in (enquiry, enquiry.initiating_discussion, enquiry.initiating_discussion.concern):
        records.share_with_people(record, chair, of=conference.authority, at=at)


def why_not_hand_over(conference: Conference, *, to: User | None, by: User) -> WhyNot:
    """The chair falls ill before signing: the chair or a manager hands over, with a reason (§10)."""
    if by == conference.chair:
        yield from why_not_see(conference, by=by)
    else:
        yield from why_not_manage(conference, by=by)
    if conference.state not in (State.CONVENED, State.HELD, State.CORRECTING):
        yield Refusal("The chair is handed over between convening and signing.")
    yield from (replace(why, mend="to") for why in permissions.why_not_chair(to, conference))
    if to and to == conference.chair:
        yield Refusal(f"{to} chairs it already.", mend="to")


@verb
def hand_over(pk: int, *, to: User | None, reason: str, by: User, at: datetime) -> Conference:
    """Another conference chair takes it over, held or not; what the last one agreed to stays on record."""
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_hand_over(conference, to=to, by=by))
    if not reason.strip():
        refuse_if([Refusal("Give the reason for handing over the chair.", mend="reason")])
    assert to
    was, conference.chair = conference.chair, to
    records.note_handed_over(conference, was=was, to=to, reason=reason, by=by, at=at)
    conference.revision += 1
    conference.save()
    invitees = _always(conference)
    if not conference.started_at:  # who was there stays as it was
        conference.participants.filter(user=was).delete()
        seat(conference, invitees, by=by, at=at)
        conference.participants.filter(user=to).update(seat=Seat.CHAIR)
        invite_by_mail(conference, [to], by=by, at=at)
    took = [(to, f"took the chair: {reason}"[:60])]
    records.share_with_people(conference, took, of=conference.authority, at=at)
    _open_to(conference, invitees, at=at)
    conference.actions.filter(reviewer=was).update(reviewer=to)
    return conference


def _cancel(conference: Conference, *, because: str, at: datetime) -> None:
    conference = Conference.objects.lock(conference.pk)
    conference.cancelled_reason = because
    conference.step_to(State.CANCELLED)
    conference.save()
    if conference.planned_at is None:
        return
    outbox.tell_each(
        (person.user for person in conference.participants.select_related("user")),
        key=f"cancelled:{conference.pk}",
        kind="cancelled",
        reference=conference.ref,
        path=f"/discussions/{conference.ref}/",
        at=at,
        facts=calendar_facts(conference),
    )


def offered(conference: Conference) -> list[Invitee]:
    """Who is asked by what the discussion and the enquiry say: all who took part or contributed."""
    enquiry = conference.enquiry
    seats = people_of(enquiry.initiating_discussion)
    found = {
        p.user_id: Invitee(p.user, p.agency, p.seat if p.seat != Seat.CHAIR else Seat.OTHER, "took part")
        for p in seats
        if p.user.is_active
    }
    answered = [check for check in rows_of(enquiry, "checks") if check.answer == "answered"]
    leads = leads_of(check.agency for check in answered)
    for check in answered:
        for user in leads[check.agency_id]:
            found.setdefault(user.pk, Invitee(user, check.agency, Seat.OTHER, "contributed"))
    always = {i.user.pk for i in _always(conference)} if conference.chair else set()
    return [i for pk, i in found.items() if pk not in always]
