from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from audit import door
from audit.models import AccessEvent
from config.clock import now
from config.typed import typed
from records import drafts, leaving, rows, second_reading, sections, workflow
from records.audiences import audience_for, read_by
from records.door import begun_by_form, hear, open_record, seen_by_form, user_of
from records.models import Draft, Product, R, Record
from records.passages import Chapter, chapter_from
from records.refusals import Conflict, Refusal, Refused
from records.sections import Section, SectionForm
from records.views.keeping import keep

View, Download = AccessEvent.Verb.VIEW, AccessEvent.Verb.DOWNLOAD


def _section_or_404(record: Record, key: str) -> Section:
    section = sections.section_of(record, key)
    if section is None:
        raise Http404
    return section


def task_list(record: Record) -> list[dict[str, Any]]:
    """The sections with their state, for the task list and the side navigation."""
    return [{"section": s, "state": sections.state_of(record, s)} for s in sections.sections_of(record)]


@door.notes(View)
def record(request: HttpRequest, ref: str) -> HttpResponse:
    """The first page of a record: what it is, how far it is, what comes next."""
    found = open_record(request, ref)
    page: HttpResponse = sections.PAGES[found.kind](request, found)
    return page


@door.notes(View)
def section(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """One section: its form, its rows, the side panels."""
    record = open_record(request, ref)
    part = _section_or_404(record, key)
    if request.method == "POST" and part.form:
        return _save(request, record, part)
    content = sections.contents(record).get(key)
    revision, stands = content.revision if content else 0, sections.said(record, part)
    if part.form is None:
        return _page(request, record, part, {"form": None, "seen": revision})
    bind, user = partial(part.form, record=record), user_of(request)
    left = drafts.reopen(record, key, by=user, revision=revision, bind=bind, stands=stands)
    data = drafts.as_post(left.fields) if left.fields else None
    form = part.form(data, initial=stands, record=record)
    return _page(request, record, part, {"form": form, "left": left, "seen": revision})


def _save(request: HttpRequest, record: Record, part: Section) -> HttpResponse:
    assert part.form
    user, at = user_of(request), now()
    form = part.form(request.POST, record=record)
    seen = seen_by_form(request)
    if not form.is_valid():
        # What cannot be saved is kept as a draft: nothing typed is ever lost.
        base = begun_by_form(request)
        workflow.keep_draft(record, part.key, fields=typed(request), base=base, by=user, at=at)
        return _page(request, record, part, {"form": form, "seen": seen, "began": base}, status=422)
    said, others = form.cleaned_data, chosen_others(request, record)
    try:
        with transaction.atomic():
            workflow.save_section(record, part, cleaned=said, by=user, at=at, seen=seen)
            left = workflow.copy_to_others(record, part, cleaned=said, to=others, by=user, at=at)
    except Conflict:
        return _conflict(request, record, part, form)
    except Refused as refused:
        if not all(reason.mend in form.fields for reason in refused.reasons):
            raise
        return _ask_again(request, record, part, form, refused.reasons)
    for other in left:
        messages.warning(
            request,
            f"{part.title} of {other.child} already says something else, or is signed, and was left.",
        )
    messages.success(request, f"{part.title} saved.")
    return redirect(_next_after(request, record, part))


def _ask_again(
    request: HttpRequest, record: Record, part: Section, form: SectionForm, reasons: list[Refusal]
) -> HttpResponse:
    """What is refused for an answer that the form asks: beside its question; what was typed stays a draft."""
    form.tell(reasons)
    door.note_refused(request)
    base = begun_by_form(request)
    workflow.keep_draft(record, part.key, fields=typed(request), base=base, by=user_of(request), at=now())
    return _page(
        request, record, part, {"form": form, "seen": seen_by_form(request), "began": base}, status=422
    )


def chosen_others(request: HttpRequest, record: R) -> list[R]:
    chosen = request.POST.getlist("also")
    return [o for o in record.others_together(user_of(request)) if o.ref in chosen]


def _next_after(request: HttpRequest, record: Record, part: Section) -> str:
    sections.forget(record)
    # What the answers contradict is asked on the same page, which now has the question.
    if request.POST.get("next") == "stay" or sections.unmended(record, part):
        return f"/records/{record.ref}/{part.key}/"
    declared = sections.sections_of(record)
    following = declared[declared.index(part) + 1 :]
    return f"/records/{record.ref}/{following[0].key}/" if following else f"/records/{record.ref}/"


def _conflict(
    request: HttpRequest,
    record: Record,
    part: Section,
    form: SectionForm,
) -> HttpResponse:
    """Both texts, side by side; saving again keeps the one in the form."""
    assert part.form
    fields, base = typed(request), begun_by_form(request)
    sections.forget(record)
    workflow.keep_draft(record, part.key, fields=fields, base=base, by=user_of(request), at=now())
    content = sections.contents(record)[part.key]
    context = {
        "form": form,
        "seen": content.revision,
        "began": begun_by_form(request),
        "conflict": drafts.differences(part.form(drafts.as_post(fields), record=record), content.fields),
        "theirs_by": content,
    }
    return _page(request, record, part, context, status=409)


def _page(
    request: HttpRequest,
    record: Record,
    part: Section,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    declared, user = sections.sections_of(record), user_of(request)
    base = {
        "record": record,
        "child": record.child,
        "part": part,
        "number": declared.index(part) + 1,
        "tasks": task_list(record),
        "rows": read_by(user, [part.rows(record) or Chapter(part.key, part.title)])[0] if part.rows else None,
        "opening": part.opening(record) if part.opening else (),
        "row_groups": rows.groups(record, part.key, user),
        "others": record.others_together(user) if part.shared else [],
        "writable": not any(workflow.why_not_write(record, by=user)),
        "missing": sections.missing(record, part),
    }
    extra = sections.EXTRA[record.kind](record, part, user) if record.kind in sections.EXTRA else {}
    return render(request, "records/section.html", base | extra | context, status=status)


@require_POST
def draft(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """Autosave: keep what is being typed, valid or not, and say when."""
    record = open_record(request, ref)
    _section_or_404(record, key)
    base = request.POST.get("seen", "0")
    at = keep(request, record, key)
    content = record.contents.filter(section=key).select_related("changed_by").first()
    changed = content if content and str(content.revision) != base else None
    return render(request, "records/saved.html", {"at": at, "changed": changed})


@require_POST
def discard(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    record = open_record(request, ref)
    Draft.objects.filter(record=record.pk, section=key, user=user_of(request)).delete()
    return redirect("section", ref=ref, key=key)


@require_GET
@door.notes(View)
def reading(request: HttpRequest, ref: str) -> HttpResponse:
    """The record as on paper, as it stands now."""
    record = open_record(request, ref)
    if not sections.sections_of(record):
        raise Http404  # nothing is written in this kind of record yet
    written = (sections.reads(record, s) for s in sections.sections_of(record))
    chapters = read_by(user_of(request), written)
    versions = record.versions.select_related("signed_by").order_by("product", "-number")
    context = {"record": record, "child": record.child, "chapters": chapters, "versions": versions}
    return render(request, "records/reading.html", context)


@require_POST
@door.notes(AccessEvent.Verb.PRINT)
def printed(request: HttpRequest, ref: str) -> HttpResponse:
    """The print button was pressed: paper leaves the house, and that is noted."""
    open_record(request, ref)
    return HttpResponse(status=204)


@require_GET
@door.notes(View)
def version(request: HttpRequest, ref: str, product: str, number: int) -> HttpResponse:
    """A frozen version on screen, and what it changed against the one before."""
    record = open_record(request, ref)
    found = _version_or_404(record, product, number)
    # Each letter is to somebody else: they are not compared.
    earlier = record.versions.exclude(product__in=[Product.LETTER, Product.FAMILY_REPORT])
    before = earlier.filter(product=product, number=number - 1).first()
    user = user_of(request)
    chapters = read_by(user, map(chapter_from, found.content["chapters"]))
    hear(record.child_id, str(chapters))
    was = read_by(user, map(chapter_from, before.content["chapters"])) if before else []
    context = {
        "record": record,
        "child": record.child,
        "version": found,
        "chapters": chapters,
        "changes": differences(was, chapters) if before else [],
        "notice": second_reading.notice_of(found),
    }
    return render(request, "records/version.html", context)


def differences(before: list[Chapter], after: list[Chapter]) -> list[dict[str, str]]:
    """What two versions say differently, label by label, as far as the reader may read both."""

    def texts(chapters: list[Chapter]) -> dict[tuple[str, str], str]:
        found = {}
        for c in chapters:
            for p in c.passages:
                found[(c.title, p.label)] = p.text
            if c.rows:
                found[(c.title, "Table")] = "\n".join(" · ".join(r) for r in c.rows)
        return found

    was, says = texts(before), texts(after)
    return [
        {"where": f"{key[0]}: {key[1]}", "was": was.get(key, ""), "says": says.get(key, "")}
        for key in dict.fromkeys([*was, *says])
        if was.get(key) != says.get(key) and key[0] != "Agreement and signature"
    ]


@require_GET
@door.notes(Download)
def pdf(request: HttpRequest, ref: str, product: str, number: int) -> HttpResponse:
    record = open_record(request, ref)
    found, at = _version_or_404(record, product, number), now()
    user, of = user_of(request), record.authority.name
    chapters = [chapter_from(c) for c in found.content["chapters"]]
    hear(record.child_id, str(read_by(user, chapters)))
    rendering = workflow.rendering_for(found, audience_for(user, chapters), at=at)
    warning = second_reading.notice_of(found)
    return leaving.leave(rendering.pdf, name=leaving.file_name(found), by=user, of=of, at=at, notice=warning)


def _version_or_404(record: Record, product: str, number: int) -> Any:
    if product not in Product.values:
        raise Http404
    found = record.versions.filter(product=product, number=number).first()
    if found is None:
        raise Http404
    return found
