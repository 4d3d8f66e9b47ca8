from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import user_of
from agencies.models import Agency, Membership, User
from agencies.roles import CHAIRS, Kind
from audit import door
from audit.models import AccessEvent
from config.clock import now
from config.numbers import whole
from deadlines.models import Deadline
from records import drafts
from records.door import open_record
from records.drafts import Beside
from records.refusals import LeftOut, Refusal, Refused, ask_again, refuse_if
from records.views import keeping
from strategy import apply, asking, facts
from strategy.asking import Coming
from strategy.forms.convening import ConveneForm, PersonForm
from strategy.models import Concern, Meeting, Participant, StrategyDiscussion
from strategy.queries import partners
from strategy.timescales import CONCERN_CLOCKS
from strategy.views.discussion import open_meeting
from strategy.workflow import convening as workflow
from strategy.workflow import newcomers, present
from strategy.workflow.convening import Invitee, Plan
from strategy.workflow.newcomers import Newcomer

CONVENE, INVITE = drafts.key_of("convene", {}), drafts.key_of("invite", {})
drafts.BESIDE |= {"convene", "invite"}
WAITS = "Who is not in the list is added once their agency confirms them. The page “Who” says how it stands."


def coming(m: Membership) -> Coming:
    return Coming(m.agency_id, m.agency.kind, m.title)


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
            [m for m in people if m.role in asking.SPEAKS and asking.suits(ask, coming(m))],
        )
        for ask in facts.who_must_be_asked(known)
    ]


def _offered(request: HttpRequest, concern: Concern) -> list[Offer]:
    # The address says that access was refused, and does so again when the form is sent.
    return offers(concern, legal=request.GET.get("legal") == "1")


def everybody_else(authority: Agency, offered: list[Offer]) -> dict[str, list[Membership]]:
    seen = {m.pk for offer in offered for m in offer.people}
    rest = (
        Membership.objects.live()
        .filter(agency__in=partners(authority), user__is_active=True, role__in=asking.SPEAKS)
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
    usual = _usual(request, concern)
    make = partial(ConveneForm, record=concern, initial=usual)
    beside = Beside(concern, CONVENE, user_of(request), make, usual)
    form = keeping.sent(request, beside) if request.method == "POST" else beside.open().form
    sent = request.POST if request.method == "POST" else beside.data
    person = PersonForm(sent if _names_somebody(sent) else None, record=concern)
    if request.method == "GET":
        drafts.nothing_wrong_yet(person)
    if request.method == "POST":
        form.ask_why(_left_out(request, concern, person))
    if request.method == "POST" and form.is_valid() and (not person.is_bound or person.is_valid()):
        try:
            made = _convene(request, concern, form.cleaned_data, person)
            keeping.done(beside)
            messages.success(request, "The discussion is convened and the invitations are on their way.")
            if newcomers.asked_for(made):
                messages.info(request, WAITS)
            return redirect("record", ref=made.ref)
        except Refused as refused:
            _tell(form, person, refused.reasons)
            door.note_refused(request)
    offered = _offered(request, concern)
    running = Deadline.objects.running().filter(record=concern.pk, code__in=CONCERN_CLOCKS)
    bad = form.errors or person.errors
    context = {
        "record": concern,
        "child": concern.child,
        "form": form,
        "beside": beside,
        "person": person,
        "required": [o for o in offered if o.ask.strength == facts.REQUIRED],
        "required_count": sum(1 for o in offered if o.ask.strength == facts.REQUIRED),
        "consider": [o for o in offered if o.ask.strength == facts.CONSIDER],
        "legal": request.GET.get("legal") == "1",
        "rest": everybody_else(concern.authority, offered),
        "ticked": set(sent.getlist("invite") if sent else []),
        "others": concern.others_together(user_of(request)).filter(hold=True).select_related("child"),
        "also": request.POST.getlist("also"),
        "clock": running.first(),
        "meeting": facts.meeting_recommended(apply.facts_of(concern)),
    }
    return render(request, "strategy/convene.html", context, status=422 if bad else 200)


def _names_somebody(sent: Any) -> bool:
    """Whether somebody was entered who is not in the list."""
    return bool(sent and (sent.get("new_name") or sent.get("new_email")))


def _tell(form: ConveneForm, person: PersonForm, reasons: list[Refusal]) -> None:
    """Each reason at its question, in whichever of the two it stands."""
    for reason in reasons:
        of_person = person.is_bound and reason.mend in person.fields
        (person if of_person else form).tell([reason])


def _chosen(request: HttpRequest, concern: Concern) -> list[Concern]:
    """The concern, and those about the other children that are discussed together with it."""
    chosen = request.POST.getlist("also")
    return [concern, *(o for o in concern.others_together(user_of(request)) if o.ref in chosen)]


def _left_out(request: HttpRequest, concern: Concern, person: PersonForm) -> list[facts.Ask]:
    """The required seats for which nobody was ticked or named."""
    named = _newcomer(person) if person.is_bound and person.is_valid() else None
    by_name = [named.coming] if named and named.agency else []
    ticked = _ticked(request, concern.authority, _offered(request, concern))
    found = {
        ask.key: ask
        for each in _chosen(request, concern)
        for ask in workflow.nobody_asked_for(each, ticked, by_name)
    }
    return list(found.values())


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
    invitees = _ticked(request, concern.authority, _offered(request, concern))
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
        left_out={name.removeprefix("left_out_"): why for name, why in said.items() if "left_out_" in name},
    )
    follows = concern.discussions.exclude(state="cancelled").order_by("-pk").first() or concern.covered_by
    made = newcomers.convene(
        _chosen(request, concern), plan=plan, newcomer=_newcomer(person), by=user, at=at, follows=follows
    )
    return next(d for d in made if d.concern_id == concern.pk)


