from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from agencies.access import user_of
from agencies.models import Agency, User
from agencies.roles import CASE_WORKERS, Kind
from audit import door
from audit.models import AccessEvent
from children import reach, workflow
from children.forms import ChildForm, LookForm
from children.models import Person
from children.search import likely_duplicates
from config.clock import now
from config.typed import keepable


class Withdrawn(Exception):
    """The file was opened by mistake and is withdrawn: it is read, and no more changed."""

    def __init__(self, child: Person) -> None:
        self.child = child
        super().__init__(child.ref)


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


class AskWhy(Exception):
    """The file of a child opens to this person once they have said why; config.middleware asks them."""

    def __init__(self, child: Person, form: LookForm) -> None:
        self.child, self.form = child, form
        super().__init__(child.ref)


class GoOn(Exception):
    """The reason is kept, and the page that was asked for is asked for again."""


def child_or_404(request: HttpRequest, ref: str) -> Person:
    """The child, for whoever works with it or has said why they open the file.

    :raises Http404: when there is none that this person may know of.
    :raises AskWhy: when it is nobody’s of theirs, and no reason holds.
    :raises GoOn: when a reason has just been given for a page that was to be read.
    """
    assert isinstance(request.user, User)
    child = Person.objects.known_to(request.user).children().filter(ref=ref).first()
    if child is None:
        door.note_refusal(request, "child", ref)
        raise Http404
    if not reach.needs_no_reason(child, request.user):
        _take_reason(request, child, request.user)
    door.shown(request, "child", child.ref, child_id=child.pk)
    return child


def on_file_or_away(request: HttpRequest, ref: str) -> Person:
    """The child, for whoever wants to change something about them.

    :raises Withdrawn: when the file is withdrawn; and whatever `child_or_404` does.
    """
    child = child_or_404(request, ref)
    if child.withdrawn_at:
        raise Withdrawn(child)
    return child


def away(request: HttpRequest, gone: Withdrawn) -> HttpResponse:
    """Back to the file, which says why and by whom it was withdrawn."""
    messages.error(request, "Nothing was changed: this file is withdrawn.")
    return redirect("child", ref=gone.child.ref)


def _take_reason(request: HttpRequest, child: Person, user: User) -> None:
    sent = request.method == "POST" and request.POST.get("look_child") == child.ref
    form = LookForm(request.POST if sent else None)
    if not form.is_valid():
        raise AskWhy(child, form)
    kind, words = form.cleaned_data["look_kind"], form.cleaned_data["look_words"]
    made = workflow.give_reason(child, kind=kind, words=words, by=user, at=now())
    facts = {"ref": child.ref, "child_id": child.pk, "detail": made.get_kind_display()}
    for_agency = door.acts_for(request)
    door.note(AccessEvent.Verb.VIEW, user_id=user.pk, agency_id=for_agency, kind=reach.REASON, **facts)
    if request.POST.get("look_asked") == "GET":
        raise GoOn


OWN = ("look_", "csrf", "once")  # the fields of the short form itself


def ask_why(request: HttpRequest, asked: AskWhy) -> HttpResponse:
    """The short form, with whatever was typed on the page to which it goes on."""
    # All of it goes on, what belongs to the page too: the form is sent again as it was.
    sent = keepable(dict(request.POST.lists()))
    typed = [(name, value) for name, values in sent.items() if not name.startswith(OWN) for value in values]
    method = request.POST.get("look_asked") or request.method
    context = {"form": asked.form, "subject": asked.child, "typed": typed, "method": method}
    return render(request, "children/why.html", context, status=422 if asked.form.errors else 403)


def go_on(request: HttpRequest) -> HttpResponse:
    return redirect(request.get_full_path())


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
            Person.objects.known_to(request.user).on_file(),
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
        door.shown(request, "search", match.person.ref, child_id=match.person.pk)
    status = 422 if form.errors else 200
    return render(request, "children/new.html", {"form": form, "duplicates": duplicates}, status=status)


@door.notes(AccessEvent.Verb.VIEW)
def edit(request: HttpRequest, ref: str) -> HttpResponse:
    authority, child = own_authority(request), on_file_or_away(request, ref)
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
def sibling(request: HttpRequest, ref: str) -> HttpResponse:
    """Link another child, found by search, as a brother or sister."""
    own_authority(request)
    child = on_file_or_away(request, ref)
    if request.method == "POST":
        other = on_file_or_away(request, request.POST.get("other", ""))
        if other.pk == child.pk:
            messages.error(request, "A child cannot be their own brother or sister.")
        else:
            workflow.link_siblings(child, other)
            messages.success(request, f"{child} and {other} are linked.")
    return redirect("child", ref=ref)
