from typing import Any

from django.contrib import messages
from django.forms import Select
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agencies.access import user_of
from agencies.models import User
from audit import door
from audit.models import AccessEvent
from conference.models import Conference
from conference.shared import papers
from conference.workflow import sharing
from config.clock import now
from records import second_reading
from records.door import open_record
from records.fields import Choice, offer
from records.refusals import Refused
from records.sections import SectionForm


class CopyForm(SectionForm):
    to = Choice(label="For whom?", choices=[], widget=Select)
    reader = Choice(label="Who reads it before it is given?", choices=[], widget=Select)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        assert isinstance(self.record, Conference)
        offer(self, "to", [(str(p.pk), str(p)) for p in sharing.people(self.record)])
        readers = second_reading.readers(self.record, but=self.user)
        offer(self, "reader", [(str(u.pk), u.name) for u in readers])


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def reports(request: HttpRequest, ref: str) -> HttpResponse:
    """The family’s copies of the report: one for each person, and how far each is."""
    conference: Conference = open_record(request, ref, "conference")
    user = user_of(request)
    form = CopyForm(request.POST or None, record=conference, user=user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        to = next((p for p in sharing.people(conference) if str(p.pk) == said["to"]), None)
        readers = second_reading.readers(conference, but=user)
        reader = next((u for u in readers if str(u.pk) == said["reader"]), None)
        try:
            made = sharing.make_copy(conference.pk, to=to, reader=reader, by=user, at=now())
        except Refused as refused:
            form.tell(refused.reasons)
            door.note_refused(request)
        else:
            messages.success(request, f"The copy is made. {reader} is asked to read it before it is given.")
            return redirect(made.path)
    context = {
        "record": conference,
        "child": conference.child,
        "form": form,
        "papers": papers(conference).order_by("-pk"),
        "why_not": list(sharing.why_not_copy(conference, by=user)),
    }
    return render(request, "conference/family.html", context, status=422 if form.errors else 200)
