from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from agencies.access import user_of
from agencies.models import User
from agencies.roles import Role
from audit import door
from audit.models import AccessEvent
from circulation import downloads, workflow
from circulation.models import Receipt
from config.clock import now
from config.numbers import whole
from config.paging import Page
from records import leaving
from records.door import hear, refuse


def _receipt_or_404(request: HttpRequest, pk: int) -> Receipt:
    seen = Receipt.objects.visible_to(user_of(request)).select_related(
        "version__record__child", "agency", "opened_by", "acknowledged_by"
    )
    receipt = seen.filter(pk=pk).first()
    if receipt is None:
        refuse(request, "receipt", str(pk))
    record = receipt.version.record
    door.shown(request, receipt.version.product, record.ref, child_id=record.child_id)
    return receipt


@require_GET
@door.notes(AccessEvent.Verb.VIEW)
def inbox(request: HttpRequest) -> HttpResponse:
    """What was circulated to the agency: what still needs somebody comes first."""
    receipts = Receipt.objects.visible_to(user_of(request)).listed()
    waiting = Page(receipts.unacknowledged().newest_first(), "1")
    rest = receipts.settled().newest_first()
    context = {
        "waiting": waiting,
        "page": Page(rest, request.GET.get("page")),
    }
    door.shown(request, "inbox")
    return render(request, "circulation/inbox.html", context)


@require_GET
@door.notes(AccessEvent.Verb.VIEW)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The version as this agency may read it; opening it is noted."""
    found = _receipt_or_404(request, pk)
    user = user_of(request)
    workflow.open_receipt(found, by=user, at=now())
    found.refresh_from_db(fields=["opened_at", "opened_by"])
    version = found.version
    chapters = downloads.read_by(found, user)
    hear(version.record.child_id, str(chapters))
    lead = user.holds(Role.SAFEGUARDING_LEAD, agency_id=found.agency_id)
    context = {
        "receipt": found,
        "version": version,
        "head": version.content["head"],
        "chapters": chapters,
        "record": version.record,
        "why_not": list(workflow.why_not_acknowledge(found, by=user)),
        "corrections": found.corrections.select_related("by", "answered_by").order_by("pk"),
        "colleagues": User.objects.of(found.agency).exclude(pk=user.pk).order_by("name") if lead else [],
        "newer": Receipt.objects.visible_to(user)
        .filter(
            agency=found.agency,
            version__record=version.record_id,
            version__product=version.product,
            version__number__gt=version.number,
        )
        .order_by("-version__number")
        .first(),
    }
    return render(request, "circulation/receipt.html", context)


@require_GET
@door.notes(AccessEvent.Verb.DOWNLOAD)
def receipt_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = _receipt_or_404(request, pk)
    user, at = user_of(request), now()
    workflow.open_receipt(found, by=user, at=at)
    hear(found.version.record.child_id, str(downloads.read_by(found, user)))
    rendering = downloads.rendering_of(found, by=user, at=at)
    name = leaving.file_name(found.version)
    return leaving.leave(rendering.pdf, name=name, by=user, of=found.agency.name, at=at)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    found = _receipt_or_404(request, pk)
    workflow.acknowledge(found.pk, by=user_of(request), at=now())
    messages.success(request, "Acknowledged. Thank you.")
    return redirect("receipt", pk=pk)


@require_POST
def ask_for_correction(request: HttpRequest, pk: int) -> HttpResponse:
    found = _receipt_or_404(request, pk)
    workflow.ask_for_correction(
        found.pk, text=request.POST.get("text", "")[:5000], by=user_of(request), at=now()
    )
    messages.success(request, "The chair has been told what should be corrected.")
    return redirect("receipt", pk=pk)


@require_POST
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    found = _receipt_or_404(request, pk)
    chosen = request.POST.get("to", "")
    colleagues = User.objects.of(found.agency)
    to = colleagues.filter(pk=whole(chosen) or 0).first()
    workflow.pass_on(found.pk, to=to, by=user_of(request), at=now())
    messages.success(request, f"Handed over to {to}.")
    return redirect("receipt", pk=pk)
