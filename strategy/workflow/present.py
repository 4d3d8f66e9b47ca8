"""Who took part is completed after the meeting (§5.3): somebody was there whom nobody had asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from agencies.models import User
from records import sections
from records import workflow as records
from records.models import Record
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from strategy.models import Meeting, StrategyDiscussion
from strategy.vocabulary import Attendance
from strategy.workflow.agreeing import ask_to_agree
from strategy.workflow.convening import Invitee, seat
from strategy.workflow.recording import locked_meeting, why_not_write

UNASKED = "took part, was not invited"
# The meeting is over, and its record is not signed, or is being corrected.
OVER = {
    "discussion": (State.CONCLUDED, State.CORRECTING),
    "conference": (State.HELD, State.CORRECTING),
}


def is_over(meeting: Record) -> bool:
    return meeting.state in OVER[meeting.kind]


def why_not_add_present(meeting: Meeting, *, by: User) -> WhyNot:
    """Whoever may write the record, once the meeting is over: before that people are invited."""
    yield from why_not_write(meeting, by=by)
    if meeting.is_open and not is_over(meeting):
        yield Refusal("The meeting is not over yet: invite them.")


@verb
def add_present(pk: int, *, who: Invitee, by: User, at: datetime) -> Meeting:
    """Somebody took part who was not invited: a seat, and no invitation. The signed record goes to them.

    Also in the records of the other children that were spoken of with this one and can still be written.
    """
    together = sections.whole(Record.objects.get(pk=pk)).others_together(by)  # of its own kind
    locked = {each: locked_meeting(each) for each in sorted({pk, *together.values_list("pk", flat=True)})}
    meeting = locked.pop(pk)
    refuse_if(why_not_add_present(meeting, by=by))
    for each in [meeting, *(o for o in locked.values() if not any(why_not_add_present(o, by=by)))]:
        note_present(each, [who], by=by, at=at)
    return meeting


def note_present(meeting: Meeting, people: Sequence[Invitee], *, by: User, at: datetime) -> None:
    """Give each a seat in a meeting locked by the caller, and note that they attended."""
    seat(meeting, [replace(i, why=i.why or UNASKED) for i in people], by=by, at=at)
    colleagues = [(i.user, "took part") for i in people if i.agency.pk == meeting.authority_id]
    concerns = meeting.concerns if isinstance(meeting, StrategyDiscussion) else []
    for record in (meeting, *concerns):
        records.share_with_people(record, colleagues, of=meeting.authority, at=at)
    unnoted = meeting.participants.filter(user__in=[i.user for i in people], attendance="")
    unnoted.update(attendance=Attendance.ATTENDED)
    records.touch(meeting)
    if isinstance(meeting, StrategyDiscussion):
        # A sergeant who was there may be the one who agrees.
        ask_to_agree(meeting, by=by, at=at, among=[i.user for i in people])
