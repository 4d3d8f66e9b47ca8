"""A conference is never held on a weekend; its clock stops when it has decided (§7, §11)."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from conference.models import Conference
from conference.workflow import signing
from deadlines.models import Deadline
from demo.conference import SAID, hold
from demo.story import write
from records.refusals import Refused
from tests.clocks import standing
from tests.conference.conftest import DAY
from tests.stories import fresh

WEDNESDAY, SATURDAY, SUNDAY = DAY * 7 + 180, DAY * 3 + 180, DAY * 4 + 180


def begun(told, conference, minutes, *, at=DAY * 8, **more):
    """The chair writes down when it began; it ended half an hour later."""
    said = {"started_at": told.at(minutes), "ended_at": told.at(minutes + 30)}
    write(fresh(conference), "held", said | more, by=told.people["conference"], at=told.at(at))


def typed(moment, **more):
    parts = {"day": moment.day, "month": moment.month, "year": moment.year, "time": f"{moment:%H:%M}"}
    return {f"started_at_{part}": str(value) for part, value in parts.items()} | {"seen": "0"} | more


# --- never on a weekend -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "day"), [(SATURDAY, "13 June 2026 is a Saturday"), (SUNDAY, "14 June 2026 is a Sunday")]
)
def test_held_on_a_weekend_is_refused_and_the_record_stays_convened(convened, minutes, day):
    told, _, conference = convened

    with pytest.raises(Refused, match=f"A conference is never held on a weekend; {day}"):
        begun(told, conference, minutes)

    assert (fresh(conference).state, fresh(conference).started_at) == ("convened", None)


def test_the_weekend_is_londons(convened):
    """Half past eleven at night by UTC is Saturday in summer, and Sunday is over at eleven."""
    told, _, conference = convened
    for moment, day in (
        (datetime(2026, 6, 12, 23, 30, tzinfo=UTC), "13 June 2026 is a Saturday"),
        (datetime(2026, 6, 14, 22, 59, tzinfo=UTC), "14 June 2026 is a Sunday"),
    ):
        with pytest.raises(Refused, match=day):
            write(fresh(conference), "held", {"started_at": moment, "ended_at": None, "place": ""},
                  by=told.people["conference"], at=told.at(DAY * 8))  # fmt: skip
    monday = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
    write(
        fresh(conference), "held", {"started_at": monday}, by=told.people["conference"], at=told.at(DAY * 8)
    )
    assert fresh(conference).started_at == monday


def test_the_page_says_so_beside_the_question_and_keeps_what_was_typed(convened, client):
    told, _, conference = convened
    with time_machine.travel(told.at(DAY * 8), tick=False):
        client.force_login(told.people["conference"])
        answer = client.post(f"/records/{conference.ref}/held/", typed(told.at(SATURDAY), place="Room 7"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A conference is never held on a weekend; 13 June 2026 is a Saturday. Check the date." in page
    assert 'href="#id_started_at' in page
    assert "Room 7" in page
    assert fresh(conference).started_at is None


def test_a_held_conference_is_not_corrected_to_a_weekend(reported, days):
    told, _, conference = reported
    signed = hold(told, conference, minutes=WEDNESDAY, **days)
    signing.correct(signed.pk, reason="The day.", by=told.people["conference"], at=told.at(DAY * 9))

    with pytest.raises(Refused, match="13 June 2026 is a Saturday"):
        begun(told, signed, SATURDAY)

    assert fresh(signed).started_at == told.at(WEDNESDAY)


def test_one_that_was_recorded_on_a_weekend_before_is_not_signed_until_its_day_is_corrected(reported, days):
    told, _, conference = reported
    begun(told, conference, WEDNESDAY)
    Conference.objects.filter(pk=conference.pk).update(started_at=told.at(SATURDAY))

    found = [str(why) for why in signing.why_not_sign(fresh(conference), by=told.people["conference"])]

    assert "A conference is never held on a weekend; 13 June 2026 is a Saturday. Check the date." in found


# --- the clock stops with the decision ----------------------------------------------------------

NO_PLAN = {"threshold": "no", "plan": "no", "no_plan": "cin", "reasons": "Safe.", "dissent": "no"}


def decides(told, conference, said=SAID["decision"], *, at=DAY * 8 + 60):
    write(fresh(conference), "decision", said, by=told.people["conference"], at=told.at(at))


def test_a_start_without_a_decision_keeps_the_clock_running(convened, client):
    told, enquiry, conference = convened

    begun(told, conference, WEDNESDAY)

    assert standing(enquiry, "icpc").running
    client.force_login(told.people["conference"])
    page = client.get(f"/records/{conference.ref}/").content.decode()
    assert "has decided nothing yet. Its clock runs until the" in page


@pytest.mark.parametrize("said", [SAID["decision"], NO_PLAN], ids=["plan", "no plan"])
def test_with_its_decision_it_stops_at_the_moment_the_conference_began(convened, client, said):
    told, enquiry, conference = convened
    begun(told, conference, WEDNESDAY)

    decides(told, conference, said)

    clock = standing(enquiry, "icpc")
    assert clock.met_at == told.at(WEDNESDAY)
    assert Deadline.objects.filter(record=enquiry.pk, code="icpc").count() == 1
    client.force_login(told.people["conference"])
    page = client.get(f"/records/{conference.ref}/").content.decode()
    assert "decided nothing yet" not in page
    page = client.get(reverse("clock", args=[clock.pk])).content.decode()
    assert "Conference held and its decision taken: 17 June 2026, 12:14" in page


def test_the_decision_may_be_written_down_before_the_start(convened):
    told, enquiry, conference = convened
    decides(told, conference)
    assert standing(enquiry, "icpc").running

    begun(told, conference, WEDNESDAY)

    assert standing(enquiry, "icpc").met_at == told.at(WEDNESDAY)


def test_a_plan_without_its_category_is_no_decision_yet(convened):
    told, enquiry, conference = convened
    begun(told, conference, WEDNESDAY)

    decides(told, conference, SAID["decision"] | {"categories": []})

    assert standing(enquiry, "icpc").running


def test_a_decision_that_a_correction_clears_lets_the_clock_run_again(reported, days, client):
    told, enquiry, conference = reported
    signed = hold(told, conference, minutes=WEDNESDAY, **days)
    was = standing(enquiry, "icpc")
    chair = told.people["conference"]
    signing.correct(signed.pk, reason="The decision is another one.", by=chair, at=told.at(DAY * 9))

    decides(told, signed, {}, at=DAY * 9 + 10)

    was.refresh_from_db()
    clock = standing(enquiry, "icpc")
    assert (clock.running, was.superseded_by, was.met_at) == (True, clock, told.at(WEDNESDAY))
    sentence = f"The decision of the conference: no longer recorded, by {chair}."
    assert was.superseded_because == sentence
    client.force_login(chair)
    assert sentence in client.get(f"/records/{conference.ref}/").content.decode()
    assert sentence in client.get(reverse("clock", args=[clock.pk])).content.decode()

    decides(told, signed, at=DAY * 9 + 20)

    assert standing(enquiry, "icpc").met_at == told.at(WEDNESDAY)
    assert Deadline.objects.filter(record=enquiry.pk, code="icpc").count() == 2


def test_decided_late_is_met_late_and_its_cause_is_asked(reported, days):
    told, enquiry, conference = reported
    begun(
        told,
        conference,
        DAY * 28 + 180,
        at=DAY * 28 + 300,
        delay_cause="The chair was ill.",
        delay_mitigation="The plan held.",
    )

    decides(told, conference, at=DAY * 29)

    clock = standing(enquiry, "icpc")
    assert (clock.met_late, clock.delay_cause) == (True, "The chair was ill.")
