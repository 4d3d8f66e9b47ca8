from typing import Any

from django import forms

from config.clock import today
from governance.models import Asker, Reason
from records.fields import Choice, DayField, Prose
from records.forms import ConfirmForm


class OpenForm(ConfirmForm):
    """A request as it came in. What it cannot be without, the workflow says."""

    asker = Choice(label="Who asks?", choices=Asker.choices, required=False)
    asker_name = forms.CharField(label="Their name", max_length=120, required=False)
    checked = Prose(
        label="How did you see who they are, and that they may ask?", rows=2, max_length=2000, required=False
    )
    received_on = DayField(
        label="On which day was the request complete?",
        required=False,
        help_text="The day it came in, or the day on which you had what you needed to know who asks.",
    )
    field_order = ("asker", "asker_name", "checked", "received_on", "password")


class MarkForm(forms.Form):
    """What is decided on one page of the file: withhold something, keep marks, take marks off."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in ("withhold", "keep", "lift")])
    place = forms.CharField(required=False, max_length=30)
    words = forms.CharField(required=False, max_length=20_000, strip=False)
    everywhere = forms.BooleanField(required=False)
    reason = forms.ChoiceField(required=False, choices=[("", ""), *Reason.choices])
    note = forms.CharField(required=False, max_length=200)
    because = forms.CharField(required=False, max_length=200)
    mark = forms.TypedMultipleChoiceField(required=False, coerce=int)
    whole_part = forms.BooleanField(required=False)  # all that is proposed there

    def __init__(self, *args: Any, marks: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mark"].choices = [(pk, pk) for pk in marks]  # type: ignore[attr-defined]  # a choice field has them

    def clean_words(self) -> str:
        """As in the text: the browser sends the ends of lines in another way."""
        return str(self.cleaned_data["words"]).replace("\r\n", "\n").replace("\x00", "")


class SettleForm(forms.Form):
    """The same words, wherever they were found."""

    verb = forms.ChoiceField(choices=[("keep", "keep"), ("lift", "lift")])
    mark = forms.IntegerField()  # the first one of them
    reason = forms.ChoiceField(required=False, choices=[("", ""), *Reason.choices])
    because = forms.CharField(required=False, max_length=200)


class SaidForm(forms.Form):
    said = Prose(required=False, max_length=5000)
    seen = forms.CharField(required=False, max_length=40)


class ReleaseForm(ConfirmForm):
    said = Prose(required=False, max_length=5000)
    seen = forms.CharField(required=False, max_length=40)


class BecauseForm(forms.Form):
    because = Prose(required=False, max_length=2000)


class GivenForm(forms.Form):
    given_on = DayField(label="On which day?", required=False, initial=today)
    given_how = forms.CharField(
        label="How, and to whom?", max_length=200, required=False,
        help_text="For example: collected in person; secure mail to the address that was checked.",
    )  # fmt: skip
