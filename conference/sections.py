"""The chapters of the report and the sections of the conference, declared once (§7)."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from conference import forms, report, shared
from conference.models import AgencyView, Conference, CoreGroupMember, FamilyMember, ReportShared
from conference.workflow import adjourning, following, holding, lateness
from conference.workflow.convening import clock_of
from deadlines import late
from records import explaining, rows
from records.contents import rows_of
from records.passages import Chapter, Passage
from records.refusals import refuse_if
from records.rows import RowKind
from records.sections import Said, Section, need, register
from records.states import State
from strategy.models import people_of
from strategy.quoracy import QUORACY, Quoracy
from strategy.sections.concern import family as family_table
from strategy.sections.discussion import action_rows, child_opening

REPORT_CHAPTERS = {
    "reason": "Reason for the conference",
    "concerns": "Concerns and evidence",
    "chronology": "Chronology",
    "views": "Views of the child and the family",
    "analysis": "Analysis",
    "interim": "Immediate safety plan in force",
    "agencies": "Reports of the agencies",
}


def quoracy(people: Any) -> Quoracy:
    """Children’s social care and at least two other agencies that took part [reference C05]."""
    took_part = [p for p in people if p.took_part]
    others = {p.agency_id for p in took_part if p.agency.kind != "csc"}
    missing = [] if any(p.agency.kind == "csc" for p in took_part) else ["children’s social care"]
    if len(others) < 2:
        missing.append("two other agencies")
    return Quoracy(tuple(missing), "children’s social care and two other agencies took part")


QUORACY["conference"] = quoracy


# --- rows ---------------------------------------------------------------------------


def _listed(found: Any) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            row.heading,
            "\n".join(f"{label}: {text}" for label, text in row.lines if text) or "–",
            about=_sibling(row),
        )
        for row in found
    )


def _sibling(row: Any) -> int:
    """The key of the brother or sister of whom a row tells; 0 for a grown-up, and for the child."""
    person = getattr(row, "person", None)
    return person.pk if person and person.is_child and person.pk != row.conference.child_id else 0


def shared_rows(conference: Conference) -> Chapter:
    found = rows_of(conference, "shared_with")
    return Chapter("shared", "Shared with the family", _listed(found))


def who_rows(conference: Conference) -> Chapter:
    people = people_of(conference)
    table = tuple(
        (p.user.name, p.position, p.agency.name, p.get_attendance_display() or "Not yet noted")
        for p in people
    )
    family = _listed(rows_of(conference, "family"))
    passages = (Passage("Quoracy", quoracy(people).in_words), *family)
    return Chapter("who", "Who", passages, ("Name", "Position", "Organisation", "Attendance"), table)


def view_rows(conference: Conference) -> Chapter:
    found = rows_of(conference, "views")
    return Chapter("agency_views", "Views", _listed(found))


def core_opening(conference: Conference) -> tuple[Passage, ...]:
    """Why the core group or the review was held on a day that is no working day."""
    return explaining.reads(conference, *following.STEPS)


def core_rows(conference: Conference) -> Chapter:
    people = rows_of(conference, "core_group")
    table = tuple((p.name, p.position, str(p.agency or "Family")) for p in people)
    return Chapter("core", "Core group", (), ("Name", "Position", "Organisation"), table)


FAMILY = RowKind(
    "family", "A parent, a carer or the child", "who", FamilyMember, forms.FamilyMemberForm, "conference",
    "Add somebody of the family", "Nobody of the family is noted yet: invited, or why not.",
)  # fmt: skip
SHARED = RowKind(
    "shared", "The report was shared", "shared", ReportShared, forms.SharedForm, "conference",
    "Note with whom it was shared", "It is not noted that the report was shared with the family.",
    why_not_so=shared.why_not_so, follow=shared.follow,
)  # fmt: skip
VIEW = RowKind(
    "view", "The view of an agency", "agency_views", AgencyView, forms.ViewForm, "conference",
    "Add the view of an agency", "No agency’s view is recorded yet.",
)  # fmt: skip
CORE = RowKind(
    "core", "A member of the core group", "core", CoreGroupMember, forms.CoreGroupForm, "conference",
    "Add a member", "Nobody is named yet.",
)  # fmt: skip
rows.register(Conference, FAMILY, SHARED, VIEW, CORE)


# --- what saving a section does besides ------------------------------------------------


def held(conference: Conference, cleaned: Said, *, by: Any, at: datetime) -> None:
    """With its decision, the recorded start stops the clock of the enquiry, corrected or not (§3)."""
    if cleaned["started_at"]:
        refuse_if(holding.why_not_begun(conference, cleaned["started_at"]))
    conference.started_at, conference.ended_at = cleaned["started_at"], cleaned["ended_at"]
    conference.place = cleaned["place"] or conference.place
    if conference.started_at and conference.state == State.CONVENED:
        conference.step_to(State.HELD)
    elif not conference.started_at and conference.state == State.HELD:
        conference.step_to(State.CONVENED)  # typed by mistake, and taken back
    conference.save()


def decided(conference: Conference, cleaned: Said, *, by: Any, at: datetime) -> None:
    """Decided is it with a plan and its category, or with none: then the clock of the enquiry stops."""
    conference.plan_made = {"yes": True, "no": False}.get(cleaned["plan"] or "")
    conference.categories = cleaned["categories"] if conference.plan_made else []
    if conference.plan_made and not conference.categories:
        conference.plan_made = None  # made when its category is said
    conference.save()


def dates(conference: Conference, cleaned: Said, *, by: Any, at: datetime) -> None:
    conference.core_group_on, conference.review_on = cleaned["core_group_on"], cleaned["review_on"]
    conference.save()


def held_opening(conference: Conference) -> tuple[Passage, ...]:
    """What was adjourned, the earlier dates, the later one and who agreed to it, a late clock."""
    moved = explaining.reads(conference, "moved")
    icpc = clock_of(conference)
    late_clock = (
        (Passage("Held after the clock ran out", late.in_words(icpc)),) if icpc and icpc.met_late else ()
    )
    return (*adjourning.reads(conference), *moved, *lateness.reads(conference), *late_clock)


# --- what is missing ----------------------------------------------------------------


def recommendation_missing(conference: Conference, said: Said) -> Iterator[str]:
    yield from need(said, recommendation="Write what you recommend.")


def shared_missing(conference: Conference, said: Said) -> Iterator[str]:
    if not rows_of(conference, "shared_with"):
        yield "Say when the report was shared with the family and by whom, or why not."


def held_missing(conference: Conference, said: Said) -> Iterator[str]:
    yield from need(
        said, started_at="Say when the conference began.", ended_at="Say when the conference ended."
    )
    if conference.started_at:  # recorded before this was refused
        yield from map(str, holding.why_not_on_that_day(conference.started_at))
    yield from lateness.missing(conference)
    clock = clock_of(conference)
    if clock and clock.met_late:
        yield from need(
            said,
            delay_cause="Say what caused the delay.",
            delay_mitigation="Say how the impact of the delay was reduced.",
        )


def who_missing(conference: Conference, said: Said) -> Iterator[str]:
    people = people_of(conference)
    for person in people:
        if not person.attendance:
            yield f"Note whether {person.user.name} took part."
    if not rows_of(conference, "family"):
        yield "Note for the parents and the child: invited, or why not."
    if not quoracy(people).met:
        yield from need(said, not_quorate_reason="Say why it went ahead without being quorate.")


def views_missing(conference: Conference, said: Said) -> Iterator[str]:
    yield from need(said, parents="Give the parents’ views, or say why there are none.")
    if not conference.child.unborn:
        yield from need(said, participation="Say how the child took part.", child="Give the child’s views.")
    viewed = {view.agency_id for view in rows_of(conference, "views")}
    for person in people_of(conference):
        if person.took_part and person.agency_id not in viewed:
            viewed.add(person.agency_id)
            yield f"Record the view of {person.agency}."


def summary_missing(conference: Conference, said: Said) -> Iterator[str]:
    yield from need(
        said, strengths="Say what the strengths are.", worries="Say what the worries and risks are."
    )


def decision_missing(conference: Conference, said: Said) -> Iterator[str]:
    yield from need(
        said,
        threshold="Say whether the threshold is met.",
        plan="Say whether a child protection plan is made.",
        reasons="Give the reasons for the decision.",
        dissent="Say whether anybody dissented.",
    )
    if said.get("plan") == "yes":
        yield from need(said, categories="Choose the category or categories.")
    if said.get("plan") == "no":
        yield from need(said, no_plan="Say what follows instead of a plan.")
    if said.get("dissent") == "yes":
        yield from need(said, dissent_who="Say who dissented.", dissent_why="Say on what, and why.")


def plan_missing(conference: Conference, said: Said) -> Iterator[str]:
    if conference.plan_made:
        yield from need(
            said,
            outcomes="Say what must change.",
            contingency="Say what happens if it does not.",
        )
        if not rows_of(conference, "actions"):
            yield "Agree at least one action of the plan."


def core_missing(conference: Conference, said: Said) -> Iterator[str]:
    if conference.plan_made:
        yield from need(
            said, core_group_on="Set the day of the first core group.", review_on="Set the day of the review."
        )
        if not rows_of(conference, "core_group"):
            yield "Name the members of the core group."


LINKED, LIST = "conference/linked.html", "records/rows.html"
REPORT: list[Section] = [
    Section("family", "Child and family", None, rows=family_table, opening=child_opening, shared=False,
            partial="strategy/rows/family.html"),
    *(
        Section(key, title, None, rows=partial(report.reads, chapter=key, title=title), partial=LINKED,
                shared=False)
        for key, title in REPORT_CHAPTERS.items()
    ),
    Section("recommendation", "Recommendation", forms.RecommendationForm, recommendation_missing),
]  # fmt: skip
# Noted after the report is signed and before the conference.
SHARING = Section("shared", "Shared with the family", None, shared_missing, shared_rows, LIST, shared=False)
HELD: list[Section] = [
    SHARING,
    Section("held", "The conference", forms.HeldForm, held_missing, apply=held, opening=held_opening),
    Section("who", "Who", forms.WhoForm, who_missing, who_rows, "conference/who.html", shared=False),
    Section("agency_views", "Views", forms.ViewsForm, views_missing, view_rows, LIST, shared=False),
    Section("summary", "What was heard", forms.SummaryForm, summary_missing),
    Section("decision", "Decision", forms.DecisionForm, decision_missing, apply=decided, shared=False),
    Section("plan", "Outline plan", forms.PlanForm, plan_missing, action_rows, "conference/plan.html"),
    Section(
        "core",
        "Core group and dates",
        forms.CoreForm,
        core_missing,
        core_rows,
        LIST,
        apply=dates,
        opening=core_opening,
    ),
]
CONFERENCE = [*REPORT, *HELD]
# The record of the conference; its report is a document of its own, sent before.
RECORD = [REPORT[0], *HELD]

register(Conference, CONFERENCE)
