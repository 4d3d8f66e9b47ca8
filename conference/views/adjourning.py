from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agencies.access import user_of
from audit import door
from audit.models import AccessEvent
from conference.forms import AdjournForm
from conference.models import Conference
from conference.workflow import adjourning
from conference.workflow.adjourning import Adjourning
from config.clock import now
from records.door import open_record
from records.refusals import Refused, refuse_if


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def adjourn(request: HttpRequest, ref: str) -> HttpResponse:
    """The chair adjourns a sitting: why, and when it goes on."""
    conference: Conference = open_record(request, ref, "conference")
    user = user_of(request)
    form = AdjournForm(request.POST or None, record=conference)
    if request.method == "POST":
        refuse_if(adjourning.why_not_adjourn(conference, by=user))
        if form.is_valid():
            try:
                how = Adjourning(**form.cleaned_data)
                adjourning.adjourn(conference.pk, how=how, by=user, at=now())
            except Refused as refused:
                form.tell(refused.reasons)
                door.note_refused(request)
            else:
                messages.success(request, "Adjourned. This sitting is kept; its clock runs on.")
                return redirect("record", ref=ref)
    context = {
        "record": conference,
        "child": conference.child,
        "form": form,
        "why_not": list(adjourning.why_not_adjourn(conference, by=user)),
        "mend_base": f"/records/{ref}/",
    }
    return render(request, "conference/adjourn.html", context, status=422 if form.errors else 200)
