"""A paper for the family: read, approved or sent back by a second person, withdrawn with a reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audit import door
from audit.models import AccessEvent
from config.clock import now
from records import second_reading
from records.door import open_record, user_of
from records.fields import Prose
from records.models import FamilyPaper, Product, Record
from records.refusals import ask_again
from records.sections import SectionForm

DONE = {
    "approve": "Approved. It can be given now.",
    "back": "Sent back. Its writer is told.",
    "withdraw": "Withdrawn. It stays on record, and every page of its PDF says so.",
}


class BackForm(SectionForm):
    words = Prose(label="What must be changed?", rows=3)


class WithdrawForm(SectionForm):
    words = Prose(label="Why is it withdrawn?", rows=3)


FORMS: dict[str, type[SectionForm]] = {"back": BackForm, "withdraw": WithdrawForm}


def paper_or_404(record: Record, product: str, number: int) -> FamilyPaper:
    papers = FamilyPaper.objects.select_related("version__record", "addressee", "asked", "by")
    found = papers.filter(version__record=record.pk, version__product=product, version__number=number).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def family_paper(request: HttpRequest, ref: str, product: str, number: int) -> HttpResponse:
    """What it says, how far it is, and what whoever looks may do with it."""
    record = open_record(request, ref)
    paper, user = paper_or_404(record, product, number), user_of(request)
    do = request.POST.get("do", "")
    if do in DONE:
        _do(do, paper, FORMS[do](request.POST, record=record) if do in FORMS else None, by=user)
        messages.success(request, DONE[do])
        return redirect("family_paper", ref=ref, product=product, number=number)
    context = {
        "record": record,
        "child": record.child,
        "paper": paper,
        "version": paper.version,
        "steps": paper.steps.select_related("by").order_by("pk"),
        "chapters": second_reading.chapters_of(paper.version),
        "notice": second_reading.notice_of(paper.version),
        "why_not": list(second_reading.why_not_read(paper, by=user)),
        "may_withdraw": not any(second_reading.why_not_withdraw(paper, by=user)),
        "back": BackForm(record=record, auto_id="back_%s"),
        "withdrawn": WithdrawForm(record=record, auto_id="withdraw_%s"),
        "all_of_them": "letters" if product == Product.LETTER else "family_reports",
    }
    return render(request, "records/family_paper.html", context)


def _do(do: str, paper: FamilyPaper, form: SectionForm | None, *, by: Any) -> None:
    if form:
        ask_again(form)
    words = form.cleaned_data["words"] if form else ""
    verb = {"approve": second_reading.approve, "back": second_reading.send_back}.get(
        do, second_reading.withdraw
    )
    verb(paper.pk, words=words, by=by, at=now())
