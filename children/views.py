from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from agencies.access import user_of
from agencies.models import Agency, User
from agencies.roles import CASE_WORKERS, Kind
from audit import door
from audit.models import AccessEvent
from children import workflow
from children.forms import ChildForm, RelativeForm
from children.models import Person
from children.search import likely_duplicates
from config.clock import now


def own_authority(request: HttpRequest) -> Agency:
    """The authority the person works for.

    :raises Http404: for everybody who does not work in children's social care.
    """
    user = request.user
    if isinstance(user, User):
        for hat in user.hats():
            if hat.agency.kind == Kind.CSC and hat.role in CASE_WORKERS:
                return hat.agency
    door.note_refusal(request, "children", "")
    raise Http404


def child_or_404(request: HttpRequest, ref: str) -> Person:
    assert isinstance(request.user, User)
    child = Person.objects.known_to(request.user).children().filter(ref=ref).first()
    if child is None:
        door.note_refusal(request, "child", ref)
        raise Http404
    door.shown(request, "child", child.ref, child_id=child.pk)
    return child


@door.notes(AccessEvent.Verb.VIEW)
def new(request: HttpRequest) -> HttpResponse:
    """Make a child, after showing who it may already be (§10)."""
    authority = own_authority(request)
    assert isinstance(request.user, User)
    form = ChildForm(request.POST or None, authority=authority, by=request.user, initial=request.GET.dict())
    duplicates: list[Any] = []
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        born = facts["born_on"] or facts["expected_on"]
        duplicates = likely_duplicates(
            Person.objects.known_to(request.user),
            given=facts["given_names"],
            family=facts["family_name"],
            born=born.isoformat() if born else "",
            numbers=facts["nhs_number"],
        )
        if not duplicates or request.POST.get("not_the_same"):
            child = workflow.register_child(authority=authority, by=request.user, at=now(), **facts)
            messages.success(request, f"{child} is now on file.")
            return redirect("child", ref=child.ref)
    for match in duplicates:
        door.shown(request, "child", match.person.ref, child_id=match.person.pk)
    status = 422 if form.errors else 200
    return render(request, "children/new.html", {"form": form, "duplicates": duplicates}, status=status)


@door.notes(AccessEvent.Verb.VIEW)
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    authority, child = own_authority(request), child_or_404(request, ref)
    facts = {name: getattr(child, name) for name in ChildForm.base_fields}
    form = ChildForm(
        request.POST or None, authority=authority, by=user_of(request), known=child, initial=facts
    )
    if request.method == "POST" and form.is_valid():
        workflow.change_child(child, at=now(), **form.cleaned_data)
        messages.success(request, f"The details of {child} were changed.")
        return redirect("child", ref=ref)
    context = {"form": form, "child": child}
    return render(request, "children/edit.html", context, status=422 if form.errors else 200)


@door.notes(AccessEvent.Verb.VIEW)
def relative(request: HttpRequest, ref: str) -> HttpResponse:
    """Add somebody to a child's family."""
    own_authority(request)
    assert isinstance(request.user, User)
    child = child_or_404(request, ref)
    form = RelativeForm(request.POST or None)
    back = request.POST.get("back") or request.GET.get("back") or ""
    if not (back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = f"/children/{ref}/"
    if request.method == "POST" and form.is_valid():
        added = workflow.add_relative(child, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, f"{added.person} was added to the family.")
        return redirect(back)
    context = {"form": form, "child": child, "back": back}
    return render(request, "children/relative.html", context, status=422 if form.errors else 200)


@door.notes(AccessEvent.Verb.VIEW)
def sibling(request: HttpRequest, ref: str) -> HttpResponse:
    """Link another child, found by search, as a brother or sister."""
    own_authority(request)
    child = child_or_404(request, ref)
    if request.method == "POST":
        other = child_or_404(request, request.POST.get("other", ""))
        if other.pk == child.pk:
            messages.error(request, "A child cannot be their own brother or sister.")
        else:
            workflow.link_siblings(child, other)
            messages.success(request, f"{child} and {other} are linked.")
    return redirect("child", ref=ref)
