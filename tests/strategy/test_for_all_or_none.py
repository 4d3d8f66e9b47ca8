"""What is recorded for several children at once is recorded for all of them, or for none."""

from datetime import timedelta

import pytest
from django.test import Client

from demo.story import write
from strategy.models import Concern
from strategy.workflow import concern as workflow
from tests.stories import fresh, story
from tests.told import told_once


@pytest.fixture
@told_once
def both(cast):
    """Two concerns, recorded in one go; of the second one the child came to notice a day later."""
    told = story(cast)
    one = told.make_child()
    other = story(cast, child=told.child | {"given_names": "Otherchild", "case_number": "T-2"}).make_child()
    first, second = workflow.begin([one, other], by=cast["worker"], at=told.at(5))
    for concern, received in ((first, told.received), (second, told.received + timedelta(hours=20))):
        referral = {"received_at": received} | told.referral
        for key, said in (
            ("referral", referral), ("said", told.said), ("flags", told.flags), ("place", told.place),
        ):  # fmt: skip
            write(concern, key, said, by=cast["worker"], at=told.at(1400))
        workflow.record(concern.pk, by=cast["worker"], at=told.at(1500))
    return told, first, second


def test_liaison_before_one_of_them_was_received_is_noted_for_neither(cast, both):
    told, first, second = both
    client = Client()
    client.force_login(cast["worker"])
    when = told.at(60)
    said = {
        "at_day": when.day, "at_month": when.month, "at_year": when.year, "at_time": f"{when:%H:%M}",
        "officer": "DS Example", "agreed": "To meet today.", "also": [second.ref],
    }  # fmt: skip
    revision = fresh(first).revision
    answer = client.post(f"/concerns/{first.ref}/liaison/", said)

    assert "before the concern was received" in answer.content.decode()
    assert [c.liaison_at for c in Concern.objects.all()] == [None, None]
    assert fresh(first).revision == revision
