"""The kinds of question a section asks, as GOV.UK asks them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms

from config.clock import LONDON, time_in_london
from config.dates import DayField, DayWidget, MomentField, MomentWidget

LONGEST_PROSE = 20_000
YES_NO = [("yes", "Yes"), ("no", "No")]


class Prose(forms.CharField):
    """Text of any length a person would write; the limit says itself in the error."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_PROSE)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("strip", True)
        super().__init__(**kwargs)
        # The browser must not cut off silently what somebody pastes.
        self.widget.attrs.pop("maxlength", None)
        self.error_messages["max_length"] = (
            f"This is longer than {LONGEST_PROSE:,} characters. Shorten it or attach a file; "
            "what you typed is kept"
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def to_python(self, value: Any) -> Any:
        # PostgreSQL has no NUL in text; nobody typed it on purpose.
        return super().to_python(str(value).replace("\x00", "") if value else value)


class Choice(forms.ChoiceField):
    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, widget=kwargs.pop("widget", forms.RadioSelect), **kwargs)


class Choices(forms.MultipleChoiceField):
    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)


def offer(
    form: forms.BaseForm, name: str, choices: Iterable[tuple[str, str]], *, first: str = "Choose"
) -> None:
    """Fill the choices of a question that depend on the record."""
    field: Any = form.fields[name]
    field.choices = [("", first), *choices]


def yes_no(label: str, **kwargs: Any) -> Choice:
    return Choice(label=label, choices=YES_NO, **kwargs)


def day_in_words(value: Any) -> str:
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    return f"{value:%-d %B %Y}"


def moment_in_words(value: Any) -> str:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return f"{value.astimezone(LONDON):%-d %B %Y} at {time_in_london(value)}"


__all__ = ["DayField", "DayWidget", "MomentField", "MomentWidget"]
