"""The demonstration cases: the ICS example, and those that break careless software (§10)."""

from datetime import datetime, timedelta
from typing import Any

from agencies.models import User
from boards import restricting
from children import workflow as children
from demo import enquiry as enquiries
from demo.ics import ics_example, tell_ics
from demo.outcomes import DAY, ENDINGS, confer
from demo.story import (
    Story,
    acknowledge_all,
    agree_action,
    agree_and_sign,
    days_ahead,
    deliver,
    hold,
    inform,
    make_parents,
    months_before,
    working_moment,
    write,
)
from records import workflow as records
from retention import finding
from s47.vocabulary import Outcome
from strategy.sections.discussion import CALL
from strategy.workflow import recording, signing


def _plain(people: dict[str, User], now: datetime, *, days: int, hour: int, **facts: Any) -> Story:
    usual: dict[str, Any] = {
        "people": people,
        "received": working_moment(now, days, hour),
        "now": now,
        "referral": {"source_kind": "2A", "may_be_named": "yes"},
    }
    return Story(**usual | facts)


def _said(what: str, *kinds: str) -> dict[str, Any]:
    return {"what": what, "categories": list(kinds), "trigger": "cumulative",
            "assessment": "The assessment of last month"}  # fmt: skip


def unborn(people: dict[str, User], now: datetime) -> None:
    """An unborn child: expected date, midwifery required; convened, not yet held."""
    story = _plain(
        people, now, days=0, hour=8,
        child={"given_names": "Baby", "family_name": "Unborn-Testcase", "expected_on": days_ahead(now, 70),
               "case_number": "DEMO-0002"},
        said=_said("The midwife is worried about drinking in pregnancy and missed appointments.", "NEG"),
        flags={"circumstances": ["unborn", "substance"]},
        referral={"source_kind": "3D", "may_be_named": "yes"},
    )  # fmt: skip
    concern = story.record(story.make_child())
    story.liaise(concern, minutes=35)
    story.decide(concern)
    story.convene(
        concern, minutes=26 * 60, who={"sergeant": "police", "midwife": "health", "adults": "other"}
    )


SIBLINGS_REASON = {
    "trigger": "Cumulative factors: the school’s reports since September and the assessment of last month.",
    "purpose": "Whether the threshold is met for any of the three children, and what helps now.",
    "delay": "no",
}


def siblings(people: dict[str, User], now: datetime) -> None:
    """Three children, one discussion each made in one go; concluded, waiting for agreement."""
    story = _plain(
        people, now, days=1, hour=9, child={},
        said=_said("The school reports hunger, dirty clothes and a frightened younger child.", "NEG", "EMO"),
        flags={"circumstances": ["school", "domestic_abuse"]},
    )  # fmt: skip
    made = []
    for i, (name, years) in enumerate((("Ada", 9), ("Ben", 7), ("Cleo", 4))):
        story.child = {
            "given_names": name, "family_name": "Trialfamily", "case_number": f"DEMO-001{i}",
            "born_on": months_before(now.date(), 12 * years + i), "sex": "F" if i != 1 else "M",
        }  # fmt: skip
        made.append(story.make_child())
    for child in made[1:]:
        children.link_siblings(made[0], child)
    children.link_siblings(made[1], made[2])
    concerns = [story.decide(story.liaise(story.record(child))) for child in made]
    discussions = story.convene(
        *concerns, minutes=300, who={"sergeant": "police", "visitor": "health", "school": "other"}
    )
    first = discussions[0]
    for discussion in discussions:
        write(discussion, "reason", SIBLINGS_REASON, by=first.chair, at=story.at(310))
    hold(
        story, first, minutes=300,
        said={"decisions": {"threshold": "yes", "decisions": ["s17", "early_help"],
                            "reason_s17": "Needs are clear, significant harm is not yet.",
                            "reason_early_help": "The mother asks for help."}},
        risks=[], attendance={"sergeant": "phone"},
    )  # fmt: skip
    agree_action(
        first, people["school"], "Offer breakfast club to all three from tomorrow", days_ahead(now, 1), story
    )
    signing.conclude(first.pk, by=first.chair, at=story.at(370))
    deliver(story, minutes=371)


