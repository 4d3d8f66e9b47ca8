from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import user_of
from agencies.models import Agency, User
from audit import door
from audit.models import AccessEvent
from circulation import workflow as circulation
from circulation.models import Receipt
from config.clock import now
from config.typed import typed
from records import drafts, sections
from records import workflow as records
from records.door import begun_by_form, refuse, seen_by_form
from records.passages import NOT_FAMILY, RESTRICTIONS
from records.refusals import Conflict, Refused
from records.views.keeping import keep
from strategy.forms.discussion import ContributionForm
from strategy.models import Meeting, StrategyDiscussion
from strategy.queries import invited_to
from strategy.workflow import agreeing, recording


def _invited(request: HttpRequest, ref: str) -> tuple[Meeting, Agency]:
    """The meeting and the person's agency in it.

    :raises Http404: for who was not invited, by name or as the lead of an invited agency.
    """
    user = user_of(request)
    known = invited_to(user).filter(ref=ref).first()
    if known is None:
        refuse(request, "invitation", ref)
    found = sections.whole(known)
    assert isinstance(found, Meeting)
    seats = found.participants.filter(agency__in=user.agency_ids()).select_related("agency").order_by("pk")
    own = [p for p in seats if p.user_id == user.pk] or list(seats)
    door.shown(request, "invitation", ref, child_id=found.child_id)
    return found, own[0].agency


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def invitation(request: HttpRequest, ref: str) -> HttpResponse:
    """The invitation and the own contribution: all that an agency sees before circulation."""
    meeting, agency = _invited(request, ref)
    user = user_of(request)
    known = meeting.contributions.filter(agency=agency).select_related("saved_by").first()
    section = f"contribution:{agency.pk}"
    left, conflict, status = drafts.Typed(), None, 200
    if request.method == "POST":
        form = ContributionForm(request.POST)
        try:
            if form.is_valid():
                return _save(request, meeting, agency, form)
        except Conflict as refused:
            conflict, status = refused, 409
        except Refused as refused:
            form.tell(refused.reasons)
            door.note_refused(request)
        records.keep_draft(
            meeting, section, fields=typed(request), base=begun_by_form(request),
            by=user, at=now(),
        )  # fmt: skip
        status = status if conflict else 422
    else:
        names = ("information", "source", "analysis", "restriction")
        initial = {name: getattr(known, name) for name in names} if known else {"restriction": NOT_FAMILY}
        revision = known.revision if known else 0
        left = drafts.reopen(
            meeting, section, by=user, revision=revision, bind=ContributionForm, stands=initial
        )
        form = ContributionForm(drafts.as_post(left.fields) if left.fields else None, initial=initial)
    began = begun_by_form(request) if request.method == "POST" else None
    return _page(request, meeting, agency, form, conflict=conflict, left=left, began=began, status=status)


def _save(request: HttpRequest, meeting: Meeting, agency: Agency, form: ContributionForm) -> HttpResponse:
    send = request.POST.get("do") == "send"
    facts = {name: form.cleaned_data[name] or "" for name in form.base_fields}
    facts["restriction"] = facts["restriction"] or NOT_FAMILY
    user, at = user_of(request), now()
    also = [o for o in _others(meeting, agency, user) if o.ref in request.POST.getlist("also")]
    with transaction.atomic():
        saved = recording.save_contribution(
            meeting.pk, agency=agency, facts=facts, seen=seen_by_form(request), send=send, by=user, at=at
        )
        left = recording.copy_contribution(saved, to=also, send=send, by=user, at=at)
    for other in left:
        messages.warning(
            request, f"What you wrote for {other.child} says something else, or is closed, and was left."
        )
    messages.success(request, "Sent to the chair." if send else "Saved. Not sent yet.")
    return redirect("invitation", ref=meeting.ref)


def _others(meeting: Meeting, agency: Agency, user: User) -> list[Meeting]:
    """The meetings of the other children that this person may bring the same to."""
    others = invited_to(user).filter(together=meeting.together).exclude(pk=meeting.pk).order_by("pk")
    meetings = [o for o in map(sections.whole, others) if isinstance(o, Meeting)]
    return [o for o in meetings if not any(recording.why_not_contribute(o, agency, by=user))]


def _page(
    request: HttpRequest,
    meeting: Meeting,
    agency: Agency,
    form: Any,
    *,
    status: int,
    **more: Any,
) -> HttpResponse:
    user = user_of(request)
    known = meeting.contributions.filter(agency=agency).select_related("saved_by").first()
    receipts = Receipt.objects.visible_to(user).filter(version__record=meeting.pk)
    context = {
        "record": meeting,
        "agency": agency,
        "form": form,
        "known": known,
        "seen": known.revision if known else 0,
        "writable": not any(recording.why_not_contribute(meeting, agency, by=user)),
        "others": _others(meeting, agency, user),
        "receipts": receipts.select_related("version").newest_first(),
        "asked_to_agree": isinstance(meeting, StrategyDiscussion)
        and not any(agreeing.why_not_agree(meeting, by=user)),
        "over": meeting.ended_at is not None,
        "recorded": recording.recorded_as(agency, meeting),
        "restrictions": RESTRICTIONS.items(),
    }
    return render(request, "strategy/invitation.html", context | more, status=status)


@require_POST
def draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Autosave of a contribution."""
    meeting, agency = _invited(request, ref)
    at = keep(request, meeting, f"contribution:{agency.pk}")
    return render(request, "records/saved.html", {"at": at})


@require_POST
def nothing_received(request: HttpRequest, ref: str) -> HttpResponse:
    """“I took part and have received nothing”: the chair is told."""
    meeting, agency = _invited(request, ref)
    circulation.say_nothing_received(
        meeting, agency=agency, chair=meeting.chair, by=user_of(request), at=now()
    )
    messages.success(request, f"{meeting.chair} has been told.")
    return redirect("invitation", ref=ref)


@require_POST
@door.notes(AccessEvent.Verb.VIEW)
def restrict(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """The agency says anew who may read what was recorded as its own."""
    meeting, agency = _invited(request, ref)
    found = recording.recorded_as(agency, meeting).filter(pk=pk).first()
    if found is None:
        refuse(request, "passage", "")
    chosen = request.POST.get("restriction", "")
    recording.restrict(found.pk, restriction=chosen, by=user_of(request), at=now())
    messages.success(request, "Changed. The chair sees who may read it now.")
    return redirect("invitation", ref=ref)
