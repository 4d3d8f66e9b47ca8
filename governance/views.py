from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.access import confirmed, user_of
from agencies.roles import Role
from audit import door
from audit.models import AccessEvent
from config.clock import now, today
from config.paging import Page
from governance import forms, reading
from governance import subject_access as access
from governance.models import LAW, OF_A_PARENT, Asker, Mark, Reason, SubjectAccess
from governance.redaction import Part, Text, pieces, released, texts
from records.door import numbered, refuse
from records.leaving import leave
from records.refusals import Refusal, Refused, ask_again, in_words

Verb = AccessEvent.Verb
State = SubjectAccess.State


# --- all requests --------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@door.notes(Verb.VIEW)
def requests(request: HttpRequest) -> HttpResponse:
    """Every request, those that run out first; and the way to a file, by number, never by name."""
    user = user_of(request)
    if not access.takes_part(user):
        refuse(request, "subject_access", "")
    if request.method == "POST":
        number = request.POST.get("number", "")[:40]
        child = numbered(access.files_for(user).numbered(number), number=number)
        return redirect("subject_access_new", ref=child.ref)
    door.shown(request, "subject_access")
    mine = SubjectAccess.objects.visible_to(user)
    waiting = mine.unanswered()
    closed = mine.exclude(pk__in=waiting).select_related("child").order_by("-pk")
    context = {
        "waiting": waiting.select_related("child").order_by("due_on", "pk"),
        "closed": Page(closed, request.GET.get("page")),
        "may_open": access.files_for(user).exists(),
        "today": today(),
    }
    return render(request, "governance/requests.html", context)


GATHERED = "The file is gathered. Nothing is released before a second person agrees."


