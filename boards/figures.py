"""Enquiries and conferences counted: open, due, overdue, in time; by team and by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from deadlines.calendar import LONDON, add_months, due_moment
from deadlines.models import BreachQuerySet, DeadlineQuerySet
from deadlines.timescales import Unit
from deadlines.workflow import calendar_of
from s47.vocabulary import Outcome

DECIDED = Q(record__as_enquiry__outcome=Outcome.CONFERENCE)
ENQUIRY, CONFERENCE = ("s47_outcome", "s47_outcome_fast"), ("icpc",)
# What the return to the Department counts by, whatever the length that an area has set for itself.
RETURNED: dict[str, Any] = {"length": 15, "unit": Unit.WORKING_DAYS, "from_last": False}
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Count3:
    """Of one kind: how many are open, of them due within three days, of them overdue."""

    open: int
    due: int
    overdue: int


@dataclass(frozen=True)
class TeamLine:
    team: str
    enquiries: Count3
    conferences: Count3
    in_time: int  # of the conferences held in the last twelve months, those within 15 working days
    held: int

    @property
    def percent(self) -> int | None:
        """Of the conferences held those within 15 working days, as the Department counts."""
        return _percent(self.in_time, self.held)


def by_team(clocks: DeadlineQuerySet, *, at: datetime) -> list[TeamLine]:
    """A line a team, from one query over the clocks of enquiries and conferences."""
    soon = at.astimezone(LONDON).replace(hour=23, minute=59, second=59) + timedelta(days=3)
    running = Q(met_at=None, superseded_by=None, dropped_at=None)
    firm = DECIDED | ~Q(code="icpc")  # a provisional one is no conference yet
    counted: dict[str, Any] = {}
    for name, codes in (("enquiry", ENQUIRY), ("conference", CONFERENCE)):
        of = Q(code__in=codes) & firm
        counted |= {
            f"{name}_open": Count("pk", filter=of & running),
            f"{name}_due": Count("pk", filter=of & running & Q(due_at__gte=at, due_at__lte=soon)),
            f"{name}_overdue": Count("pk", filter=of & running & Q(due_at__lt=at)),
        }
    held = _by(_held(clocks, since=at - YEAR), F("team__name"))
    rows: Any = clocks.filter(code__in=(*ENQUIRY, *CONFERENCE)).values("team__name").annotate(**counted)
    return [
        TeamLine(
            team=row["team__name"] or "No team",
            enquiries=_three(row, "enquiry"),
            conferences=_three(row, "conference"),
            in_time=held.get(row["team__name"], (0, 0))[0],
            held=held.get(row["team__name"], (0, 0))[1],
        )
        for row in rows.order_by("team__name")
    ]


def _three(row: dict[str, Any], name: str) -> Count3:
    return Count3(row[f"{name}_open"], row[f"{name}_due"], row[f"{name}_overdue"])


def by_month(
    clocks: DeadlineQuerySet, breaches: BreachQuerySet, *, at: datetime, months: int = 12
) -> list[dict[str, Any]]:
    """Conferences by the month in which they were held: in time and late, and the share in time.

    Beside them, by the month in which they were due: those that are due and not held, and those that ran
    out and were corrected since, answered and not.
    """
    this = at.astimezone(LONDON).date().replace(day=1)
    firsts = [_first(add_months(this, -n)) for n in reversed(range(months))]
    found = {first: _nothing(first) for first in firsts}
    held = _held(clocks, since=_begins(firsts[0]))
    for first, (in_time, all_) in _by(held, TruncMonth("met_at", tzinfo=LONDON)).items():
        if month := found.get(first.date()):
            month |= {"in_time": in_time, "late": all_ - in_time, "percent": _percent(in_time, all_)}
    due = clocks.running().filter(DECIDED, code="icpc", due_at__gte=_begins(firsts[0]), due_at__lt=at)
    for moment in due.values_list("due_at", flat=True):
        found[_month(moment)]["not_held"] += 1
    gone = breaches.filter(code="icpc", due_at__gte=_begins(firsts[0])).of_no_late_clock()
    for moment, answer in gone.values_list("due_at", "answer"):
        found[_month(moment)]["answered" if answer else "corrected"] += 1
    return list(found.values())


def _held(clocks: DeadlineQuerySet, *, since: datetime) -> DeadlineQuerySet:
    """The conferences held since then."""
    return clocks.filter(code="icpc", superseded_by=None, dropped_at=None, met_at__gte=since)


def _by(held: DeadlineQuerySet, what: Any) -> dict[Any, tuple[int, int]]:
    """How many of these conferences were held within the fifteen working days of the return, and how many in
    all, by something. A clock with a length of the area’s own is counted anew, by bank holidays alone."""
    groups: Any = held.annotate(by=what).order_by().values("by")
    as_counted = Q(met_at__lte=F("due_at"), **RETURNED)
    rows = groups.annotate(in_time=Count("pk", filter=as_counted), all=Count("pk"))
    found = {row["by"]: (row["in_time"], row["all"]) for row in rows.values("by", "in_time", "all")}
    others = held.exclude(**RETURNED).annotate(by=what)
    for each in others.select_related("authority", "record__as_enquiry__initiating_discussion"):
        calendar = calendar_of(each.authority.partnership_id, statutory=True)
        about: Any = each.record
        begun = about.as_enquiry.initiating_discussion.started_at or each.started_at
        due_at = due_moment(calendar, begun, RETURNED["length"], RETURNED["unit"])
        if each.met_at and each.met_at <= due_at:
            in_time, all_ = found[each.by]
            found[each.by] = (in_time + 1, all_)
    return found


def _percent(in_time: int, held: int) -> int | None:
    return round(100 * in_time / held) if held else None


def _begins(first: date) -> datetime:
    return datetime(first.year, first.month, first.day, tzinfo=LONDON)


def _month(moment: datetime) -> date:
    return _first(moment.astimezone(LONDON).date())


def _first(day: date) -> date:
    return day.replace(day=1)


def _nothing(first: date) -> dict[str, Any]:
    return {
        "week": first, "in_time": 0, "late": 0, "not_held": 0, "corrected": 0, "answered": 0, "percent": None,
    }  # fmt: skip


def total(lines: Iterable[TeamLine]) -> TeamLine:
    """All teams together, from the same figures."""
    known = list(lines)

    def added(kind: str) -> Count3:
        counts = [getattr(line, kind) for line in known]
        return Count3(sum(c.open for c in counts), sum(c.due for c in counts), sum(c.overdue for c in counts))

    return TeamLine(
        team="All",
        enquiries=added("enquiries"),
        conferences=added("conferences"),
        in_time=sum(line.in_time for line in known),
        held=sum(line.held for line in known),
    )
