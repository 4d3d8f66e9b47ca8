"""How long a child’s file is kept: a length for each kind of record, the longest that applies wins.

There is no national rule for most of it: the lengths are those that were found (domain reference §7.8), and a
partnership sets its own in the admin.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import models

from deadlines.calendar import add_months

ADULT = 18  # years


class Basis(models.TextChoices):
    """What the years are counted from."""

    CLOSED = "closed", "the last entry in the file"
    GROWN = "grown", "the 18th birthday, or the last entry if that is later"
    BIRTH = "birth", "birth"
    DEATH = "death", "death"


@dataclass(frozen=True)
class Rule:
    """One row of the schedule: so many years, counted from `basis`."""

    code: str  # a kind of record; or what applies to the child
    title: str
    years: int
    basis: Basis
    source: str

    @property
    def in_words(self) -> str:
        return f"{self.years} year{'' if self.years == 1 else 's'} from {self.basis.label}"


REGISTERED, LOOKED_AFTER, DIED = "registered", "looked_after", "died"
THIRTY_FIVE = "Northumberland’s policy, before the court in [2015] EWHC 2134 (Admin); Blackpool [E:33]"
SCHEDULE = {
    rule.code: rule
    for rule in (
        Rule(REGISTERED, "A child without any record", 3, Basis.GROWN, "As for a concern [ours]"),
        Rule("concern", "Concern", 3, Basis.GROWN, "Children in need, Devon [E:33]"),
        Rule("discussion", "Strategy discussion", 35, Basis.CLOSED, THIRTY_FIVE),
        Rule("enquiry", "Section 47 enquiry", 35, Basis.CLOSED, THIRTY_FIVE),
        Rule("conference", "Child protection conference", 35, Basis.CLOSED, THIRTY_FIVE),
        Rule(
            LOOKED_AFTER, "A child who is or was looked after", 75, Basis.BIRTH, "Kirklees, Blackpool [E:33]"
        ),
        Rule(DIED, "A child who died before the age of 18", 15, Basis.DEATH, "Kirklees, Blackpool [E:33]"),
    )
}


def rules_for(partnership_id: int) -> dict[str, Rule]:
    """The schedule in force in a partnership, its own lengths applied."""
    from retention.models import RetentionSetting

    own = {setting.code: setting for setting in RetentionSetting.objects.filter(partnership=partnership_id)}
    return {
        code: replace(rule, years=own[code].years, source=own[code].source_note) if code in own else rule
        for code, rule in SCHEDULE.items()
    }


def ends(rule: Rule, *, born: date, last: date, died: date | None = None) -> date:
    """The first day on which this rule no longer keeps the file; all given in London."""
    begins = {
        Basis.CLOSED: last,
        Basis.GROWN: max(add_months(born, 12 * ADULT), last),
        Basis.BIRTH: born,
        Basis.DEATH: died or last,
    }
    return add_months(begins[rule.basis], 12 * rule.years)


def died_young(born: date, died: date | None) -> bool:
    return died is not None and died < add_months(born, 12 * ADULT)


def applying(kinds: Collection[str], *, looked_after: bool, young: bool = False) -> list[str]:
    """The codes that apply to a child with records of these kinds; `young`: who died before the age of 18.

    After such a death the fifteen years take the place of those from birth (domain reference §7.8).
    """
    besides = [DIED] if young else [LOOKED_AFTER] if looked_after else []
    return [*(sorted(kinds) or [REGISTERED]), *besides]


def ends_of(
    rules: Mapping[str, Rule], codes: Collection[str], *, born: date, last: date, died: date | None = None
) -> list[tuple[Rule, date]]:
    """Each rule that applies and the day on which it ends; the longest, which wins, first."""
    found = [(rules[code], ends(rules[code], born=born, last=last, died=died)) for code in codes]
    return sorted(found, key=lambda each: each[1], reverse=True)
