"""A rule or the calendar is changed: open clocks are counted anew, and the earlier ones stay visible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agencies.models import User
from deadlines.models import Deadline
from deadlines.settling import BATCH, DERIVATIONS, Areas, Found, of_their_kinds, standing, write
from deadlines.timescales import Unit
from deadlines.wanted import recounted
from records.models import Record
from records.verbs import verb


@dataclass(frozen=True)
class Anew:
    """Why open clocks are counted anew: the rule of one code has changed, or, without one, the calendar."""

    because: str
    code: str = ""


def recalculate(partnership_id: int, anew: Anew, *, by: User | None, at: datetime) -> int:
    """Apply the rule or the calendar in force to the open clocks of a partnership.

    What has run out stays. Returns how many clocks moved.
    """
    open_ = Deadline.objects.running().filter(record__authority__partnership=partnership_id, due_at__gte=at)
    if anew.code:
        open_ = open_.filter(code=anew.code)
    keys = list(open_.exclude(unit=Unit.DATE).order_by("record").values_list("record", flat=True).distinct())
    batches = (keys[n : n + BATCH] for n in range(0, len(keys), BATCH))
    return sum(_recalculated(batch, anew, by=by, at=at) for batch in batches)


@verb
def _recalculated(keys: Sequence[int], anew: Anew, *, by: User | None, at: datetime) -> int:
    Record.objects.lock_all(keys)
    records, areas = of_their_kinds(keys), Areas()
    rows = standing(records)
    found: Found = []
    for derivation in DERIVATIONS:
        of_it = [record for record in records if isinstance(record, derivation.of)]
        facts = derivation.facts(of_it)
        for record in of_it:
            if record.pk in facts:
                own = [row for row in rows[record.pk] if row.code in derivation.codes]
                kept = [row for row in own if row.code != anew.code]
                counting = areas.of(record).counting(derivation.codes, kept)
                wanted = derivation.clocks(record, facts[record.pk], counting)
                open_ = [row for row in own if row.running and row.due_at >= at and row.unit != Unit.DATE]
                asked = [row for row in open_ if anew.code in ("", row.code)]
                found += [(record, each) for each in recounted(wanted, asked, counting, anew.because)]
    write(found, areas, by=by, at=at)
    return len(found)
