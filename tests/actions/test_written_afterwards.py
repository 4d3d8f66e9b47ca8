"""A record is written the next morning: what was agreed for last night has last night’s date, truly late."""

from datetime import timedelta

import pytest

from deadlines.models import Deadline
from records.refusals import Refused
from strategy.workflow import recording
from tests.stories import convened, held


def agree(cast, *, days, minutes):
    told, discussion = held(cast, actions=False)
    due = discussion.started_at.date() + timedelta(days=days)
    action = recording.agree_action(
        [discussion], what="Sleep at her aunt’s", why="", owner=cast["worker"], due_on=due, by=discussion.chair,
        at=told.at(minutes),
    )  # fmt: skip
    return told, discussion, action


def test_the_day_of_the_discussion_may_be_past_and_the_action_is_overdue(cast):
    told, discussion, action = agree(cast, days=0, minutes=24 * 60)

    clock = Deadline.objects.get(subject=action.subject)
    assert clock.started_at == discussion.started_at
    assert clock.status(at=told.at(24 * 60)) == "overdue"
    assert action.agreed_at == told.at(24 * 60)  # when it was written down is a moment of its own


def test_no_day_is_before_the_discussion(cast):
    with pytest.raises(Refused, match=r"cannot be before that\. It was agreed on 10 June 2026"):
        agree(cast, days=-1, minutes=24 * 60)


def test_before_the_discussion_was_held_no_day_is_past(cast):

    told, discussion = convened(cast)
    with pytest.raises(Refused, match="cannot be before that"):
        recording.agree_action(
            [discussion], what="x", why="", owner=cast["worker"], due_on=told.at(0).date() - timedelta(days=1),
            by=discussion.chair, at=told.at(100),
        )  # fmt: skip
