from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.access import confirmed, user_of
from agencies.models import Agency
from audit import door
from audit.models import AccessEvent
from children.models import Person
from config.clock import now
from config.paging import Page
from governance.subject_access import files_for, takes_part
from records.door import refuse
from records.forms import ConfirmForm
from records.leaving import leave
from records.refusals import Refusal, Refused, in_words
from retention import certificate as certificates
from retention import destroying, files, forms, keeping
from retention.models import Destruction, DueFile, KeptLonger, LegalHold
from retention.schedule import rules_for

Verb = AccessEvent.Verb
State = Destruction.State
NOT_FOUND = (
    "No child of your authority has this number. Check it, or ask a manager for the reference of the file."
)


# --- all files -------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@door.notes(Verb.VIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """What is due, what waits for a second person, what is held, what has gone; and the way to one file."""
    user = user_of(request)
    if not takes_part(user):
        refuse(request, "retention", "")
    number = request.POST.get("number", "")[:40]
    child = files_for(user).numbered(number)
    if child:
        return redirect("retention_file", ref=child.ref)
    door.shown(request, "retention")
    reasons = [Refusal(NOT_FOUND, mend="number")] if number else []
    return _overview(request, reasons=reasons, number=number, status=404 if number else 200)


def _overview(
    request: HttpRequest, *, reasons: Any = (), number: str = "", form: Form | None = None, status: int = 200
) -> HttpResponse:
    user = user_of(request)
    governed = user.governed_ids()
    due = (
        DueFile.objects.filter(child__authority__in=governed).select_related("child").order_by("due_on", "pk")
    )
    seen = Destruction.objects.visible_to(user).order_by("-pk")
    holds = LegalHold.objects.filter(authority__in=governed).select_related("child", "authority", "by")
    context = {
        "governs": bool(governed),
        "due": Page(due, request.GET.get("page")) if governed else None,
        "under_way": [(each, each.child) for each in seen.under_way().select_related("proposed_by")],
        "holds": holds.standing().order_by("-pk"),
        "schedules": [
            (agency, rules_for(agency.partnership_id).values())
            for agency in Agency.objects.filter(pk__in=governed).order_by("name")
        ],
        "form": form or forms.HoldForm(),
        "reasons": reasons,
        "number": number,
    }
    return render(request, "retention/overview.html", context, status=status)


@require_GET
@door.notes(Verb.VIEW)
def register(request: HttpRequest) -> HttpResponse:
    """What has gone, with its certificate, and what was kept after all; the last first."""
    user = user_of(request)
    if not takes_part(user):
        refuse(request, "retention", "")
    door.shown(request, "retention")
    over = Destruction.objects.visible_to(user).filter(state__in=[State.DESTROYED, State.ENDED])
    closed = Page(over.order_by("-ended_at", "-pk"), request.GET.get("page"))
    return render(request, "retention/register.html", {"closed": closed})


# --- legal holds -----------------------------------------------------------------------------


@require_POST
@door.notes(Verb.VIEW)
def hold(request: HttpRequest) -> HttpResponse:
    """Place a legal hold on one child's file, or on everything the authority keeps."""
    user = user_of(request)
    authority = Agency.objects.filter(pk__in=user.governed_ids()).order_by("pk").first()
    if authority is None:
        refuse(request, "retention", "")
    door.shown(request, "retention")
    form = forms.HoldForm(request.POST)
    reasons: Any = in_words(form)
    said = form.cleaned_data
    child: Person | None = None
    if not reasons and said["of"] == "child":
        child = files_for(user).select_related("authority").numbered(said["number"])
        reasons = [] if child else [Refusal(NOT_FOUND, mend="number")]
    elif not reasons and said["of"] != "all":
        reasons = [Refusal("Choose which files.", mend="of")]
    if not reasons:
        try:
            made = keeping.place_hold(
                authority=child.authority if child else authority,
                child=child,
                why=said["why"],
                by=user,
                at=now(),
            )
        except Refused as refused:
            reasons = refused.reasons
            door.note_refused(request)
        else:
            messages.success(request, f"{made.ref} stands. Nothing of it is destroyed until you end it.")
            return redirect("retention")
    return _overview(request, reasons=reasons, form=form, status=422)


@require_http_methods(["GET", "POST"])
@door.notes(Verb.VIEW)
def hold_end(request: HttpRequest, ref: str) -> HttpResponse:
    """One legal hold; and its end."""
    user = user_of(request)
    found = LegalHold.objects.filter(ref=ref, authority__in=user.governed_ids())
    held = found.select_related("child", "authority", "by", "ended_by").first()
    if held is None:
        refuse(request, "hold", ref)
    door.shown(request, "hold", held.ref, child_id=held.child_id)
    form = forms.BecauseForm(request.POST or None)
    reasons: Any = in_words(form) if request.method == "POST" else []
    if request.method == "POST" and not reasons:
        try:
            keeping.end_hold(held.pk, because=form.cleaned_data["because"], by=user, at=now())
        except Refused as refused:
            reasons = refused.reasons
            door.note_refused(request)
        else:
            messages.success(request, f"{held.ref} has ended. Nothing is destroyed unless two people agree.")
            return redirect("retention")
    status = 422 if reasons else 200
    return render(
        request, "retention/hold.html", {"hold": held, "form": form, "reasons": reasons}, status=status
    )


# --- one file --------------------------------------------------------------------------------


def _file(request: HttpRequest, ref: str) -> Person:
    child = files_for(user_of(request)).filter(ref=ref).select_related("authority").first()
    if child is None:
        refuse(request, "retention", ref)
    door.shown(request, "retention", child.ref, child_id=child.pk)
    return child


