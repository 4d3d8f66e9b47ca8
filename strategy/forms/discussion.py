"""What is asked about a discussion (§5)."""

from datetime import datetime
from typing import Any

from django import forms

from agencies.models import Agency
from config.clock import now
from records.fields import Choice, Choices, DayField, MomentField, Prose, offer, yes_no
from records.passages import NOT_FAMILY, RESTRICTIONS
from records.sections import RowForm, SectionForm
from strategy import contradictions, lateness
from strategy import vocabulary as v
from strategy.forms.questions import Reveals, not_ahead, short
from strategy.models import LIKELIHOODS, StrategyDiscussion


class ChildForm(SectionForm):
    fathers = Prose(
        label="Fathers, also those who live elsewhere",
        help_text="Who they are, where they are, and what is known. Say so when it is not known "
        "and what has been done to find out.",
        rows=3,
    )
    adults = Prose(label="Other significant adults and frequent visitors", rows=3)
    identity = Prose(
        label="Language, culture, religion, disability and communication",
        help_text="What the discussion must take into account, and whether an interpreter is needed",
        rows=3,
    )


class HeldForm(SectionForm):
    mode = Choice(label="How was it held?", choices=v.MODES)
    phone_reason = Prose(
        label="Why was no meeting possible?", rows=2, help_text="Telephone calls are the exception."
    )
    started_at = MomentField(label="When did it begin?")
    ended_at = MomentField(label="When did it end?")
    place = short("Where, or by which service")
    reveals: Reveals = {"mode": {"telephone": ["phone_reason"]}}

    def prepare(self) -> None:
        self.fields["mode"].initial = getattr(self.record, "mode", None)
        self.fields["place"].initial = getattr(self.record, "place", None)

    def clean_started_at(self) -> datetime | None:
        return not_ahead(self.cleaned_data["started_at"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("started_at"), cleaned.get("ended_at")
        if end and not start and "started_at" not in self.errors:
            self.add_error("started_at", "Say when it began, too")
        if start and end and end <= start:
            self.add_error("ended_at", "The discussion ends before it begins. Check both times")
        elif end and end > now():
            self.add_error("ended_at", "This moment is still to come. Check the date and the time")
        return cleaned


class WhoForm(SectionForm):
    not_quorate_reason = Prose(
        label="If a required agency was missing: why did it go ahead?",
        help_text="A discussion is not delayed because somebody cannot come.",
        rows=2,
    )


class ReasonForm(SectionForm):
    contradictions = contradictions.REASON
    trigger = Prose(
        label="What triggered this discussion?",
        help_text="The incident and the date we became aware, or the cumulative factors and the "
        "assessment that found them.",
        rows=5,
    )
    purpose = Prose(label="Purpose: the issues to be covered", rows=3)
    delay = yes_no("Was there a delay in holding the discussion?")
    delay_cause = Prose(label="What caused the delay?", rows=2)
    delay_mitigation = Prose(label="How was its impact on the child reduced?", rows=2)
    reveals: Reveals = {"delay": {"yes": ["delay_cause", "delay_mitigation"]}}

    def prepare(self) -> None:
        """What was said on the clock already need not be written again."""
        if isinstance(self.record, StrategyDiscussion):
            late = next((c for c in lateness.late_clocks(self.record) if c.delay_cause), None)
            for name in ("delay_cause", "delay_mitigation") if late else ():
                self.fields[name].initial = getattr(late, name)


class VoiceForm(SectionForm):
    says = Prose(label="What does the child say, show and live?", rows=5)
    how = Prose(label="How is this known?", rows=2)
    speaks_for = Prose(
        label="If the child cannot speak: who speaks for them, and from what?",
        help_text="What somebody has seen of the child with their parents and others",
        rows=2,
    )


class RisksForm(SectionForm):
    others = Prose(
        label="Other children who may be affected",
        help_text="In the household or in contact with whoever may have caused harm. Say “none known” if so.",
        rows=3,
    )
    needs_arising = Prose(label="Needs arising from race, culture, religion, language or disability", rows=2)
    strengths = Prose(label="What protects the child", rows=2)


class DecisionsForm(SectionForm):
    contradictions = contradictions.DECISIONS
    threshold = yes_no(
        "Is there reasonable cause to suspect that the child is suffering, or is likely to "
        "suffer, significant harm?"
    )
    decisions = Choices(label="What was decided?", choices=v.Decided.choices)
    conducted = Choice(
        label="Who conducts the section 47 enquiries?",
        choices=[
            ("alone", "Children’s social care alone"),
            ("joint", "Children’s social care and police jointly"),
        ],
    )
    joint_reason = Prose(label="If that differs from what the rules say: why?", rows=2)
    conference = yes_no(
        "Is an initial child protection conference decided already?",
        help_text="Then the outcome of the enquiries is due within 5 days.",
    )
    referred_to = short("Which agency?")
    conclusion = Choice(label="What does the discussion conclude?", choices=v.CONCLUSIONS)
    reveals: Reveals = {
        "decisions": {
            "s47": ["conducted", "joint_reason", "conference"],
            "referral": ["referred_to"],
        }
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reveals = {k: dict(value) for k, value in self.reveals.items()}
        for kind, label in v.Decided.choices:
            name = f"reason_{kind}"
            self.fields[name] = Prose(
                label="Reason", rows=2, required=False, help_text=f"Why: {str(label).lower()}"
            )
            reveals["decisions"][kind] = [name, *reveals["decisions"].get(kind, [])]
        self.reveals = reveals
        self.told_by_rows = ("decisions", *(f"reason_{kind}" for kind, _ in v.Decided.choices))

    def prepare(self) -> None:
        if not getattr(self.record, "concludes", False):
            del self.fields["conclusion"]

    def clean_decisions(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["decisions"]
        if "nfa" in chosen and len(chosen) > 1:
            raise forms.ValidationError(
                "“No further action” excludes every other decision. Untick it or the others"
            )
        return chosen


class PlanForm(SectionForm):
    who = Prose(label="Who conducts the enquiries?", rows=2)
    areas = Prose(label="Areas of risk to be assessed", rows=3)
    information = Prose(label="What information is needed, and how will it be obtained?", rows=3)
    interviews = Prose(label="Who is interviewed, by whom, why and when?", rows=3)
    seen_alone = Prose(
        label="When is the child seen alone, and by whom?",
        help_text="Or why this would not be right for this child",
        rows=2,
    )
    wishes = Prose(label="How are the child’s wishes and feelings ascertained?", rows=2)
    criminal = Prose(label="Criminal investigation: conduct and timing", rows=2)
    consent = Choice(
        label="Agency checks",
        choices=[("consent", "With the parents’ consent"), ("authorised", "Authorised without")],
    )
    consent_ground = Choice(label="On which ground?", choices=v.CHECK_GROUNDS)
    consent_by = short("Authorised by")
    family_told = Prose(label="What is the family told, by whom and when, or why not?", rows=3)
    legal = Prose(label="Legal action", rows=2)
    discharge = Prose(label="If in hospital: how is a safe discharge secured?", rows=2)
    reveals: Reveals = {"consent": {"authorised": ["consent_ground", "consent_by"]}}


class ExaminationForm(SectionForm):
    medical = yes_no("Is a medical examination needed?")
    medical_who = short("Who consults the paediatrician?")
    medical_when = short("When and where")
    medical_consent = short("Consent")
    medical_why_not = Prose(label="Why not?", rows=2)
    abe = yes_no("Is an Achieving Best Evidence interview needed?")
    abe_plan = yes_no("Is the child interview plan complete?")
    abe_by_whom = short("Who completes it?")
    abe_by_when = DayField(label="By when?")
    reveals: Reveals = {
        "medical": {
            "yes": ["medical_who", "medical_when", "medical_consent"],
            "no": ["medical_why_not"],
        },
        "abe": {"yes": ["abe_plan", "abe_by_whom", "abe_by_when"]},
    }


class SafetyForm(SectionForm):
    measures = Prose(label="What keeps the child safe from now on?", rows=4)
    visits = Prose(label="Visits and monitoring, by which agency", rows=3)
    next_visit = DayField(label="When does the social worker visit next?")
    contingency = Prose(label="What if it does not hold?", rows=2)
    told = short("With whom has it been agreed?")


class ActionsForm(SectionForm):
    review_how = Prose(label="How is the completion of the actions reviewed?", rows=2)
    review_on = DayField(label="By when is it reviewed?")


class FurtherForm(SectionForm):
    follow_up = yes_no("Is a further discussion needed?")
    follow_up_on = DayField(label="By when?")
    follow_up_purpose = Prose(label="What for?", rows=2)
    disagreement = yes_no("Does any agency disagree?")
    disagreement_agency = short("Which agency?")
    disagreement_on = Prose(label="On what, and what is its view?", rows=3)
    disagreement_escalated = Prose(label="How is it escalated?", rows=2)
    reveals: Reveals = {
        "follow_up": {"yes": ["follow_up_on", "follow_up_purpose"]},
        "disagreement": {"yes": ["disagreement_agency", "disagreement_on", "disagreement_escalated"]},
    }


# --- rows ---------------------------------------------------------------------------


class InformationForm(RowForm):
    agency = Choice(label="Agency", choices=[], widget=forms.Select)
    facts = Prose(label="Information", rows=4)
    source = Choice(label="Where is it from?", choices=v.INFORMATION_SOURCES)
    analysis = Prose(label="The agency’s own analysis of the risk", rows=3)
    restriction = Choice(
        label="Who may read it?", choices=list(RESTRICTIONS.items()), widget=forms.Select,
        initial=NOT_FAMILY, help_text="The agency alone may widen this later.",
    )  # fmt: skip
    needs = ("agency", "facts")

    def prepare(self) -> None:
        assert self.record
        seen = Agency.objects.filter(partnership=self.record.authority.partnership_id, active=True).order_by(
            "name"
        )
        offer(self, "agency", [(str(a.pk), a.name) for a in seen])

    def columns(self) -> dict[str, Any]:
        chosen = Agency.objects.get(pk=self.cleaned_data["agency"])
        return self.cleaned_data | {
            "agency": chosen,
            "restriction": self.cleaned_data["restriction"] or NOT_FAMILY,
        }


class RiskForm(RowForm):
    risk = Prose(label="The risk, named", rows=2)
    category = Choice(label="Kind of harm", choices=[("", "Choose"), *v.CATEGORIES], widget=forms.Select)
    evidence = Prose(label="Evidence", rows=2)
    to_whom = short("To whom", max_length=200)
    likelihood = Choice(label="How likely", choices=LIKELIHOODS)
    needs = ("risk",)


class CallForm(RowForm):
    at = MomentField(label="When")
    people = short("Who spoke", max_length=300)
    said = Prose(label="What was said", rows=2)
    needs = ("at", "people")

    def clean_at(self) -> datetime | None:
        return not_ahead(self.cleaned_data["at"])


class ContributionForm(RowForm):
    information = Prose(label="What do you know about the child and the family?", rows=8)
    source = Choice(label="Where is it from?", choices=v.INFORMATION_SOURCES)
    analysis = Prose(
        label="What do you think it means for the child?",
        help_text="Your own analysis of the risk, from your profession",
        rows=5,
    )
    restriction = Choice(
        label="Who may read it?",
        choices=list(RESTRICTIONS.items()),
        help_text="Your agency alone may widen this later.",
    )
