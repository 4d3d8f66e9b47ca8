"""What is asked about an enquiry (§6)."""

from datetime import date, datetime
from typing import Any

from django import forms

from agencies.models import Agency, User
from config.clock import LONDON, now
from records.fields import Choice, DayField, MomentField, Prose, offer, yes_no
from records.forms import ConfirmForm
from records.passages import NOT_FAMILY, RESTRICTIONS
from records.sections import RowForm, SectionForm
from s47 import permissions
from s47 import vocabulary as v
from s47.models import Enquiry
from s47.people import people_of
from strategy.forms.questions import Reveals, not_ahead, short
from strategy.vocabulary import CHECK_GROUNDS


def not_after_today(day: date | None) -> date | None:
    if day and day > now().astimezone(LONDON).date():
        raise forms.ValidationError("This day is still to come. Check the date")
    return day


class AllocateForm(SectionForm):
    lead_social_worker = Choice(label="Lead social worker", choices=[], widget=forms.Select)
    reason = Prose(label="Why is it handed over?", rows=2)

    def prepare(self) -> None:
        assert isinstance(self.record, Enquiry)
        able = permissions.able_to_lead(self.record).order_by("name").distinct()
        offer(self, "lead_social_worker", [(str(u.pk), u.name) for u in able])
        if self.record.allocation is None:
            del self.fields["reason"]


# --- rows ---------------------------------------------------------------------------


class SightingForm(RowForm):
    seen_at = MomentField(label="When was the child seen?")
    seer = Choice(
        label="Who saw the child?", choices=[], widget=forms.Select,
        help_text="One of the people of the enquiry: that stops the clock.",
    )  # fmt: skip
    seen_by = short(
        "If it was somebody else: who?",
        help_text="Kept as information: one of the people of the enquiry still has to see the child.",
    )
    place = short("Where?")
    alone = yes_no("Was the child seen alone?")
    exception = Choice(label="Why not alone?", choices=v.EXCEPTIONS)
    why = Prose(label="What was the reason?", rows=2)
    present = short("Who was present?")
    appearance = Prose(label="Appearance", rows=2)
    demeanour = Prose(label="Demeanour, mood and behaviour", rows=2)
    account = Prose(label="The child’s own account", rows=3)
    home = Prose(label="Home and sleeping conditions", rows=2)
    safety = Prose(label="Safety of the home", rows=2)
    reveals: Reveals = {"alone": {"no": ["exception", "why", "present"]}}
    needs = ("seen_at", "alone")

    def prepare(self) -> None:
        assert isinstance(self.record, Enquiry)
        known = [(str(m.user_id), f"{m.user.name}, {m.title}, {m.agency}") for m in people_of(self.record)]
        offer(self, "seer", known, first="Somebody else, or choose")
        if self.initial.get("seer") not in (None, "", "None"):
            self.initial["seen_by"] = ""  # the name of who was chosen

    def clean_seen_at(self) -> datetime | None:
        moment = not_ahead(self.cleaned_data["seen_at"])
        born_on = self.record.child.born_on if self.record else None
        if moment and born_on and moment.astimezone(LONDON).date() < born_on:
            raise forms.ValidationError(
                f"The child was born on {born_on:%-d %B %Y}, after that. Correct one of the two"
            )
        return moment

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "seer" not in self.errors and not said.get("seer") and not said.get("seen_by"):
            self.add_error("seer", "Choose who saw the child, or write who else it was")
        if said.get("seer") and said.get("seen_by"):
            self.add_error("seen_by", "Choose somebody, or write who else it was: not both")
        return said

    def columns(self) -> dict[str, Any]:
        alone, said = self.cleaned_data["alone"] == "yes", dict(self.cleaned_data)
        only_if_not = {"exception": "", "why": "", "present": ""} if alone else {}
        said["seer"] = User.objects.get_queryset().get(pk=said["seer"]) if said["seer"] else None
        by = said["seer"].name if said["seer"] else said["seen_by"]
        return said | only_if_not | {"alone": alone, "seen_by": by}


class VisitForm(RowForm):
    at = MomentField(label="When was the visit?")
    by_whom = short("Who visited?")
    met = short("Who was met?")
    found = Prose(label="What was found?", rows=4)
    needs = ("at", "by_whom", "met")

    def clean_at(self) -> datetime | None:
        return not_ahead(self.cleaned_data["at"])


