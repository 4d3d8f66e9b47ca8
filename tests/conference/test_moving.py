"""A conference that is moved keeps each earlier date, and why (§7)."""

import pytest

from conference.workflow import convening
from conference.workflow.convening import Booking
from demo.conference import book
from records import sections
from records.refusals import Refused
from tests.conference.conftest import DAY
from tests.stories import fresh

ILL = "The mother was in hospital."


def test_each_move_is_kept_with_who_when_and_why(convened, client):
    told, _, conference = convened
    book(told, conference, told.at(DAY * 8 + 180), minutes=1020)
    book(told, fresh(conference), told.at(DAY * 9 + 180), minutes=1030)

    chapter = sections.reads(fresh(conference), sections.section_of(conference, "held"))

    moves = [p for p in chapter.passages if p.label.startswith("Moved from")]
    assert [p.label for p in moves] == [
        "Moved from 17 June 2026 at 12:14 to 18 June 2026 at 12:14.",
        "Moved from 18 June 2026 at 12:14 to 19 June 2026 at 12:14.",
    ]
    assert all("The chair was away." in p.text and "Alex Demo" in p.text for p in moves)
    client.force_login(told.people["manager"])
    assert moves[0].label in client.get(f"/records/{conference.ref}/").content.decode()


def test_the_reason_of_an_earlier_late_date_stays(asked):
    told, _, conference = asked
    book(told, conference, told.at(DAY * 28 + 180), minutes=1000, late=ILL)

    book(told, fresh(conference), told.at(DAY * 7 + 180), minutes=1020)

    assert fresh(conference).late_reason == ""
    assert ILL in fresh(conference).explanations.get().sentence


def test_a_move_without_a_reason_is_refused_at_its_question(convened, client):
    told, _, conference = convened
    client.force_login(told.people["manager"])
    when = told.at(DAY * 8 + 180)
    typed = {
        "planned_at_day": when.day, "planned_at_month": when.month, "planned_at_year": when.year,
        "planned_at_time": f"{when:%H:%M}", "planned_minutes": "120", "mode": "face_to_face",
        "chair": conference.chair_id,
    }  # fmt: skip

    answer = client.post(f"/conferences/{conference.ref}/convene/", typed)

    assert answer.status_code == 422
    assert fresh(conference).planned_at == conference.planned_at


def test_the_same_date_again_is_no_move(convened):
    told, _, conference = convened

    book(told, conference, conference.planned_at, minutes=1020)

    assert not conference.explanations.exists()


def test_the_domain_refuses_it_too(convened):
    told, _, conference = convened
    booking = Booking(planned_at=told.at(DAY * 8 + 180), chair=conference.chair)
    with pytest.raises(Refused, match="Say why it is moved"):
        convening.convene(conference.pk, booking=booking, by=told.people["manager"], at=told.at(1020))
