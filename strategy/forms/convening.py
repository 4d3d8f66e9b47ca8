"""What is asked when a discussion is convened, and of somebody who is not in the list."""

from django import forms

from agencies.addresses import AddressInput
from agencies.models import User
from agencies.roles import CHAIRS, Role
from records.fields import Choice, MomentField, Prose, offer
from records.sections import RowForm
from strategy import asking, facts
from strategy import vocabulary as v
from strategy.forms.questions import short
from strategy.queries import partners


class ConveneForm(RowForm):
    planned_at = MomentField(label="When will it be held?")
    minutes = forms.IntegerField(label="How many minutes?", initial=60, min_value=5, max_value=600)
    mode = Choice(label="How?", choices=v.MODES, initial="video")
    place = short("Where, or by which service", max_length=200)
    chair = Choice(label="Chair", choices=[], widget=forms.Select)
    social_worker = Choice(label="Social worker", choices=[], widget=forms.Select)
    late_reason = Prose(label="If it is after the clock runs out: why?", rows=2)
    needs = ("planned_at", "chair", "social_worker")
    drawn_by_page = ("invite", "new_agency", "new_name", "new_email", "new_position")

    def ask_why(self, asks: list[facts.Ask]) -> None:
        """A question for each required seat that is left out; its answer stands in the record."""
        for ask in asks:
            label = f"{ask.who} must be asked ({ask.why}). Why is nobody?"
            self.fields[asking.field_of(ask)] = Prose(label=label, rows=2, required=False)

    def prepare(self) -> None:
        assert self.record
        people = User.objects.of(self.record.authority)
        chairs = people.holding(*CHAIRS).order_by("name")
        workers = people.holding(Role.SOCIAL_WORKER).order_by("name")
        offer(self, "chair", [(str(u.pk), u.name) for u in chairs])
        offer(self, "social_worker", [(str(u.pk), u.name) for u in workers])


class PersonForm(RowForm):
    new_agency = Choice(label="Agency", choices=[], widget=forms.Select)
    new_name = short("Name", max_length=120)
    new_email = AddressInput(label="Email address at work")
    new_position = short("Job title", max_length=120)
    needs = ("new_agency", "new_name", "new_email")
    drawn_by_page = ("invite",)

    def prepare(self) -> None:
        assert self.record
        agencies = partners(self.record.authority)
        offer(self, "new_agency", [(str(a.pk), a.name) for a in agencies])
