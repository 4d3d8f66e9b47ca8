from functools import partial
from typing import Any

from django.contrib import messages
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audit import door
from audit.models import AccessEvent
from config.clock import now
from records import drafts, rows, workflow
from records.door import open_record, user_of
from records.drafts import Beside
from records.models import Record
from records.refusals import Refused
from records.rows import RowKind
from records.views import keeping
from records.views.record import chosen_others


def _kind_or_404(record: Record, key: str) -> RowKind:
    kind = rows.kind_of(record, key)
    if kind is None:
        raise Http404
    return kind


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def row(request: HttpRequest, ref: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Add a row to a section, or change one."""
    record, declared, known = _opened(request, ref, kind, pk)
    initial = {n: _plain(getattr(known, n)) for n in declared.form.base_fields if known and hasattr(known, n)}
    make = partial(declared.form, initial=initial, record=record)
    beside = Beside(record, _key(kind, pk), user_of(request), make, initial)
    form = keeping.sent(request, beside) if request.method == "POST" else beside.open().form
    if request.method == "POST" and form.is_valid():
        try:
            facts, at = form.columns(), now()
            with transaction.atomic():
                workflow.save_row(record, declared, facts=facts, by=user_of(request), at=at, row=pk or None)
                for other in [] if pk else chosen_others(request, record):
                    workflow.save_row(other, declared, facts=facts, by=user_of(request), at=at)
        except Refused as refused:
            form.tell(refused.reasons)
            door.note_refused(request)
        else:
            keeping.done(beside)
            messages.success(request, f"{declared.title} saved.")
            return redirect("section", ref=ref, key=declared.section)
    context = {
        "record": record,
        "child": record.child,
        "form": form,
        "beside": beside,
        "title": declared.title,
        "back": f"/records/{ref}/{declared.section}/",
        "known": known,
        "kind": kind,
        "others": [] if known else record.others_together(user_of(request)).select_related("child"),
    }
    return render(request, "records/row.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, ref: str, kind: str, pk: int | None) -> tuple[Record, RowKind, Any]:
    """The record, the kind of row, and the row itself when one is changed.

    :raises Http404: for who may not open the record, or may not know of whom the row names.
    """
    record = open_record(request, ref)
    declared = _kind_or_404(record, kind)
    known = declared.known_to(user_of(request), record).filter(pk=pk).first() if pk else None
    if pk and known is None:
        raise Http404
    return record, declared, known


def _key(kind: str, pk: int | None) -> str:
    return drafts.key_of("row", {"kind": kind, "pk": pk}) if pk else drafts.key_of("row_add", {"kind": kind})


drafts.BESIDE |= {"row", "row_add"}


@require_POST
def row_draft(request: HttpRequest, ref: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Autosave of a row that is being added, or changed."""
    record, _, _ = _opened(request, ref, kind, pk)
    return keeping.autosave(request, record, _key(kind, pk))


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value.pk)
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


@require_POST
def remove(request: HttpRequest, ref: str, kind: str, pk: int) -> HttpResponse:
    record = open_record(request, ref)
    declared = _kind_or_404(record, kind)
    # One that is gone already was taken out by the same click; one that names somebody hidden is not there.
    if declared.of(record).filter(pk=pk).exclude(pk__in=declared.known_to(user_of(request), record)).exists():
        raise Http404
    workflow.remove_row(record, declared, row=pk, by=user_of(request), at=now())
    messages.success(request, f"{declared.title} taken out. History keeps it.")
    return redirect("section", ref=ref, key=declared.section)