@require_http_methods(["GET", "POST"])
@door.notes(Verb.EXPORT)
def new(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody asks for the file: note it, and gather what is held."""
    user = user_of(request)
    child = access.files_for(user).filter(ref=ref).select_related("authority").first()
    if child is None:
        refuse(request, "subject_access", ref)
    form = forms.OpenForm(request.POST or None, user=user)
    status = 200
    if request.method == "POST":
        reasons = in_words(form)
        if not reasons:
            said = {name: form.cleaned_data[name] for name in form.fields if name != "password"}
            try:
                made = access.open_request(child, **said, by=user, at=now())
            except Refused as refused:
                door.note_refused(request)
                for reason in refused.reasons:
                    form.add_error(reason.mend if reason.mend in form.fields else None, str(reason))
            else:
                door.shown(request, "subject_access", made.ref, child_id=child.pk)
                messages.success(request, GATHERED)
                return redirect("subject_access_request", ref=made.ref)
        status = 422
    return render(request, "governance/new.html", {"form": form, "subject": child}, status=status)


# --- one request ---------------------------------------------------------------------------


def _open(request: HttpRequest, ref: str) -> SubjectAccess:
    found = SubjectAccess.objects.visible_to(user_of(request)).filter(ref=ref)
    asked = found.select_related("child__authority", "gathered", "opened_by", "sent_by", "closed_by").first()
    if asked is None:
        refuse(request, "subject_access", ref)
    door.shown(request, "subject_access", asked.ref, child_id=asked.child_id)
    return asked


@require_GET
@door.notes(Verb.VIEW)
def request(request: HttpRequest, ref: str) -> HttpResponse:
    """How far it is, what is to be settled, and what comes next."""
    asked, user = _open(request, ref), user_of(request)
    unsettled = reading.unsettled(asked)
    redacts = not any(access.why_not_redact(asked, by=user))
    parts = [
        {"number": number, "part": part, "unsettled": unsettled[number]}
        for number, part in enumerate(reading.parts_of(asked))
    ]
    context = {
        "asked": asked,
        "parts": parts,
        "proposals": reading.proposals(asked) if redacts else (),
        "unsettled": unsettled.total(),
        "withheld": asked.marks.standing().count(),
        "redacts": redacts,
        "governs": user.holds(Role.INFORMATION_GOVERNANCE, agency_id=asked.child.authority_id),
        "reviews": not any(access.why_not_review(asked, by=user)),
        "looks": asked.looks.select_related("by").order_by("pk"),
        "confirm": forms.ReleaseForm(user=user),
        "given": forms.GivenForm(),
        "why": _why(asked),
        "today": today(),
    }
    return render(request, "governance/request.html", context)


def _why(asked: SubjectAccess) -> list[tuple[str, str]]:
    """The reasons that can be given to this asker."""
    return [
        (reason.value, f"{reason.label} ({LAW[reason]})")
        for reason in Reason
        if asked.asker == Asker.PARENT or reason not in OF_A_PARENT
    ]


DONE = {
    "send": "It waits for a second person now.",
    "send_back": "It is sent back, with what you said.",
    "release": "Released. The PDF holds nothing of what is withheld.",
    "withdraw": "The request is ended.",
    "extend": "Extended to three months from the day it came in.",
    "give": "Noted: the request is answered.",
}
Did = Callable[..., SubjectAccess]
VERBS: dict[str, tuple[Did, Any]] = {
    "send": (access.send, Form),
    "send_back": (access.send_back, forms.SaidForm),
    "release": (access.release, forms.ReleaseForm),
    "withdraw": (access.withdraw, forms.BecauseForm),
    "extend": (access.extend, forms.BecauseForm),
    "give": (access.give, forms.GivenForm),
}


@require_POST
@door.notes(Verb.VIEW)
def change(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Settle the same words at once, send, send back, release, extend, end, note the handing over."""
    asked, user = _open(request, ref), user_of(request)
    if verb == "settle":
        return _settle(request, asked)
    if verb not in VERBS:
        refuse(request, "subject_access", ref)
    act, kind = VERBS[verb]
    form = kind(request.POST, user=user) if verb == "release" else kind(request.POST)
    ask_again(form)
    said = {name: value for name, value in form.cleaned_data.items() if name != "password"}
    act(asked.pk, **said, by=user, at=now())
    messages.success(request, DONE[verb])
    return redirect("subject_access_request", ref=ref)


def _settle(request: HttpRequest, asked: SubjectAccess) -> HttpResponse:
    form = forms.SettleForm(request.POST)
    ask_again(form)
    said = form.cleaned_data
    _settled(request, asked, said, access.settled_at_once(asked, mark=said["mark"]))
    return redirect("subject_access_request", ref=asked.ref)


def _settled(request: HttpRequest, asked: SubjectAccess, said: dict[str, Any], marks: list[int]) -> None:
    user, at = user_of(request), now()
    if said["verb"] == "keep":
        done = access.keep(asked.pk, marks=marks, reason=said["reason"], by=user, at=at)
        messages.success(request, f"Withheld in {_places(done)}.")
    else:
        done = access.lift(asked.pk, marks=marks, because=said["because"], by=user, at=at)
        messages.success(request, f"Not withheld any more in {_places(done)}.")


def _places(count: int) -> str:
    return "one place" if count == 1 else f"{count} places"


# --- one part of the file ------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@door.notes(Verb.VIEW)
def part(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One document of the file with what is withheld of it; or, asked for, as it will be read."""
    asked = _open(request, ref)
    parts = reading.parts_of(asked)
    if number >= len(parts):
        refuse(request, "subject_access", ref)
    if request.method == "POST":
        return _marked(request, asked, parts, number)
    marks = reading.marks_in(asked, number)
    as_read = request.GET.get("as") == "read"
    context = {
        "asked": asked,
        "part": parts[number],
        "number": number,
        "before": number - 1 if number else None,
        "after": number + 1 if number + 1 < len(parts) else None,
        "lines": [] if as_read else [_line(what, text, marks) for what, text in _to_read(parts[number])],
        "read": released(parts[number], marks, reading.stub) if as_read else None,
        "proposed": sum(m.confirmed_at is None for here in marks.values() for m in here),
        "redacts": not any(access.why_not_redact(asked, by=user_of(request))),
        "why": _why(asked),
    }
    return render(request, "governance/part.html", context)


def _to_read(part: Part) -> list[tuple[str, Text]]:
    """Each text with what it is: a heading, a label, a passage, the heading of a cell’s column."""
    found = []
    for text in texts(part):
        chapter, _, where = text.place.partition(".")
        if not text.text or not where:
            what = "" if text.text else "skip"
        elif where == "title":
            what = "heading"
        elif where.startswith("r"):
            column = int(where.rpartition(".")[2])
            columns = part.chapters[int(chapter)].columns
            what = columns[column] if column < len(columns) else "Cell"
        else:
            what = "label" if where.endswith(".label") else "passage"
        if what != "skip":
            found.append((what, text))
    return found


def _line(what: str, text: Text, marks: dict[str, list[Mark]]) -> dict[str, Any]:
    here = marks.get(text.place, [])
    row, _, column = text.place.partition(".")[2].partition(".")
    begins_row = row.startswith("r") and column == "0"
    return {
        "what": what,
        "text": text,
        "pieces": pieces(text.text, here),
        "marks": here,
        "begins_row": begins_row,
    }


def _marked(request: HttpRequest, asked: SubjectAccess, parts: list[Part], number: int) -> HttpResponse:
    here = set(asked.marks.filter(part=number).values_list("pk", flat=True))
    form = forms.MarkForm(request.POST, marks=here)
    ask_again(form)
    said, place = form.cleaned_data, form.cleaned_data["place"]
    if said["verb"] == "withhold":
        what = {name: said[name] for name in ("place", "words", "everywhere", "reason", "note")}
        done = access.withhold(asked.pk, part=number, **what, by=user_of(request), at=now())
        messages.success(request, f"Withheld in {_places(done)}.")
    else:
        proposed = asked.marks.proposed().filter(part=number).values_list("pk", flat=True)
        _settled(request, asked, said, list(proposed) if said["whole_part"] else said["mark"])
    response = redirect("subject_access_part", ref=asked.ref, number=number)
    if place in {text.place for text in texts(parts[number])}:
        response["Location"] += f"#t{place}"
    return response


# --- what was released ---------------------------------------------------------------------


@confirmed
@require_GET
@door.limited(Verb.EXPORT, "EXPORTS_A_MINUTE")
@door.notes(Verb.EXPORT)
def released_pdf(request: HttpRequest, ref: str) -> HttpResponseBase:
    asked = _open(request, ref)
    if asked.state != State.RELEASED:
        raise Refused([Refusal("There is no PDF before a second person has agreed.")])
    kept, of = asked.released.pdf, asked.child.authority.name
    return leave(kept, name=f"{asked.ref}.pdf", by=user_of(request), of=of, at=now())
