from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agencies.access import user_of
from agencies.addresses import AddressInput
from agencies.models import Agency, Membership, User
from agencies.roles import CHAIRS, Kind, Role
from audit import door
from audit.models import AccessEvent
from config.clock import now
from config.numbers import whole
from deadlines.models import Deadline
from records.door import open_record
from records.fields import Choice, MomentField, Prose, offer
from records.refusals import Refusal, Refused, refuse_if
from records.sections import RowForm
from strategy import apply, facts
from strategy import vocabulary as v
from strategy.forms.questions import short
from strategy.models import Concern, Participant, StrategyDiscussion
from strategy.timescales import CONCERN_CLOCKS
from strategy.workflow import convening as workflow
from strategy.workflow import newcomers
from strategy.workflow.convening import Invitee, Plan
from strategy.workflow.newcomers import Newcomer


class ConveneForm(RowForm):
    planned_at = MomentField(label="When will it be held?")
    minutes = forms.IntegerField(label="How many minutes?", initial=60, min_value=5, max_value=600)
    mode = Choice(label="How?", choices=v.MODES, initial="video")
    place = short("Where, or by which service", max_length=200)
    chair = Choice(label="Chair", choices=[], widget=forms.Select)
    social_worker = Choice(label="Social worker", choices=[], widget=forms.Select)
    late_reason = Prose(label="If it is after the clock runs out: why?", rows=2)
    needs = ("planned_at", "chair", "social_worker")

    def prepare(self) -> None:
        assert self.record
        people = User.objects.of(self.record.authority)
        chairs = people.holding(*CHAIRS).order_by("name")
        workers = people.holding(Role.SOCIAL_WORKER).order_by("name")
        offer(self, "chair", [(str(u.pk), u.name) for u in chairs])
        offer(self, "social_worker", [(str(u.pk), u.name) for u in workers])


class PersonForm(RowForm):
    new_agency = Choice(label="Agency", choices=[], widget=forms.Select)
    new_name = short("Name", max_length=120)
    new_email = AddressInput(label="Email address at work")
    new_position = short("Job title", max_length=120)
    needs = ("new_agency", "new_name", "new_email")

    def prepare(self) -> None:
        assert self.record
        agencies = partners(self.record.authority)
        offer(self, "new_agency", [(str(a.pk), a.name) for a in agencies])


def partners(authority: Agency) -> list[Agency]:
    """The other agencies of the partnership."""
    return list(
        Agency.objects.filter(partnership=authority.partnership_id, active=True)
        .exclude(pk=authority.pk)
        .order_by("name")
    )


WAITS = (
    "Who is not in the list is invited once their agency confirms them. The page “Who” says how it stands."
)


@dataclass(frozen=True)
class Offer:
    ask: facts.Ask
    people: list[Membership]


def offers(concern: Concern, *, legal: bool = False) -> list[Offer]:
    """Who must and who should be asked, and who there is to ask (§5); a legal adviser when `legal`."""
    people = list(
        Membership.objects.live()
        .filter(agency__in=partners(concern.authority), user__is_active=True)
        .select_related("user", "agency")
        .order_by("agency__name", "user__name", "pk")
    )
    known = apply.facts_of(concern)
    if legal:
        known = replace(known, circumstances=known.circumstances | {"legal"})
    return [
        Offer(
            ask,
            [m for m in people if m.agency.kind in ask.kinds or m.agency_id == ask.agency],
        )
        for ask in facts.who_must_be_asked(known)
    ]


def _offered(request: HttpRequest, concern: Concern) -> list[Offer]:
    # The address says that access was refused, and does so again when the form is sent.
    return offers(concern, legal=request.GET.get("legal") == "1")


def everybody_else(concern: Concern, offered: list[Offer]) -> dict[str, list[Membership]]:
    seen = {m.pk for offer in offered for m in offer.people}
    rest = (
        Membership.objects.live()
        .filter(agency__in=partners(concern.authority), user__is_active=True)
        .exclude(pk__in=seen)
        .select_related("user", "agency")
        .order_by("agency__name", "user__name")
    )
    grouped: dict[str, list[Membership]] = {}
    for m in rest:
        grouped.setdefault(m.agency.name, []).append(m)
    return grouped


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def convene(request: HttpRequest, ref: str) -> HttpResponse:
    """Convene a discussion: when, who chairs, who is asked and why."""
    concern = open_record(request, ref, "concern")
    if concern.received_at is None:
        refuse_if([Refusal("Record the concern first: it says when the clocks begin.", mend="said")])
    form = ConveneForm(request.POST or None, record=concern, initial=_usual(request, concern))
    person = PersonForm(
        request.POST if request.POST.get("new_name") or request.POST.get("new_email") else None,
        record=concern,
    )
    refusals: list[Any] = []
    if request.method == "POST" and form.is_valid() and (not person.is_bound or person.is_valid()):
        try:
            made = _convene(request, concern, form.cleaned_data, person)
            messages.success(request, "The discussion is convened and the invitations are on their way.")
            if newcomers.asked_for(made):
                messages.info(request, WAITS)
            return redirect("record", ref=made.ref)
        except Refused as refused:
            refusals = refused.reasons
            door.note_refused(request)
    offered = _offered(request, concern)
    running = Deadline.objects.running().filter(record=concern.pk, code__in=CONCERN_CLOCKS)
    bad = form.errors or person.errors or refusals
    context = {
        "record": concern,
        "child": concern.child,
        "form": form,
        "person": person,
        "required": [o for o in offered if o.ask.strength == facts.REQUIRED],
        "required_count": sum(1 for o in offered if o.ask.strength == facts.REQUIRED),
        "consider": [o for o in offered if o.ask.strength == facts.CONSIDER],
        "legal": request.GET.get("legal") == "1",
        "rest": everybody_else(concern, offered),
        "ticked": set(request.POST.getlist("invite")),
        "others": concern.others_together(user_of(request)).filter(hold=True).select_related("child"),
        "also": request.POST.getlist("also"),
        "clock": running.first(),
        "meeting": facts.meeting_recommended(apply.facts_of(concern)),
        "refusals": refusals,
    }
    return render(request, "strategy/convene.html", context, status=422 if bad else 200)


