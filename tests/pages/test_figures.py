"""Enquiries and conferences counted, by team and by month."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from boards import figures
from boards.scopes import Scope, breaches_of, clocks_of
from deadlines.models import Deadline, TimescaleSetting
from deadlines.timescales import Unit
from demo.conference import agree_late, book, conference_of, hold, report
from demo.enquiry import carry_out, decide
from demo.ics import WARD
from demo.story import hold as hold_discussion
from s47.vocabulary import Outcome
from strategy.workflow import signing
from tests.stories import signed

DAY = 24 * 60


@pytest.fixture
def scope(cast):
    return Scope(f"authority-{cast['worker'].hats()[0].agency_id}", "", None)


@pytest.fixture
def clocks(scope):
    return clocks_of(scope)


@pytest.fixture
def breaches(scope):
    return breaches_of(scope)


def asked(cast, outcome=Outcome.CONFERENCE, **onward):
    told, discussion = signed(cast)
    enquiry = carry_out(told, discussion, minutes=400)
    decide(told, enquiry, outcome, minutes=900, **onward)
    return told, enquiry


def held(cast, days, *, after=21):
    told, enquiry = asked(cast)
    late = "Ill." if days > after else ""
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


@pytest.mark.parametrize(("days", "percent", "kind"), [(7, 100, "in_time"), (28, 0, "late")])
def test_a_conference_in_time_and_a_late_one_by_team_and_by_month(
    cast, clocks, breaches, days, percent, kind
):
    told = held(cast, days)
    at = told.at(DAY * 40)

    (line,) = figures.by_team(clocks, at=at)
    months = figures.by_month(clocks, breaches, at=at)

    assert (line.percent, line.held) == (percent, 1)
    month_held = Deadline.objects.get(code="icpc").met_at.date().replace(day=1)
    (month,) = [m for m in months if m["week"] == month_held]
    assert (month[kind], month["percent"]) == (1, percent)
    assert len(months) == 12
    assert sum(m["in_time"] + m["late"] + m["not_held"] for m in months) == 1


def test_one_that_is_due_and_not_held_is_a_figure_of_its_own(cast, clocks, breaches):
    told, _ = asked(cast)

    (line,) = figures.by_team(clocks, at=told.at(DAY * 30))
    months = figures.by_month(clocks, breaches, at=told.at(DAY * 30))

    assert (line.conferences, line.percent) == (figures.Count3(1, 0, 1), None)
    assert [m["not_held"] for m in months if m["not_held"]] == [1]
    assert {m["percent"] for m in months} == {None}


def test_the_share_is_the_departments_whatever_length_the_area_has_set(cast, clocks, breaches):
    """Held 20 working days after: in time by the area’s thirty, late in the return."""
    partnership = cast["worker"].hats()[0].agency.partnership
    local = {"length": 30, "unit": Unit.WORKING_DAYS, "source_note": "Ours"}
    TimescaleSetting.objects.create(partnership=partnership, code="icpc", **local)
    told = held(cast, 28, after=42)
    assert not Deadline.objects.get(code="icpc").met_late

    (line,) = figures.by_team(clocks, at=told.at(DAY * 40))

    assert (line.percent, line.in_time, line.held) == (0, 0, 1)


def test_one_that_was_late_and_is_corrected_stays_in_its_month(cast, clocks, breaches):
    told = held(cast, 28)
    clock = Deadline.objects.get(code="icpc")
    Deadline.objects.filter(pk=clock.pk).update(met_at=clock.due_at)

    months = figures.by_month(clocks, breaches, at=told.at(DAY * 40))

    due = clock.due_at.date().replace(day=1)
    assert [m["week"] for m in months if m["corrected"]] == [due]


def test_without_a_conference_nothing_is_counted_as_one(cast, clocks):
    told, _ = asked(cast, Outcome.NO_CONFERENCE, onward="close")

    (line,) = figures.by_team(clocks, at=told.at(DAY * 30))

    assert (line.enquiries.open, line.conferences, line.held) == (0, figures.Count3(0, 0, 0), 0)


def test_the_total_is_the_sum_of_the_teams():
    one = figures.TeamLine("A", figures.Count3(3, 1, 1), figures.Count3(2, 1, 0), 3, 4)
    other = figures.TeamLine("B", figures.Count3(1, 0, 1), figures.Count3(0, 0, 0), 0, 0)

    whole = figures.total([one, other])

    assert (whole.enquiries, whole.percent) == (figures.Count3(4, 1, 2), 75)


def test_the_page_shows_the_chart_and_the_same_figures_as_a_table(cast, client):
    told = held(cast, 7)
    client.force_login(cast["service"])

    page = client.get("/board/pathway/").content.decode()

    assert "100 % (1 of 1 held)" in page
    assert page.count("<rect") >= 12 * 5
    assert told.now - told.received > timedelta(days=1)


def test_an_area_that_counts_from_the_last_discussion_is_counted_by_the_first_in_the_return(cast, clocks):
    """The setting of §11: due later by the area’s clock, late in the return."""
    partnership = cast["worker"].hats()[0].agency.partnership
    setting = {"length": 15, "unit": Unit.WORKING_DAYS, "source_note": "Ours", "from_last": True}
    TimescaleSetting.objects.create(partnership=partnership, code="icpc", **setting)
    told, discussion = signed(cast)
    (later,) = told.convene(discussion.concern, minutes=10 * DAY, who=WARD, late="More is known.")
    said = {"decisions": {"threshold": "yes", "decisions": ["police"], "reason_police": "x"}}
    hold_discussion(told, later, minutes=10 * DAY, said=said, risks=[], attendance={})
    signing.conclude(later.pk, by=later.chair, at=told.at(10 * DAY + 70))
    clock = Deadline.objects.get(code="icpc", superseded_by=None)
    assert clock.started_at == told.at(10 * DAY)
    assert "counts from the last discussion" in clock.because

    Deadline.objects.filter(pk=clock.pk).update(met_at=told.at(25 * DAY))

    (line,) = figures.by_team(clocks, at=told.at(DAY * 40))
    assert told.at(25 * DAY) < clock.due_at
    assert (line.in_time, line.held) == (0, 1)


def test_no_other_clock_counts_from_the_last_discussion(cast):
    partnership = cast["worker"].hats()[0].agency.partnership
    setting = TimescaleSetting(
        partnership=partnership,
        code="core_group",
        length=10,
        unit=Unit.WORKING_DAYS,
        source_note="Ours",
        from_last=True,
    )
    with pytest.raises(ValidationError, match="Only the initial conference"):
        setting.full_clean()
