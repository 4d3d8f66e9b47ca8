"""A date in three plain fields, as GOV.UK asks for it, and a moment in London."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from config.clock import LONDON, time_in_london
from config.numbers import whole

EARLIEST = 2000  # what happened before is counted by no clock: the calendar of working days begins then


class DayWidget(forms.MultiWidget):
    template_name = "forms/day.html"
    parts = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({p: forms.TextInput() for p in self.parts}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str) and value:
            value = date.fromisoformat(value[:10])
        return [value.day, value.month, value.year] if value else [None] * 3


class DayField(forms.MultiValueField, forms.DateField):
    """A date in three fields. An impossible one says which it is."""

    widget: Any = DayWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("require_all_fields", False)
        forms.MultiValueField.__init__(
            self, fields=[forms.CharField(required=False) for _ in range(3)], **kwargs
        )

    def compress(self, data_list: list[Any]) -> date | None:
        given = [str(part or "").strip() for part in data_list]
        if not any(given):
            return None
        return day_from(*given)

    def clean(self, value: Any) -> Any:
        parts = list(value) if isinstance(value, list | tuple) else self.widget.decompress(value)
        return self.compress([*parts, "", "", ""][:3])


class MomentWidget(forms.MultiWidget):
    template_name = "forms/moment.html"
    parts = ("day", "month", "year", "time")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({p: forms.TextInput() for p in self.parts}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str) and value:
            value = datetime.fromisoformat(value)
        if not value:
            return [None] * 4
        local = value.astimezone(LONDON)
        return [local.day, local.month, local.year, time_in_london(local)]


class MomentField(DayField):
    """A date and a 24-hour time, Europe/London; becomes an aware datetime.

    Of the hour that runs twice when the clocks go back, which one is asked for: “01:30 BST” or “01:30 GMT”.
    """

    widget: Any = MomentWidget

    def __init__(self, **kwargs: Any) -> None:
        forms.MultiValueField.__init__(
            self,
            fields=[forms.CharField(required=False) for _ in range(4)],
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, data_list: list[Any]) -> Any:
        *parts, clock = [str(part or "").strip() for part in data_list]
        if not any([*parts, clock]):
            return None
        day = day_from(*parts)
        if day.year < EARLIEST:
            raise ValidationError(f"Enter a year from {EARLIEST} on")
        clock, zone = _without_zone(clock)
        try:
            hour, minute = (whole(part, most=59) for part in clock.replace(".", ":").split(":"))
            naive = datetime(day.year, day.month, day.day, hour, minute)  # type: ignore[arg-type]  # noqa: DTZ001  localise gives it London
        except (ValueError, TypeError):
            raise ValidationError("Enter the time as hours and minutes, like 14:30") from None
        return localise(naive, zone)

    def clean(self, value: Any) -> Any:
        parts = list(value) if isinstance(value, list | tuple) else self.widget.decompress(value)
        return self.compress([*parts, "", "", "", ""][:4])


def day_from(day: str, month: str, year: str) -> date:
    """:raises ValidationError: naming what is wrong with it."""
    numbers = [whole(part, most=9999) or 0 for part in (year, month, day)]
    try:
        made = date(*numbers)
    except ValueError:
        said = "/".join(part[:12] or "–" for part in (day, month, year))
        raise ValidationError(f"{said} is not a date") from None
    if not 1900 <= made.year <= 2100:
        raise ValidationError("Enter the year with four figures, like 2026")
    return made


def _without_zone(clock: str) -> tuple[str, str]:
    """ "01:30 bst" is 01:30 and BST."""
    for zone in ("BST", "GMT"):
        if clock.upper().endswith(zone):
            return clock[: -len(zone)].strip(), zone
    return clock, ""


def localise(naive: datetime, zone: str = "") -> datetime:
    """The moment of this time in London; `zone` says which, of a time that the clocks run through twice.

    :raises ValidationError: for a time that the clocks skip, that is not of this zone, or that is one of two.
    """
    first, second = (naive.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    utc = first.astimezone(timezone.get_fixed_timezone(0))
    if utc.astimezone(LONDON).replace(tzinfo=None) != naive:
        raise ValidationError(
            f"{naive:%H:%M} did not exist that day: the clocks went forward. Enter the time an hour later"
        )
    for moment in (first, second):
        if moment.tzname() == zone:
            return moment
    if zone:
        raise ValidationError(f"London had no {zone} at {naive:%H:%M} that day. Enter the time alone")
    if first.utcoffset() != second.utcoffset():
        raise ValidationError(
            f"{naive:%H:%M} came twice that night: the clocks went back. Enter {naive:%H:%M} BST for the "
            f"first, before they did, or {naive:%H:%M} GMT for the second"
        )
    return first
