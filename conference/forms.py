"""What is asked about a conference (§7)."""

from datetime import date, datetime
from typing import Any

from django import forms

from agencies.models import Agency, User
from agencies.roles import Role
from children.models import Person
from conference import contradictions
from conference import vocabulary as v
from conference.models import Conference
from conference.workflow import holding
from config.clock import now
from records.fields import Choice, Choices, DayField, MomentField, Prose, offer, yes_no
from records.sections import RowForm, SectionForm
from s47.forms import not_after_today
from strategy import vocabulary as sv
from strategy.forms.questions import Reveals, not_ahead, short


class ConveneForm(SectionForm):
    planned_at = MomentField(label="When will it be held?")
    planned_minutes = forms.IntegerField(label="How many minutes?", initial=120, min_value=15, max_value=600)
    mode = Choice(label="How?", choices=[m for m in sv.MODES if m[0] != "telephone"], initial="face_to_face")
    place = short("Where, or by which service", max_length=200)
    chair = Choice(label="Conference chair", choices=[], widget=forms.Select)
    late_reason = Prose(
        label="If it is after the clock runs out: why?",
        rows=2,
        help_text="A manager and the conference chair each agree to it in their own sign-in.",
    )
    moved_because = Prose(
        label="If it is moved: why?", rows=2, help_text="The earlier date and the reason stay on record."
    )

    def prepare(self) -> None:
        assert self.record
        chairs = User.objects.of(self.record.authority).holding(Role.CONFERENCE_CHAIR).order_by("name")
        offer(self, "chair", [(str(u.pk), u.name) for u in chairs])


class FamilyPeople(RowForm):
    """A row about one of the child’s family, or the child."""

    person = Choice(label="Who?", choices=[], widget=forms.Select)

    def prepare(self) -> None:
        assert self.record
        child = self.record.child
        # A brother or sister whose case is restricted is not offered: the page does not know who reads it.
        relations = child.relationships.on_file().exclude(person__restricted=True)
        family = relations.select_related("person").order_by("pk")
        known = {str(r.person_id): f"{r.person}, {r.get_kind_display().lower()}" for r in family}
        offer(self, "person", {**known, str(child.pk): f"{child}, the child"}.items())

    def columns(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"person": Person.objects.get(pk=said["person"])}


class FamilyMemberForm(FamilyPeople):
    invited = yes_no("Invited?")
    told_on = DayField(label="When were they told?")
    told_how = short("How?")
    supporter = short("Who supports them: advocate, interpreter, friend")
    excluded_because = Prose(label="Why not? The chair decides", rows=2)
    attendance = Choice(label="Did they come?", choices=[("", "Not yet noted"), *sv.Attendance.choices],
                        widget=forms.Select)  # fmt: skip
    reveals: Reveals = {"invited": {"yes": ["told_on", "told_how", "supporter"], "no": ["excluded_because"]}}
    needs = ("person", "invited")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("invited") == "no" and not said.get("excluded_because"):
            self.add_error("excluded_because", "Give the reason for not inviting them")
        return said

    def columns(self) -> dict[str, Any]:
        said = super().columns()
        said["invited"] = said["invited"] == "yes"
        if said["invited"]:
            return said | {"excluded_because": ""}
        return said | {"told_on": None, "told_how": "", "supporter": ""}


