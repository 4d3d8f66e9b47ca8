"""What follows a plan: the first core group and the first review, noted when they were held (§7)."""

from dataclasses import dataclass
from datetime import datetime

from agencies.models import User
from conference import contradictions
from conference.models import Conference
from deadlines import late
from deadlines.calendar import LONDON
from records import explaining
from records.contradictions import Contradiction, standing
from records.permissions import why_not_work_on
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb

REVIEW = ("review_conference", "review_after_birth")  # one review stops both
STEPS = {"core_group": "core_group_held_at", "review_conference": "review_held_at"}


@dataclass(frozen=True)
class Held:
    """What is noted: which of the two, when, and why on that day."""

    code: str
    when: datetime | None
    why_then: str = ""  # when it was no working day
    delay_cause: str = ""  # when it was later than its clock
    delay_mitigation: str = ""


def why_not_note_held(conference: Conference, *, by: User) -> WhyNot:
    yield from why_not_work_on(conference, by=by)
    if conference.state != State.SIGNED or not conference.plan_made:
        yield Refusal("This follows a signed conference that made a plan.")


def _why_not_then(conference: Conference, held: Held, *, at: datetime) -> WhyNot:
    if held.code not in STEPS or held.when is None:
        yield Refusal("Say when it was held.", mend="when")
        return
    assert conference.started_at
    if held.when > at or held.when < conference.started_at:
        yield Refusal("It was held after the conference, and not in the future.", mend="when")
        return
    if not held.why_then.strip():
        for found in against(conference, held):
            yield Refusal(f"{found.sentence} Say why it was then.", mend="why_then")
    for code in _stopped(held.code):
        if late.would_be(conference, code, at=held.when):
            yield from late.why_not_told(held.delay_cause, held.delay_mitigation)
            return


def against(conference: Conference, held: Held) -> list[Contradiction]:
    """What the calendar says against that day."""
    assert held.when
    day = contradictions.day_of(conference, held.code, held.when.astimezone(LONDON).date())
    return list(standing(contradictions.HELD, day))


def _stopped(code: str) -> tuple[str, ...]:
    return REVIEW if code in REVIEW else (code,)


@verb
def note_held(pk: int, *, held: Held, by: User, at: datetime) -> Conference:
    """The first core group, or the review, was held: its clock stops at that moment [WT]."""
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_note_held(conference, by=by))
    refuse_if(_why_not_then(conference, held, at=at))
    assert held.when
    setattr(conference, STEPS[held.code], held.when)
    conference.save()
    for found in against(conference, held):
        explaining.explain(
            conference, about=held.code, sentence=found.sentence, words=held.why_then, by=by, at=at
        )
    told = {"cause": held.delay_cause, "mitigation": held.delay_mitigation}
    late.tell(conference, *_stopped(held.code), **told, at=held.when)
    return conference
