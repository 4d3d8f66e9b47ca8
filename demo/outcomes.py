"""How enquiries end: a conference, none, nothing substantiated; and what may come between."""

from datetime import datetime, timedelta
from typing import Any

from agencies.models import User
from conference.models import Conference
from deadlines.calendar import LONDON, add_months, calendar_with
from demo import conference as conferences
from demo import enquiry as enquiries
from demo.ics import ICS_RECORD
from demo.story import (
    Story,
    agree_and_sign,
    days_ahead,
    hold,
    inform,
    make_parents,
    months_before,
    working_moment,
)
from records import workflow as records
from s47.models import Enquiry
from s47.sections import REFUSED
from s47.vocabulary import Outcome
from s47.workflow import missing
from strategy.models import StrategyDiscussion
from strategy.workflow import recording, signing

DAY = 24 * 60
People = dict[str, User]
RISK = {
    "risk": "Harm at home", "category": "NEG", "evidence": "What the agencies reported",
    "to_whom": "The child", "likelihood": "medium",
}  # fmt: skip
# The record of a discussion that decides section 47, in words that fit any child.
RECORD: dict[str, Any] = ICS_RECORD | {
    "child": {
        "fathers": "The father lives elsewhere and was spoken to.", "adults": "A grandmother.",
        "identity": "No interpreter is needed.",
    },
    "reason": {
        "trigger": "Cumulative factors: reports since the summer.",
        "purpose": "Whether the threshold is met.", "delay": "no",
    },
    "voice": {"says": "Quiet, and afraid of weekends.", "how": "Told to those who know the child."},
    "risks": {"others": "None known.", "needs_arising": "None.", "strengths": "A grandmother who helps."},
    "plan": {
        "who": "Social worker", "areas": "Care at home", "information": "From school, doctor and police",
        "seen_alone": "Tomorrow, by the social worker", "wishes": "By talking and watching",
        "consent": "consent", "family_told": "Told by the social worker today",
    },
    "examination": {"medical": "no", "medical_why_not": "No injury.", "abe": "no"},
    "safety": {
        "measures": "The grandmother moves in.", "visits": "Daily, by the social worker.",
        "told": "Mother and grandmother",
    },
    "decisions": {
        "threshold": "yes", "decisions": ["s47"], "conducted": "alone", "reason_s47": "Reports agree.",
    },
}  # fmt: skip


def _story(people: People, now: datetime, *, days: int, name: str, number: str, **child: Any) -> Story:
    born = {"born_on": months_before(now.date(), 12 * 8), "sex": "F"}
    return Story(
        people=people, received=working_moment(now, days, 9), now=now,
        child={"given_names": name, "case_number": number} | (child or born),
        referral={"source_kind": "2A", "may_be_named": "yes"},
        said={"what": "The school reports hunger, fear and unexplained absences.", "categories": ["NEG"],
              "trigger": "cumulative", "assessment": "The assessment of last month"},
        flags={"flags": ["immediate"], "circumstances": ["unborn"] if "expected_on" in child else ["school"]},
    )  # fmt: skip


def _signed(story: Story, *, family: str) -> StrategyDiscussion:
    """A discussion that decides section 47, signed the same day, its actions agreed."""
    story.child["family_name"] = family
    child = story.make_child()
    make_parents(child, story.people["worker"], story.received, family)
    concern = story.decide(story.liaise(story.record(child)))
    who = {"sergeant": "police", "visitor": "health", "school": "other"}
    if child.unborn:
        who = {"sergeant": "police", "midwife": "health"}
    (discussion,) = story.convene(concern, minutes=180, who=who)
    health = "midwife" if child.unborn else "visitor"
    inform(story, discussion, health, minutes=120, information="Appointments were missed since the summer.")
    review = {"review_how": "The chair reviews them.", "review_on": days_ahead(story.now, 9)}
    hold(story, discussion, minutes=180, said=RECORD | {"actions": review}, risks=[RISK], attendance={})
    for owner, what in (("worker", "Visit the family"), ("sergeant", "Check the records of the police")):
        recording.agree_action(
            [discussion], what=what, why="Plan of the enquiry", owner=story.people[owner],
            due_on=days_ahead(story.received, 5), by=discussion.chair, at=story.at(240),
        )  # fmt: skip
    signing.conclude(discussion.pk, by=discussion.chair, at=story.at(245))
    agree_and_sign(story, discussion, minutes=260)
    return discussion


def _seen_alone(story: Story, enquiry: Enquiry, *, minutes: int) -> None:
    enquiries.see(
        story, enquiry, minutes=minutes, alone=True, exception="", present="", place="At school",
        appearance="Thin, tired.", demeanour="Friendly, careful.", account="There is not always food.",
        home="A bed of her own; the kitchen was empty.", safety="Nothing stands out.",
    )  # fmt: skip


NO_HARM = {
    "threshold": "no", "conclusion": "There is no continuing risk of significant harm.",
    "next_steps": "Support for the family.",
}  # fmt: skip


