from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import user_of
from agencies.models import User
from agencies.roles import CHAIRS
from audit import door
from audit.models import AccessEvent
from config.clock import now
from deadlines import workflow as clocks
from deadlines.models import Deadline
from records import drafts, sections
from records.contents import rows_of, versions_of
from records.door import open_record
from records.drafts import Beside
from records.fields import Choice, DayField, Prose, offer
from records.models import Record
from records.sections import RowForm, Section
from records.views import keeping
from records.views.record import chosen_others, task_list
from strategy import apply, lateness
from strategy.models import Meeting, StrategyDiscussion, people_of
from strategy.quoracy import QUORACY, quoracy
from strategy.vocabulary import Attendance, Decided
from strategy.workflow import convening, recording, signing
from strategy.workflow.newcomers import asked_for


class ActionForm(RowForm):
    what = Prose(label="What will be done?", rows=2, help_text="Specific: a verb, and how you will know")
    why = Prose(label="What for?", rows=2)
    owner = Choice(label="By whom?", choices=[], widget=forms.Select)
    due_on = DayField(label="By when?")
    needs = ("what", "owner", "due_on")

    def prepare(self) -> None:
        assert self.record
        people = people_of(self.record)
        team = User.objects.of(self.record.authority).order_by("name")
        choices = {str(p.user_id): f"{p.user.name}, {p.agency.name}" for p in people}
        choices |= {str(u.pk): f"{u.name}, {self.record.authority}" for u in team if str(u.pk) not in choices}
        offer(self, "owner", choices.items())


def overview(request: HttpRequest, discussion: StrategyDiscussion) -> HttpResponse:
    """The task list of a discussion, and what comes next."""
    user = user_of(request)
    context = {
        "record": discussion,
        "child": discussion.child,
        "tasks": task_list(discussion),
        "participants": people_of(discussion),
        "asked_for": asked_for(discussion),
        "quoracy": quoracy(people_of(discussion)),
        "deadlines": clocks.clocks_of(discussion, *discussion.concerns),
        "concerns": discussion.concerns,
        "held_by": _to_be_held_by(discussion),
        "why_not_conclude": list(signing.why_not_conclude(discussion, by=user)),
        "is_chair": user == discussion.chair,
        "no_section_47": not discussion.decides(Decided.S47) and bool(rows_of(discussion, "actions")),
        "others": discussion.others_together(user).select_related("child"),
        "enquiries": _enquiries(discussion, user),
        "managers": User.objects.of(discussion.authority).holding(*CHAIRS).order_by("name"),
        "may_cancel": not any(convening.why_not_cancel(discussion, by=user)),
        "may_hand_over": user == discussion.chair or not any(convening.why_not_cancel(discussion, by=user)),
        "versions": versions_of(discussion),
    }
    return render(request, "strategy/discussion.html", context)


def _to_be_held_by(discussion: StrategyDiscussion) -> Deadline | None:
    """Of the clocks that holding it stops, the earliest governs (§4)."""
    return next((clock for clock in lateness.clocks_of(discussion) if clock.running), None)


ACTION = drafts.key_of("agree_action", {})
drafts.BESIDE.add("agree_action")


def action_beside(meeting: Meeting, user: User) -> Beside:
    """The form of an action, with what this person has half typed in it."""
    return Beside(meeting, ACTION, user, partial(ActionForm, record=meeting, auto_id="action_%s"))


def _enquiries(discussion: StrategyDiscussion, user: User) -> Any:
    """The enquiry that it decided, or that the discussion before it did; for whoever works on that too."""
    decided_by = [discussion.pk, discussion.follows_id] if discussion.follows_id else [discussion.pk]
    enquiries = Record.objects.filter(as_enquiry__initiating_discussion__in=decided_by)
    return enquiries.filter(child=discussion.child_id).worked_on_by(user).order_by("pk")


