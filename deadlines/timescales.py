"""Timescales as data. Each app declares its own in `<app>/timescales.py`; nothing here knows them.

Length, unit, on/off, reminder steps and source can be changed for a partnership in the
admin; `rule_for` answers with what is in force there.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import models

from config.read_once import read_once

if TYPE_CHECKING:
    from deadlines.models import TimescaleSetting

TIMESCALES: dict[str, "Timescale"] = {}


class Unit(models.TextChoices):
    HOURS = "hours", "hours"
    WORKING_DAYS = "working_days", "working days"
    DAYS = "days", "days"
    MONTHS = "months", "months"
    SAME_DAY = "same_day", "same day"
    DATE = "date", "date set by a person"


# [ours] step, and who is told. +1wd: one working day after the clock has run out.
DEFAULT_STEPS: tuple[str, ...] = (
    "half:owner",
    "last_working_day:owner",
    "breach:owner,team_manager",
    "+1wd:service_manager",
    "+2wd:head_of_service",
)


@dataclass(frozen=True)
class Timescale:
    """One row of the table of §3."""

    code: str
    title: str
    starts: str
    stops: str
    unit: Unit
    when: str
    source: str
    length: int = 0
    on: bool = True
    # Set by Working Together: days on which an area is closed never lengthen it.
    statutory: bool = False
    # What is to be done with or for the child: it applies no longer once the child has died.
    living: bool = False
    # Counted from the last discussion before it is met, instead of the one that decided it (§11).
    from_last: bool = False
    steps: tuple[str, ...] = DEFAULT_STEPS

    @property
    def in_words(self) -> str:
        if self.unit in (Unit.SAME_DAY, Unit.DATE):
            return str(self.unit.label)
        label = str(self.unit.label)
        return f"{self.length} {label[:-1] if self.length == 1 else label}"


def declare(*timescales: Timescale) -> None:
    TIMESCALES.update({t.code: t for t in timescales})


def rules_of(partnership_id: int) -> dict[str, Timescale]:
    """The timescales in force in a partnership, its local changes applied: by code."""
    from deadlines.models import TimescaleSetting

    def changed() -> list[TimescaleSetting]:
        return list(TimescaleSetting.objects.filter(partnership=partnership_id))

    local = {setting.code: setting for setting in read_once(changed, "timescales", partnership_id)}
    return {
        code: _changed_by(local[code], rule) if code in local else rule for code, rule in TIMESCALES.items()
    }


def _changed_by(local: "TimescaleSetting", rule: Timescale) -> Timescale:
    return replace(
        rule,
        length=local.length,
        unit=Unit(local.unit),
        on=local.on,
        steps=tuple(local.steps) or rule.steps,
        source=local.source_note,
        from_last=local.from_last,
    )


def rule_for(code: str, partnership_id: int) -> Timescale:
    """The timescale in force in a partnership, its local changes applied."""
    return rules_of(partnership_id)[code]
