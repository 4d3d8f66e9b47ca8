from datetime import date
from typing import Any

from django import forms
from stdnum.gb import nhs

from agencies.models import Agency, User
from children.models import ETHNICITIES, LookReason, Person, Relationship, Sex
from config.clock import today
from config.dates import DayField


class ChildForm(forms.Form):
    """A child as first known. Exactly one of date of birth and expected date (§11)."""

    given_names = forms.CharField(label="Given names", max_length=120, required=False)
    family_name = forms.CharField(label="Family name", max_length=120, required=False)
    also_known_as = forms.CharField(label="Also known as", max_length=250, required=False)
    born_on = DayField(label="Date of birth", required=False)
    expected_on = DayField(label="Or, for an unborn child, the expected date of delivery", required=False)
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, widget=forms.RadioSelect, required=False)
    nhs_number = forms.CharField(label="NHS number", max_length=14, required=False)
    case_number = forms.CharField(label="Case number", max_length=30, required=False)
    address = forms.CharField(
        label="Address", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    address_withheld = forms.BooleanField(label="Withhold this address from the family", required=False)
    ethnicity = forms.ChoiceField(
        label="Ethnicity", choices=[("", "Choose"), *ETHNICITIES.items()], required=False
    )
    first_language = forms.CharField(label="First language", max_length=60, required=False)
    interpreter_needed = forms.BooleanField(label="An interpreter is needed", required=False)
    religion = forms.CharField(label="Religion", max_length=60, required=False)
    disability = forms.CharField(label="Disability", max_length=250, required=False)
    communication = forms.CharField(label="How the child communicates", max_length=250, required=False)
    looked_after = forms.BooleanField(label="Looked after by a local authority", required=False)
    on_plan = forms.BooleanField(label="On a child protection plan", required=False)

    def __init__(
        self, *args: Any, authority: Agency, by: User, known: Person | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.authority, self.by, self.known, self.label_suffix = authority, by, known, ""

    def clean_born_on(self) -> date | None:
        day: date | None = self.cleaned_data["born_on"]
        if day and day > today():
            raise forms.ValidationError(
                "A date of birth cannot be in the future. For an unborn child give the expected date"
            )
        return day

    def clean_nhs_number(self) -> str:
        number: str = self.cleaned_data["nhs_number"]
        if not number:
            return ""
        if not nhs.is_valid(number):
            raise forms.ValidationError("This is not an NHS number: its check digit does not fit")
        return self._once("nhs_number", nhs.compact(number))

    def clean_case_number(self) -> str:
        return self._once("case_number", self.cleaned_data["case_number"])

    def _once(self, field: str, value: str) -> str:
        others = Person.objects.on_file().filter(authority=self.authority, **{field: value})
        if self.known:
            others = others.exclude(pk=self.known.pk)
        if value and (other := others.first()):
            if Person.objects.known_to(self.by).filter(pk=other.pk).exists():
                raise forms.ValidationError(f"{other} has this number already. Search for them instead")
            # Of a restricted case: the concern must reach somebody, and whose number it is stays unsaid.
            raise forms.ValidationError(
                "This number cannot be entered here. Ask information governance or your service manager now"
            )
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("given_names") and not cleaned.get("family_name"):
            self.add_error("family_name", "Enter a name; for an unborn child “Baby” and the mother’s name")
        born, expected = cleaned.get("born_on"), cleaned.get("expected_on")
        if "born_on" not in self.errors and "expected_on" not in self.errors:
            if born and expected:
                self.add_error("expected_on", "Give the date of birth or the expected date, not both")
            elif not born and not expected:
                self.add_error("born_on", "Enter the date of birth, or the expected date")
        if expected and cleaned.get("sex") in (Sex.FEMALE, Sex.MALE):
            self.add_error("sex", "The sex of an unborn child is “not known”")
        cleaned["sex"] = cleaned.get("sex") or Sex.UNKNOWN
        return cleaned


class RelativeForm(forms.Form):
    kind = forms.ChoiceField(label="Who is this to the child?", choices=Relationship.Kind.choices)
    given_names = forms.CharField(label="Given names", max_length=120, required=False)
    family_name = forms.CharField(label="Family name", max_length=120, required=False)
    parental_responsibility = forms.BooleanField(label="Has parental responsibility", required=False)
    same_household = forms.BooleanField(label="Lives with the child", required=False)
    address = forms.CharField(
        label="Address, if different",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    address_withheld = forms.BooleanField(
        label="Withhold this address from the rest of the family", required=False
    )
    note = forms.CharField(label="Note", max_length=250, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("given_names") and not cleaned.get("family_name"):
            self.add_error("family_name", "Enter a name, or “not known”")
        return cleaned


class LookForm(forms.Form):
    """Why somebody without work on the child opens the file. Its names are no other form’s."""

    look_kind = forms.ChoiceField(
        label="Why do you open it?",
        choices=LookReason.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you open this file"},
    )
    look_words = forms.CharField(
        label="In your own words",
        help_text="Who told you, or for which of your cases. It is kept with the file.",
        max_length=500,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say in your own words why you open this file",
            "min_length": "Say it in a few words more, so that whoever asks later understands it",
        },
    )
