from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agencies.access import user_of
from agencies.models import Agency, User
from agencies.roles import Kind
from audit import door
from audit.models import AccessEvent
from boards import merging, people
from boards.views.people import about, kept_agency
from config.clock import now
from records.door import refuse
from records.refusals import ask_again


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label="Merge it into", queryset=Agency.objects.none(), required=False, empty_label="Choose"
    )

    def __init__(self, *args: Any, agency: Agency, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = people.kept_by(by).exclude(pk=agency.pk).exclude(kind=Kind.CSC)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]  # a choice of models has one


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def merge(request: HttpRequest, agency: int) -> HttpResponse:
    """An agency that is no more: one administrator asks which other one answers for it, a second agrees."""
    kept, user = kept_agency(request, agency), user_of(request)
    if kept.partnership_id not in user.administered_ids():
        refuse(request, "people", "")
    door.shown(request, "people")
    form = MergeForm(request.POST or None, agency=kept, by=user)
    if request.method == "POST":
        ask_again(form)
        return _done(request, kept, form.cleaned_data["into"], user)
    context = about(request, kept) | {
        "form": form,
        "may_agree": kept.merging_into and not any(merging.why_not_merge(kept, by=user)),
    }
    return render(request, "boards/merge_agency.html", context)


def _done(request: HttpRequest, kept: Agency, into: Agency | None, user: User) -> HttpResponse:
    verb = request.POST.get("verb", "ask")
    if verb == "agree":
        merged = merging.merge(kept.pk, into=into, by=user, at=now())
        messages.success(request, f"{merged} answers for {kept} from now on.")
        return redirect("people_of", agency=merged.pk)
    if verb == "stop":
        merging.give_up(kept.pk, by=user)
        messages.success(request, f"{kept} stays as it is.")
    else:
        merging.ask(kept.pk, into=into, by=user, at=now())
        messages.success(request, "Asked. Nothing has changed: another system administrator agrees first.")
    return redirect("merge_agency", agency=kept.pk)
