from typing import Any

from django import forms

from records.fields import Choice, DayField, Prose
from records.forms import ConfirmForm

NO_NAMES = "It stays when the file has gone: name nobody of the family."


class HoldForm(forms.Form):
    """Which files, by number or all of them, and why. What it cannot be without, the workflow says."""

    of = Choice(
        label="Which files?", required=False,
        choices=[("child", "One child’s"), ("all", "Everything the authority keeps")],
    )  # fmt: skip
    number = forms.CharField(
        label="Reference, case number or NHS number of the child", max_length=40, required=False
    )
    why = Prose(label="Who asks for it, and why?", rows=2, max_length=2000, required=False)


class BecauseForm(forms.Form):
    because = Prose(label="Why?", rows=2, max_length=2000, required=False)


class KeepForm(forms.Form):
    """Stands on one page with the other one: its fields have ids of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "keep_%s"})

    until = DayField(label="Until which day is it kept?", required=False)
    reason = Prose(label="Why is it kept longer?", rows=2, max_length=2000, required=False)


class ProposeForm(ConfirmForm):
    reason = Prose(
        label="Why may it go? What did you look at, and whom did you ask?", help_text=NO_NAMES,
        rows=3, max_length=2000, required=False,
    )  # fmt: skip
    field_order = ("reason", "password")
