"""Enquiries and conferences counted: open, due, overdue, in time; by team and by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth

from deadlines.calendar import LONDON, add_months
from deadlines.models import DeadlineQuerySet
from s47.vocabulary import Outcome

DECIDED = Q(record__as_enquiry__outcome=Outcome.CONFERENCE)
ENQUIRY, CONFERENCE = ("s47_outcome", "s47_outcome_fast"), ("icpc",)


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
    in_time: int  # conferences held in time
    counted: int  # conferences held, or overdue and not held

    @property
    def percent(self) -> int | None:
        """Of the conferences that were to be held, those within 15 working days; None without any."""
        return round(100 * self.in_time / self.counted) if self.counted else None


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
    held = Q(code="icpc", met_at__isnull=False, superseded_by=None)
    counted["in_time"] = Count("pk", filter=held & Q(met_at__lte=F("due_at")))
    counted["held"] = Count("pk", filter=held)
    rows: Any = clocks.filter(code__in=(*ENQUIRY, *CONFERENCE)).values("team__name").annotate(**counted)
    return [
        TeamLine(
            team=row["team__name"] or "No team",
            enquiries=_three(row, "enquiry"),
            conferences=_three(row, "conference"),
            in_time=row["in_time"],
            counted=row["held"] + row["conference_overdue"],
        )
        for row in rows.order_by("team__name")
    ]


def _three(row: dict[str, Any], name: str) -> Count3:
    return Count3(row[f"{name}_open"], row[f"{name}_due"], row[f"{name}_overdue"])


def by_month(clocks: DeadlineQuerySet, *, at: datetime, months: int = 12) -> list[dict[str, Any]]:
    """Conferences by the month in which they were due: in time, late, overdue; and the share in time."""
    this = at.astimezone(LONDON).date().replace(day=1)
    firsts = [_first(add_months(this, -n)) for n in reversed(range(months))]
    begin = datetime(firsts[0].year, firsts[0].month, 1, tzinfo=LONDON)
    ends = _first(add_months(this, 1))
    counted = (
        clocks.filter(code="icpc", superseded_by=None, dropped_at=None, due_at__gte=begin)
        .filter(DECIDED)
        .filter(due_at__lt=datetime(ends.year, ends.month, 1, tzinfo=LONDON))
        .annotate(month=TruncMonth("due_at", tzinfo=LONDON))
        .values("month")
        .annotate(
            met=Count("pk", filter=Q(met_at__lte=F("due_at"))),
            late=Count("pk", filter=Q(met_at__gt=F("due_at"))),
            breached=Count("pk", filter=Q(met_at=None, due_at__lt=at)),
        )
    )
    found: dict[date, Any] = {row["month"].date(): row for row in counted}
    return [_month(first, found.get(first, {})) for first in firsts]


def _first(day: date) -> date:
    return day.replace(day=1)


def _month(first: date, row: dict[str, Any]) -> dict[str, Any]:
    met, late, breached = (row.get(kind, 0) for kind in ("met", "late", "breached"))
    whole = met + late + breached
    percent = round(100 * met / whole) if whole else None
    return {"week": first, "met": met, "late": late, "breached": breached, "percent": percent}


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
        counted=sum(line.counted for line in known),
    )