class CheckForm(RowForm):
    agency = Choice(label="Which agency?", choices=[], widget=forms.Select)
    asked_on = DayField(label="When was it asked?")
    asked_with = Choice(label="How?", choices=v.ASKED_WITH)
    ground = Choice(label="On which ground without consent?", choices=CHECK_GROUNDS)
    authorised_by = short("Which manager authorised it?")
    answer = Choice(label="What became of it?", choices=v.ANSWERS)
    answered_on = DayField(label="When did it answer?")
    information = Prose(label="What does it know?", rows=4, help_text="“Nothing known” is an answer.")
    restriction = Choice(
        label="Who may read it?", choices=list(RESTRICTIONS.items()), widget=forms.Select,
        initial=NOT_FAMILY, help_text="The agency alone may widen this later.",
    )  # fmt: skip
    why_none = Prose(label="How was it chased, or why will it not answer?", rows=2)
    reveals: Reveals = {
        "asked_with": {"authorised": ["ground", "authorised_by"]},
        "answer": {"answered": ["answered_on", "information", "restriction"]},
    }
    needs = ("agency", "asked_on", "asked_with", "answer")

    def prepare(self) -> None:
        assert self.record
        seen = Agency.objects.filter(partnership=self.record.authority.partnership_id, active=True)
        offer(self, "agency", [(str(a.pk), a.name) for a in seen.order_by("name")])

    def clean_asked_on(self) -> date | None:
        return not_after_today(self.cleaned_data["asked_on"])

    def clean_answered_on(self) -> date | None:
        return not_after_today(self.cleaned_data["answered_on"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("asked_with") == "authorised":
            self._need(said, ground="Choose the ground", authorised_by="Name the manager who authorised it")
        answer = said.get("answer")
        if answer == "answered":
            known = "Say what it knows, or “nothing known”"
            self._need(said, answered_on="Say when it answered", information=known)
            asked, answered = said.get("asked_on"), said.get("answered_on")
            if asked and answered and answered < asked:
                self.add_error("answered_on", "It answered before it was asked. Check both days")
        elif answer in ("chased", "none"):
            self._need(said, why_none="Say how it was chased, or why it will not answer")
        return said

    def _need(self, said: dict[str, Any], **wanted: str) -> None:
        for name, sentence in wanted.items():
            if not said.get(name) and name not in self.errors:
                self.add_error(name, sentence)

    def columns(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["agency"] = Agency.objects.get(pk=said["agency"])
        said["restriction"] = said["restriction"] or NOT_FAMILY
        if said["asked_with"] == "consent":
            said |= {"ground": "", "authorised_by": ""}
        if said["answer"] != "answered":
            said |= {"answered_on": None, "information": "", "restriction": NOT_FAMILY}
        return said


class OtherChildForm(RowForm):
    name = short("Name and age")
    seen = yes_no("Was this child seen?")
    seen_at = MomentField(label="When?")
    seen_by = short("By whom?")
    alone = yes_no("Alone?")
    why_not = Prose(label="Why not seen, or not alone?", rows=2)
    reveals: Reveals = {"seen": {"yes": ["seen_at", "seen_by", "alone"]}}
    needs = ("name", "seen")

    def prepare(self) -> None:
        if "name" in self.initial:  # a row that is changed
            self.initial["seen"] = "yes" if self.initial.get("seen_at") else "no"

    def clean_seen_at(self) -> datetime | None:
        return not_ahead(self.cleaned_data["seen_at"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("seen") == "yes":
            if not said.get("seen_at") and "seen_at" not in self.errors:
                self.add_error("seen_at", "Say when this child was seen")
            if not said.get("seen_by"):
                self.add_error("seen_by", "Say who saw this child")
        if (said.get("seen") == "no" or said.get("alone") == "no") and not said.get("why_not"):
            self.add_error("why_not", "Say why not")
        return said

    def columns(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        if said.pop("seen") == "no":
            said |= {"seen_at": None, "seen_by": ""}
        return said | {"alone": said["alone"] == "yes"}


class RefusedForm(RowForm):
    at = MomentField(label="When was access refused?")
    by_whom = short("Who refused it?")
    what = Prose(label="What happened?", rows=3)
    needs = ("at", "by_whom", "what")

    def clean_at(self) -> datetime | None:
        return not_ahead(self.cleaned_data["at"])


# --- sections -----------------------------------------------------------------------


class ConcernForm(SectionForm):
    detail = Prose(
        label="The concern in clear detail",
        help_text="What is above came from the discussion. Add what is known since.",
        rows=5,
    )


class HistoryForm(SectionForm):
    reviewed = yes_no("Has the history been reviewed?")
    history = Prose(label="Earlier enquiries, conferences, plans and assessments", rows=4)
    pattern = Prose(label="What the history shows", rows=3)
    reveals: Reveals = {"reviewed": {"yes": ["history", "pattern"]}}


class AdultsForm(SectionForm):
    adults = Prose(label="Significant adults, and what is known of each", rows=4)
    visitors = Prose(label="Frequent visitors to the home", rows=3, help_text="Say “none known” if so.")


class ParentsForm(SectionForm):
    account = Prose(label="The parents’ and carers’ account", rows=5)
    family = Prose(label="Views of the wider family", rows=3)
    interpreter = yes_no("Was an interpreter or an advocate needed?")
    interpreter_who = short("Who, in which language, for whom?")
    interpreter_why_not = Prose(label="If there was none: why not?", rows=2)
    reveals: Reveals = {"interpreter": {"yes": ["interpreter_who", "interpreter_why_not"]}}


class OthersForm(SectionForm):
    others = yes_no("Are there other children in the household?")


class ContributorsForm(SectionForm):
    contributed = Prose(label="Who else contributed, and how", rows=3)
    did_not = Prose(label="Who did not contribute, and why", rows=3, help_text="Say “nobody” if so.")


class CameOfForm(SectionForm):
    comment = Prose(label="What became of the actions, in sum", rows=3)


class MedicalForm(SectionForm):
    medical = Choice(
        label="The medical examination",
        choices=[("done", "Was done"), ("waiting", "Is still to be done"), ("not_needed", "Was not needed")],
    )
    medical_result = Prose(label="What it found, who examined and when", rows=3)
    abe = Choice(
        label="The Achieving Best Evidence interview",
        choices=[("done", "Was done"), ("waiting", "Is still to be done"), ("not_needed", "Was not needed")],
    )
    abe_result = Prose(label="What came of it, who interviewed and when", rows=3)
    police = Prose(label="The police investigation", rows=2)
    reveals: Reveals = {"medical": {"done": ["medical_result"]}, "abe": {"done": ["abe_result"]}}


class AnalysisForm(SectionForm):
    harm = Prose(label="Harm and danger", rows=4)
    complicating = Prose(label="What complicates it", rows=3)
    strengths = Prose(label="Strengths and safety", rows=3)
    professionals = Prose(label="Views of the professionals", rows=3)
    parents = Prose(label="Views of the parents and carers", rows=3)
    child = Prose(label="Views, wishes and feelings of the child", rows=3)


class ConclusionForm(SectionForm):
    threshold = yes_no(
        "Is the child suffering, or likely to suffer, significant harm?",
        help_text="The threshold of section 47",
    )
    conclusion = Prose(label="The conclusion, and why", rows=4)
    next_steps = Prose(label="Next steps: for professionals and for the family", rows=4)


class SafetyForm(SectionForm):
    plan = Prose(label="What keeps the child safe from now on?", rows=5)
    agreed_with = Prose(
        label="Who has agreed it?", rows=2, help_text="It is shared with all who care for the child."
    )
    not_agreed = Prose(label="Who has not, and what is done about it", rows=2)
    next_visit = DayField(label="When does the social worker visit the child next?")
    visits = Prose(label="The visits after that", rows=2)


# --- gates --------------------------------------------------------------------------


EXPLAINED = "If it differs from the conclusion of the enquiry: why?"


class RecommendForm(SectionForm):
    outcome = Choice(label="What do you recommend?", choices=v.Outcome.choices)
    reasons = Prose(label="Reasons", rows=4)
    override = Prose(
        label="If a condition is not met: why does it go on?",
        rows=2,
        help_text="The head of service sees which condition is not met, and your reason.",
    )
    explained = Prose(label=EXPLAINED, rows=2, help_text="The record shows your reason.")


class DecideForm(ConfirmForm):
    outcome = Choice(label="What do you decide?", choices=v.Outcome.choices, required=False)
    onward = Choice(label="If there is no conference: what follows?", choices=v.ONWARD, required=False)
    reasons = Prose(label="Reasons", rows=4, required=False)
    explained = Prose(label=EXPLAINED, rows=2, required=False, help_text="The record shows your reason.")
    delay_cause = Prose(label="If it is later than its clock: what caused the delay?", rows=2, required=False)
    delay_mitigation = Prose(label="How was its impact on the child reduced?", rows=2, required=False)
    field_order = (
        "outcome", "onward", "reasons", "explained", "delay_cause", "delay_mitigation", "password",
    )  # fmt: skip


class ReturnForm(SectionForm):
    because = Prose(label="What must be done before you decide?", rows=3)


class MissingForm(SectionForm):
    since = MomentField(label="Since when is the child’s whereabouts unknown, or the child out of reach?")
    what = Prose(label="What is known, and what has been done?", rows=3)

    def clean_since(self) -> datetime | None:
        return not_ahead(self.cleaned_data["since"])


class FoundForm(SectionForm):
    when = MomentField(label="When was the child found?")
    how = Prose(label="How, and where is the child now?", rows=3)

    def clean_when(self) -> datetime | None:
        return not_ahead(self.cleaned_data["when"])


class AgreePlanForm(ConfirmForm):
    plan = Prose(label="The plan that you agree", rows=3, required=False)
    field_order = ("plan", "password")
