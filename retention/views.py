from django.contrib import messages
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
from records.door import numbered, refuse
from records.forms import ConfirmForm
from records.leaving import leave
from records.refusals import LeftOut, Refusal, Refused, ask_again
from retention import certificate as certificates
from retention import destroying, files, forms, holding, keeping
from retention.models import Destruction, DueFile, KeptLonger, LegalHold
from retention.schedule import rules_for

Verb = AccessEvent.Verb
State = Destruction.State


# --- all files -------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@door.notes(Verb.VIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """What is due, what waits for a second person, what is held, what has gone; and the way to one file."""
    user = user_of(request)
    if not takes_part(user):
        refuse(request, "retention", "")
    if request.method == "POST":
        number = request.POST.get("number", "")[:40]
        return redirect("retention_file", ref=numbered(files_for(user).numbered(number), number=number).ref)
    door.shown(request, "retention")
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
        "form": forms.HoldForm(auto_id="hold_%s"),
    }
    return render(request, "retention/overview.html", context)


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
    ask_again(form)
    said = form.cleaned_data
    child: Person | None = None
    if said["of"] == "child":
        found = files_for(user).select_related("authority").numbered(said["number"])
        child = numbered(found, number=said["number"])
    elif said["of"] != "all":
        raise LeftOut([Refusal("Choose which files.", mend="of")])
    made = holding.place_hold(
        authority=child.authority if child else authority, child=child, why=said["why"], by=user, at=now()
    )
    messages.success(request, f"{made.ref} stands until two people end it. Nothing is destroyed.")
    return redirect("retention")


@require_http_methods(["GET", "POST"])
@door.notes(Verb.VIEW)
def hold_end(request: HttpRequest, ref: str) -> HttpResponse:
    """One legal hold; one person asks that it ends, a second one ends it."""
    user = user_of(request)
    found = LegalHold.objects.visible_to(user).filter(ref=ref)
    held = found.select_related("child", "authority", "by", "ending_asked_by", "ended_by").first()
    if held is None:
        refuse(request, "hold", ref)
    door.shown(request, "hold", held.ref, child_id=held.child_id)
    form = forms.BecauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _ended(request, held, form.cleaned_data["because"])
        except Refused as refused:
            for refusal in refused.reasons:
                form.add_error(refusal.mend or None, refusal.reason)
            door.note_refused(request)
        else:
            messages.success(request, said)
            return redirect("retention")
    context = {
        "hold": held,
        "form": form,
        "may_ask": not any(holding.why_not_ask_to_end(held, by=user)),
        "may_answer": not any(holding.why_not_answer(held, by=user)),
        "may_end": not any(holding.why_not_end(held, by=user)),
    }
    return render(request, "retention/hold.html", context, status=422 if form.errors else 200)


def _ended(request: HttpRequest, held: LegalHold, because: str) -> str:
    """Do what was asked of the hold, and say what was done."""
    user, at, do = user_of(request), now(), request.POST.get("do")
    if do == "end":
        holding.end(held.pk, by=user, at=at)
        return f"{held.ref} has ended. Nothing is destroyed unless two people agree."
    if do == "stand":
        holding.let_stand(held.pk, by=user, at=at)
        return f"{held.ref} stands."
    holding.ask_to_end(held.pk, because=because, by=user, at=at)
    return f"Asked. {held.ref} stands until a second person ends it."


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
    child, user, at = _file(request, ref), user_of(request), now()
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
        "keep": forms.KeepForm(),
        "propose": forms.ProposeForm(user=user),
    }
    return render(request, "retention/file.html", context)


@require_POST
@door.notes(Verb.VIEW)
def file_change(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Keep it longer, or propose that it goes."""
    child, user = _file(request, ref), user_of(request)
    if verb not in ("keep", "propose"):
        refuse(request, "retention", ref)
    form = forms.KeepForm(request.POST) if verb == "keep" else forms.ProposeForm(request.POST, user=user)
    ask_again(form)
    said = {name: value for name, value in form.cleaned_data.items() if name != "password"}
    if verb == "propose":
        made = destroying.propose(child.pk, **said, by=user, at=now())
        messages.success(request, "It is proposed. Nothing goes before a second person agrees.")
        return redirect("destruction", ref=made.ref)
    keeping.keep_longer(child.pk, **said, by=user, at=now())
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
    of, user, at = _found(request, ref), user_of(request), now()
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
        "confirm": ConfirmForm(user=user),
        "because": forms.BecauseForm(),
    }
    return render(request, "retention/destruction.html", context)


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
    ask_again(form)
    if verb == "agree":
        destroying.agree(of.pk, by=user, at=now())
    else:
        destroying.keep(of.pk, because=form.cleaned_data["because"], by=user, at=now())
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
