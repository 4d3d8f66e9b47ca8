from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from agencies.access import user_of
from audit import door
from audit.models import AccessEvent
from config.clock import now
from config.paging import Page
from deadlines import late, workflow
from deadlines.forms import WhyLateForm
from deadlines.models import Deadline
from records.door import refuse


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """One clock, why it ends when it ends, day by day; and once it has run out, why that was."""
    user, at = user_of(request), now()
    seen = Deadline.objects.visible_to(user)
    deadline = seen.select_related("record__child", "record__authority", "owner").filter(pk=pk).first()
    if deadline is None:
        refuse(request, "clock", str(pk))
    record = deadline.record
    door.shown(request, "clock", record.ref, child_id=record.child_id)
    said = {name: getattr(deadline, name) for name in WhyLateForm.base_fields}
    form = WhyLateForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        cause, mitigation = form.cleaned_data["delay_cause"], form.cleaned_data["delay_mitigation"]
        late.say_why(deadline.pk, cause=cause, mitigation=mitigation, by=user, at=at)
        messages.success(request, "Noted: why it was late stands on the clock.")
        return redirect("clock", pk=deadline.pk)
    context = {
        "deadline": deadline,
        "explanation": workflow.explanation(deadline),
        "record": record,
        "child": record.child,
        "earlier": Deadline.objects.filter(superseded_by=deadline).first(),
        "form": None if any(late.why_not_say_why(deadline, by=user, at=at)) else form,
    }
    return render(request, "deadlines/clock.html", context, status=422 if form.errors else 200)


@require_GET
@door.notes(AccessEvent.Verb.VIEW)
def late_clocks(request: HttpRequest) -> HttpResponse:
    """My clocks that were met late, and of which nobody has said why."""
    user = user_of(request)
    page = Page(late.waiting_for(user).listed(), request.GET.get("page"))
    door.shown(request, "late clocks")
    for deadline in page:
        door.named(deadline.record.child_id)
    return render(request, "deadlines/late.html", {"page": page})
