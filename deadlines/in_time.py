"""Whether what is saved now would show that a clock that ran out never was late (§3).

Asked within the verb that saves it, before its clocks follow: of the rows as they stand, and of the facts as
they are written by then.
"""

from collections.abc import Iterator
from datetime import datetime

from deadlines.models import Deadline
from deadlines.settling import DERIVATIONS, Areas, Derivation, standing
from deadlines.wanted import Counting, Wanted, slot_of
from records.models import Record


def ran_out(clock: Deadline, *, at: datetime) -> bool:
    """It stands and was not met by its end, whether or not a sweep has come by."""
    return clock.standing and (clock.met_at or at) > clock.due_at


def no_longer_late(record: Record, *, at: datetime) -> list[Deadline]:
    """The clocks of this record that ran out and, by the facts as they are written now, would not have."""
    late = [row for row in standing([record])[record.pk] if ran_out(row, at=at)]
    if not late:
        return []
    area = Areas().of(record)
    found: list[Deadline] = []
    for derivation in DERIVATIONS:
        own = [row for row in late if row.code in derivation.codes]
        if own and isinstance(record, derivation.of):
            found += _in_time(record, derivation, own, area.counting(derivation.codes, own), at)
    return found


def _in_time(
    record: Record, derivation: Derivation, late: list[Deadline], counting: Counting, at: datetime
) -> Iterator[Deadline]:
    facts = derivation.facts([record])
    asked = {each.key: each for each in derivation.wanted(facts[record.pk], counting)}
    for row in late:
        each = asked.get((slot_of(row.code), row.subject))
        if each is None or (_is_another(each, row) and (each.stopped_at or at) <= counting.due(each)):
            yield row


def _is_another(wanted: Wanted, row: Deadline) -> bool:
    """By its facts. One that applies no longer is ended with its reason, and is no question of lateness."""
    now = wanted.code, wanted.started_at, wanted.stopped_at
    return not wanted.ended and now != (row.code, row.started_at, row.met_at)
