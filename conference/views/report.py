from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agencies.access import user_of
from audit import door
from audit.models import AccessEvent
from conference import report
from conference.forms import EditForm
from conference.models import Conference
from conference.sections import REPORT_CHAPTERS
from conference.workflow import reporting
from config.clock import now
from records.audiences import read_by
from records.door import open_record
from records.forms import ConfirmForm
from records.passages import digest
from records.refusals import refuse_if


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def edit(request: HttpRequest, ref: str, chapter: str) -> HttpResponse:
    """One gathered passage: other words, left out, or linked to its source again."""
    conference: Conference = open_record(request, ref, "conference")
    if chapter not in REPORT_CHAPTERS:
        raise Http404
    key = request.POST.get("key") or request.GET.get("key", "")
    line = next((each for each in report.lines(conference, chapter) if each.key == key), None)
    if line is None:
        raise Http404
    form = EditForm(request.POST or None, initial={"text": line.passage.text}, record=conference)
    if request.method == "POST" and form.is_valid():
        do = request.POST.get("do", "")
        kept = line.passage.text if line.edited else ""  # empty: linked to its source
        text = {"save": form.cleaned_data["text"], "out": kept, "in": kept}.get(do, "")
        reporting.edit(
            conference.pk, chapter=chapter, key=key, text=text, left_out=do == "out",
            by=user_of(request), at=now(),
        )  # fmt: skip
        messages.success(request, "Saved.")
        return redirect("section", ref=ref, key=chapter)
    context = {
        "record": conference,
        "child": conference.child,
        "form": form,
        "line": line,
        "title": REPORT_CHAPTERS[chapter],
        "back": f"/records/{ref}/{chapter}/",
    }
    return render(request, "conference/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def sign(request: HttpRequest, ref: str) -> HttpResponse:
    """The report as it will read, and the signatures of its author and a manager."""
    conference: Conference = open_record(request, ref, "conference")
    user = user_of(request)
    form = ConfirmForm(request.POST or None, user=user)
    if request.method == "POST":
        refuse_if(reporting.why_not_sign_report(conference, by=user))
        if form.is_valid():
            made = reporting.sign_report(conference.pk, by=user, at=now(), seen=request.POST.get("seen", ""))
            messages.success(
                request,
                "Approved. The report is on its way to everybody who is invited."
                if made
                else "Signed. A manager must approve it now.",
            )
            return redirect("record", ref=ref)
    chapters = reporting.chapters(conference)
    context = {
        "record": conference,
        "child": conference.child,
        "form": form,
        "chapters": read_by(user, chapters),
        "seen": digest(chapters),
        "gates": reporting.agreements(conference),
        "why_not": list(reporting.why_not_sign_report(conference, by=user)),
        "mend_base": f"/records/{ref}/",
    }
    return render(request, "conference/sign_report.html", context, status=422 if form.errors else 200)
