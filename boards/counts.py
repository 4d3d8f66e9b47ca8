"""How many clocks a board counts: all of its scope, less those of restricted cases.

A count of all reads an index alone; what is hidden from somebody is little, so it is read and taken away.
"""

from bisect import bisect
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F, Q, Value

from agencies.models import User
from boards.scopes import Scope, clocks_of
from children.models import Person, hidden_from
from config.compiled import AnyOf
from deadlines.calendar import LONDON
from deadlines.models import BreachQuerySet, DeadlineQuerySet
from records.models import Record

WEEKS = 8


class Clock(NamedTuple):
    """What is counted of one."""

    code: str
    due_at: datetime
    met_at: datetime | None


def hidden(scope: Scope, user: User, *, at: datetime) -> list[Clock]:
    """Those that are counted and that this person may not know of."""
    children = Person.objects.filter(hidden_from(user))
    if scope.authority:
        children = children.filter(authority=scope.authority)
    hidden = list(children.values_list("pk", flat=True))
    if not hidden:
        return []
    records = Record.objects.filter(AnyOf(F("child"), Value(hidden))).values("pk")
    standing = clocks_of(scope).filter(superseded_by=None, dropped_at=None, record__in=records)
    counted = standing.filter(Q(met_at=None) | Q(due_at__gte=_mondays(at)[0]))
    return [Clock(*row) for row in counted.values_list("code", "due_at", "met_at")]


# Each range of time is a range of the index of its scope, counted where it lies: a third of the work of
# grouping.
IN_RANGES = """
SELECT counted.* FROM unnest(%s::timestamptz[], %s::timestamptz[]) AS part (begins, ends), LATERAL (
    SELECT {counts} FROM ({clocks}) AS clock WHERE due_at >= begins AND due_at < ends
) AS counted
"""


def _in_ranges(clocks: DeadlineQuerySet, counts: str, moments: Sequence[Any]) -> list[tuple[int, ...]]:
    """`counts` of the clocks that run out between each of the moments and the next."""
    sql, given = clocks.values("due_at", "met_at", "code").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            IN_RANGES.format(counts=counts, clocks=sql), [list(moments[:-1]), list(moments[1:]), *given]
        )
        found: list[tuple[int, ...]] = cursor.fetchall()
        return found


def numbers(clocks: DeadlineQuerySet, *, at: datetime, less: Sequence[Clock] = ()) -> dict[str, int]:
    """Six numbers of the rows that the table lists, from one query."""
    midnight = _day(at) + timedelta(days=1)
    moments = (at, midnight, midnight + timedelta(days=3))
    counts = "count(*), count(*) FILTER (WHERE code = 'action')"
    rows = _in_ranges(clocks.running(), counts, ["-infinity", *moments, "infinity"])
    running = [clock for clock in less if not clock.met_at]
    parts = [[c for c in running if bisect(moments, c.due_at) == part] for part in range(len(rows))]
    every = [row[0] - len(part) for row, part in zip(rows, parts, strict=True)]
    actions = [row[1] - sum(c.code == "action" for c in part) for row, part in zip(rows, parts, strict=True)]
    return {
        "overdue": every[0] - actions[0],
        "today": every[1] - actions[1],
        "soon": every[2] - actions[2],
        "actions_overdue": actions[0],
        "actions_soon": actions[1] + actions[2],
        "running": sum(every),
    }


def _day(at: datetime) -> datetime:
    """When the day of London’s clock began."""
    return at.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)


def _mondays(at: datetime) -> list[datetime]:
    """When the weeks of the chart begin, the present one last."""
    monday = _day(at) - timedelta(days=at.astimezone(LONDON).weekday())
    return [monday - timedelta(weeks=n) for n in reversed(range(WEEKS))]


def by_week(clocks: DeadlineQuerySet, *, at: datetime, less: Sequence[Clock] = ()) -> list[dict[str, Any]]:
    """How many clocks that ran out in each week were met, met late or breached and still open.

    Weeks are those of London’s clock; the last one is the week of `at`, of which only what is past counts
    as breached.
    """
    mondays = _mondays(at)
    moments = [*mondays, at, mondays[-1] + timedelta(weeks=1)]
    standing = clocks.filter(superseded_by=None, dropped_at=None)
    whole = _in_ranges(standing, "count(*), count(met_at), count(*) FILTER (WHERE met_at <= due_at)", moments)
    counts = [
        _without(row, [c for c in less if begin <= c.due_at < end])
        for row, (begin, end) in zip(whole, pairwise(moments), strict=True)
    ]
    found: list[dict[str, Any]] = [
        {"week": day.date(), "met": in_time, "late": met - in_time, "breached": all_ - met}
        for day, (all_, met, in_time) in zip(mondays, counts, strict=False)
    ]
    _, still_met, still_in_time = counts[-1]  # of this week and not due yet
    found[-1]["met"] += still_in_time
    found[-1]["late"] += still_met - still_in_time
    return found


def add_corrected(weeks: list[dict[str, Any]], breaches: BreachQuerySet) -> None:
    """Beside the clocks of each week: those that ran out in it and stand late no more, answered and not.

    A correction takes a clock out of the others; here it stays counted.
    """
    for week in weeks:
        week |= {"corrected": 0, "answered": 0}
    by_monday = {week["week"]: week for week in weeks}
    begins = min(by_monday)
    since = datetime(begins.year, begins.month, begins.day, tzinfo=LONDON)
    found = breaches.filter(due_at__gte=since).of_no_late_clock()
    for due_at, answer in found.values_list("due_at", "answer"):
        day = due_at.astimezone(LONDON).date()
        week = by_monday[day - timedelta(days=day.weekday())]
        week["answered" if answer else "corrected"] += 1


def _without(row: tuple[int, ...], less: Sequence[Clock]) -> tuple[int, int, int]:
    met = [c for c in less if c.met_at]
    in_time = sum(1 for c in met if c.met_at and c.met_at <= c.due_at)
    return row[0] - len(less), row[1] - len(met), row[2] - in_time