def _ticked(request: HttpRequest, authority: Agency, offered: list[Offer]) -> list[Invitee]:
    """People ticked on the page, each with the seat and the reason they were offered for."""
    allowed = {a.pk for a in partners(authority)}
    asks = {str(i): o.ask for i, o in enumerate(offered)}
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
    """Ask one more person to what is convened; once it is over, note who took part without being asked."""
    meeting = open_meeting(request, ref)
    beside = Beside(meeting, INVITE, user_of(request), partial(PersonForm, record=meeting))
    if request.method == "POST":
        return _invited(request, meeting, beside)
    person = beside.open().form
    seated = set(Participant.objects.filter(record=meeting.pk).values_list("user", flat=True))
    context = {
        "record": meeting,
        "child": meeting.child,
        "over": present.is_over(meeting),
        "person": person,
        "beside": beside,
        "rest": {
            name: [m for m in people if m.user_id not in seated]
            for name, people in everybody_else(meeting.authority, []).items()
        },
        "back": f"/records/{ref}/who/",
        "ticked": set(beside.ticked),
    }
    return render(request, "strategy/invite.html", context)


def _invited(request: HttpRequest, meeting: Meeting, beside: Beside) -> HttpResponse:
    keeping.keep(request, meeting, INVITE)
    person = PersonForm(request.POST if _names_somebody(request.POST) else None, record=meeting)
    chosen = _ticked(request, meeting.authority, [])
    ask_again(person)
    if not chosen and not person.is_bound:
        raise LeftOut([Refusal("Tick somebody, or enter who is not in the list.", mend="invite")])
    asked = newcomers.invite(
        meeting.pk, invitees=chosen, newcomer=_newcomer(person), by=user_of(request), at=now()
    )
    keeping.done(beside)
    done = "Noted: they took part." if present.is_over(meeting) else "Invited."
    messages.success(request, WAITS if asked else done)
    return redirect("section", ref=meeting.ref, key="who")


@require_POST
def convene_draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Autosave of a discussion that is not convened yet."""
    return keeping.autosave(request, open_record(request, ref, "concern"), CONVENE)


@require_POST
def invite_draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Autosave of whom somebody is about to invite."""
    return keeping.autosave(request, open_meeting(request, ref), INVITE)


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
