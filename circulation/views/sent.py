from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from agencies.addresses import AddressInput
from audit import door
from audit.models import AccessEvent
from circulation import workflow
from circulation.models import Correction, NothingReceived, Receipt
from config.clock import now
from notices.models import Notice
from records.door import open_record, refuse, user_of
from records.refusals import LeftOut, Refusal


@door.notes(AccessEvent.Verb.VIEW)
def circulated(request: HttpRequest, ref: str) -> HttpResponse:
    """Agency by document: sent, opened by whom, acknowledged by whom, chased; and what failed."""
    record = open_record(request, ref)
    receipts = (
        Receipt.objects.filter(version__record=record.pk)
        .select_related("version", "agency", "opened_by", "acknowledged_by")
        .prefetch_related("people")
        .order_by("version__product", "-version__number", "agency__name")
    )
    asked = Correction.objects.filter(receipt__version__record=record.pk)
    corrections = asked.select_related("receipt__agency", "receipt__version__made_by", "by")
    context = {
        "record": record,
        "child": record.child,
        "receipts": receipts,
        "troubled": Notice.objects.in_trouble().filter(reference=ref).order_by("pk"),
        "waiting": Notice.objects.waiting().filter(reference=ref).count(),
        "corrections": corrections.select_related(
            "receipt__agency", "receipt__version__made_by", "by"
        ).order_by("pk"),
        "nothing": NothingReceived.objects.filter(record=record.pk).select_related("agency", "by"),
        "user": user_of(request),
    }
    return render(request, "circulation/circulation.html", context)


@require_POST
def resend(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Try a failed notice again, perhaps at a corrected address."""
    open_record(request, ref)
    notice = Notice.objects.filter(reference=ref, pk=pk).exclude(failed_at=None).first()
    if notice is None:
        refuse(request, "notice", str(pk))
    address = request.POST.get("email", "").strip()
    field = AddressInput()
    try:
        address = field.clean(address)
    except forms.ValidationError:
        wrong = Refusal("Enter a complete email address, of plain letters a to z.", mend="email")
        raise LeftOut([wrong]) from None
    workflow.send_again(notice.pk, email=address, at=now())
    messages.success(request, "It is sent again.")
    return redirect("circulation", ref=ref)


@require_POST
def answer(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    record = open_record(request, ref)
    asked = Correction.objects.filter(pk=pk, receipt__version__record=record.pk).first()
    if asked is None:
        refuse(request, "correction", str(pk))
    workflow.answer_correction(
        asked.pk, answer=request.POST.get("answer", "")[:5000], by=user_of(request), at=now()
    )
    messages.success(request, "Your answer is sent.")
    return redirect("circulation", ref=ref)
