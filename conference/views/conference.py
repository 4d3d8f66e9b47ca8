from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import user_of
from agencies.models import Membership, User
from agencies.queries import with_hats
from agencies.roles import Role
from audit import door
from audit.models import AccessEvent
from conference import report
from conference.forms import ConveneForm, FollowedForm
from conference.models import Conference
from conference.sections import HELD, REPORT, REPORT_CHAPTERS, quoracy
from conference.workflow import adjourning, convening, following, lateness, reporting, signing
from config.clock import now
from config.numbers import whole
from deadlines import workflow as clocks
from records import drafts, explaining, second_reading, sections
from records.audiences import read_by
from records.contents import rows_of, versions_of
from records.door import open_record
from records.drafts import Beside
from records.models import Product
from records.passages import Chapter, Passage
from records.refusals import Refused
from records.sections import Section
from records.states import State
from records.views import keeping
from records.views.record import chosen_others, task_list
from strategy.models import people_of
from strategy.queries import partners
from strategy.views.discussion import action_beside
from strategy.vocabulary import Attendance
from strategy.workflow.convening import Invitee

# The clocks that the enquiry shows.
OF_THE_ENQUIRY = ("child_seen", "missing_child", "s47_outcome", "s47_outcome_fast")


def overview(request: HttpRequest, conference: Conference) -> HttpResponse:
    """When it is, how far report and record are, who is asked, and what comes next."""
    user = user_of(request)
    tasks = task_list(conference)
    both = clocks.clocks_of(conference, conference.enquiry)
    participants = people_of(conference)
    context = {
        "record": conference,
        "child": conference.child,
        "enquiry": conference.enquiry,
        "report_tasks": [t for t in tasks if t["section"] in REPORT],
        "held_tasks": [t for t in tasks if t["section"] in HELD],
        "deadlines": clocks.explanations([c for c in both if c.code not in OF_THE_ENQUIRY], conference),
        "days_left": convening.working_days_left(conference, at=now()),
        "participants": participants,
        "quoracy": quoracy(participants),
        "contributions": [c for c in rows_of(conference, "contributions") if c.sent_at],
        "may_convene": not any(convening.why_not_convene(conference, by=user)),
        "report_signed": any(v.product == Product.REPORT for v in versions_of(conference)),
        "report_gates": reporting.agreements(conference),
        "late": lateness.reads(conference),
        "moved": explaining.reads(conference, convening.MOVED),
        "adjourned": _adjourned(conference, user),
        "may_adjourn": user == conference.chair and conference.state == State.HELD,
        "papers": second_reading.waiting(conference),
        "may_agree_late": not any(lateness.why_not_agree(conference, by=user)),
        "chairs": _other_chairs(conference, user),
        "may_note": not any(following.why_not_note_held(conference, by=user)),
        "core_group_form": FollowedForm(record=conference, auto_id="core_group_%s"),
        "review_form": FollowedForm(record=conference, auto_id="review_%s"),
        "held_nevertheless": explaining.reads(conference, *following.STEPS),
        "may_correct": not any(signing.why_not_correct(conference, by=user)),
        "versions": versions_of(conference),
    }
    return render(request, "conference/conference.html", context)


def _adjourned(conference: Conference, user: User) -> tuple[Passage, ...]:
    """The sittings that were adjourned, as this person reads them."""
    chapter = Chapter("adjourned", "Adjourned", adjourning.reads(conference))
    return read_by(user, [chapter])[0].passages if chapter.passages else ()


def _other_chairs(conference: Conference, user: User) -> list[User]:
    """To whom this user could hand over the chair; nobody when they may not."""
    chairs = with_hats(User.objects.of(conference.authority).holding(Role.CONFERENCE_CHAIR).order_by("name"))
    return [to for to in chairs if not any(convening.why_not_hand_over(conference, to=to, by=user))]


def side_panels(conference: Conference, part: Section, user: User) -> dict[str, Any]:
    """The lines of a chapter that was gathered; attendance; the actions of the plan."""
    extra: dict[str, Any] = {
        "clocks": clocks.running_on(conference, conference.enquiry),
        "writing": drafts.being_typed(conference, at=now()),
    }
    if part.key in REPORT_CHAPTERS:
        extra["gathered"] = report.lines(conference, part.key)
    if part.key == "who":
        people = people_of(conference)
        extra |= {"participants": people, "attendance": Attendance.choices, "quoracy": quoracy(people)}
    if part.key == "plan":
        extra["actions_here"] = True
        extra["action"] = action_beside(conference, user).open()
        extra["row_list"] = rows_of(conference, "actions")
    return extra