@require_GET
@door.notes(Verb.VIEW)
def file(request: HttpRequest, ref: str) -> HttpResponse:
    """What one file holds, how long it is kept and why, and what stops that it goes."""
    return _shown(request, _file(request, ref))


def _shown(
    request: HttpRequest, child: Person, *, tried: str = "", form: Form | None = None, reasons: Any = ()
) -> HttpResponse:
    user, at = user_of(request), now()
    how = keeping.standing(child, at=at)
    context = {
        "child": child,
        "how": how,
        "why_kept": list(how.why_kept(at=at)),
        "records": child.records.order_by("created_at", "pk"),
        "rows": files.counted(how.file.rows),
        "stored": len(how.file.stored()),
        "decisions": KeptLonger.objects.filter(child=child).select_related("by").order_by("-pk"),
        "under_way": Destruction.objects.under_way().filter(child_id=child.pk).first(),
        "keep": form if tried == "keep" else forms.KeepForm(),
        "propose": form if tried == "propose" else forms.ProposeForm(user=user),
        "tried": tried,
        "reasons": reasons,
    }
    return render(request, "retention/file.html", context, status=422 if reasons else 200)


@require_POST
@door.notes(Verb.VIEW)
def file_change(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Keep it longer, or propose that it goes."""
    child, user = _file(request, ref), user_of(request)
    if verb not in ("keep", "propose"):
        refuse(request, "retention", ref)
    form = forms.KeepForm(request.POST) if verb == "keep" else forms.ProposeForm(request.POST, user=user)
    reasons: Any = in_words(form)
    if not reasons:
        said = {name: value for name, value in form.cleaned_data.items() if name != "password"}
        try:
            if verb == "propose":
                made = destroying.propose(child.pk, **said, by=user, at=now())
                messages.success(request, "It is proposed. Nothing goes before a second person agrees.")
                return redirect("destruction", ref=made.ref)
            keeping.keep_longer(child.pk, **said, by=user, at=now())
        except Refused as refused:
            reasons = refused.reasons
            door.note_refused(request)
    if reasons:
        return _shown(request, child, tried=verb, form=form, reasons=reasons)
    messages.success(request, "It is kept until that day.")
    return redirect("retention_file", ref=ref)


# --- one destruction -------------------------------------------------------------------------


def _found(request: HttpRequest, ref: str) -> Destruction:
    seen = Destruction.objects.visible_to(user_of(request)).filter(ref=ref)
    found = seen.select_related("authority", "proposed_by", "agreed_by", "ended_by", "certificate").first()
    if found is None:
        refuse(request, "destruction", ref)
    door.shown(request, "destruction", found.ref, child_id=found.child_id)
    return found


@require_GET
@door.notes(Verb.VIEW)
def destruction(request: HttpRequest, ref: str) -> HttpResponse:
    """What is proposed, what the second person decides, and in the end the certificate."""
    return _destruction(request, _found(request, ref))


def _destruction(
    request: HttpRequest, of: Destruction, *, tried: str = "", form: Form | None = None, reasons: Any = ()
) -> HttpResponse:
    user, at = user_of(request), now()
    child = of.child if of.state != State.DESTROYED else None
    how = keeping.standing(child, at=at) if child and of.state in (State.PROPOSED, State.AGREED) else None
    context = {
        "of": of,
        "child": child,
        "how": how,
        "why_kept": list(how.why_kept(at=at)) if how else (),
        "records": child.records.order_by("created_at", "pk") if child else (),
        "rows": files.counted(how.file.rows) if how else (),
        "said": certificates.in_words(of.certificate) if of.state == State.DESTROYED else None,
        "governs": of.authority_id in user.governed_ids(),
        "agrees": not any(destroying.why_not_agree(of, by=user)),
        "keeps": not any(destroying.why_not_keep(of, by=user)),
        "late": of.state == State.AGREED and of.not_before and of.not_before < at,
        "confirm": form if tried == "agree" else ConfirmForm(user=user),
        "because": form if tried == "keep" else forms.BecauseForm(),
        "tried": tried,
        "reasons": reasons,
    }
    return render(request, "retention/destruction.html", context, status=422 if reasons else 200)


DONE = {
    "agree": "You agreed. It goes when it has waited; until then it can still be kept.",
    "keep": "It is kept.",
}


@require_POST
@door.notes(Verb.VIEW)
def destruction_change(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Agree, or say that it is kept."""
    of, user = _found(request, ref), user_of(request)
    if verb not in DONE:
        refuse(request, "destruction", ref)
    form = ConfirmForm(request.POST, user=user) if verb == "agree" else forms.BecauseForm(request.POST)
    reasons: Any = in_words(form)
    if not reasons:
        try:
            if verb == "agree":
                destroying.agree(of.pk, by=user, at=now())
            else:
                destroying.keep(of.pk, because=form.cleaned_data["because"], by=user, at=now())
        except Refused as refused:
            reasons = refused.reasons
            door.note_refused(request)
    if reasons:
        return _destruction(request, of, tried=verb, form=form, reasons=reasons)
    messages.success(request, DONE[verb])
    return redirect("destruction", ref=ref)


@confirmed
@require_GET
@door.notes(Verb.DOWNLOAD)
def certificate_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    of = _found(request, ref)
    if of.state != State.DESTROYED:
        raise Refused([Refusal("There is no certificate before the file is destroyed.")])
    made = certificates.pdf_of(of.certificate)
    return leave(made, name=f"{of.ref}.pdf", by=user_of(request), of=of.authority.name, at=now())
