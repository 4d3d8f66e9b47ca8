"""How a conference of the demonstration goes: convened, reported to, held, signed."""

from datetime import date, datetime
from typing import Any

from agencies.models import Agency
from children.models import Person
from conference.models import Conference
from conference.sections import CORE, FAMILY, REPORT, SHARED, VIEW
from conference.workflow import convening, lateness, reporting, sharing, signing
from conference.workflow.convening import Booking
from demo.story import Story, deliver, write
from records import second_reading, sections
from records import workflow as records
from records.passages import digest
from s47.models import Enquiry
from strategy.workflow import recording

SAID: dict[str, dict[str, Any]] = {
    "who": {},
    "agency_views": {
        "participation": "PN0", "child": "Calm with the mother.", "parents": "They want their child at home.",
    },
    "summary": {
        "information": "As in the report.", "strengths": "The mother asked for help.",
        "worries": "Harm that nobody explains.",
    },
    "decision": {
        "threshold": "yes", "plan": "yes", "categories": ["PHY"],
        "reasons": "The child is likely to be hurt again.",
        "dissent": "no", "appeal": "yes",
    },
    "plan": {
        "outcomes": "The child is safe with whoever cares.", "contingency": "Legal advice is taken.",
        "review_how": "At the core group.",
    },
}  # fmt: skip


def conference_of(enquiry: Enquiry) -> Conference:
    return Conference.objects.get(enquiry=enquiry.pk)


def book(story: Story, conference: Conference, when: datetime, *, minutes: int, late: str = "") -> Conference:
    booking = Booking(
        planned_at=when, chair=story.people["conference"], place="Northmoor House, conference room",
        late_reason=late, moved_because="The chair was away.", invitees=tuple(convening.offered(conference)),
    )  # fmt: skip
    return convening.convene(conference.pk, booking=booking, by=story.people["manager"], at=story.at(minutes))


def agree_late(story: Story, conference: Conference, *, minutes: int) -> None:
    """The chair agrees to the date that the manager has set after the clock."""
    late = Conference.objects.get(pk=conference.pk).late_reason
    lateness.agree(conference.pk, seen=late, by=story.people["conference"], at=story.at(minutes))


def hand_in(story: Story, conference: Conference, who: str, *, minutes: int, information: str) -> None:
    """An agency hands in its report on the contribution page."""
    user = story.people[who]
    facts = {"information": information, "source": "record", "analysis": "", "restriction": "all"}
    recording.save_contribution(
        conference.pk, agency=user.hats()[0].agency, facts=facts, seen=0, send=True, by=user,
        at=story.at(minutes),
    )  # fmt: skip


def report(story: Story, conference: Conference, *, minutes: int) -> None:
    """The author recommends and signs, a manager approves, the family is shown it."""
    worker, at = story.people["worker"], story.at(minutes)
    said = {"recommendation": "A child protection plan.", "outline": "Work with both parents."}
    write(conference, "recommendation", said, by=worker, at=at)
    for who in ("worker", "manager"):
        now = Conference.objects.get(pk=conference.pk)
        seen = digest(sections.reads(now, s) for s in REPORT)
        reporting.sign_report(conference.pk, by=story.people[who], at=story.at(minutes + 10), seen=seen)
    deliver(story, minutes=minutes + 11)
    for relation in conference.child.relationships.filter(person__is_child=False).select_related("person"):
        _copy_for(story, conference, relation.person, at=at)
        shared = {"person": relation.person, "shared_on": at.date(), "by_whom": worker.name, "why_not": ""}
        records.save_row(conference, SHARED, facts=shared, by=worker, at=at)
    if not conference.shared_with.exists():
        facts = {"person": conference.child, "shared_on": None, "by_whom": "", "why_not": "Too young."}
        records.save_row(conference, SHARED, facts=facts, by=worker, at=at)


def _copy_for(story: Story, conference: Conference, person: Person, *, at: datetime) -> None:
    """The family’s copy for one person, read and approved by the manager."""
    worker, manager = story.people["worker"], story.people["manager"]
    paper = sharing.make_copy(conference.pk, to=person, reader=manager, by=worker, at=at)
    second_reading.approve(paper.pk, by=manager, at=at)


def hold(
    story: Story,
    conference: Conference,
    *,
    minutes: int,
    core_group_on: date,
    review_on: date,
    said: dict[str, dict[str, Any]] | None = None,
    delay: str = "",
) -> Conference:
    """Everybody comes, a plan is made unless the answers say otherwise, the chair signs."""
    chair, at, given = story.people["conference"], story.at(minutes + 120), said or {}
    held: dict[str, Any] = {"started_at": story.at(minutes), "ended_at": story.at(minutes + 90)}
    held |= {"delay_cause": delay, "delay_mitigation": "The safety plan held." if delay else ""}
    write(conference, "held", held, by=chair, at=at)
    for person in conference.participants.select_related("user"):
        recording.note_attendance(
            conference.pk, person=person.pk, attendance="attended", position=person.position,
            decides=person.decides, by=chair, at=at,
        )  # fmt: skip
    told = {"person": conference.child, "invited": False, "told_on": None, "told_how": "", "supporter": "",
            "excluded_because": "Too young.", "attendance": ""}  # fmt: skip
    records.save_row(conference, FAMILY, facts=told, by=chair, at=at)
    agencies = Agency.objects.filter(pk__in=conference.participants.values("agency")).order_by("pk")
    for agency in agencies:
        view = {"agency": agency, "view": "plan", "reason": "The child is not safe without one."}
        records.save_row(conference, VIEW, facts=view, by=chair, at=at)
    for key, answers in SAID.items():
        write(conference, key, answers | given.get(key, {}), by=chair, at=at)
    worker = story.people["worker"]
    if given.get("decision", {}).get("plan", "yes") == "yes":
        recording.agree_action(
            [conference], what="Work with both parents on safe handling", why="Outline plan", owner=worker,
            due_on=core_group_on, by=chair, at=at,
        )  # fmt: skip
        member = {"name": worker.name, "position": "Lead social worker", "agency": conference.authority}
        records.save_row(conference, CORE, facts=member, by=chair, at=at)
        days = {"core_group_on": core_group_on, "review_on": review_on}
        write(conference, "core", days, by=chair, at=at)
    now = Conference.objects.get(pk=conference.pk)
    signed = signing.sign(conference.pk, by=chair, at=story.at(minutes + 150), seen=now.revision)
    deliver(story, minutes=minutes + 151)
    return signed
