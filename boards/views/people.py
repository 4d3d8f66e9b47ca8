from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies import offering
from agencies.access import user_of
from agencies.addresses import AddressInput
from agencies.models import Agency, Membership, Team, User
from agencies.roles import Kind, Rank, Role
from agencies.standing import Hat, roles_for
from audit import door
from audit.models import AccessEvent
from boards import people
from boards.views.offers import shown_in, told
from config.clock import now, today
from config.numbers import whole
from records.door import refuse
from records.refusals import LeftOut, Refusal, ask_again

View = AccessEvent.Verb.VIEW
OF_A_HAT = ("position", "team", "rank", "decides", "qualified")


class HatForm(forms.Form):
    """A role with what belongs to it; only what this administrator may give can be chosen."""

    role = forms.ChoiceField(label="Role", error_messages={"required": "Choose a role"})
    position = forms.CharField(label="Job title", required=False, max_length=120)
    team = forms.ModelChoiceField(
        label="Team", queryset=Team.objects.none(), required=False, empty_label="None"
    )
    rank = forms.ChoiceField(label="Police rank", choices=[("", "None"), *Rank.choices], required=False)
    decides = forms.BooleanField(label="Senior enough to decide for the agency", required=False)
    qualified = forms.BooleanField(label="Qualified and experienced social worker", required=False)

    def __init__(self, *args: Any, agency: Agency, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_for(agency, by=by)
        self.fields["role"].choices = [("", "Choose"), *((r.value, r.label) for r in roles)]  # type: ignore[attr-defined]  # a choice field has them
        self.fields["team"].queryset = agency.teams.order_by("name")  # type: ignore[attr-defined]  # a choice of models has one
        left_out = {"team", "qualified"} if agency.kind != Kind.CSC else {"decides"}
        for name in left_out | (set() if agency.kind == Kind.POLICE else {"rank"}):
            del self.fields[name]

    def hat(self) -> Hat:
        given = {name: self.cleaned_data[name] for name in OF_A_HAT if name in self.fields}
        return Hat(role=Role(self.cleaned_data["role"]), **given)


class InviteForm(HatForm):
    email = AddressInput(label="Email address at work", error_messages={"required": "Enter the address"})
    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter the name"})
    field_order = ("name", "email", "role", "position", "team", "rank", "decides", "qualified")


def kept_agency(request: HttpRequest, pk: int | None = None) -> Agency:
    """The agency whose people are kept here: the one asked for, or one’s own."""
    agencies = people.kept_by(user_of(request))
    own = user_of(request).agency_ids()
    found = agencies.filter(pk=pk).first() if pk else agencies.filter(pk__in=own).first() or agencies.first()
    if found is None:
        refuse(request, "people", "")
    return found


@require_GET
@door.notes(View)
def everybody(request: HttpRequest, agency: int | None = None) -> HttpResponse:
    """Who works here with which role, when it was last used, and who has left."""
    kept = kept_agency(request, agency)
    door.shown(request, "people")
    ended = request.GET.get("show") == "left"
    return render(request, "boards/people.html", about(request, kept) | {
        "lines": people.lines(kept, ended=ended), "ended": ended,
        "waiting": [] if ended else shown_in(kept, by=user_of(request)),
    })  # fmt: skip


def about(request: HttpRequest, agency: Agency) -> dict[str, Any]:
    others = people.kept_by(user_of(request)).exclude(pk=agency.pk)
    return {"agency": agency, "others": others, "merges": user_of(request).holds(Role.ADMINISTRATOR)}


@require_http_methods(["GET", "POST"])
@door.notes(View)
def invite(request: HttpRequest, agency: int) -> HttpResponse:
    """A joiner."""
    kept, user = kept_agency(request, agency), user_of(request)
    form = InviteForm(request.POST or None, agency=kept, by=user)
    if request.method == "POST":
        ask_again(form)
        who = {name: form.cleaned_data[name] for name in ("email", "name")}
        made = offering.ask(kept, **who, hat=form.hat(), by=user, at=now())
        messages.success(request, told(made))
        if made.membership:
            return redirect("person_of_agency", agency=kept.pk, pk=made.membership.user_id)
        return redirect("people_of", agency=kept.pk)
    return render(request, "boards/invite_person.html", about(request, kept) | {"form": form})


def _somebody(request: HttpRequest, agency: int, pk: int) -> tuple[Agency, User]:
    kept = kept_agency(request, agency)
    found = User.objects.get_queryset().filter(pk=pk, memberships__agency=kept).distinct().first()
    if found is None:
        refuse(request, "person", "")
    return kept, found


@require_http_methods(["GET", "POST"])
@door.notes(View)
def person(request: HttpRequest, agency: int, pk: int) -> HttpResponse:
    """Somebody of the agency: roles now and before, what is still theirs; a mover, a leaver."""
    kept, somebody = _somebody(request, agency, pk)
    user = user_of(request)
    memberships = somebody.memberships.filter(agency=kept).select_related("team").order_by("-pk")
    forms_of = [
        (m, None if m.ended_at else HatForm(agency=kept, by=user, prefix=f"m{m.pk}", initial=_now(m)))
        for m in sorted(memberships, key=lambda m: m.ended_at is not None)
    ]
    door.shown(request, "person")
    context = about(request, kept) | {
        "somebody": somebody,
        "memberships": forms_of,
        "still": people.still_theirs(somebody, kept),
        "why_not": list(people.why_not_tend(somebody, by=user)),
        "own": somebody == user,
    }
    return render(request, "boards/person_of_agency.html", context)


def _now(membership: Membership) -> dict[str, Any]:
    return {name: getattr(membership, name) for name in ("role", *OF_A_HAT)}


@require_POST
def change(request: HttpRequest, agency: int, pk: int, verb: str) -> HttpResponse:
    """Move, end; sessions, second factor, a new link. Each says what happened."""
    kept, somebody = _somebody(request, agency, pk)
    user, which = user_of(request), request.POST.get("membership", "")
    theirs = somebody.memberships.filter(agency=kept, pk=whole(which) or 0).first()
    if verb == "move" and theirs:
        form = HatForm(request.POST, agency=kept, by=user, prefix=f"m{theirs.pk}")
        ask_again(form)
        said = told(offering.move(theirs.pk, hat=form.hat(), by=user, at=now()))
    elif verb == "end" and theirs:
        offering.end(theirs.pk, by=user, at=now())
        said = "Ended. Access ends with their next click, in every open window."
    elif verb in TEND:
        does, said = TEND[verb]
        does(somebody, by=user, at=now())
    else:
        refuse(request, "person", "")
    messages.success(request, said)
    return redirect("person_of_agency", agency=kept.pk, pk=somebody.pk)


TEND: dict[str, tuple[Any, str]] = {
    "sessions": (people.end_sessions, "Every session of theirs has ended."),
    "factor": (people.take_off_factors, "Taken off. Their next sign-in sets up a new second factor."),
    "link": (people.send_link, "A new link is on its way to their address."),
}


@require_http_methods(["GET", "POST"])
@door.notes(View)
def review(request: HttpRequest, agency: int) -> HttpResponse:
    """The quarterly review: who has what and last used it; each confirmed by name, or ended."""
    kept, user = kept_agency(request, agency), user_of(request)
    quarter = people.quarter_of(today())
    if request.method == "POST":
        keep = [whole(pk) or 0 for pk in request.POST.getlist("keep")]
        end = [whole(pk) or 0 for pk in request.POST.getlist("end")]
        theirs = Membership.objects.filter(agency=kept, pk__in=[*keep, *end]).values_list("pk", flat=True)
        if set(theirs) != {*keep, *end}:
            refuse(request, "people", "")
        if not keep and not end:
            raise LeftOut([Refusal("Say of somebody whether the role is still needed.", mend="keep")])
        with transaction.atomic():
            for pk in set(end):
                people.not_kept(pk, quarter=quarter, by=user, at=now())
            confirmed = people.confirm(kept, set(keep) - set(end), quarter=quarter, by=user, at=now())
        messages.success(request, f"{confirmed} confirmed, {len(set(end))} ended, in your name.")
        return redirect("access_review", agency=kept.pk)
    door.shown(request, "people")
    found = people.lines(kept, quarter=quarter)
    context = about(request, kept) | {
        "lines": found, "quarter": quarter, "left": sum(1 for line in found if line.review is None),
        "until": people.last_day(quarter),
    }  # fmt: skip
    return render(request, "boards/access_review.html", context)
