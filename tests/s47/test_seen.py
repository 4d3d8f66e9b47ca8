"""The child is seen: it stops the clock, alone or with the reason why not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from records import sections
from records import workflow as records
from records.refusals import Refused
from s47.models import Sighting
from s47.people import people_of
from s47.sections import ENQUIRY, SIGHTING
from tests.clocks import put_right, standing

VISITS = next(s for s in ENQUIRY if s.key == "visits")


def see(opened, *, minutes=400, at=500, who="worker", **changed):
    told, _, enquiry = opened
    facts = {
        "seen_at": told.at(minutes), "seer": told.people["worker"], "seen_by": "Sam Example", "alone": True, "exception": "", "why": "", "present": "",
    }  # fmt: skip
    return records.save_row(enquiry, SIGHTING, facts=facts | changed, by=told.people[who], at=told.at(at))


def clock(enquiry):
    return standing(enquiry, "child_seen")


def test_the_first_time_stops_the_clock_at_that_moment_and_the_second_moves_nothing(opened):
    told, _, enquiry = opened

    see(opened)
    see(opened, minutes=600, at=700)
    see(opened, minutes=600, at=701)  # a second click

    assert clock(enquiry).met_at == told.at(400)
    assert enquiry.sightings.count() == 2


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"alone": False}, "Say why the child was not seen alone"),
        ({"alone": False, "exception": "other"}, "Say which reason"),
        ({"minutes": 900}, "still to come"),
        ({"minutes": 1}, "before the discussion that decided"),
    ],
)
def test_what_cannot_be_is_refused_and_the_clock_runs_on(opened, changed, reason):
    with pytest.raises(Refused, match=reason):
        see(opened, **changed)

    assert clock(opened[2]).running


def test_an_unborn_child_is_never_seen_alone(opened):
    told, _, enquiry = opened
    type(enquiry.child).objects.filter(pk=enquiry.child_id).update(
        born_on=None, sex="U", expected_on=told.at(0).date() + timedelta(days=60)
    )

    with pytest.raises(Refused, match="not yet born cannot be seen alone"):
        see(opened)


def test_the_database_wants_a_reason_when_not_alone(opened):
    seen = see(opened)

    with pytest.raises(IntegrityError), transaction.atomic():
        Sighting.objects.filter(pk=seen.pk).update(alone=False)


@pytest.mark.parametrize("who", ["sergeant", "doctor", "admin"])
def test_only_the_authority_records_it(opened, who):
    with pytest.raises(Refused, match="can change this record"):
        see(opened, who=who)


def test_on_the_page_nothing_typed_is_lost_by_an_error(opened, client, morning):
    told, _, enquiry = opened
    client.force_login(told.people["worker"])
    when = told.at(400)
    typed = {
        "seen_at_day": when.day, "seen_at_month": when.month, "seen_at_year": when.year, "seen_at_time": f"{when:%H:%M}",
        "seer": told.people["worker"].pk, "alone": "no", "present": "Her aunt",
    }  # fmt: skip
    answer = client.post(f"/records/{enquiry.ref}/rows/seen/", typed)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Say why the child was not seen alone" in text
    assert "Her aunt" in text


def test_a_corrected_time_moves_the_stop_and_a_row_taken_out_lets_the_clock_run_again(opened):
    told, _, enquiry = opened
    first = see(opened)

    facts = {"seen_at": told.at(380), "alone": True, "exception": "", "why": ""}
    records.save_row(enquiry, SIGHTING, facts=facts, by=told.people["worker"], at=told.at(510), row=first.pk)

    assert clock(enquiry).met_at == told.at(380)
    records.remove_row(enquiry, SIGHTING, row=first.pk, by=told.people["worker"], at=told.at(520))
    assert clock(enquiry).running


def test_by_somebody_else_it_is_information_and_the_clock_runs_on(opened):
    _, _, enquiry = opened

    row = see(opened, seer=None, seen_by="A passing neighbour")

    assert clock(enquiry).running
    assert "not one of the people of the enquiry: it stops no clock" in row.heading
    assert "Record when one of the people" in " ".join(sections.missing(enquiry, VISITS))
    see(opened, minutes=450)
    assert clock(enquiry).met_at == opened[0].at(450)


@pytest.mark.parametrize("who", ["support", "admin", "school"])
def test_nobody_but_the_people_of_the_enquiry_is_offered_or_taken(opened, cast, who):
    told, _, enquiry = opened
    offered = {m.user for m in people_of(enquiry)}

    assert {told.people["worker"], told.people["sergeant"], told.people["doctor"]} <= offered
    assert told.people[who] not in offered
    with pytest.raises(Refused, match="not one of the people of this enquiry"):
        see(opened, seer=told.people[who])


def test_what_was_written_before_counts_as_it_was(opened):
    _, _, enquiry = opened
    row = see(opened, seer=None, seen_by="S. Example, duty")
    Sighting.objects.filter(pk=row.pk).update(as_written=True)

    put_right(enquiry, at=opened[0].at(520))

    assert clock(enquiry).met_at == row.seen_at
    assert Sighting.objects.get(pk=row.pk).heading.endswith("by S. Example, duty, alone")


@pytest.mark.parametrize(
    ("who", "other", "error"),
    [
        ("", "", "Choose who saw the child"),
        ("worker", "A neighbour", "not both"),
        ("admin", "", "Select a valid choice"),
    ],
)
def test_on_the_page_who_saw_is_chosen(opened, client, who, other, error):
    told, _, enquiry = opened
    client.force_login(told.people["worker"])
    when = told.at(400)
    typed = {
        "seen_at_day": when.day, "seen_at_month": when.month, "seen_at_year": when.year, "seen_at_time": f"{when:%H:%M}",
        "seer": told.people[who].pk if who else "", "seen_by": other, "alone": "yes",
    }  # fmt: skip

    answer = client.post(f"/records/{enquiry.ref}/rows/seen/", typed)

    assert answer.status_code == 422
    assert error in answer.content.decode()
