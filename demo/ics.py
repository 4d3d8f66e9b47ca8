"""The published ICS example, with its facts (source [000])."""

from datetime import datetime
from typing import Any

from agencies.models import User
from demo.story import (
    Story,
    acknowledge_all,
    agree_and_sign,
    days_ahead,
    hold,
    inform,
    make_parents,
    months_before,
    working_moment,
)
from strategy.models import StrategyDiscussion
from strategy.workflow import recording, signing


def ics_example(people: dict[str, User], now: datetime) -> Story:
    """[000] Example 1: Ahmed Aktar, 18 months, green-stick fracture, referred by A&E."""
    received = working_moment(now, 20, 9)
    return Story(
        people=people,
        received=received,
        now=now,
        child={
            "given_names": "Ahmed",
            "family_name": "Aktar",
            "born_on": months_before(received.date(), 18),
            "sex": "M",
            "case_number": "ICS-0001",
            "first_language": "English",
        },
        referral={
            "source_kind": "3E",
            "source_agency": str(people["doctor"].hats()[0].agency_id),
            "source_name": "Nursing staff",
            "source_relationship": "Accident and emergency unit",
            "may_be_named": "yes",
        },
        said={
            "what": "Ahmed, aged 18 months, was brought to the unit by his mother. Mrs Aktar told "
            "nursing staff that she and her husband had been drinking and became annoyed at Ahmed, "
            "who was crying. Mr Aktar pulled Ahmed out of the room and hit him. An X-ray showed a "
            "green-stick fracture to his right forearm. A full skeletal survey found several healed "
            "fractures to his ribs, of different ages.",
            "categories": ["PHY"],
            "trigger": "incident",
            "incident_on": received.date(),
            "aware_on": received.date(),
        },
        flags={
            "flags": ["serious"],
            "circumstances": ["inpatient", "medical", "substance"],
            "offences": ["injury_offence"],
        },
    )


ICS_RECORD: dict[str, dict[str, Any]] = {
    "child": {
        "fathers": "Mr Aktar, Ahmed’s father, lives in the household and is said to have hit him.",
        "adults": "Mrs Aktar, Ahmed’s mother. No other adult is known.",
        "identity": "The family speaks English at home; an interpreter was offered and not wanted.",
    },
    "who": {},
    "reason": {
        "trigger": "A specific incident, of which we became aware today through the accident and "
        "emergency unit: a green-stick fracture to the right forearm, and healed rib fractures.",
        "purpose": "Whether the threshold for section 47 enquiries is met; immediate safety; the "
        "police investigation.",
        "delay": "no",
    },
    "voice": {
        "says": "Ahmed does not speak yet. On the ward he is quiet and clings to the nurse.",
        "how": "Observed by nursing staff since his arrival.",
        "speaks_for": "The ward nurse, from how he is with his mother and with staff.",
    },
    "risks": {
        "others": "None known; the household has no other child.",
        "needs_arising": "None that changes the plan.",
        "strengths": "His mother brought him to hospital and told what happened.",
    },
    "decisions": {
        "threshold": "yes",
        "decisions": ["s47", "police"],
        "conducted": "joint",
        "reason_s47": "Injuries of different ages and the mother’s account: reasonable cause to "
        "suspect that Ahmed is suffering significant harm. The interim safety plan is appropriate.",
        "reason_police": "A serious assault by a parent is alleged.",
    },
    "plan": {
        "who": "Social worker and police officer jointly.",
        "areas": "Cause and age of each injury; alcohol in the household; the parents’ capacity to protect.",
        "information": "Hospital notes, GP and health visitor records, police checks.",
        "interviews": "Each parent by the police with the social worker, before they speak together.",
        "seen_alone": "Ahmed is too young to be interviewed; he is seen on the ward today by the "
        "social worker without his parents.",
        "wishes": "By watching how he is with his mother, with staff and at play.",
        "criminal": "Police lead; statements today.",
        "consent": "authorised",
        "consent_ground": "impede",
        "consent_by": "Alex Demo, team manager",
        "family_told": "The mother today, by the social worker with the police, after the statements.",
        "legal": "Legal advice is sought today.",
        "discharge": "Ahmed stays on the ward until a discharge plan is agreed.",
    },
    "examination": {
        "medical": "yes",
        "medical_who": "The social worker consults the duty consultant paediatrician",
        "medical_when": "Done on the ward; report today",
        "medical_consent": "Mother",
        "abe": "no",
    },
    "safety": {
        "measures": "Ahmed stays in hospital. His father has no contact; his mother only with staff present.",
        "visits": "The social worker visits every day; the ward monitors and reports at once.",
        "told": "Mother and ward staff",
    },
    "further": {"follow_up": "no", "disagreement": "no"},
}
ICS_RISK = {
    "risk": "Physical assault by his father, again and worse",
    "category": "PHY",
    "evidence": "Fracture of the forearm; healed rib fractures of different ages; mother’s account",
    "to_whom": "Ahmed",
    "likelihood": "high",
}
WARD = {"sergeant": "police", "doctor": "health", "nurse": "health", "visitor": "health"}


def tell_ics(people: dict[str, User], now: datetime) -> StrategyDiscussion:
    """From referral to the last acknowledgement, on the day itself and the next."""
    story = ics_example(people, now)
    child = story.make_child()
    make_parents(child, people["worker"], story.received, "Aktar")
    concern = story.record(child)
    story.liaise(concern)
    story.decide(concern)
    (discussion,) = story.convene(concern, minutes=180, who=WARD)
    inform(
        story,
        discussion,
        "doctor",
        minutes=120,
        information="Green-stick fracture of the right forearm. Healed rib fractures of different ages on "
        "the skeletal survey.",
        analysis="The injuries are not explained by one event. They point to repeated harm.",
    )
    inform(
        story,
        discussion,
        "sergeant",
        minutes=130,
        information="One call to the address last winter; no offence recorded.",
        analysis="The account given to nursing staff describes an assault.",
        restriction="police",
    )
    actions = {
        "review_how": "The chair reviews them with the social worker.",
        "review_on": days_ahead(now, 2),
    }
    hold(
        story,
        discussion,
        minutes=180,
        said=ICS_RECORD | {"actions": actions},
        risks=[ICS_RISK],
        attendance={"visitor": "apologies"},
    )
    for who, what, days in (
        ("worker", "See Ahmed on the ward without his parents and record how he is", 1),
        ("sergeant", "Take the statements of both parents", 2),
        ("doctor", "Write the medical report for the enquiry", 3),
    ):
        recording.agree_action(
            [discussion], what=what, why="Plan of the discussion", owner=people[who],
            due_on=days_ahead(story.received, days), by=people["manager"], at=story.at(240),
        )  # fmt: skip
    signing.conclude(discussion.pk, by=people["manager"], at=story.at(245))
    agree_and_sign(story, discussion, minutes=260)
    acknowledge_all(story, discussion, minutes=24 * 60)
    return discussion
