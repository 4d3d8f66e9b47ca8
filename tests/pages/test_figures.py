"""Enquiries and conferences counted, by team and by month."""

from datetime import timedelta

import pytest

from boards import figures
from boards.scopes import Scope, clocks_of
from deadlines.models import Deadline
from demo.conference import agree_late, book, conference_of, hold, report
from demo.enquiry import carry_out, decide
from s47.vocabulary import Outcome
from tests.stories import signed

DAY = 24 * 60


@pytest.fixture
def clocks(cast):
    return clocks_of(Scope(f"authority-{cast['worker'].hats()[0].agency_id}", "", None))


def asked(cast, outcome=Outcome.CONFERENCE, **onward):
    told, discussion = signed(cast)
    enquiry = carry_out(told, discussion, minutes=400)
    decide(told, enquiry, outcome, minutes=900, **onward)
    return told, enquiry


def held(cast, days):
    told, enquiry = asked(cast)
    late = "Ill." if days > 21 else ""
    conference = book(told, conference_of(enquiry), told.at(DAY * days), minutes=1000, late=late)
    if late:
        agree_late(told, conference, minutes=1010)
    report(told, conference, minutes=2000)
    day = told.at(DAY * (days + 7)).date()
    hold(told, conference, minutes=DAY * days, core_group_on=day, review_on=day, delay=late)
    return told


def test_an_open_enquiry_is_counted_and_its_provisional_conference_is_not(cast, clocks):
    told, _ = signed(cast)

    (line,) = figures.by_team(clocks, at=told.at(500))

    assert (line.team, line.enquiries, line.conferences) == (
        "Assessment", figures.Count3(1, 0, 0), figures.Count3(0, 0, 0),
    )  # fmt: skip
    assert line.percent is None


@pytest.mark.parametrize(("after", "count"), [(500, (1, 0, 0)), (13 * DAY, (1, 1, 0)), (17 * DAY, (1, 0, 1))])
def test_due_in_three_days_and_overdue_are_told_apart(cast, clocks, after, count):
    told, _ = signed(cast)

    (line,) = figures.by_team(clocks, at=told.at(after))

    assert line.enquiries == figures.Count3(*count)


@pytest.mark.parametrize(("days", "percent", "kind"), [(7, 100, "met"), (28, 0, "late")])
def test_a_conference_in_time_and_a_late_one_by_team_and_by_month(cast, clocks, days, percent, kind):
    told = held(cast, days)
    at = told.at(DAY * 40)

    (line,) = figures.by_team(clocks, at=at)
    months = figures.by_month(clocks, at=at)

    assert (line.percent, line.counted) == (percent, 1)
    due = Deadline.objects.get(code="icpc").due_at.date().replace(day=1)
    (month,) = [m for m in months if m["week"] == due]
    assert (month[kind], month["percent"]) == (1, percent)
    assert len(months) == 12
    assert sum(m["met"] + m["late"] + m["breached"] for m in months) == 1


def test_one_that_was_not_held_counts_as_not_in_time(cast, clocks):
    told, _ = asked(cast)

    (line,) = figures.by_team(clocks, at=told.at(DAY * 30))

    assert (line.conferences, line.percent) == (figures.Count3(1, 0, 1), 0)


def test_without_a_conference_nothing_is_counted_as_one(cast, clocks):
    told, _ = asked(cast, Outcome.NO_CONFERENCE, onward="close")

    (line,) = figures.by_team(clocks, at=told.at(DAY * 30))

    assert (line.enquiries.open, line.conferences, line.counted) == (0, figures.Count3(0, 0, 0), 0)


def test_the_total_is_the_sum_of_the_teams():
    one = figures.TeamLine("A", figures.Count3(3, 1, 1), figures.Count3(2, 1, 0), 3, 4)
    other = figures.TeamLine("B", figures.Count3(1, 0, 1), figures.Count3(0, 0, 0), 0, 0)

    whole = figures.total([one, other])

    assert (whole.enquiries, whole.percent) == (figures.Count3(4, 1, 2), 75)


def test_the_page_shows_the_chart_and_the_same_figures_as_a_table(cast, client):
    told = held(cast, 7)
    client.force_login(cast["service"])

    page = client.get("/board/pathway/").content.decode()

    assert "100 % (1 of 1)" in page
    assert page.count("<rect") >= 12 * 3
    assert told.now - told.received > timedelta(days=1)
