from typing import Any

from django import forms
from django.conf import settings

from actions.models import ChildPlan
from agencies.models import User
from config import scanner
from config.dates import DayField
from records.fields import Choice, Prose, offer
from records.passages import NOT_FAMILY, RESTRICTIONS
from records.sections import SectionForm

# What a file of this name must begin with; anything else is not what it claims.
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "txt": (),
}


INFECTED = "The virus scanner found something in this file. It was not stored. Tell your IT service"
UNSCANNED = "The virus scanner does not answer, so the file was not stored. Try again in a few minutes"


class EvidenceField(forms.FileField):
    """A file that is small enough and what it claims to be."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if not found:
            return None
        if found.size > settings.UPLOAD_LIMIT_BYTES:
            limit = settings.UPLOAD_LIMIT_BYTES // 1024 // 1024
            raise forms.ValidationError(f"The file is larger than {limit} MB. Choose a smaller one")
        ending = found.name.rsplit(".", 1)[-1].lower()
        if ending not in BEGINNINGS:
            known = ", ".join(BEGINNINGS)
            raise forms.ValidationError(f"Files of this kind are not taken. Choose one of {known}")
        start = found.read(512)
        found.seek(0)
        if BEGINNINGS[ending] and not start.startswith(BEGINNINGS[ending]):
            raise forms.ValidationError(f"This file is not the {ending.upper()} that its name says")
        if ending == "txt" and b"\x00" in start:
            raise forms.ValidationError("This file is not the text that its name says")
        try:
            scanner.check(found)
        except scanner.Infected:
            raise forms.ValidationError(INFECTED, code="infected") from None
        except scanner.Unreachable:
            raise forms.ValidationError(UNSCANNED, code="unscanned") from None
        return found


class CompleteForm(forms.Form):
    outcome = Prose(label="What was done?", required=False)
    evidence = EvidenceField(
        label="Evidence, if there is any", required=False,
        help_text="PDF, Word, Excel, text or a picture",
    )  # fmt: skip

    restriction = Choice(
        label="Who may read what was done?", choices=list(RESTRICTIONS.items()), initial=NOT_FAMILY,
        required=False,
        help_text="Your agency and children’s social care always can. This says who else may, once it stands"
        " in a signed record; the file is never sent on",
    )  # fmt: skip

    def clean_restriction(self) -> str:
        return str(self.cleaned_data["restriction"] or NOT_FAMILY)


class HandOverForm(forms.Form):
    to = Choice(label="Who takes it over?", choices=[], widget=forms.Select, required=False)
    reason = Prose(label="Reason", rows=2, required=False)

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(u.pk): u for u in colleagues}
        offer(self, "to", [(pk, u.name) for pk, u in self.colleagues.items()])


class TimeForm(forms.Form):
    day = DayField(label="Until when?", required=False)
    reason = Prose(label="Reason", rows=2, required=False)


class NoteForm(forms.Form):
    note = Prose(label="Note", rows=2, required=False)


class PlanForm(SectionForm):
    """Into which plan of the child the actions go: one that is noted, or one noted now."""

    plan = Choice(label="Into which plan?", choices=[], widget=forms.Select)
    kind = Choice(label="Which kind?", choices=ChildPlan.Kind.choices)
    dated = DayField(label="Its date")
    owner = Choice(label="Who owns it?", choices=[], widget=forms.Select)

    def prepare(self) -> None:
        assert self.record
        known = (
            ChildPlan.objects.filter(child=self.record.child_id).select_related("owner").order_by("-dated")
        )
        offer(
            self,
            "plan",
            [(str(p.pk), str(p)) for p in known.order_by("-dated")],
            first="One that is not noted here yet",
        )
        people = User.objects.of(self.record.authority).order_by("name")
        offer(self, "owner", [(str(u.pk), u.name) for u in people])
