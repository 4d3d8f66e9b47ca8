"""One worked correction, for docs/timescales.md: by the functions that follow every verb; no database."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from deadlines.calendar import LONDON, calendar_with
from deadlines.timescales import TIMESCALES
from deadlines.wanted import Counting, Replace, Wanted, differences

RULE = (
    "Nobody starts or stops a clock. Beside its timescales each app says, in a pure function, which "
    "clocks the facts of a record give; when a verb is done, `deadlines/settling.py` compares them "
    "with the clocks that stand, and writes the difference in the same transaction. A clock whose "
    "facts are corrected is superseded by another one, and stays readable with what was corrected and "
    "by whom."
)
CASE = (
    "An example. A discussion is recorded as begun on {was}, and decides section 47; the child is "
    "seen on {seen}. Then the chair corrects the beginning to {now}:"
)
COLUMNS = ("clock", "it stood as", "it is wanted as", "what is written on the earlier one")


def example() -> Iterator[str]:
    was, now = datetime(2026, 6, 10, 12, 14, tzinfo=LONDON), datetime(2026, 6, 9, 16, 40, tzinfo=LONDON)
    seen = was + timedelta(hours=20)
    counting = Counting(calendar_with(), calendar_with(), TIMESCALES)
    rows: list[Any] = [_row(wanted, counting) for wanted in _wanted(was, seen)]
    yield from ("## How a clock follows its facts", "", RULE, "")
    yield from (CASE.format(was=_at(was), now=_at(now), seen=_at(seen)), "")
    yield from (_line(*COLUMNS), "|---" * len(COLUMNS) + "|")
    for found in differences(_wanted(now, seen), rows, counting):
        assert isinstance(found, Replace)
        stood = _in_words(found.row.due_at, found.row.met_at)
        yield _line(
            f"`{found.row.code}`", stood, _in_words(found.due_at, found.wanted.stopped_at), found.changed
        )


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _wanted(begun: datetime, seen: datetime) -> tuple[Wanted, ...]:
    return Wanted("child_seen", begun, stopped_at=seen), Wanted("s47_outcome", begun), Wanted("icpc", begun)


def _row(wanted: Wanted, counting: Counting) -> SimpleNamespace:
    rule = counting.rules[wanted.code]
    facts = {
        "code": wanted.code,
        "subject": "",
        "started_at": wanted.started_at,
        "due_at": counting.due(wanted),
    }
    facts |= {"length": rule.length, "unit": rule.unit, "extra_days": [], "met_at": wanted.stopped_at}
    return SimpleNamespace(**facts, owner_id=None, because="")


def _in_words(due: datetime, stopped: datetime | None) -> str:
    if stopped is None:
        return f"due {_at(due)}"
    return f"due {_at(due)}, met {'late' if stopped > due else 'in time'}"


def _at(moment: datetime) -> str:
    return f"{moment:%-d %B %Y at %H:%M}"
