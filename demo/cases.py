"""The demonstration cases. The first is the published ICS example, with its facts (source [000])."""

from datetime import date, datetime, timedelta
from typing import Any

from agencies.models import User
from children import workflow as children
from children.models import Person
from deadlines.calendar import LONDON
from demo.story import Story, acknowledge_all, agree_and_sign, deliver, hold, inform, write
from s47 import workflow as s47
from s47.models import Enquiry
from strategy.models import Call, StrategyDiscussion
from strategy.workflow import recording, signing


def working_moment(now: datetime, days: int, hour: int) -> datetime:
    """Shortly after `hour`, some days before now and two hours ago at the least; no weekend."""
    day = now.astimezone(LONDON).date() - timedelta(days=days)
    while day.weekday() > 4 or datetime(day.year, day.month, day.day, hour + 2, tzinfo=LONDON) > now:
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, hour, 5, tzinfo=LONDON)


def months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, min(day.day, 28))


def ics_example(people: dict[str, User], now: datetime) -> Story:
    """[000] Example 1: Ahmed Aktar, 18 months, green-stick fracture, referred by A&E."""
    received = working_moment(now, 5, 9)
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
    _parents(child, people["worker"], story.received, "Aktar")
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
    actions = {"review_how": "The chair reviews them with the social worker.", "review_on": _in(now, 9)}
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
        _action(discussion, people[who], what, _in(now, days), story)
    signing.conclude(discussion.pk, by=people["manager"], at=story.at(245))
    agree_and_sign(story, discussion, minutes=260)
    begin_enquiry(story, discussion, minutes=300)
    acknowledge_all(story, discussion, minutes=24 * 60)
    return discussion


def begin_enquiry(story: Story, discussion: StrategyDiscussion, *, minutes: int) -> None:
    """The manager allocates the enquiry, and the child is seen."""
    enquiry = Enquiry.objects.get(initiating_discussion=discussion.pk)
    worker = story.people["worker"]
    s47.allocate(enquiry.pk, to=worker, reason="", by=story.people["manager"], at=story.at(minutes))
    seen = {"seen_at": story.at(minutes + 60), "seen_by": worker.name, "alone": False, "exception": "young"}
    more = {"why": "Eighteen months old.", "present": "Ward sister"}
    s47.record_seen(enquiry.pk, facts=seen | more, by=worker, at=story.at(minutes + 90))


def _in(now: datetime, days: int) -> date:
    """A day so far ahead; a weekend moves to its Monday."""
    day = now.astimezone(LONDON).date() + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _parents(child: Person, by: User, at: datetime, name: str) -> None:
    for kind, title in (("mother", "Mrs"), ("father", "Mr")):
        children.add_relative(
            child,
            kind=kind,
            given_names=title,
            family_name=name,
            parental_responsibility=True,
            same_household=True,
            by=by,
            at=at,
        )


def _action(discussion: StrategyDiscussion, owner: User, what: str, day: date, story: Story) -> None:
    together = [discussion, *discussion.others_together()]
    recording.agree_action(
        together, what=what, why="Plan of the discussion", owner=owner, due_on=day,
        by=discussion.chair, at=story.now if day < story.now.date() else story.at(240),
    )  # fmt: skip


# --- §10 ----------------------------------------------------------------------------


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
        child={"given_names": "Baby", "family_name": "Unborn-Testcase", "expected_on": _in(now, 70),
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
    _action(first, people["school"], "Offer breakfast club to all three from tomorrow", _in(now, 1), story)
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
    _parents(child, people["worker"], story.received, "Silentcase")
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
        "further": {"follow_up": "yes", "follow_up_on": _in(now, 4), "disagreement": "no",
                    "follow_up_purpose": "The burns unit’s opinion"},
        "actions": {"review_how": "By the chair.", "review_on": _in(now, 6)},
    }  # fmt: skip
    hold(story, discussion, minutes=280, said=record, risks=[], attendance={})
    for minutes, who in ((280, "Chair, social worker, police"), (330, "Chair and paediatrician")):
        recording.add_row(
            discussion.pk, Call, facts={"at": story.at(minutes), "people": who, "said": ""},
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


CASES = {
    "ICS-0001": tell_ics,
    "DEMO-0002": unborn,
    "DEMO-0010": siblings,
    "DEMO-0020": staff_allegation,
    "DEMO-0030": elsewhere,
    "DEMO-0040": breached,
    "DEMO-0050": unacknowledged,
}