sections.PAGES["conference"] = overview
sections.EXTRA["conference"] = side_panels


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def convene(request: HttpRequest, ref: str) -> HttpResponse:
    """Chair, date inside the clock, and who is asked."""
    conference: Conference = open_record(request, ref, "conference")
    usual = {
        n: getattr(conference, n) for n in ("planned_at", "planned_minutes", "mode", "place", "late_reason")
    }
    usual["chair"] = str(conference.chair_id or "")
    make = partial(ConveneForm, record=conference, initial=usual)
    beside = Beside(conference, CONVENE, user_of(request), make, usual)
    form = keeping.sent(request, beside) if request.method == "POST" else beside.open().form
    offered = convening.offered(conference)
    if request.method == "POST" and form.is_valid():
        booking = _booking(request, conference, form)
        each = [conference, *chosen_others(request, conference)]
        try:
            convening.convene_together([c.pk for c in each], booking=booking, by=user_of(request), at=now())
        except Refused as refused:
            form.tell(refused.reasons)
            door.note_refused(request)
        else:
            keeping.done(beside)
            messages.success(request, _convened(each))
            return redirect("record", ref=ref)
    asked = {person.user_id for person in people_of(conference)}
    usually = [_choice(i.user.pk, i.agency.pk) for i in offered]
    sent = request.POST if request.method == "POST" else beside.data
    ticked = usually if sent is None else sent.getlist("invite")
    context = {
        "record": conference,
        "child": conference.child,
        "form": form,
        "beside": beside,
        "clock": convening.clock_of(conference),
        "days_left": convening.working_days_left(conference, at=now()),
        "offered": [(_choice(i.user.pk, i.agency.pk), i) for i in offered if i.user.pk not in asked],
        "rest": [
            (_choice(m.user_id, m.agency_id), m)
            for m in _everybody_else(conference, asked | {i.user.pk for i in offered})
        ],
        "asked": people_of(conference),
        "siblings": conference.others_together(user_of(request))
        .filter(state__in=[State.PLANNED, State.CONVENED])
        .select_related("child"),
        "ticked": set(ticked),
    }
    return render(request, "conference/convene.html", context, status=422 if form.errors else 200)


CONVENE = drafts.key_of("convene_conference", {})
drafts.BESIDE.add("convene_conference")


@require_POST
def convene_draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Autosave of a conference that is not convened yet, or is being moved."""
    return keeping.autosave(request, open_record(request, ref, "conference"), CONVENE)


def _convened(each: list[Conference]) -> str:
    if len(each) == 1:
        return "The conference is convened and the invitations are on their way."
    children = ", ".join(str(c.child) for c in each)
    return f"The conferences of {children} are convened and the invitations are on their way."


@require_POST
def agree_late(request: HttpRequest, ref: str) -> HttpResponse:
    conference: Conference = open_record(request, ref, "conference")
    seen = request.POST.get("seen", "").replace("\r\n", "\n")
    lateness.agree(conference.pk, seen=seen, by=user_of(request), at=now())
    messages.success(request, "Noted: you agree to the later date.")
    return redirect("record", ref=ref)


@require_POST
def hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    conference: Conference = open_record(request, ref, "conference")
    chosen = request.POST.get("to", "")
    to = User.objects.of(conference.authority).filter(pk=whole(chosen) or 0).first()
    reason = request.POST.get("reason", "")[:2000]
    convening.hand_over(conference.pk, to=to, reason=reason, by=user_of(request), at=now())
    messages.success(request, "The chair was handed over.")
    return redirect("record", ref=ref)


def _choice(user: int, agency: int) -> str:
    """Somebody of two agencies is asked for the one that was ticked."""
    return f"{user}-{agency}"


def _everybody_else(conference: Conference, seen: set[int]) -> list[Membership]:
    """Each once for an agency, whatever roles they have there."""
    live = Membership.objects.live().filter(agency__in=partners(conference.authority), user__is_active=True)
    found = live.exclude(user__in=seen).select_related("user", "agency").order_by("agency__name", "-pk")
    each = {(m.user_id, m.agency_id): m for m in found}
    return sorted(each.values(), key=lambda m: (m.agency.name, m.pk))


def _booking(request: HttpRequest, conference: Conference, form: ConveneForm) -> convening.Booking:
    said = form.cleaned_data
    chosen = set(request.POST.getlist("invite"))
    invitees = [i for i in convening.offered(conference) if _choice(i.user.pk, i.agency.pk) in chosen]
    known = {i.user.pk for i in invitees}
    invitees += [
        Invitee(m.user, m.agency, why="asked by the convener")
        for m in _everybody_else(conference, known)
        if _choice(m.user_id, m.agency_id) in chosen
    ]
    chair = User.objects.filter(pk=int(said["chair"])).first() if said["chair"] else None
    return convening.Booking(
        planned_at=said["planned_at"],
        chair=chair,
        planned_minutes=said["planned_minutes"] or 120,
        mode=said["mode"] or "face_to_face",
        place=said["place"],
        late_reason=said["late_reason"],
        moved_because=said["moved_because"],
        invitees=tuple(invitees),
    )
