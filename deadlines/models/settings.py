"""What a partnership sets for itself: its timescales, and the days on which nobody works."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from agencies.models import Partnership
from audit.history import tracked
from config.numbers import whole
from deadlines.timescales import TIMESCALES, Unit


def _step_is_known(step: str) -> bool:
    name, _, to = step.partition(":")
    offset = name.removeprefix("+").removesuffix("wd")
    known = name in ("half", "last_working_day", "breach") or (
        name.startswith("+") and name.endswith("wd") and whole(offset, most=366) is not None
    )
    people = {"owner", "team_manager", "service_manager", "head_of_service"}
    return known and bool(to) and set(to.split(",")) <= people


@tracked()
class TimescaleSetting(models.Model):
    """A partnership's own length, unit, switch or reminder steps, with its source."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="timescales")
    code = models.CharField(max_length=40)
    length = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=20, choices=Unit)
    on = models.BooleanField(default=True)
    from_last = models.BooleanField(
        "count from the last discussion",
        default=False,
        db_default=False,
        help_text="Of the initial conference alone: from the last discussion before it, instead of the one "
        "that decided section 47. The return to the Department counts from the latter in any case.",
    )
    steps = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text="Like “half:owner, breach:owner,team_manager, +1wd:service_manager”; "
        "empty for the usual steps.",
    )
    source_note = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "code"], name="timescale_set_once")
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        if self.code not in TIMESCALES:
            raise ValidationError({"code": "There is no timescale of this code."})
        if wrong := [s for s in self.steps if not _step_is_known(s)]:
            raise ValidationError({"steps": f"Not a reminder step: {', '.join(wrong)}"})
        if self.from_last and self.code != "icpc":
            raise ValidationError(
                {"from_last": "Only the initial conference can count from the last discussion."}
            )
        if self.unit in (Unit.HOURS, Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS) and not self.length:
            raise ValidationError({"length": "Enter a length of at least 1."})


@tracked()
class ExtraHoliday(models.Model):
    """A non-working day that is not in the national list, such as a one-off bank holiday."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="extra_holidays")
    day = models.DateField()
    name = models.CharField(max_length=120)
    source_note = models.CharField(max_length=200)
    local = models.BooleanField(
        "local closure",
        default=False,
        db_default=False,
        help_text="The offices are closed here, and it is no bank holiday: it lengthens no statutory clock.",
    )
    counts = models.BooleanField(
        "is not a working day",
        default=True,
        db_default=True,
        help_text="Untick to take it back. Open clocks are counted anew either way.",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "day"], name="extra_holiday_once")
        ]

    def __str__(self) -> str:
        return f"{self.day:%-d %B %Y}, {self.name}"

    @classmethod
    def days_of(cls, partnership_id: Any) -> dict[date, bool]:
        """The extra days that count, and whether each is a closure of this area alone."""
        days = cls.objects.filter(partnership=partnership_id, counts=True)
        return dict(days.values_list("day", "local"))
