from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agencies.access import user_of
from audit import door
from audit.models import AccessEvent
from children.models import Person
from children.views import own_authority
from config.clock import now
from governance import duty
from governance.models import NameQuestion
from records.door import refuse
from records.fields import Choice, Prose
from records.refusals import Refused, ask_again

Verb = AccessEvent.Verb


class AskForm(forms.Form):
    """What is known of the child. What it cannot be without, the workflow says."""

    name = forms.CharField(label="Name, as far as you know it", max_length=240, required=False)
    birth = forms.CharField(
        label="Date of birth or age",
        max_length=60,
        required=False,
        help_text="Like 12 5 2019, or “about six”.",
    )
    address = Prose(label="Address or place", rows=2, max_length=500, required=False)
    worry = Prose(
        label="What have you been told, and how urgent is it?", rows=4, max_length=2000, required=False
    )
    telephone = forms.CharField(
        label="Telephone number on which you can be reached now", max_length=40, required=False
    )


class AnswerForm(forms.Form):
    answer = Choice(label="What do you answer?", choices=NameQuestion.Answer.choices, required=False)
    child = forms.CharField(required=False, max_length=40)  # the reference of one of those found
    number = forms.CharField(
        label="Or enter a reference, case number or NHS number", max_length=40, required=False
    )
    knowingly = forms.BooleanField(
        label="The case is restricted, and who asks has to know that the child is known", required=False
    )
    words = Prose(
        label="Words to who asks",
        help_text="Who sees to it and rings back. Never whether a child is on file.",
        rows=3,
        max_length=500,
        required=False,
    )


@require_http_methods(["GET", "POST"])
@door.notes(Verb.VIEW)
def ask(request: HttpRequest) -> HttpResponse:
    """Only a name, and search shows nobody: ask information governance, who answer within the hour."""
    authority, user = own_authority(request), user_of(request)
    form = AskForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = duty.ask(authority=authority, **form.cleaned_data, by=user, at=now())
            except Refused as refused:
                for reason in refused.reasons:
                    form.add_error(reason.mend or None, str(reason))
            else:
                messages.success(request, "Information governance has been told at once.")
                return redirect("name_question", ref=made.ref)
    mine = NameQuestion.objects.visible_to(user).filter(asked_by=user).order_by("-pk")[:20]
    return render(request, "governance/ask_by_name.html", {"form": form, "mine": mine}, status=status)


@require_http_methods(["GET", "POST"])
@door.notes(Verb.VIEW)
def question(request: HttpRequest, ref: str) -> HttpResponse:
    """The question: its answer for who asked, the way to answer for those on duty."""
    user = user_of(request)
    visible = NameQuestion.objects.visible_to(user).select_related("asked_by", "answered_by", "child")
    found = visible.filter(ref=ref).first()
    if found is None:
        refuse(request, "name question", ref)
    door.shown(request, "name question", found.ref)
    answers = NameQuestion.objects.answerable_by(user).filter(pk=found.pk).exists()
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        if not answers:
            refuse(request, "name question", ref)
        _answer(request, found, form)
        messages.success(request, f"{found.asked_by} has been told that there is an answer.")
        return redirect("name_question", ref=ref)
    asking = answers and not found.answered_at
    likely = duty.likely(found, user) if asking else []
    for match in likely:
        door.shown(request, "search", match.person.ref, child_id=match.person.pk, verb=Verb.SEARCH)
    readable = duty.may_read_answer(found, user)
    context = {
        "question": found,
        "answers": answers,
        "form": form,
        "likely": likely,
        "at": now(),
        "readable": readable,
        "number": _number(request, found.child if readable else None),
    }
    return render(request, "governance/name_question.html", context)


def _answer(request: HttpRequest, found: NameQuestion, form: AnswerForm) -> None:
    ask_again(form)
    user, said = user_of(request), form.cleaned_data
    duty.answer(
        found.pk,
        answer=said["answer"],
        words=said["words"],
        child=duty.files_for(found, user).numbered(said["number"] or said["child"]),
        knowingly=said["knowingly"],
        by=user,
        at=now(),
    )


def _number(request: HttpRequest, child: Person | None) -> str:
    """What was answered, and noted like a name: it tells who asks that this child is known."""
    if child is None:
        return ""
    door.named(child.pk, child.ref)
    return child.case_number or child.ref
