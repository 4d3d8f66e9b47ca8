"""A child who died: the day is recorded once, ends what no longer applies, and sets the years of the file."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from children.models import Person
from deadlines.calendar import LONDON
from deadlines.models import Deadline
from deadlines.sweep import sweep
from demo.enquiry import carry_out, enquiry_of
from records.dying import record_death
from records.models import Record
from records.refusals import Refused
from retention import keeping
from tests.clocks import put_right, standing
from tests.stories import concluded, signed

DAY = 24 * 60
NOTE = "The ward telephoned."
LIVING = {"child_seen", "icpc", "interview_plan", "missing_child"}


def died(told, child, *, minutes=1 * DAY, at=2 * DAY, by="manager", note=NOTE):
    day = told.at(minutes).astimezone(LONDON).date() if minutes is not None else None
    return record_death(child, day=day, note=note, by=told.people[by], at=told.at(at))


@pytest.fixture
def running(cast):
    told, discussion = concluded(cast)
    return told, discussion, enquiry_of(discussion)


def test_what_was_to_be_done_with_the_child_ends_and_the_rest_goes_on(running):
    told, discussion, enquiry = running
    before = {d.code for d in Deadline.objects.running()}
    assert {"child_seen", "icpc", "s47_outcome"} <= before

    died(told, discussion.child)

    after = {d.code for d in Deadline.objects.running()}
    assert before - after == before & LIVING
    ended = Deadline.objects.get(record=enquiry.pk, code="child_seen")
    assert ended.dropped_because == "The child died on 11 June 2026."
    assert put_right(*Record.objects.all(), at=told.at(3 * DAY)) == 0


def test_what_was_done_before_stays_done(cast):
    told, discussion = signed(cast)
    enquiry = carry_out(told, discussion, minutes=400)
    died(told, discussion.child)
    assert standing(enquiry, "child_seen").met_at


def test_a_breach_before_the_death_stays_one(running):
    told, discussion, enquiry = running
    sweep(at=told.at(3 * DAY))
    died(told, discussion.child, minutes=3 * DAY, at=4 * DAY)
    ended = Deadline.objects.get(record=enquiry.pk, code="child_seen")
    assert ended.breach and not ended.never_applied


def test_typed_late_it_shows_that_nothing_was_late(running):
    told, discussion, enquiry = running
    sweep(at=told.at(3 * DAY))
    died(told, discussion.child, minutes=0, at=4 * DAY)
    assert Deadline.objects.get(record=enquiry.pk, code="child_seen").never_applied


def test_recorded_by_mistake_the_clocks_run_again(running):
    told, discussion, enquiry = running
    died(told, discussion.child)
    died(told, discussion.child, minutes=None, at=3 * DAY, note="Another child of that name.")
    assert standing(enquiry, "child_seen").running
    assert Person.objects.get(pk=discussion.child_id).died_on is None


@pytest.mark.parametrize("who", ["worker", "doctor", "governance", "admin"])
def test_a_manager_of_the_authority_records_it(running, who):
    told, discussion, _ = running
    with pytest.raises(Refused, match="Only a manager"):
        died(told, discussion.child, by=who)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"minutes": 9 * DAY}, "still to come"),
        ({"minutes": None}, "Enter the day"),
        ({"note": " "}, "how this is known"),
    ],
)
def test_a_day_to_come_no_day_and_no_words_are_refused(running, facts, why):
    told, discussion, _ = running
    with pytest.raises(Refused, match=why):
        died(told, discussion.child, **facts)


def test_no_day_before_birth_not_even_in_the_database(running):
    told, discussion, _ = running
    child = discussion.child
    with pytest.raises(Refused, match="The child was born on"):
        record_death(
            child, day=child.born_on - timedelta(days=1), note=NOTE, by=told.people["manager"], at=told.at(9)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=child.pk).update(
            died_on=date(1999, 1, 1), death_recorded_at=told.at(9), death_recorded_by=told.people["manager"]
        )


def test_the_file_is_kept_for_fifteen_years_and_longer_by_its_records(running):
    told, discussion, _ = running
    child = discussion.child
    child.looked_after = True
    child.save()
    died(told, child)

    how = keeping.standing(Person.objects.get(pk=child.pk), at=told.at(3 * DAY))

    ends = {rule.code: day for rule, day in how.ends}
    assert "looked_after" not in ends
    assert ends["died"] == date(2041, 6, 11)
    assert how.due_on == ends["discussion"]  # the longest wins


def test_on_the_page_of_the_file(running, client):
    told, discussion, _ = running
    child = discussion.child
    path = f"/children/{child.ref}/death/"
    client.force_login(told.people["worker"])
    assert path not in client.get(f"/children/{child.ref}/").content.decode()
    client.force_login(told.people["manager"])
    assert path in client.get(f"/children/{child.ref}/").content.decode()

    assert client.post(path, {"note": ""}).status_code == 422
    day = {"day_day": 11, "day_month": 6, "day_year": 2026}
    answer = client.post(path, {**day, "note": NOTE}, follow=True).content.decode()

    assert "died 11 June 2026" in answer
    assert "Correct the day of death" in answer
    assert NOTE in client.get(path).content.decode()
