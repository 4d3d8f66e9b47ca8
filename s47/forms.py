"""What is asked about an enquiry (§6)."""

from typing import Any

from django import forms

from records.fields import Choice, MomentField, Prose, offer, yes_no
from records.sections import SectionForm
from s47 import permissions
from s47.models import Enquiry
from s47.vocabulary import EXCEPTIONS
from strategy.forms.questions import Reveals, short


class AllocateForm(SectionForm):
    lead_social_worker = Choice(label="Lead social worker", choices=[], widget=forms.Select)
    reason = Prose(label="Why is it handed over?", rows=2)

    def prepare(self) -> None:
        assert isinstance(self.record, Enquiry)
        able = permissions.able_to_lead(self.record).order_by("name").distinct()
        offer(self, "lead_social_worker", [(str(u.pk), u.name) for u in able])
        if self.record.allocation is None:
            del self.fields["reason"]


class SeenForm(SectionForm):
    seen_at = MomentField(label="When was the child seen?")
    seen_by = short("By whom?")
    alone = yes_no("Was the child seen alone?")
    exception = Choice(label="Why not alone?", choices=EXCEPTIONS)
    why = Prose(label="What was the reason?", rows=2)
    present = short("Who was present?")
    reveals: Reveals = {"alone": {"no": ["exception", "why", "present"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("alone"):
            self.add_error("alone", "Say whether the child was seen alone")
        return cleaned
