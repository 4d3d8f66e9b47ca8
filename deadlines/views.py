from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from agencies.access import user_of
from agencies.roles import Role
from audit import door
from audit.models import AccessEvent
from config.clock import now
from config.paging import Page
from deadlines import breaches, health, late, workflow
from deadlines.forms import AnswerForm, WhyLateForm
from deadlines.models import Deadline
from records.door import refuse
from records.refusals import refuse_if


def _open_clock(request: HttpRequest, pk: int) -> Deadline:
    """:raises Http404: for those to whom it is not open, whether it exists or not."""
    wide = ("record__child", "record__authority", "owner", "breach__answer__by")
    seen = Deadline.objects.visible_to(user_of(request))
    deadline = seen.select_related(*wide).filter(pk=pk).first()
    if deadline is None:
        refuse(request, "clock", str(pk))
    door.shown(request, "clock", deadline.record.ref, child_id=deadline.record.child_id)
    return deadline


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """One clock, why it ends when it ends, day by day; and once it has run out, why that was."""
    user, at = user_of(request), now()
    deadline = _open_clock(request, pk)
    record = deadline.record
    said = {name: getattr(deadline, name) for name in WhyLateForm.base_fields}
    form = WhyLateForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        cause, mitigation = form.cleaned_data["delay_cause"], form.cleaned_data["delay_mitigation"]
        late.say_why(deadline.pk, cause=cause, mitigation=mitigation, by=user, at=at)
        messages.success(request, "Noted: why it was late stands on the clock.")
        return redirect("clock", pk=deadline.pk)
    breach = getattr(deadline, "breach", None)
    context = {
        "deadline": deadline,
        "explanation": workflow.explanation(deadline),
        "record": record,
        "child": record.child,
        "breach": breach,
        "may_answer": breach and not any(breaches.why_not_answer(breach, by=user)),
        "earlier": Deadline.objects.filter(superseded_by=deadline).first(),
        "form": None if any(late.why_not_say_why(deadline, by=user, at=at)) else form,
    }
    return render(request, "deadlines/clock.html", context, status=422 if form.errors else 200)


@require_GET
@door.notes(AccessEvent.Verb.VIEW)
def late_clocks(request: HttpRequest) -> HttpResponse:
    """My clocks that ended late, and of which nobody has said why."""
    user = user_of(request)
    page = Page(late.waiting_for(user).listed(), request.GET.get("page"))
    door.shown(request, "late clocks")
    for deadline in page:
        door.named(deadline.record.child_id)
    return render(request, "deadlines/late.html", {"page": page})


@require_GET
@door.notes(AccessEvent.Verb.VIEW)
def to_answer(request: HttpRequest) -> HttpResponse:
    """Clocks that ran out and that a correction shows to have been in time: for another to say so."""
    found = breaches.waiting_for(user_of(request)).order_by("-due_at", "-pk")
    page = Page(found.select_related("clock__record__child", "clock__settled_by"), request.GET.get("page"))
    door.shown(request, "clocks to answer")
    for breach in page:
        door.named(breach.clock.record.child_id)
    return render(request, "deadlines/to_answer.html", {"page": page})


@require_GET
@door.notes(AccessEvent.Verb.VIEW)
def health_of_clocks(request: HttpRequest) -> HttpResponse:
    """Counts and moments, for the system administrator; no case."""
    if not user_of(request).holds(Role.ADMINISTRATOR):
        refuse(request, "health of the clocks", "")
    door.shown(request, "health of the clocks")
    return render(request, "deadlines/health.html", {"health": health.health(at=now())})


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A manager who did not correct it says what shows that a clock that ran out was in time."""
    user = user_of(request)
    deadline = _open_clock(request, pk)
    breach = getattr(deadline, "breach", None)
    if breach is None:
        refuse(request, "clock", str(pk))
    refuse_if(breaches.why_not_answer(breach, by=user))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        breaches.answer(breach.pk, reason=form.cleaned_data["reason"], by=user, at=now())
        messages.success(request, "Answered. It stays counted, beside your answer.")
        return redirect("clock", pk=deadline.pk)
    context = {"deadline": deadline, "breach": breach, "form": form, "child": deadline.record.child}
    return render(request, "deadlines/answer.html", context, status=422 if form.errors else 200)
