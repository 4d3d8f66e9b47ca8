from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.access import user_of
from agencies.addresses import folded
from agencies.models import User
from agencies.roles import CSC_MANAGERS
from audit import door
from audit.models import AccessEvent
from boards import restricting
from children.models import Person
from children.restriction import named_in, standing
from config.clock import now
from records.door import numbered, refuse
from records.refusals import ask_again

View = AccessEvent.Verb.VIEW


class RestrictForm(forms.Form):
    """Who is chosen, by account or by e-mail address, and why."""

    people = forms.ModelMultipleChoiceField(queryset=User.objects.none(), required=False)
    email = forms.CharField(required=False, max_length=254)
    entry = forms.IntegerField(required=False)
    reason = forms.CharField(required=False, max_length=2000)
    why = forms.CharField(required=False, max_length=100)

    def __init__(self, *args: Any, child: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = restricting.everybody(child)  # type: ignore[attr-defined]  # a choice of models has one


@require_http_methods(["GET", "POST"])
@door.notes(View)
def cases(request: HttpRequest) -> HttpResponse:
    """Every restricted case, for information governance; and the way to one that is not yet."""
    user = user_of(request)
    if not restricting.governs(user):
        refuse(request, "restricted", "")
    if request.method == "POST":
        number = request.POST.get("number", "")[:40]
        child = numbered(restricting.restrictable_by(user).numbered(number), number=number)
        return redirect("restriction", ref=child.ref)
    found = list(restricting.listed_for(user))
    for restriction in found:
        door.shown(request, "restricted", restriction.child.ref, child_id=restriction.child_id)
    return render(request, "boards/restricted.html", {"cases": found})


def _child(request: HttpRequest, ref: str) -> Person:
    found = restricting.restrictable_by(user_of(request)).filter(ref=ref).select_related("authority").first()
    if found is None:
        refuse(request, "restriction", ref)
    door.shown(request, "restriction", found.ref, child_id=found.pk)
    return found


@require_GET
@door.notes(View)
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """Who may know of a case, and why."""
    child = _child(request, ref)
    restriction = standing(child.pk)
    proposed = {} if restriction else restricting.who_works_on(child)
    managers = User.objects.of(child.authority).holding(*CSC_MANAGERS).order_by("name", "pk")
    context = {
        "subject": child,
        "restriction": restriction,
        "named": named_in(restriction) if restriction else (),
        "proposed": proposed.items(),
        "managers": [user for user in managers if user not in proposed],
        "earlier": child.restrictions.exclude(lifted_at=None).order_by("-since"),
    }
    return render(request, "boards/restriction.html", context)


@require_POST
@door.notes(View)
def change(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Restrict, name somebody, take a name off, lift."""
    child, user, at = _child(request, ref), user_of(request), now()
    form = RestrictForm(request.POST, child=child)
    if form.errors.keys() & {"people", "entry"}:
        refuse(request, "restriction", ref)  # somebody from elsewhere, or no number: not from our page
    ask_again(form)
    said, restriction = form.cleaned_data, standing(child.pk)
    if verb == "restrict":
        restricting.restrict(child, people=said["people"], reason=said["reason"], by=user, at=at)
        messages.success(request, "The case is restricted from now on.")
    elif restriction is None:
        messages.error(request, "This case is not restricted any more.")
    elif verb == "name":
        named = restricting.everybody(child).filter(email=folded(said["email"])).first()
        restricting.name(restriction.pk, user=named, why=said["why"], by=user, at=at)
        messages.success(request, f"{named} is named.")
    elif verb == "unname":
        restricting.unname(restriction.pk, entry=said["entry"] or 0, by=user, at=at)
        messages.success(request, "The name was taken off.")
    elif verb == "lift":
        restricting.lift(restriction.pk, reason=said["reason"], by=user, at=at)
        messages.success(request, "The restriction is lifted.")
    else:
        refuse(request, "restriction", ref)
    if not restricting.restrictable_by(user).filter(pk=child.pk).exists():
        return redirect("my_work")  # who restricted it without naming themselves
    return redirect("restriction", ref=ref)
