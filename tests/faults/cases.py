"""Records to begin with, made by the verbs of the application: `manage.py shell -c "…; prepare(…)"`."""

import json
from datetime import timedelta

from config.clock import now
from demo.ics import ICS_RISK, WARD, ics_example
from demo.people import load_people
from demo.story import Story, days_ahead, hold, inform
from strategy.models import StrategyDiscussion
from strategy.workflow import agreeing, recording, signing
from tests.stories import AT_ANY_HOUR

LIAISON = timedelta(hours=24)  # [001 §4], the timescale whose end we can choose to the second


def prepare(*, to_sign, clocks, within):
    """Discussions that wait for the chair’s signature, one that is being held; and concerns whose clock for the
    liaison with the police runs out one by one within so many seconds. Prints their references."""
    people, at = load_people(), now()
    print(json.dumps({
        "to_sign": [_to_sign(people, at, number) for number in range(to_sign)],
        "held": _convened(_story(people, at, "HELD"))[1].ref,
        "clocks": [_running_out(people, number, within * (number + 1) / clocks) for number in range(clocks)],
    }))  # fmt: skip


def _story(people, at, number):
    story = ics_example(people, at)
    story.received = at - timedelta(hours=8)
    story.child["case_number"] = f"FAULT-{number}"
    story.said["incident_on"] = story.said["aware_on"] = story.received.date()
    return story


def _convened(story):
    concern = story.record(story.make_child())
    story.liaise(concern)
    story.decide(concern)
    (discussion,) = story.convene(concern, minutes=180, who=WARD, late="The ward could not come earlier.")
    return story, discussion


def _to_sign(people, at, number):
    story, discussion = _convened(_story(people, at, number))
    inform(story, discussion, "doctor", minutes=120, information="A fracture of the forearm.")
    actions = {"actions": {"review_how": "By the chair.", "review_on": days_ahead(at, 9)}}
    hold(story, discussion, minutes=180, said=AT_ANY_HOUR | actions, risks=[ICS_RISK], attendance={})
    recording.agree_action(
        [discussion], what="Write the report", why="", owner=people["doctor"], due_on=days_ahead(at, 3),
        by=discussion.chair, at=at,
    )  # fmt: skip
    signing.conclude(discussion.pk, by=discussion.chair, at=story.at(250))
    for who in ("service", "sergeant"):
        digest = agreeing.agreed_digest(StrategyDiscussion.objects.get(pk=discussion.pk))
        agreeing.agree(discussion.pk, agreed=True, comment="", by=people[who], at=story.at(260), seen=digest)
    return discussion.ref


def _running_out(people, number, seconds):
    """A concern that was received almost 24 hours ago and is recorded only now."""
    at = now()
    story = Story(
        people=people,
        received=at - LIAISON + timedelta(seconds=seconds),
        now=at,
        child={"given_names": "Clock", "family_name": f"Faultcase{number}", "case_number": f"CLOCK-{number}",
               "born_on": at.date() - timedelta(days=3000), "sex": "F"},
        referral={"source_kind": "2A", "may_be_named": "yes"},
        said={"what": "The school is worried.", "categories": ["NEG"], "trigger": "cumulative",
              "assessment": "Last month’s."},
    )  # fmt: skip
    return story.record(story.make_child()).ref
