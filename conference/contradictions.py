"""What a conference cannot say at once (§7). The next rule is one line."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from conference.models import Conference
from deadlines import workflow as clocks
from deadlines.calendar import LONDON, due_moment
from deadlines.timescales import rule_for
from records.contradictions import Rule, Rules

Said = dict[str, Any]


@dataclass(frozen=True)
class Decision:
    harm: str  # “yes” or “no”
    plan: str


def _decision(conference: Conference, said: Said) -> Decision:
    return Decision(said.get("threshold") or "", said.get("plan") or "")


DECISION = Rules(
    "decision",
    _decision,
    (
        Rule(
            "plan_without_harm",
            lambda f: f.harm == "no" and f.plan == "yes",
            "A child protection plan is for a child who is suffering, or likely to suffer, significant "
            "harm; that is answered with no.",
            refused_at="plan",
        ),
        Rule(
            "harm_without_plan",
            lambda f: f.harm == "yes" and f.plan == "no",
            "The child is suffering, or likely to suffer, significant harm, and no plan is made.",
        ),
    ),
)


# --- the days that follow a plan --------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """One of the days that follow a plan, held against the calendar and its clock."""

    on: date
    off: str = ""  # why it is no working day
    due: date | None = None  # the last day in time
    before: bool = False  # it is not after the conference

    @property
    def late(self) -> bool:
        return self.due is not None and self.on > self.due


WHAT = {"core_group": "The first core group", "review_conference": "The first review conference"}


def day_of(conference: Conference, code: str, on: date) -> Day:
    """How a day for the core group or the review stands to calendar and clock (§3)."""
    partnership = conference.authority.partnership_id
    rule = rule_for(code, partnership)
    calendar = clocks.calendar_of(partnership, statutory=rule.statutory)
    begun = conference.started_at
    due = due_moment(calendar, begun, rule.length, rule.unit).astimezone(LONDON).date() if begun else None
    return Day(
        on=on,
        off="" if calendar.is_working_day(on) else calendar.why_skipped(on),
        due=due if rule.on else None,
        before=bool(begun and on <= begun.astimezone(LONDON).date()),
    )


@dataclass(frozen=True)
class Days:
    core_group: Day | None
    review_conference: Day | None


def _days(conference: Conference, said: Said) -> Days:
    days = {"core_group": said.get("core_group_on"), "review_conference": said.get("review_on")}
    return Days(
        **{c: day_of(conference, c, date.fromisoformat(on)) if on else None for c, on in days.items()}
    )


def _rules_of(code: str, field: str) -> tuple[Rule[Days], ...]:
    what = WHAT[code]

    def day(facts: Days) -> Day | None:
        found: Day | None = getattr(facts, code)
        return found

    quoted = f"{{{code}.on:%-d %B %Y}}"
    return (
        Rule(
            f"{code}_off",
            lambda f: bool((d := day(f)) and d.off),
            f"{what} is held on a working day; {quoted} is a {{{code}.off}}.",
            refused_at=field,
        ),
        Rule(
            f"{code}_before",
            lambda f: bool((d := day(f)) and d.before),
            f"{what} is held after the conference; {quoted} is not.",
            refused_at=field,
        ),
        Rule(
            f"{code}_late",
            lambda f: bool((d := day(f)) and d.late),
            f"{what} is planned for {quoted}, after its clock: "
            f"that runs out at the end of {{{code}.due:%-d %B %Y}}.",
        ),
    )


# What is noted afterwards is the truth, on whichever day it was: asked why, never refused.
HELD: tuple[Rule[Day], ...] = (
    Rule("off", lambda d: bool(d.off), "It was held on {on:%-d %B %Y}, which is a {off} and no working day."),
)


CORE = Rules(
    "core",
    _days,
    (*_rules_of("core_group", "core_group_on"), *_rules_of("review_conference", "review_on")),
)
