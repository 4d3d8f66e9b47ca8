"""A plan made before birth: its first review is the sooner of a local period after the birth and 3 months."""

from datetime import date, datetime, timedelta

import pytest

from children import workflow as children
from conference.workflow.following import Held, note_held
from deadlines.calendar import LONDON, calendar_with, due_moment
from deadlines.models import Deadline, TimescaleSetting
from demo.conference import book, conference_of, hold, report
from demo.enquiry import carry_out, decide
from s47.vocabulary import Outcome
from tests.stories import fresh, signed
from tests.told import told_once

DAY = 24 * 60
EXPECTED = date(2027, 2, 1)
UNBORN = {"given_names": "Baby", "family_name": "Quillfeather", "expected_on": EXPECTED, "sex": "U"}


@pytest.fixture
@told_once
def planned(cast):
    """A conference about an unborn child that made a plan."""
    told, discussion = signed(cast, child=UNBORN)
    enquiry = carry_out(told, discussion, minutes=400)
    decide(told, enquiry, Outcome.CONFERENCE, minutes=900)
    conference = conference_of(enquiry)
    when = told.at(DAY * 7 + 180)
    book(told, conference, when, minutes=1000)
    report(told, conference, minutes=2000)
    days = {"core_group_on": told.at(DAY * 14).date(), "review_on": told.at(DAY * 58).date()}
    return told, hold(told, conference, minutes=DAY * 7 + 180, **days)


def clocks(conference, code="review_after_birth"):
    return Deadline.objects.filter(record=conference.pk, code=code, superseded_by=None)


def born(planned, day, *, minutes=DAY * 40):
    told, conference = planned
    return children.change_child(conference.child, at=told.at(minutes), born_on=day, expected_on=None)


def test_before_the_birth_three_months_hold_alone(planned):
    _, conference = planned
    assert not clocks(conference).exists()
    assert clocks(conference, "review_conference").get().running


def test_the_birth_starts_the_local_period_beside_the_three_months(planned):
    _, conference = planned
    day = conference.started_at.date() + timedelta(days=21)
    born(planned, day)

    clock = clocks(conference).get()
    begun = datetime(day.year, day.month, day.day, tzinfo=LONDON)
    assert clock.due_at == due_moment(calendar_with(), begun, 20, "working_days")
    assert clocks(conference, "review_conference").get().running


def test_one_review_stops_both(planned):
    told, conference = planned
    born(planned, conference.started_at.date() + timedelta(days=21))
    held = told.at(DAY * 44)
    late = Held("review_conference", held, delay_cause="He was away.", delay_mitigation="Visited each day.")
    note_held(conference.pk, held=late, by=told.people["conference"], at=told.at(DAY * 46))
    for code in ("review_conference", "review_after_birth"):
        assert clocks(conference, code).get().met_at == held


def test_a_corrected_day_of_birth_moves_it_and_keeps_the_old_one(planned):
    _, conference = planned
    day = conference.started_at.date() + timedelta(days=21)
    born(planned, day)
    born(planned, day + timedelta(days=1))

    clock = clocks(conference).get()
    assert clock.started_at.astimezone(LONDON).date() == day + timedelta(days=1)
    assert Deadline.objects.filter(record=conference.pk, code="review_after_birth").count() == 2


def test_the_partnership_sets_its_own_period_or_switches_it_off(planned):
    _, conference = planned
    partnership = conference.authority.partnership
    setting = TimescaleSetting.objects.create(
        partnership=partnership, code="review_after_birth", length=10, unit="working_days", source_note="Ours"
    )
    born(planned, conference.started_at.date() + timedelta(days=21))
    assert clocks(conference).get().length == 10

    Deadline.objects.filter(pk=clocks(conference).get().pk).update(
        dropped_at=conference.started_at, dropped_because="-"
    )
    setting.on = False
    setting.save()
    born(planned, conference.started_at.date() + timedelta(days=22))
    assert not clocks(conference).filter(dropped_at=None).exists()


def test_a_child_born_before_the_conference_has_no_such_clock(cast, planned):
    told, conference = planned
    before = conference.started_at.date() - timedelta(days=1)
    born(planned, before)
    assert not clocks(conference).exists()
    assert fresh(conference).child.born_on == before
    assert told


def test_a_name_corrected_is_no_birth(planned):
    told, conference = planned
    children.change_child(conference.child, at=told.at(DAY * 40), given_names="Bee")
    assert not clocks(conference).exists()
