"""A clock that ran out: in words, what caused it, and how its impact on the child was reduced [002].

One mechanism for every timescale: the answers stand on the clock. They are asked in the form that stops it,
where there is one, or afterwards, of whoever owns the clock or works on its record.
"""

from datetime import datetime

from agencies.models import User
from config.clock import time_in_london
from deadlines.calendar import LONDON
from deadlines.models import Deadline, DeadlineQuerySet
from records.contents import rows_of
from records.models import Record
from records.passages import Passage
from records.refusals import Refusal, WhyNot, refuse_if
from records.verbs import verb


def in_words(deadline: Deadline) -> str:
    """ "Strategy discussion: due by the end of 12 June 2026, and met on 15 June 2026 at 09:30"."""
    due = deadline.due_at.astimezone(LONDON)
    whole_day = (due.hour, due.minute) == (23, 59)
    until = f"the end of {due:%-d %B %Y}" if whole_day else f"{time_in_london(due)} on {due:%-d %B %Y}"
    if deadline.met_at is None:
        return f"{deadline.title}: due by {until}"
    met = deadline.met_at.astimezone(LONDON)
    return f"{deadline.title}: due by {until}, and met on {met:%-d %B %Y} at {time_in_london(met)}"


def would_be(record: Record, code: str, *, at: datetime) -> bool:
    """Whether what is held at this moment is held after its clock ran out."""
    standing = Deadline.objects.filter(record=record.pk, code=code, superseded_by=None, dropped_at=None)
    return standing.filter(due_at__lt=at).exists()


def why_not_told(cause: str, mitigation: str) -> WhyNot:
    """Both are needed."""
    if not cause.strip():
        yield Refusal("Its clock had run out. Say what caused the delay.", mend="delay_cause")
    if not mitigation.strip():
        yield Refusal("Say how the impact of the delay was reduced.", mend="delay_mitigation")


# --- afterwards, by who can know ------------------------------------------------------------


def waiting_for(user: User) -> DeadlineQuerySet:
    """The clocks that were this person’s, ended late, and of which nobody has said why."""
    mine = Deadline.objects.late_without_a_cause().filter(owner=user, agency__in=user.agency_ids())
    return mine.unhidden(user).order_by("-due_at", "-pk")


def why_not_say_why(deadline: Deadline, *, by: User, at: datetime) -> WhyNot:
    """Whoever owns the clock, leads its agency or works on its record; once it has run out [002]."""
    if not Deadline.objects.visible_to(by).filter(pk=deadline.pk).exists():
        yield Refusal("This clock is not open to you.")
    overdue = deadline.running and at > deadline.due_at
    if deadline.superseded_by_id or not (overdue or deadline.ended_late):
        yield Refusal("This clock was not late.")


@verb
def say_why(pk: int, *, cause: str, mitigation: str, by: User, at: datetime) -> Deadline:
    """Say of a clock that ran out what caused it, and how its impact was reduced; history keeps it."""
    Record.objects.lock(Deadline.objects.values_list("record", flat=True).get(pk=pk))
    deadline = Deadline.objects.get(pk=pk)
    refuse_if(why_not_say_why(deadline, by=by, at=at))
    refuse_if(why_not_told(cause, mitigation))
    deadline.delay_cause, deadline.delay_mitigation = cause.strip(), mitigation.strip()
    deadline.save(update_fields=["delay_cause", "delay_mitigation"])
    return deadline


def reads(record: Record, *codes: str) -> tuple[Passage, ...]:
    """Each of these clocks of the record that was late, and why, as the record reads it."""
    found = [d for d in rows_of(record, "deadlines") if d.standing and d.met_late]
    asked = [d for d in found if not codes or d.code in codes]
    in_order = sorted(asked, key=lambda d: (d.due_at, d.pk))
    return tuple(Passage(f"{in_words(d)}.", why_in_words(d)) for d in in_order)


def why_in_words(deadline: Deadline) -> str:
    if not deadline.delay_cause:
        return "Nobody has said why yet."
    return f"{deadline.delay_cause}\nHow its impact was reduced: {deadline.delay_mitigation}"


def tell(record: Record, *codes: str, cause: str, mitigation: str, at: datetime) -> None:
    """Write the answers on those clocks of a record, which the caller has locked, that are late at `at`."""
    standing = Deadline.objects.filter(record=record.pk, code__in=codes, superseded_by=None, dropped_at=None)
    for deadline in standing.filter(due_at__lt=at):
        deadline.delay_cause, deadline.delay_mitigation = cause.strip(), mitigation.strip()
        deadline.save(update_fields=["delay_cause", "delay_mitigation"])
