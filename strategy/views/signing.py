from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import user_of
from agencies.models import User
from audit import door
from audit.models import AccessEvent
from config.clock import now
from config.numbers import whole
from records import sections
from records.audiences import read_by
from records.door import open_record, seen_by_form
from records.fields import Choice, Prose
from records.forms import ConfirmForm
from records.refusals import refuse_if
from strategy import permissions
from strategy.models import StrategyDiscussion
from strategy.queries import TO_AGREE, asked_for_police
from strategy.sections.discussion import AGREED, DISCUSSION
from strategy.vocabulary import Decided
from strategy.workflow import agreeing
from strategy.workflow import signing as workflow


class AgreeForm(ConfirmForm):
    agreed = Choice(
        label="Do you agree the decision and the actions?",
        choices=[("yes", "I agree"), ("no", "I do not agree")],
        required=False,
    )
    comment = Prose(label="Comment", rows=2, required=False)
    field_order = ("agreed", "comment", "password")

    def clean_agreed(self) -> str:
        if not self.cleaned_data["agreed"]:
            raise forms.ValidationError("Say whether you agree")
        return str(self.cleaned_data["agreed"])


@require_POST
def conclude(request: HttpRequest, ref: str) -> HttpResponse:
    discussion = open_record(request, ref, "discussion")
    concluded = workflow.conclude(discussion.pk, by=user_of(request), at=now())
    begun = " The section 47 enquiry is open, and its clocks run." if concluded.decides(Decided.S47) else ""
    messages.success(
        request, f"Concluded. The action list is on its way; the record waits for agreement.{begun}"
    )
    return redirect("sign", ref=ref)


def _to_agree(request: HttpRequest, ref: str) -> StrategyDiscussion:
    """The discussion, for who works on it; and for the police who are asked, while it waits for them."""
    found = asked_for_police(user_of(request)).filter(ref=ref, state__in=TO_AGREE).first()
    if found:
        door.shown(request, "agreement", ref, child_id=found.child_id)
        return found
    opened: StrategyDiscussion = open_record(request, ref, "discussion")
    return opened


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def agree(request: HttpRequest, ref: str) -> HttpResponse:
    """What is agreed, as it reads; and the agreement, in one's own sign-in."""
    discussion = _to_agree(request, ref)
    user = user_of(request)
    form = AgreeForm(request.POST or None, user=user)
    if request.method == "POST":
        refuse_if(agreeing.why_not_agree(discussion, by=user))
        if form.is_valid():
            agreeing.agree(
                discussion.pk,
                agreed=form.cleaned_data["agreed"] == "yes",
                comment=form.cleaned_data["comment"],
                by=user,
                at=now(),
                seen=request.POST.get("seen", ""),
            )
            messages.success(request, "Your answer is recorded. Thank you.")
            return redirect("my_work")
    hat = permissions.police_hat(user)
    chapters = [sections.reads(discussion, s) for s in DISCUSSION if s.key in AGREED]
    context = {
        "record": discussion,
        "child": discussion.child,
        "chapters": read_by(user, chapters, of=hat.agency if hat else None),
        "form": form,
        "seen": agreeing.agreed_digest(discussion),
        "why_not": list(agreeing.why_not_agree(discussion, by=user)),
        "given": agreeing.given(discussion),
    }
    return render(request, "strategy/agree.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def sign(request: HttpRequest, ref: str) -> HttpResponse:
    """What will be signed, as it will read; and what still stops it, as links."""
    discussion = open_record(request, ref, "discussion")
    user = user_of(request)
    form = ConfirmForm(request.POST or None, user=user)
    if request.method == "POST":
        refuse_if(workflow.why_not_sign(discussion, by=user))
        if form.is_valid():
            workflow.sign(discussion.pk, by=user, at=now(), seen=seen_by_form(request))
            messages.success(request, "Signed. The record is on its way to everybody it belongs to.")
            return redirect("circulation", ref=ref)
    context = {
        "record": discussion,
        "child": discussion.child,
        "form": form,
        "why_not": list(workflow.why_not_sign(discussion, by=user)),
        "chapters": read_by(user, (sections.reads(discussion, s) for s in DISCUSSION)),
        "signatures": workflow.signatures(discussion, None),
        "agreements": agreeing.agreements(discussion),
        "given": agreeing.given(discussion),
        "instead": [
            u
            for u in agreeing.could_be_asked_instead(discussion)
            if not any(agreeing.why_not_ask_instead(discussion, whom=u, by=user))
        ],
        "told_instead": agreeing.asked_instead(discussion),
        "police_present": [
            u
            for u in agreeing.who_agrees_for_police(discussion)
            if not any(agreeing.why_not_note_agreement(discussion, whose=u, by=user))
        ],
        "asked": {
            "csc": agreeing.who_agrees_for_csc(discussion),
            "police": agreeing.who_agrees_for_police(discussion),
        },
    }
    return render(request, "strategy/sign.html", context, status=422 if form.errors else 200)


@require_POST
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    discussion = open_record(request, ref, "discussion")
    reason = request.POST.get("reason", "")[:5000]
    workflow.correct(discussion.pk, reason=reason, by=user_of(request), at=now())
    messages.success(request, "The record is open for the correction. Signing makes version 2.")
    return redirect("record", ref=ref)


def _chosen(request: HttpRequest) -> User | None:
    found = User.objects.get_queryset().filter(pk=whole(request.POST.get("whose", "")) or 0).first()
    return found if isinstance(found, User) else None


@require_POST
def ask_instead(request: HttpRequest, ref: str) -> HttpResponse:
    """The chair asks another decision maker of the force, in the place of one who is away."""
    discussion, whom = open_record(request, ref, "discussion"), _chosen(request)
    reason = request.POST.get("reason", "")[:1000]
    agreeing.ask_instead(discussion.pk, whom=whom, reason=reason, by=user_of(request), at=now())
    messages.success(request, f"{whom} is asked to agree for the police, and told by mail.")
    return redirect("sign", ref=ref)


@require_POST
def note_agreement(request: HttpRequest, ref: str) -> HttpResponse:
    """The chair notes that the police agreed at the meeting."""
    discussion, found = open_record(request, ref, "discussion"), _chosen(request)
    agreeing.note_agreement(discussion.pk, whose=found, by=user_of(request), at=now())
    messages.success(request, f"Noted. {found} is asked to confirm it.")
    return redirect("sign", ref=ref)