def staff_allegation(people: dict[str, User], now: datetime) -> None:
    """An allegation against staff: five working days, position-of-trust officer required."""
    story = _plain(
        people, now, days=2, hour=14, worker="worker2", chair="manager2",
        child={"given_names": "Eli", "family_name": "Mockname", "case_number": "DEMO-0020",
               "born_on": months_before(now.date(), 12 * 11), "sex": "M"},
        said=_said("A pupil says that a member of staff held him by the throat.", "PHY"),
        flags={"circumstances": ["staff", "school"], "offences": ["minor_injury"]},
    )  # fmt: skip
    concern = story.record(story.make_child())
    story.liaise(concern, minutes=200)


def colleague(people: dict[str, User], now: datetime) -> None:
    """The child of a colleague: restricted to those who work on it."""
    story = _plain(
        people, now, days=0, hour=9,
        child={"given_names": "Wren", "family_name": "Closedcase", "case_number": "DEMO-0025",
               "born_on": months_before(now, 50), "sex": "F"},
        said=_said("A neighbour hears shouting at night and the child crying for a long time.", "EMO"),
        flags={"circumstances": []},
    )  # fmt: skip
    concern = story.record(story.make_child())
    story.liaise(concern, minutes=40)
    restricting.restrict(
        concern.child,
        people=[people["worker"], people["manager"]],
        reason="Her father works for children’s social care in another team.",
        by=people["service"],
        at=story.at(45),
    )


def elsewhere(people: dict[str, User], now: datetime) -> None:
    """A child who lives in another area and was found here."""
    story = _plain(
        people, now, days=1, hour=15,
        child={"given_names": "Noor", "family_name": "Visitorname", "case_number": "DEMO-0030",
               "born_on": months_before(now.date(), 12 * 14), "sex": "F"},
        said=_said("Found alone at the station at night; says she is being made to carry parcels.", "EMO"),
        flags={"flags": ["immediate"], "circumstances": ["exploitation"]},
        place={"lives": "elsewhere", "home_authority": "Southdale", "accepted": "no",
               "told_home_at": working_moment(now, 1, 16)},
        referral={"source_kind": "6", "may_be_named": "yes"},
    )  # fmt: skip
    concern = story.record(story.make_child())
    story.liaise(concern, minutes=40)
    story.decide(concern)


def breached(people: dict[str, User], now: datetime) -> None:
    """A clock that ran out: nobody has held the discussion."""
    story = _plain(
        people, now, days=8, hour=11, worker="worker2", chair="manager2",
        child={"given_names": "Iris", "family_name": "Latecase", "case_number": "DEMO-0040",
               "born_on": months_before(now.date(), 12 * 6), "sex": "F"},
        said=_said("Bruising on the upper arms, explained differently each time.", "PHY"),
        flags={"circumstances": ["school"]},
    )  # fmt: skip
    concern = story.record(story.make_child())
    story.liaise(concern)
    story.decide(concern)


BURNS_RECORD: dict[str, dict[str, Any]] = {
    "child": {
        "fathers": "Mr Silentcase lives with the family and was at work that morning.",
        "adults": "A grandmother looks after Omar on two days.",
        "identity": "The family speaks English and Arabic; no interpreter is needed.",
    },
    "who": {},
    "reason": {
        "trigger": "A specific incident, of which the nursery told us the same day: burns on both hands.",
        "purpose": "How the burns came about, and whether Omar is safe at home.",
        "delay": "no",
    },
    "voice": {
        "says": "Omar says “hot” and shows the wall. He goes to his mother for comfort.",
        "how": "Heard and seen by nursery staff.",
        "speaks_for": "His key worker, from how he is when he is brought and fetched.",
    },
    "risks": {
        "others": "None known; he is the only child of the household.",
        "strengths": "Both parents came at once and gave the same account.",
    },
}


