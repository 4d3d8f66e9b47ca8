from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import user_of
from agencies.models import User
from agencies.roles import CHAIRS
from audit import door
from audit.models import AccessEvent
from config.clock import now
from deadlines.models import Deadline
from records import drafts, sections
from records.door import open_record
from records.fields import Choice, DayField, Prose, offer
from records.sections import RowForm, Section
from records.views.record import chosen_others, task_list
from strategy import apply
from strategy.models import Meeting, Participant, StrategyDiscussion
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
        people = Participant.objects.filter(record=self.record.pk).select_related("user", "agency")
        team = User.objects.of(self.record.authority).order_by("name")
        choices = {str(p.user_id): f"{p.user.name}, {p.agency.name}" for p in people}
        choices |= {str(u.pk): f"{u.name}, {self.record.authority}" for u in team if str(u.pk) not in choices}
        offer(self, "owner", choices.items())


def overview(request: HttpRequest, discussion: StrategyDiscussion) -> HttpResponse:
    """The task list of a discussion, and what comes next."""
    user = user_of(request)
    deadlines = Deadline.objects.filter(record__in=[discussion.pk, discussion.concern_id])
    context = {
        "record": discussion,
        "child": discussion.child,
        "tasks": task_list(discussion),
        "participants": discussion.participants.select_related("user", "agency").order_by("pk"),
        "asked_for": asked_for(discussion),
        "quoracy": quoracy(discussion.participants.select_related("agency")),
        "deadlines": deadlines.order_by("due_at", "pk"),
        "why_not_conclude": list(signing.why_not_conclude(discussion, by=user)),
        "is_chair": user == discussion.chair,
        "no_section_47": not discussion.decides(Decided.S47) and discussion.actions.exists(),
        "others": discussion.others_together(user).select_related("child"),
        "managers": User.objects.of(discussion.authority).holding(*CHAIRS).order_by("name"),
        "may_cancel": not any(convening.why_not_cancel(discussion, by=user)),
        "may_hand_over": user == discussion.chair or not any(convening.why_not_cancel(discussion, by=user)),
        "versions": discussion.versions.order_by("product", "-number"),
    }
    return render(request, "strategy/discussion.html", context)


def side_panels(discussion: StrategyDiscussion, part: Section) -> dict[str, Any]:
    """What stands beside each section: quoracy, clocks, who else is writing; and its rows."""
    people = list(discussion.participants.select_related("user", "agency").order_by("pk"))
    extra: dict[str, Any] = {
        "quoracy": quoracy(people),
        "participants": people,
        "asked_for": asked_for(discussion) if part.key == "who" else [],
        "clocks": Deadline.objects.running()
        .filter(record__in=[discussion.pk, discussion.concern_id])
        .most_urgent_first(),
        "writing": drafts.being_typed(discussion, at=now()),
        "attendance": Attendance.choices,
        "joint": apply.joint_advice(discussion),
        "action_form": ActionForm(record=discussion, auto_id="action_%s"),
    }
    if part.key == "information":
        accepted = discussion.information.values("contribution")
        extra["sent"] = (
            discussion.contributions.exclude(sent_at=None)
            .exclude(pk__in=accepted.exclude(contribution=None))
            .select_related("agency", "sent_by")
        )
        extra["row_list"] = discussion.information.select_related("agency").order_by("pk")
    if part.key == "risks":
        extra["row_list"] = discussion.risks.order_by("pk")
    if part.key == "held":
        extra["row_list"] = discussion.calls.order_by("at")
    if part.key == "actions":
        extra["actions_here"] = True  # the form stands in the section itself
        extra["row_list"] = discussion.actions.select_related("owner", "agency").order_by("pk")
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


@require_http_methods(["GET", "POST"])
@door.notes(AccessEvent.Verb.VIEW)
def action(request: HttpRequest, ref: str) -> HttpResponse:
    """Agree an action, from any section, without leaving it."""
    meeting = open_meeting(request, ref)
    form = ActionForm(request.POST or None, record=meeting, auto_id="action_%s")
    back = request.POST.get("back", "actions")
    if sections.section_of(meeting, back) is None:
        back = "actions"
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
        messages.success(request, "Action agreed.")
        return redirect("section", ref=ref, key=back)
    context = {
        "record": meeting,
        "child": meeting.child,
        "form": form,
        "title": "Action",
        "back": f"/records/{ref}/{back}/",
        "back_key": back,
        "others": meeting.others_together(user_of(request)).select_related("child"),
    }
    return render(request, "strategy/action.html", context, status=422 if form.errors else 200)
