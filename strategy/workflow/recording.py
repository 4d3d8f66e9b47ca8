"""What is written while the discussion is held: attendance, contributions, rows, actions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import models

from actions import workflow as actions
from actions.models import Action
from agencies.models import Agency, User
from records import sections
from records import workflow as records
from records.models import Draft, Record
from records.passages import RESTRICTIONS
from records.refusals import Conflict, Refusal, Refused, WhyNot, refuse_if
from records.verbs import verb
from strategy.models import (
    Contribution,
    Information,
    Meeting,
    Participant,
    StrategyDiscussion,
)
from strategy.queries import invited_to
from strategy.vocabulary import Attendance


def locked_meeting(pk: int) -> Meeting:
    """The discussion or the conference, locked until the transaction ends."""
    meeting = sections.whole(Record.objects.lock(pk))
    assert isinstance(meeting, Meeting)
    return meeting


def why_not_write(meeting: Meeting, *, by: User) -> WhyNot:
    yield from records.why_not_write(meeting, by=by)


@verb
def note_attendance(
    pk: int,
    *,
    person: int,
    attendance: str,
    position: str,
    decides: bool,
    by: User,
    at: datetime,
    others: Sequence[Record] = (),
) -> Participant:
    """Note who took part; a written or telephoned contribution counts (§11).

    `others` are meetings about other children, held together, that the same is noted in.
    """
    meeting = locked_meeting(pk)
    refuse_if(why_not_write(meeting, by=by))
    participant = meeting.participants.get(pk=person)
    participant.attendance = Attendance(attendance) if attendance else ""
    participant.position, participant.decides = position.strip()[:120], decides
    participant.save()
    records.touch(meeting)
    for other in sorted(others, key=lambda r: r.pk):
        locked = locked_meeting(other.pk)
        refuse_if(why_not_write(locked, by=by))
        for same in locked.participants.filter(user=participant.user_id):
            same.attendance, same.position = participant.attendance, participant.position
            same.decides = participant.decides
            same.save()
        records.touch(locked)
    return participant


# --- contributions ------------------------------------------------------------------


def why_not_contribute(meeting: Meeting, agency: Agency, *, by: User) -> WhyNot:
    """Somebody invited, or the safeguarding lead of an invited agency."""
    if not meeting.participants.filter(agency=agency).exists():
        yield Refusal("Your agency was not invited.")
    if agency.pk not in by.agency_ids() or not invited_to(by).filter(pk=meeting.pk).exists():
        yield Refusal("Only who was invited, or the agency’s safeguarding lead, can contribute.")
    yield from records.why_not_change(meeting)


SAID = ("information", "source", "analysis", "restriction")


@verb
def save_contribution(
    pk: int,
    *,
    agency: Agency,
    facts: dict[str, str],
    seen: int,
    send: bool,
    by: User,
    at: datetime,
) -> Contribution:
    """Keep an agency's contribution, and send it when `send`. May be sent again, corrected.

    :raises Conflict: when a colleague saved it meanwhile.
    """
    meeting = locked_meeting(pk)
    refuse_if(why_not_contribute(meeting, agency, by=by))
    contribution = Contribution.objects.filter(record=meeting.pk, agency=agency).first()
    contribution = contribution or Contribution(record=meeting, agency=agency)
    said = {name: facts[name] for name in SAID}
    same = all(getattr(contribution, name) == value for name, value in said.items())
    if contribution.pk and contribution.revision != seen and not same:
        raise Conflict([Refusal(f"{contribution.saved_by} of your agency saved this meanwhile.")])
    for name, value in said.items():
        setattr(contribution, name, value)
    contribution.revision += 1
    contribution.saved_at, contribution.saved_by = at, by
    if send:
        if not contribution.information.strip():
            refuse_if([Refusal("Write what you know, or that nothing is known.", mend="information")])
        contribution.sent_at, contribution.sent_by = at, by
    contribution.save()
    accepted = Information.objects.filter(contribution=contribution).first()
    if send and accepted:
        _copy(contribution, accepted)
    Draft.objects.filter(record=meeting.pk, section=f"contribution:{agency.pk}", user=by).delete()
    return contribution


def copy_contribution(
    contribution: Contribution, *, to: Iterable[Meeting], send: bool, by: User, at: datetime
) -> list[Meeting]:
    """Bring the same to the meetings about other children.

    A meeting for which the agency wrote something else, or began to, or cannot write any more, is
    left as it is, and returned.
    """
    facts = {name: getattr(contribution, name) for name in SAID}
    key = f"contribution:{contribution.agency_id}"
    left = []
    for other in to:
        if Draft.objects.filter(record=other.pk, section=key, user=by).exists():
            left.append(other)
            continue
        theirs = other.contributions.filter(agency=contribution.agency).first()
        seen = theirs.revision if theirs and not theirs.information.strip() else 0
        try:
            save_contribution(
                other.pk, agency=contribution.agency, facts=facts, seen=seen, send=send, by=by, at=at
            )
        except (Conflict, Refused):
            left.append(other)
    return left


@verb
def accept_contribution(pk: int, *, contribution: int, by: User, at: datetime) -> Information:
    """Take what an agency has sent into "information shared", as it is, with its restriction."""
    discussion = StrategyDiscussion.objects.lock(pk)
    refuse_if(why_not_write(discussion, by=by))
    sent = discussion.contributions.exclude(sent_at=None).get(pk=contribution)
    known = Information.objects.filter(contribution=sent).first()
    info = known or Information(
        discussion=discussion, agency=sent.agency, contribution=sent, added_at=at, added_by=by
    )
    _copy(sent, info)
    # Who contributed in writing has taken part, unless noted otherwise.
    discussion.participants.filter(agency=sent.agency, attendance="", user=sent.sent_by).update(
        attendance=Attendance.WRITTEN
    )
    records.touch(discussion)
    return info


def _copy(sent: Contribution, info: Information) -> None:
    info.facts, info.source = sent.information, sent.source
    info.analysis, info.restriction = sent.analysis, sent.restriction
    info.save()


def recorded_as(agency: Agency, meeting: Meeting) -> "models.QuerySet[Information]":
    """What was typed as this agency’s own at the meeting; what it has sent itself, it changes by sending."""
    return Information.objects.filter(discussion=meeting.pk, agency=agency, contribution=None).order_by("pk")


def why_not_restrict(info: Information, *, by: User, restriction: str) -> WhyNot:
    """§11: the agency that supplied a passage owns its restriction, whoever typed it."""
    if info.agency_id not in by.agency_ids() or not invited_to(by).filter(pk=info.discussion_id).exists():
        yield Refusal(f"Only who takes part for {info.agency} can do this.")
    if restriction not in RESTRICTIONS:
        yield Refusal("Say who may read it.", mend="restriction")
    yield from records.why_not_change(info.discussion)


@verb
def restrict(pk: int, *, restriction: str, by: User, at: datetime) -> Information:
    """The agency says who may read what was typed as its own, until the record is signed."""
    discussion = StrategyDiscussion.objects.lock(Information.objects.get(pk=pk).discussion_id)
    info = discussion.information.get(pk=pk)
    refuse_if(why_not_restrict(info, by=by, restriction=restriction))
    info.restriction = restriction
    info.save()
    records.touch(discussion)
    return info


# --- actions ------------------------------------------------------------------------


@verb
def agree_action(
    meetings: Sequence[Meeting],
    *,
    what: str,
    why: str,
    owner: User | None,
    due_on: date | None,
    by: User,
    at: datetime,
) -> Action:
    """One action, however many children of the meeting it is for [000]."""
    locked = [locked_meeting(m.pk) for m in sorted(meetings, key=lambda m: m.pk)]
    for each in locked:
        refuse_if(why_not_write(each, by=by))
    first = locked[0]
    seat = first.participants.filter(user=owner).select_related("agency").first() if owner else None
    hat = owner.hats()[0] if owner and owner.hats() else None
    agency = seat.agency if seat else hat.agency if hat else None
    action = actions.agree(
        locked,
        what=what,
        why=why,
        owner=owner,
        agency=agency,
        due_on=due_on,
        reviewer=first.chair,
        since=min(first.started_at, at) if first.started_at else at,
        by=by,
        at=at,
    )
    for each in locked:
        records.touch(each)
    return action