def _done(
    story: Story, discussion: StrategyDiscussion, *, health: str = "visitor", harm: bool = True
) -> Enquiry:
    """An enquiry with nothing missing."""
    enquiry = enquiries.enquiry_of(discussion)
    enquiries.lead(story, enquiry, minutes=300)
    if not enquiry.child.unborn:
        _seen_alone(story, enquiry, minutes=DAY)
    enquiries.check(story, enquiry, "sergeant", minutes=DAY, information="Nothing is known.")
    enquiries.check(story, enquiry, health, minutes=DAY, information="Appointments were missed.")
    enquiries.do_actions(story, discussion, minutes=3 * DAY)
    medical = {"medical": "not_needed", "medical_result": "", "abe": "not_needed"}
    concludes = {} if harm else {"conclusion": NO_HARM}
    enquiries.record(story, enquiry, minutes=5 * DAY, said={"medical": medical} | concludes)
    return enquiry


def _working(story: Story, days: int) -> int:
    """Minutes of the story until a working day, `days` after it began at the least."""
    calendar, day = calendar_with(), (story.received + timedelta(days=days)).date()
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return (day - story.received.date()).days * DAY + 60


def confer(story: Story, enquiry: Enquiry, *, days: int, late: str = "") -> Conference:
    """Convened, reported to, held and signed, so many days after the story began."""
    conference = conferences.conference_of(enquiry)
    minutes = _working(story, days)
    conferences.book(story, conference, story.at(minutes), minutes=8 * DAY + 60, late=late)
    if late:
        conferences.agree_late(story, conference, minutes=8 * DAY + 120)
    conferences.hand_in(story, conference, "visitor", minutes=9 * DAY, information="Seen at home this week.")
    conferences.report(story, conference, minutes=9 * DAY + 60)
    when, calendar = story.at(minutes).date(), calendar_with()
    return conferences.hold(
        story, conference, minutes=minutes, delay=late,
        core_group_on=calendar.add_working_days(when, 7),
        review_on=calendar.working_day_at_or_before(add_months(when, 3) - timedelta(days=7)),
    )  # fmt: skip


def not_continuing(people: People, now: datetime) -> None:
    """Substantiated, no continuing risk: no conference, support goes on."""
    story = _story(people, now, days=12, name="Ida", number="DEMO-0060")
    enquiry = _done(story, _signed(story, family="Passedrisk"), harm=False)
    enquiries.decide(story, enquiry, Outcome.NO_CONFERENCE, minutes=8 * DAY, onward="support")


def not_substantiated(people: People, now: datetime) -> None:
    """Not substantiated; one agency did not answer, and the manager says why it goes on."""
    story = _story(people, now, days=10, name="Jon", number="DEMO-0070")
    enquiry = _done(story, _signed(story, family="Noharm"), harm=False)
    enquiries.check(
        story, enquiry, "school", minutes=DAY, information="", answer="chased", answered_on=None,
        why_none="Asked twice by telephone.",
    )  # fmt: skip
    enquiries.decide(
        story, enquiry, Outcome.NOT_SUBSTANTIATED, minutes=7 * DAY, onward="assessment",
        override="The school is closed; its head teacher was heard at the discussion.",
    )  # fmt: skip


def lost(people: People, now: datetime) -> None:
    """A child who is missing: 24 hours, until police and head of service."""
    story = _story(people, now, days=1, name="Kit", number="DEMO-0080")
    enquiry = enquiries.enquiry_of(_signed(story, family="Awaysample"))
    enquiries.lead(story, enquiry, minutes=300)
    worker = people["worker"]
    since = max(now - timedelta(hours=5), story.at(320))
    missing.record_missing(
        enquiry.pk, since=since, what="Did not come to school; nobody opens at home.", by=worker, at=story.now
    )


def refused(people: People, now: datetime) -> None:
    """Access was refused: the discussion is reconvened, with legal advice considered."""
    story = _story(people, now, days=2, name="Lia", number="DEMO-0090")
    enquiry = enquiries.enquiry_of(_signed(story, family="Closeddoor"))
    enquiries.lead(story, enquiry, minutes=300)
    what = {"at": story.at(DAY), "by_whom": "The mother’s partner", "what": "He did not open the door."}
    records.save_row(enquiry, REFUSED, facts=what, by=people["worker"], at=story.at(DAY + 30))


def late(people: People, now: datetime) -> None:
    """A conference after its clock had run out, with the reason and what was done about it."""
    story = _story(people, now, days=45, name="Max", number="DEMO-0100")
    enquiry = _done(story, _signed(story, family="Overdue-Sample"))
    enquiries.decide(story, enquiry, Outcome.CONFERENCE, minutes=7 * DAY)
    signed = confer(story, enquiry, days=30, late="The mother was in hospital.")
    enquiries.do_actions(story, signed, minutes=31 * DAY)


def before_birth(people: People, now: datetime) -> None:
    """An unborn child, never “seen alone”: the conference, late, is convened before the birth."""
    due = days_ahead(now, 80)
    story = _story(people, now, days=19, name="Baby", number="DEMO-0110", expected_on=due)
    enquiry = _done(story, _signed(story, family="Expected-Sample"), health="midwife")
    enquiries.decide(story, enquiry, Outcome.CONFERENCE, minutes=6 * DAY)
    conference = conferences.conference_of(enquiry)
    day = days_ahead(now, 5)
    calendar = calendar_with()
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    when = datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)
    conferences.book(story, conference, when, minutes=6 * DAY + 90, late="The clinic’s report is awaited.")


ENDINGS = {
    "DEMO-0060": not_continuing,
    "DEMO-0070": not_substantiated,
    "DEMO-0080": lost,
    "DEMO-0090": refused,
    "DEMO-0100": late,
    "DEMO-0110": before_birth,
}
