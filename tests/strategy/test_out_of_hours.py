"""What comes when the offices are closed is marked, and stands in the day team's list in the morning (§4)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from deadlines.calendar import LONDON, calendar_with
from deadlines.office import last_close, out_of_hours
from strategy.workflow import concern as workflow
from tests.stories import recorded, story

CALENDAR = calendar_with(frozenset([date(2026, 6, 11)]))  # a Thursday on which the offices are closed
SATURDAY = datetime(2026, 6, 13, 2, 30, tzinfo=LONDON)
MONDAY = datetime(2026, 6, 15, 8, 45, tzinfo=LONDON)
SAID = {"what": "He cries at night.", "categories": ["PHY"], "trigger": "cumulative", "assessment": "None"}


def moment(day, hour, minute=0):
    return datetime(2026, 6, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("when", "closed"),
    [
        (moment(10, 8, 59), True),
        (moment(10, 9), False),
        (moment(10, 16, 59), False),
        (moment(10, 17), True),
        (moment(11, 12), True),
        (moment(13, 12), True),
        (datetime(2026, 12, 25, 12, tzinfo=LONDON), True),
    ],
)
def test_the_offices_are_open_from_nine_to_five_on_working_days(when, closed):
    assert out_of_hours(when, CALENDAR) is closed


@pytest.mark.parametrize(
    ("at", "closed"),
    [
        (MONDAY, moment(12, 17)),
        (moment(15, 11), moment(12, 17)),
        (moment(15, 18), moment(15, 17)),
        (moment(12, 9), moment(10, 17)),  # over the day on which they are closed
    ],
)
def test_they_closed_last_on_the_last_working_day(at, closed):
    assert last_close(at, CALENDAR) == closed


def night(cast, *, received=SATURDAY, number="T-1", **changed):
    child = story(cast).child | {"case_number": number}
    return recorded(
        cast, received=received, now=received + timedelta(hours=5), said=SAID, child=child, **changed
    )


def open_page(cast, who, path, *, at=MONDAY):
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(cast[who])
        return client.get(path).content.decode()


def test_the_concern_and_the_list_of_records_say_that_it_came_out_of_hours(cast):
    _, concern = night(cast)
    assert "when the offices were closed" in open_page(cast, "worker", f"/records/{concern.ref}/")
    assert "Out of hours" in open_page(cast, "worker", "/records/")


def test_one_of_the_day_is_not_marked(cast):
    _, concern = night(cast, received=moment(10, 10))
    assert "Out of hours" not in open_page(cast, "worker", f"/records/{concern.ref}/")
    assert "Out of hours" not in open_page(cast, "worker", "/records/")


def test_in_the_morning_the_day_team_reads_what_came_the_oldest_first_with_clock_and_decision(cast):
    _, later = night(cast, received=moment(14, 22), number="T-2")
    told, first = night(cast)
    told.decide(first)
    _, before = night(cast, received=moment(12, 16, 30), number="T-3")

    page = open_page(cast, "worker", "/morning/").split("<main")[1]

    assert page.index(first.ref) < page.index(later.ref)
    assert before.ref not in page
    assert "A discussion will be held" in page
    assert "Nobody has decided" in page
    assert "overdue" in page  # of the same day, on Saturday


def test_what_was_begun_at_night_and_not_recorded_stands_there_too(cast):
    told = story(cast, received=SATURDAY, now=SATURDAY)
    (draft,) = workflow.begin([told.make_child()], by=cast["worker"], at=SATURDAY)

    page = open_page(cast, "worker", "/morning/")

    assert draft.ref in page
    assert "Not recorded yet" in page


def test_of_another_team_and_what_was_withdrawn_it_has_nothing(cast):
    told, concern = night(cast)
    assert concern.ref not in open_page(cast, "worker2", "/morning/")
    assert concern.ref in open_page(cast, "head", "/morning/")
    workflow.withdraw(concern.pk, reason="The wrong child.", by=cast["manager"], at=told.at(60))
    assert concern.ref not in open_page(cast, "worker", "/morning/")
