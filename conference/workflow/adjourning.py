"""A sitting is adjourned: it stays as it was, and the conference is held again until it decides (§7, §11).

The clock needs nothing of it: it stops at the sitting that decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from agencies.models import User
from conference import permissions
from conference.models import Conference, Sitting
from conference.workflow import lateness
from conference.workflow.convening import clock_of, why_not_on_that_day
from records import workflow as records
from records.contents import rows_of
from records.fields import moment_in_words
from records.models import SectionContent
from records.passages import Passage
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from strategy.models import people_of
from strategy.workflow.convening import invite_by_mail


@dataclass(frozen=True)
class Adjourning:
    """Why it decided nothing, and when it goes on, if that is known."""

    reason: str
    goes_on_at: datetime | None = None


def why_not_adjourn(conference: Conference, *, by: User) -> WhyNot:
    """The chair adjourns what has begun and has decided nothing, once it is noted who was there."""
    yield from permissions.why_not_the_chair(conference, by=by)
    if conference.state != State.HELD:
        yield Refusal("Only a conference that has begun, and is not signed, is adjourned.", mend="held")
        return
    if conference.plan_made is not None:
        yield Refusal("This conference has taken its decision, so it is not adjourned.", mend="decision")
    for person in people_of(conference):
        if not person.attendance:
            yield Refusal(f"Note whether {person.user.name} took part.", mend="who")


def _why_not_so(conference: Conference, how: Adjourning) -> WhyNot:
    if not how.reason.strip():
        yield Refusal("Say why it is adjourned.", mend="reason")
    if how.goes_on_at is None:
        return
    begun = conference.started_at
    if begun and how.goes_on_at <= (conference.ended_at or begun):
        yield Refusal("It goes on after this sitting. Check the date and the time.", mend="goes_on_at")
    yield from why_not_on_that_day(conference, how.goes_on_at, mend="goes_on_at")


@verb
def adjourn(pk: int, *, how: Adjourning, by: User, at: datetime) -> Sitting:
    """Keep this sitting, and let the conference be held again: when it is known, or once it is booked."""
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_adjourn(conference, by=by))
    refuse_if(_why_not_so(conference, how))
    sitting = _keep(conference, how, by=by, at=at)
    clock = clock_of(conference)
    late = bool(how.goes_on_at and clock and how.goes_on_at > clock.due_at)
    conference.started_at = conference.ended_at = None
    conference.planned_at = how.goes_on_at
    conference.late_reason = sitting.reason if late else ""
    conference.step_to(State.CONVENED if how.goes_on_at else State.PLANNED)
    conference.save()
    _ask_anew(conference, by=by, at=at)
    lateness.convened_by(conference, by=by, at=at)
    if how.goes_on_at and how.goes_on_at > at:
        everybody = User.objects.filter(invitations__record=conference.pk)
        suffix = f":{how.goes_on_at:%Y%m%d%H%M}"
        invite_by_mail(conference, list(everybody), by=by, at=at, suffix=suffix)
    return sitting


def _keep(conference: Conference, how: Adjourning, *, by: User, at: datetime) -> Sitting:
    assert conference.started_at and conference.chair
    return Sitting.objects.create(
        conference=conference,
        chair=conference.chair,
        began_at=conference.started_at,
        ended_at=conference.ended_at,
        place=conference.place,
        late_reason=conference.late_reason,
        present=list(_present(conference)),
        reason=how.reason.strip(),
        goes_on_at=how.goes_on_at,
        at=at,
        by=by,
    )


def _present(conference: Conference) -> Iterator[tuple[str, str, int]]:
    for person in people_of(conference):
        who = ", ".join(filter(None, (person.user.name, person.position, person.agency.name)))
        yield who, person.get_attendance_display(), 0
    for one in rows_of(conference, "family"):
        sibling = one.person if one.person.is_child and one.person_id != conference.child_id else None
        how = one.get_attendance_display() if one.invited else "Not invited"
        yield str(one.person), how or "Not noted", sibling.pk if sibling else 0


def _ask_anew(conference: Conference, *, by: User, at: datetime) -> None:
    """When the next sitting begins and who is there is not known yet; all else that was written stays."""
    conference.participants.update(attendance="")
    conference.family.update(attendance="")
    content = SectionContent.objects.filter(record=conference.pk, section="held").first()
    if content:
        content.fields = content.fields | {"started_at": None, "ended_at": None}
        content.revision, content.changed_at, content.changed_by = content.revision + 1, at, by
        content.save()
    records.touch(conference)


def reads(conference: Conference) -> tuple[Passage, ...]:
    """Each sitting that was adjourned: when, why, and who was there."""
    return tuple(passage for sitting in rows_of(conference, "sittings") for passage in _sitting(sitting))


def _sitting(sitting: Sitting) -> Iterator[Passage]:
    began = moment_in_words(sitting.began_at)
    lines = [
        sitting.reason,
        f"Ended: {moment_in_words(sitting.ended_at)}" if sitting.ended_at else "",
        f"Place: {sitting.place}" if sitting.place else "",
        f"Later than its clock, because: {sitting.late_reason}" if sitting.late_reason else "",
        f"It was to go on: {moment_in_words(sitting.goes_on_at)}" if sitting.goes_on_at else "",
        f"Chair: {sitting.chair.name}",
        f"{sitting.by.name}, {moment_in_words(sitting.at)}",
    ]
    yield Passage(f"Began {began}, and was adjourned", "\n".join(filter(None, lines)))
    there = "\n".join(f"{who}: {how.lower()}" for who, how, about in sitting.present if not about)
    yield Passage(f"Who was there, {began}", there or "–")
    for who, how, about in sitting.present:
        if about:
            yield Passage(f"{who}, {began}", how, about=about)