def unacknowledged(people: dict[str, User], now: datetime) -> None:
    """Signed and circulated a week and more ago; one agency has never acknowledged. A follow-up
    discussion was decided and is convened. Held as two telephone calls."""
    story = _plain(
        people, now, days=12, hour=10,
        child={"given_names": "Omar", "family_name": "Silentcase", "case_number": "DEMO-0050",
               "born_on": months_before(now.date(), 12 * 3), "sex": "M"},
        said=_said("The nursery has seen burns on both hands.", "PHY"),
        flags={"circumstances": ["school"]},
    )  # fmt: skip
    child = story.make_child()
    make_parents(child, people["worker"], story.received, "Silentcase")
    concern = story.record(child)
    story.liaise(concern)
    story.decide(concern)
    (discussion,) = story.convene(
        concern, minutes=280, who={"sergeant": "police", "doctor": "health", "nursery": "other"}
    )
    inform(story, discussion, "nursery", minutes=200,
           information="Burns on both hands seen at drop-off.", source="observation")  # fmt: skip
    record = BURNS_RECORD | {
        "held": {"mode": "telephone", "phone_reason": "The paediatrician could be reached only between "
                 "two operations."},
        "decisions": {"threshold": "no", "decisions": ["s17", "follow_up"],
                      "reason_s17": "The burns are explained by a fall onto a radiator.",
                      "reason_follow_up": "The burns unit’s opinion is awaited."},
        "examination": {"medical": "yes", "medical_who": "Social worker", "abe": "no"},
        "further": {"follow_up": "yes", "follow_up_on": days_ahead(now, 4), "disagreement": "no",
                    "follow_up_purpose": "The burns unit’s opinion"},
        "actions": {"review_how": "By the chair.", "review_on": days_ahead(now, 6)},
    }  # fmt: skip
    hold(story, discussion, minutes=280, said=record, risks=[], attendance={})
    for minutes, who in ((280, "Chair, social worker, police"), (330, "Chair and paediatrician")):
        records.save_row(
            discussion, CALL, facts={"at": story.at(minutes), "people": who, "said": ""},
            by=discussion.chair, at=story.at(340),
        )  # fmt: skip
    early = story.received.date() + timedelta(days=3)
    recording.agree_action(
        [discussion], what="Obtain the opinion of the burns unit", why="To understand the burns",
        owner=people["doctor"], due_on=early, by=discussion.chair, at=story.at(345),
    )  # fmt: skip
    signing.conclude(discussion.pk, by=discussion.chair, at=story.at(350))
    agree_and_sign(story, discussion, minutes=360)
    acknowledge_all(story, discussion, minutes=2000, but=("nursery",))
    story.convene(
        concern, minutes=int((now - story.received).total_seconds() // 60) + 2 * 24 * 60,
        who={"sergeant": "police", "doctor": "health"},
        late="",
    )  # fmt: skip


def whole_pathway(people: dict[str, User], now: datetime) -> None:
    """The published example goes on: enquiry, outcome, conference, plan, first core group."""
    discussion, story = tell_ics(people, now), ics_example(people, now)
    enquiry = enquiries.carry_out(story, discussion, minutes=300)
    enquiries.decide(story, enquiry, Outcome.CONFERENCE, minutes=8 * DAY)
    acknowledge_all(story, enquiry, minutes=8 * DAY + 60)
    signed = confer(story, enquiry, days=14)
    acknowledge_all(story, signed, minutes=16 * DAY)


def long_ago(people: dict[str, User], now: datetime) -> None:
    """A concern of long ago that led to nothing: the time for which its file is kept is over."""
    begun = working_moment(now, 365 * 20, 9)
    story = _plain(
        people, now, days=0, hour=9,
        child={"given_names": "Tess", "family_name": "Longago", "case_number": "DEMO-0026",
               "born_on": months_before(now.date(), 12 * 22), "sex": "F"},
        said=_said("A bruise on the arm, which the mother explains by a fall from the swing.", "PHY"),
        flags={"circumstances": []},
    )  # fmt: skip
    story.received = begun
    story.decide(
        story.record(story.make_child()), hold=False, reason="Explained; the health visitor will call."
    )
    finding.find(at=now)


CASES = {
    "ICS-0001": whole_pathway,
    "DEMO-0002": unborn,
    "DEMO-0010": siblings,
    "DEMO-0020": staff_allegation,
    "DEMO-0025": colleague,
    "DEMO-0026": long_ago,
    "DEMO-0030": elsewhere,
    "DEMO-0040": breached,
    "DEMO-0050": unacknowledged,
    **ENDINGS,
}