def side_panels(discussion: StrategyDiscussion, part: Section, user: User) -> dict[str, Any]:
    """What stands beside each section: quoracy, clocks, who else is writing; and its rows."""
    people = people_of(discussion)
    extra: dict[str, Any] = {
        "quoracy": quoracy(people),
        "participants": people,
        "asked_for": asked_for(discussion) if part.key == "who" else [],
        "clocks": clocks.running_on(discussion, *discussion.concerns),
        "writing": drafts.being_typed(discussion, at=now()),
        "attendance": Attendance.choices,
        "joint": apply.joint_advice(discussion),
        "action": action_beside(discussion, user).open(),
    }
    if part.key == "information":
        accepted = {info.contribution_id for info in rows_of(discussion, "information")}
        sent = [c for c in rows_of(discussion, "contributions") if c.sent_at]
        extra["sent"] = [c for c in sent if c.pk not in accepted]
        extra["row_list"] = rows_of(discussion, "information")
    if part.key == "risks":
        extra["row_list"] = rows_of(discussion, "risks")
    if part.key == "held":
        extra["row_list"] = sorted(rows_of(discussion, "calls"), key=lambda call: (call.at, call.pk))
    if part.key == "actions":
        extra["actions_here"] = True  # the form stands in the section itself
        extra["row_list"] = rows_of(discussion, "actions")
    return extra


def open_meeting(request: HttpRequest, ref: str) -> Meeting:
    """The discussion or the conference, for those who work on it."""
    found = open_record(request, ref)
    if not isinstance(found, Meeting):
        raise Http404
    return found


sections.EXTRA["discussion"] = side_panels
sections.PAGES["discussion"] = overview


@require_POST
def attendance(request: HttpRequest, ref: str) -> HttpResponse:
    """Note who took part, all at once; or one by one, live."""
    meeting = open_meeting(request, ref)
    others = chosen_others(request, meeting)
    with transaction.atomic():
        for person in meeting.participants.order_by("pk"):
            chosen = request.POST.get(f"attendance_{person.pk}")
            if chosen is None or chosen not in ("", *Attendance.values):
                continue
            recording.note_attendance(
                meeting.pk,
                person=person.pk,
                attendance=chosen,
                position=request.POST.get(f"position_{person.pk}", person.position),
                decides=bool(request.POST.get(f"decides_{person.pk}")),
                others=others,
                by=user_of(request),
                at=now(),
            )
    if getattr(request, "htmx", False):
        people = meeting.participants.select_related("agency", "user")
        return render(request, "strategy/quoracy.html", {"quoracy": QUORACY[meeting.kind](people)})
    messages.success(request, "Attendance saved.")
    return redirect("section", ref=ref, key="who")


@require_POST
def accept(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    discussion = open_record(request, ref, "discussion")
    if not discussion.contributions.exclude(sent_at=None).filter(pk=pk).exists():
        raise Http404
    info = recording.accept_contribution(discussion.pk, contribution=pk, by=user_of(request), at=now())
    messages.success(request, f"The contribution of {info.agency} is now in the record.")
    return redirect("section", ref=ref, key="information")


def _section_beside(request: HttpRequest, meeting: Meeting) -> str:
    """The section beside which the action was typed."""
    said = request.POST.get("back", "")
    usual = "actions" if meeting.kind == "discussion" else "plan"
    return said if sections.section_of(meeting, said) else usual


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def action(request: HttpRequest, ref: str) -> HttpResponse:
    """Agree an action, from any section, without leaving it."""
    meeting = open_meeting(request, ref)
    beside = action_beside(meeting, user_of(request))
    form = keeping.sent(request, beside) if request.method == "POST" else beside.open().form
    back = _section_beside(request, meeting)
    if request.method == "POST" and form.is_valid():
        said, user = form.cleaned_data, user_of(request)
        others = chosen_others(request, meeting)
        recording.agree_action(
            [meeting, *others],
            what=said["what"],
            why=said["why"],
            owner=User.objects.get_queryset().filter(pk=said["owner"]).first(),
            due_on=said["due_on"],
            by=user,
            at=now(),
        )
        keeping.done(beside)
        messages.success(request, "Action agreed.")
        return redirect("section", ref=ref, key=back)
    context = {
        "record": meeting,
        "child": meeting.child,
        "form": form,
        "beside": beside,
        "title": "Action",
        "back": f"/records/{ref}/{back}/",
        "back_key": back,
        "others": meeting.others_together(user_of(request)).select_related("child"),
    }
    return render(request, "strategy/action.html", context, status=422 if form.errors else 200)


@require_POST
def action_draft(request: HttpRequest, ref: str) -> HttpResponse:
    """Autosave of an action that is not agreed yet."""
    meeting = open_meeting(request, ref)
    back = f"/records/{ref}/{_section_beside(request, meeting)}/"
    return keeping.autosave(request, meeting, ACTION, back=back)