def _usual(request: HttpRequest, concern: Concern) -> dict[str, Any]:
    user = user_of(request)
    is_chair = user.holds(*CHAIRS, agency_id=concern.authority_id)
    return {
        "chair": str(user.pk) if is_chair else "",
        "social_worker": str(concern.created_by_id),
        "mode": "video",
        "minutes": 60,
    }


def _convene(
    request: HttpRequest, concern: Concern, said: dict[str, Any], person: PersonForm
) -> StrategyDiscussion:
    user, at = user_of(request), now()
    invitees = _ticked(request, concern)
    chosen = request.POST.getlist("also")
    others = [o for o in concern.others_together(user) if o.ref in chosen]
    people = User.objects.of(concern.authority)
    plan = Plan(
        planned_at=said["planned_at"],
        minutes=said["minutes"] or 60,
        mode=said["mode"] or "video",
        place=said["place"],
        chair=people.get(pk=said["chair"]),
        social_worker=people.get(pk=said["social_worker"]),
        late_reason=said["late_reason"],
        invitees=tuple(invitees),
    )
    follows = concern.discussions.exclude(state="cancelled").order_by("-pk").first()
    made = newcomers.convene(
        [concern, *others], plan=plan, newcomer=_newcomer(person), by=user, at=at, follows=follows
    )
    return next(d for d in made if d.concern_id == concern.pk)


def _ticked(request: HttpRequest, concern: Concern) -> list[Invitee]:
    """People ticked on the page, each with the seat and the reason they were offered for."""
    allowed = {a.pk for a in partners(concern.authority)}
    asks = {str(i): o.ask for i, o in enumerate(_offered(request, concern))}
    found: dict[int, Invitee] = {}
    for value in request.POST.getlist("invite"):
        number, _, ask = value.partition(":")
        membership = (
            Membership.objects.live()
            .filter(pk=whole(number) or 0, agency__in=allowed)
            .select_related("user", "agency")
            .first()
        )
        if membership:
            why = f"{asks[ask].who}: {asks[ask].why}" if ask in asks else ""
            seat = asks[ask].seat if ask in asks else _seat(membership.agency)
            found.setdefault(membership.user_id, Invitee(membership.user, membership.agency, seat, why))
    return list(found.values())


def _seat(agency: Agency) -> str:
    return "police" if agency.kind == Kind.POLICE else "other"


def _newcomer(person: PersonForm) -> Newcomer | None:
    if not person.is_bound:
        return None
    said = person.cleaned_data
    agency = Agency.objects.filter(pk=said["new_agency"]).first()
    return Newcomer(agency, said["new_name"], said["new_email"], said["new_position"])


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def invite(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask one more person to a discussion that is convened."""
    discussion = open_record(request, ref, "discussion")
    person = PersonForm(
        request.POST if request.POST.get("new_name") or request.POST.get("new_email") else None,
        record=discussion,
    )
    refusals: list[Refusal] = []
    if request.method == "POST":
        user, at = user_of(request), now()
        chosen = _ticked(request, discussion.concern)
        if not person.is_bound or person.is_valid():
            try:
                asked = newcomers.invite(
                    discussion.pk, invitees=chosen, newcomer=_newcomer(person), by=user, at=at
                )
            except Refused as refused:
                refusals = refused.reasons
                door.note_refused(request)
            else:
                if chosen or person.is_bound:
                    messages.success(request, WAITS if asked else "Invited.")
                    return redirect("section", ref=ref, key="who")
    seated = set(Participant.objects.filter(record=discussion.pk).values_list("user", flat=True))
    context = {
        "record": discussion,
        "child": discussion.child,
        "person": person,
        "rest": {
            name: [m for m in people if m.user_id not in seated]
            for name, people in everybody_else(discussion.concern, []).items()
        },
        "back": f"/records/{ref}/who/",
        "refusals": refusals,
        "ticked": set(request.POST.getlist("invite")),
    }
    bad = refusals or person.errors
    return render(request, "strategy/invite.html", context, status=422 if bad else 200)


@require_http_methods(["POST"])
def hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    discussion = open_record(request, ref, "discussion")
    chosen = request.POST.get("to", "")
    to = User.objects.of(discussion.authority).filter(pk=whole(chosen) or 0)
    workflow.hand_over_chair(
        discussion.pk,
        to=to.first(),
        reason=request.POST.get("reason", "")[:2000],
        by=user_of(request),
        at=now(),
    )
    messages.success(request, "The chair was handed over.")
    return redirect("record", ref=ref)


@require_http_methods(["POST"])
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    discussion = open_record(request, ref, "discussion")
    reason = request.POST.get("reason", "")[:2000]
    workflow.cancel(discussion.pk, reason=reason, by=user_of(request), at=now())
    messages.success(request, "The discussion is cancelled; everybody invited is told.")
    return redirect("record", ref=discussion.concern.ref)