class SharedForm(FamilyPeople):
    shared_on = DayField(label="When was the report shared with them?")
    by_whom = short("By whom?")
    why_not = Prose(label="If it was not: why not?", rows=2)
    needs = ("person",)

    def clean_shared_on(self) -> date | None:
        return not_after_today(self.cleaned_data["shared_on"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("shared_on") and not said.get("by_whom"):
            self.add_error("by_whom", "Say who shared it")
        if not said.get("shared_on") and not said.get("why_not") and "shared_on" not in self.errors:
            self.add_error("shared_on", "Say when it was shared, or why not")
        return said


class AgencyRow(RowForm):
    agency = Choice(label="Which agency?", choices=[], widget=forms.Select)

    def prepare(self) -> None:
        assert self.record
        seen = Agency.objects.filter(partnership=self.record.authority.partnership_id, active=True)
        offer(self, "agency", [(str(a.pk), a.name) for a in seen.order_by("name")])

    def columns(self) -> dict[str, Any]:
        chosen = self.cleaned_data["agency"]
        return self.cleaned_data | {"agency": Agency.objects.get(pk=chosen) if chosen else None}


class ViewForm(AgencyRow):
    view = Choice(label="What does it think?", choices=v.AGENCY_VIEWS)
    reason = Prose(label="Why?", rows=2)
    needs = ("agency", "view", "reason")


class CoreGroupForm(AgencyRow):
    name = short("Name", max_length=120)
    position = short("Job title, or relationship to the child", max_length=120)
    field_order = ("name", "position", "agency")
    needs = ("name",)


class EditForm(SectionForm):
    text = Prose(label="In your words", rows=6)


class RecommendationForm(SectionForm):
    recommendation = Prose(label="What do you recommend to the conference?", rows=4)
    outline = Prose(label="Outline of a plan", rows=4, help_text="What must change, by whom, by when.")


class SharedSectionForm(SectionForm):
    interpreter = short("Interpreter or other help used")


class HeldForm(SectionForm):
    started_at = MomentField(label="When did it begin?")
    ended_at = MomentField(label="When did it end?")
    place = short("Where, or by which service", max_length=200)
    delay_cause = Prose(label="If it was later than the clock: what caused the delay?", rows=2)
    delay_mitigation = Prose(label="How was its impact on the child reduced?", rows=2)

    def clean_started_at(self) -> datetime | None:
        return not_ahead(self.cleaned_data["started_at"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        start, end = said.get("started_at"), said.get("ended_at")
        if start and end and end <= start:
            self.add_error("ended_at", "The conference ends before it begins. Check both times")
        elif end and end > now():
            self.add_error("ended_at", "This moment is still to come. Check the date and the time")
        assert isinstance(self.record, Conference)
        if start:
            self.tell(holding.why_not_begun(self.record, start))
        return said


class AdjournForm(SectionForm):
    reason = Prose(
        label="Why is it adjourned?", rows=3, help_text="It is read in the record, with who was there."
    )
    goes_on_at = MomentField(label="When does it go on, if that is known?")


class WhoForm(SectionForm):
    not_quorate_reason = Prose(label="If it was not quorate: why did it go ahead?", rows=2)


class ViewsForm(SectionForm):
    participation = Choice(label="How did the child take part?", choices=v.PARTICIPATION, widget=forms.Select)
    child = Prose(label="The child’s views, wishes and feelings", rows=3)
    parents = Prose(label="The parents’ views", rows=3)

    def prepare(self) -> None:
        offer(self, "participation", v.PARTICIPATION)


class SummaryForm(SectionForm):
    information = Prose(label="What the conference heard", rows=4)
    strengths = Prose(label="Strengths and what works well", rows=3)
    worries = Prose(label="Worries and risks", rows=3)


class DecisionForm(SectionForm):
    contradictions = contradictions.DECISION
    threshold = yes_no("Is the child suffering, or likely to suffer, significant harm?")
    plan = yes_no("Is a child protection plan made?")
    categories = Choices(label="Category or categories", choices=sv.CATEGORIES)
    no_plan = Choice(label="What follows instead?", choices=v.NO_PLAN)
    reasons = Prose(label="Reasons", rows=4)
    dissent = yes_no("Did anybody dissent?")
    dissent_who = short("Who?")
    dissent_why = Prose(label="On what, and why?", rows=2)
    appeal = yes_no("Was the family told how to complain?")
    reveals: Reveals = {
        "plan": {"yes": ["categories"], "no": ["no_plan"]},
        "dissent": {"yes": ["dissent_who", "dissent_why"]},
    }


class PlanForm(SectionForm):
    outcomes = Prose(label="What must change for the child to be safe?", rows=4)
    contingency = Prose(label="What happens if it does not?", rows=3)
    review_how = Prose(label="How is the completion of the actions reviewed?", rows=2)


class FollowedForm(SectionForm):
    when = MomentField(label="When was it held?")
    why_then = Prose(label="If it was not a working day: why then?", rows=2)
    delay_cause = Prose(label="If it was later than its clock: what caused the delay?", rows=2)
    delay_mitigation = Prose(label="How was its impact on the child reduced?", rows=2)

    def clean_when(self) -> datetime | None:
        return not_ahead(self.cleaned_data["when"])


class CoreForm(SectionForm):
    contradictions = contradictions.CORE
    core_group_on = DayField(label="First core group on")
    review_on = DayField(label="First review conference on")
