"""Records in each state, whole and valid. A refusal test starts from one and spoils one thing."""

from datetime import UTC, date, datetime, timedelta

from demo.ics import ICS_RECORD, ICS_RISK, WARD
from demo.story import Story, agree_and_sign, hold, inform
from strategy.workflow import agreeing, recording, signing
from tests.conftest import MORNING
from tests.told import told_once

# For a story that begins eight hours ago: at night its discussion falls on the day after the receipt, past the
# clock of the same day, and “no delay” would contradict that.
AT_ANY_HOUR = ICS_RECORD | {
    "reason": ICS_RECORD["reason"] | {
        "delay": "yes", "delay_cause": "The ward could not come earlier.", "delay_mitigation": "The child was on the ward.",
    }
}  # fmt: skip


def story(cast, **changed):
    facts = {
        "people": cast,
        "received": MORNING,
        "now": MORNING + timedelta(days=60),
        "child": {
            "given_names": "Testchild",
            "family_name": "Quillfeather",
            "born_on": date(2024, 12, 1),
            "sex": "M",
            "case_number": "T-1",
        },
        "referral": {
            "source_kind": "3E",
            "source_agency": str(cast["visitor"].hats()[0].agency_id),
            "may_be_named": "yes",
        },
        "said": {
            "what": "A fracture that nobody explains.",
            "categories": ["PHY"],
            "trigger": "incident",
            "incident_on": MORNING.date(),
            "aware_on": MORNING.date(),
        },
        "flags": {"flags": ["serious"], "circumstances": ["inpatient"], "offences": ["injury_offence"]},
    }
    return Story(**facts | changed)


@told_once
def recorded(cast, **changed):
    told = story(cast, **changed)
    return told, told.record(told.make_child())


@told_once
def convened(cast, **changed):
    told, concern = recorded(cast, **changed)
    told.liaise(concern)
    told.decide(concern)
    (discussion,) = told.convene(concern, minutes=180, who=WARD)
    return told, discussion


@told_once
def held(cast, *, said=None, risks=(ICS_RISK,), actions=True, **changed):
    told, discussion = convened(cast, **changed)
    inform(told, discussion, "doctor", minutes=120, information="Fracture of the forearm.")
    inform(
        told,
        discussion,
        "sergeant",
        minutes=121,
        information="Intelligence that only the police may read.",
        restriction="police",
    )
    review = {"review_how": "By the chair", "review_on": MORNING.date() + timedelta(days=14)}
    hold(
        told,
        discussion,
        minutes=180,
        said=ICS_RECORD | {"actions": review} | (said or {}),
        risks=list(risks),
        attendance={"visitor": "apologies"},
    )
    if actions:
        for who in ("worker", "sergeant", "doctor"):
            recording.agree_action(
                [discussion],
                what=f"Something that {who} does",
                why="",
                owner=cast[who],
                due_on=MORNING.date() + timedelta(days=5),
                by=discussion.chair,
                at=told.at(240),
            )
    return told, fresh(discussion)


@told_once
def concluded(cast, **changed):
    told, discussion = held(cast, **changed)
    signing.conclude(discussion.pk, by=discussion.chair, at=told.at(250))
    return told, fresh(discussion)


@told_once
def signed(cast, **changed):
    told, discussion = concluded(cast, **changed)
    agree_and_sign(told, discussion, minutes=260)
    return told, fresh(discussion)


def agree(told, discussion, who, **changed):
    facts = {
        "agreed": True,
        "comment": "",
        "by": told.people[who],
        "at": told.at(260),
        "seen": agreeing.agreed_digest(fresh(discussion)),
    }
    return agreeing.agree(discussion.pk, **facts | changed)


def sign(told, discussion, **changed):
    now = fresh(discussion)
    facts = {"by": now.chair, "at": told.at(280), "seen": now.revision}
    return signing.sign(discussion.pk, **facts | changed)


def fresh(record):
    """The record as the database has it now."""
    return type(record)._default_manager.get(pk=record.pk)


@told_once
def long_ago(cast, **changed):
    """A concern of 2001 that led to nothing, about a child who was two: its time was over in 2020."""
    child = {
        "given_names": "Oldchild",
        "family_name": "Yesteryear",
        "born_on": date(1999, 3, 1),
        "sex": "F",
        "case_number": "T-2001",
    }
    facts = {"received": datetime(2001, 6, 6, 9, tzinfo=UTC), "child": child, "said": {
        "what": "A bruise that the mother explains.", "categories": ["PHY"], "trigger": "cumulative", "assessment": "None",
    }}  # fmt: skip
    told, concern = recorded(cast, **facts | changed)
    told.decide(concern, hold=False, reason="Explained, and the health visitor will call.")
    return told, fresh(concern)
