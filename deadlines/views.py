from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from agencies.access import user_of
from audit import door
from audit.models import AccessEvent
from deadlines import workflow
from deadlines.models import Deadline
from records.door import refuse


@require_GET
@door.notes(AccessEvent.Verb.VIEW)
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """One clock, and why it ends when it ends, day by day."""
    user = user_of(request)
    seen = Deadline.objects.visible_to(user)
    deadline = seen.select_related("record__child", "record__authority", "owner").filter(pk=pk).first()
    if deadline is None:
        refuse(request, "clock", str(pk))
    record = deadline.record
    door.shown(request, "clock", record.ref, child_id=record.child_id)
    context = {
        "deadline": deadline,
        "explanation": workflow.explanation(deadline),
        "record": record,
        "child": record.child,
        "earlier": Deadline.objects.filter(superseded_by=deadline).first(),
    }
    return render(request, "deadlines/clock.html", context)
