"""What is asked about a concern (§4)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from agencies.models import Agency
from config.clock import LONDON, now
from deadlines.in_time import ran_out
from records.contents import rows_of
from records.fields import Choice, Choices, DayField, MomentField, Prose, moment_in_words, offer, yes_no
from records.forms import ConfirmForm
from records.sections import RowForm, SectionForm
from strategy import vocabulary as v
from strategy.after_breach import QUESTION
from strategy.forms.questions import Reveals, not_ahead, short
from strategy.models import StrategyDiscussion


class SetsClocks(SectionForm):
    """Answers that set a clock. Once it has run out, what shows that it had not needs a reason (§3)."""

    asked_once = (QUESTION,)

    def prepare(self) -> None:
        record = self.record
        if record and record.is_open and any(ran_out(c, at=now()) for c in rows_of(record, "deadlines")):
            self.fields[QUESTION] = Prose(
                label="A clock of this concern ran out. If you correct what set it: what, and why?",
                help_text="Asked when the clock would then not have run out. A manager saves that; "
                "the reason is kept, and that it ran out stays counted.",
                rows=3,
                required=False,
            )


class ReferralForm(SetsClocks):
    received_at = MomentField(
        label="When did children’s social care receive this?",
        help_text="The clocks start here. For example 27 3 2026, 14:30",
    )
    identified_at = MomentField(
        label="When was the concern identified, if earlier or later?",
        help_text="Leave empty when it is the same moment",
    )
    source_kind = Choice(label="Who told us?", choices=[("", "Choose"), *v.SOURCES], widget=forms.Select)
    source_agency = Choice(label="Their agency", choices=[], widget=forms.Select)
    source_name = short("Their name")
    source_relationship = short("Their job, or relationship to the child")
    may_be_named = yes_no("May the family be told who it was?")

    def prepare(self) -> None:
        super().prepare()
        assert self.record
        agencies = Agency.objects.filter(
            partnership=self.record.authority.partnership_id, active=True
        ).order_by("name")
        offer(
            self, "source_agency", [(str(a.pk), a.name) for a in agencies], first="None, or not in the list"
        )

    def clean_received_at(self) -> datetime | None:
        return not_ahead(self.cleaned_data["received_at"])

    def clean_identified_at(self) -> datetime | None:
        return not_ahead(self.cleaned_data["identified_at"])


class SaidForm(SectionForm):
    what = Prose(
        label="What was said?",
        help_text="In the words of who told us, as far as possible. Facts apart from opinion.",
        rows=8,
    )
    categories = Choices(label="Kind of harm", choices=v.CATEGORIES)
    trigger = Choice(label="What brings this now?", choices=v.TRIGGERS)
    incident_on = DayField(label="Date of the incident")
    aware_on = DayField(label="Date we became aware")
    assessment = Prose(label="Which assessment concluded so, and when?", rows=2)
    reveals: Reveals = {"trigger": {"incident": ["incident_on", "aware_on"], "cumulative": ["assessment"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        incident, aware = cleaned.get("incident_on"), cleaned.get("aware_on")
        received = self._received_on()
        for name, day in (("incident_on", incident), ("aware_on", aware)):
            if day and received and day > received:
                self.add_error(name, "This is after the concern was received. Check both dates")
        if incident and aware and incident > aware:
            self.add_error("aware_on", "We cannot have known before it happened")
        return cleaned

    def _received_on(self) -> date | None:
        assert self.record
        contents = self.record.contents.filter(section="referral").first()
        if contents and (received := contents.fields.get("received_at")):
            return datetime.fromisoformat(received).astimezone(LONDON).date()
        return now().astimezone(LONDON).date()


class FlagsForm(SetsClocks):
    flags = Choices(
        label="Does any of this apply?",
        choices=v.FLAGS,
        help_text="These set the clocks. Leave all empty when none applies.",
    )
    emergency_kind = short("Which emergency action, and who took it?")
    emergency_at = MomentField(label="When was it taken?")
    circumstances = Choices(
        label="What is known about the child and the household?",
        choices=v.CIRCUMSTANCES,
        help_text="These decide who must be asked.",
    )
    offences = Choices(
        label="Is any of these alleged or suspected?",
        choices=[*v.OFFENCES, v.MINOR_INJURY],
        help_text="These decide whether a joint investigation with the police is required.",
    )
    reveals: Reveals = {"flags": {v.EMERGENCY: ["emergency_kind", "emergency_at"]}}

    def clean_emergency_at(self) -> datetime | None:
        return not_ahead(self.cleaned_data["emergency_at"])


class ConsiderationsForm(SectionForm):
    considered = Choices(label="What weighs here?", choices=v.CONSIDERATIONS)
    notes = Prose(label="Why", rows=4)


class PlaceForm(SectionForm):
    lives = Choice(
        label="Where does the child live?",
        choices=[("here", "In our area"), ("elsewhere", "In another area; found here")],
    )
    home_authority = short("Home authority")
    told_home_at = MomentField(
        label="When was the home authority told?", help_text="It must be told at once."
    )
    accepted = Choice(
        label="Has the home authority accepted responsibility?",
        choices=[
            ("written", "Yes, in writing"),
            ("spoken", "Yes, not yet in writing"),
            ("no", "No"),
        ],
    )
    accepted_note = short("Who accepted, and when")
    reveals: Reveals = {
        "lives": {"elsewhere": ["home_authority", "told_home_at", "accepted", "accepted_note"]}
    }


class LiaisonForm(RowForm):
    at = MomentField(label="When did you speak with the police?")
    officer = short("Name and rank of the officer", max_length=120)
    agreed = Prose(
        label="What was agreed?",
        help_text="Immediate steps, and whether by telephone or as a meeting",
    )
    needs = ("at", "officer", "agreed")

    def clean_at(self) -> datetime | None:
        return not_ahead(self.cleaned_data["at"])


class JoinForm(ConfirmForm, RowForm):
    to = Choice(label="Which discussion covers this concern?", choices=[], widget=forms.Select)
    reason = Prose(
        label="Why?", help_text="It keeps its own receipt and clock; the discussion stops it too.", rows=2
    )
    needs = ("to", "reason")

    def __init__(self, *args: Any, discussions: Sequence[StrategyDiscussion], **kwargs: Any) -> None:
        self.discussions = discussions
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        named = [(str(d.pk), f"{d.ref}, {moment_in_words(d.planned_at)}") for d in self.discussions]
        offer(self, "to", named)


class DecideForm(ConfirmForm, RowForm):
    hold = Choice(
        label="Will a strategy discussion be held?",
        choices=[("yes", "Yes, hold a discussion"), ("no", "No")],
    )
    reason = Prose(label="Reason")
    needs = ("hold", "reason")
    field_order = ("hold", "reason", "password")
