"""From the outcome to the first review: convened, reported to, held, signed (§7)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from circulation.models import Receipt
from conference.models import Conference
from conference.sections import VIEW
from conference.workflow import convening, signing
from conference.workflow.convening import Booking
from conference.workflow.following import Held, note_held
from deadlines.calendar import calendar_with, due_moment
from deadlines.models import Deadline
from demo.conference import book, hold
from demo.enquiry import decide
from notices.models import Notice
from records import workflow as records
from records.models import Product, Version
from records.refusals import Refused
from records.states import State
from s47.vocabulary import Outcome
from s47.workflow import deciding
from strategy.workflow import recording
from tests.stories import fresh

DAY = 24 * 60


def clock(record, code):
    return Deadline.objects.filter(record=record.pk, code=code).order_by("-pk").first()


def convene(asked, **changed):
    told, _, conference = asked
    facts = {"planned_at": told.at(DAY * 7 + 180), "chair": told.people["conference"]}
    who = changed.pop("who", "manager")
    return convening.convene(
        conference.pk, booking=Booking(**facts | changed), by=told.people[who], at=told.at(1000)
    )


# --- opened and convened ----------------------------------------------------------------


def test_the_outcome_opens_one_conference_for_the_child(asked):
    told, enquiry, conference = asked
    assert (conference.child, conference.state) == (enquiry.child, State.PLANNED)
    assert convening.open_conference(enquiry, at=told.at(950)) == conference


def test_another_outcome_opens_none_and_a_correction_cancels_one_that_was_not_held(asked):
    told, enquiry, conference = asked
    deciding.correct(enquiry.pk, reason="New facts.", by=told.people["manager"], at=told.at(1000))
    decide(told, enquiry, Outcome.NO_CONFERENCE, minutes=1010, onward="close")

    assert fresh(conference).state == State.CANCELLED


def test_it_is_convened_inside_the_clock_and_everybody_who_knows_the_child_is_asked(asked):
    told, _, conference = asked
    made = convene(asked, invitees=tuple(convening.offered(conference)))

    assert made.state == State.CONVENED
    asked_people = set(made.participants.values_list("user__email", flat=True))
    assert {
        "conference@demo.invalid",
        "worker@demo.invalid",
        "sergeant@demo.invalid",
        "doctor@demo.invalid",
    } <= asked_people
    assert Notice.objects.filter(kind="invitation", reference=made.ref).count() == len(asked_people)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"planned_at": 10}, "This moment is past"),
        ({"planned_at": None}, "Say when it will be held"),
        ({"planned_at": DAY * 3 + 60}, "A conference is held on a working day"),
        ({"planned_at": DAY * 28 + 60}, "The clock runs out"),
        ({"chair": "manager"}, "A conference chair must chair"),
        ({"chair": None}, "A conference chair must chair"),
        ({"who": "sergeant"}, "can change this record"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(asked, changed, reason):
    told = asked[0]
    facts = dict(changed)
    if isinstance(facts.get("planned_at"), int):
        facts["planned_at"] = told.at(facts["planned_at"])
    if isinstance(facts.get("chair"), str):
        facts["chair"] = told.people[facts["chair"]]
    with pytest.raises(Refused, match=reason):
        convene(asked, **facts)
    assert fresh(asked[2]).state == State.PLANNED


def test_a_late_date_needs_a_reason_and_keeps_it(asked):
    told = asked[0]
    made = convene(asked, planned_at=told.at(DAY * 28 + 60), late_reason="The father is in hospital.")
    assert made.late_reason == "The father is in hospital."
    moved = convene(asked, late_reason="The father is in hospital.", moved_because="He is out of hospital.")
    assert moved.late_reason == ""  # it is in time now


def test_the_working_days_left_are_counted_to_the_last_day_of_the_clock(asked):
    told, enquiry, conference = asked
    calendar, at = calendar_with(), told.at(1000)
    last = due_moment(calendar, enquiry.initiating_discussion.started_at, 15, "working_days")
    left = convening.working_days_left(conference, at=at)
    assert calendar.add_working_days(at.date(), left) == last.date()
    assert convening.working_days_left(conference, at=last + timedelta(days=1)) == 0


def test_moved_everybody_is_asked_again_and_nobody_twice_for_the_same_date(convened):
    told, _, conference = convened
    people = conference.participants.count()
    book(told, conference, conference.planned_at, minutes=1010)
    assert Notice.objects.filter(kind="invitation", reference=conference.ref).count() == people

    book(told, conference, told.at(DAY * 8 + 180), minutes=1020)

    assert Notice.objects.filter(kind="invitation", reference=conference.ref).count() == 2 * people


# --- held and signed --------------------------------------------------------------------------


def test_held_in_time_it_stops_the_clock_of_the_enquiry_at_its_start(reported, days):
    told, enquiry, conference = reported
    hold(told, conference, minutes=DAY * 7 + 180, **days)
    icpc = clock(enquiry, "icpc")
    assert icpc.met_at == told.at(DAY * 7 + 180)
    assert not icpc.met_late


def test_a_plan_starts_the_core_group_and_the_review_from_the_conference(reported, days):
    told, _, conference = reported
    signed = hold(told, conference, minutes=DAY * 7 + 180, **days)

    begun, calendar = signed.started_at, calendar_with()
    assert clock(signed, "core_group").due_at == due_moment(calendar, begun, 10, "working_days")
    assert clock(signed, "review_conference").due_at == due_moment(calendar, begun, 3, "months")
    assert fresh(signed).child.on_plan
    version = Version.objects.get(record=signed.pk, product=Product.RECORD)
    assert version.content
    assert "Val Pretend" in str(version.content["chapters"][-1])
    titles = [c["title"] for c in version.content["chapters"]]
    assert {"Decision", "Outline plan", "Core group and dates"} <= set(titles)
    assert "Concerns and evidence" not in titles  # that is the report, a document of its own
    assert Receipt.objects.filter(version=version).count() == 3


def test_without_a_plan_no_clock_starts(reported, days):
    told, _, conference = reported
    decision = {
        "plan": "no",
        "categories": [],
        "no_plan": "cin",
        "explained_harm_without_plan": "He has left.",
    }
    signed = hold(told, conference, minutes=DAY * 7 + 180, said={"decision": decision}, **days)

    assert clock(signed, "core_group") is None
    assert not signed.child.on_plan


def test_a_late_conference_says_why(reported, days):
    told, enquiry, conference = reported
    days["core_group_on"] = told.at(DAY * 35).date()
    with pytest.raises(Refused, match="Say what caused the delay"):
        hold(told, conference, minutes=DAY * 28 + 180, **days)

    hold(told, fresh(conference), minutes=DAY * 28 + 180, delay="The chair was ill.", **days)

    icpc = clock(enquiry, "icpc")
    assert icpc.met_late
    assert icpc.delay_cause == "The chair was ill."


def test_core_group_and_review_stop_their_clocks_when_they_are_held(reported, days):
    told, _, conference = reported
    signed = hold(told, conference, minutes=DAY * 7 + 180, **days)
    chair = told.people["conference"]
    with pytest.raises(Refused, match="after the conference"):
        note_held(signed.pk, held=Held("core_group", told.at(10)), by=chair, at=told.at(DAY * 15))

    note_held(signed.pk, held=Held("core_group", told.at(DAY * 14)), by=chair, at=told.at(DAY * 15))

    assert clock(signed, "core_group").met_at == told.at(DAY * 14)
    assert clock(signed, "review_conference").running


def test_only_its_chair_signs_it_and_not_before_its_report(convened, days):
    told, _, conference = convened
    with pytest.raises(Refused, match="The report must be signed by its author"):
        hold(told, conference, minutes=DAY * 7 + 180, **days)
    with pytest.raises(Refused, match="Only the conference chair"):
        signing.sign(conference.pk, by=told.people["manager"], at=told.at(DAY * 8), seen=1)


def test_a_correction_makes_the_next_version(reported, days):
    told, _, conference = reported
    signed = hold(told, conference, minutes=DAY * 7 + 180, **days)
    chair = told.people["conference"]
    signing.correct(signed.pk, reason="A name.", by=chair, at=told.at(DAY * 9))
    signing.sign(signed.pk, by=chair, at=told.at(DAY * 9 + 10), seen=fresh(signed).revision)

    numbers = Version.objects.filter(record=signed.pk, product=Product.RECORD).values_list(
        "number", flat=True
    )
    assert sorted(numbers) == [1, 2]
    assert Deadline.objects.filter(record=signed.pk, code="core_group").count() == 1


def test_the_database_wants_a_category_with_a_plan_and_a_chair_with_a_conference(convened):
    conference = convened[2]
    for change in ({"plan_made": True}, {"started_at": conference.planned_at, "chair": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Conference.objects.filter(pk=conference.pk).update(**change)


def test_the_chair_reads_what_the_conference_is_made_of_and_an_invited_agency_does_not(convened, client):
    told, enquiry, conference = convened
    client.force_login(told.people["conference"])
    for ref in (conference.ref, enquiry.ref, enquiry.initiating_discussion.ref):
        assert client.get(f"/records/{ref}/").status_code == 200, ref
    client.force_login(told.people["visitorlead"])
    for ref in (conference.ref, enquiry.ref):
        assert client.get(f"/records/{ref}/").status_code == 404, ref


def test_nobody_hands_in_after_it_was_signed(reported, days):
    told, _, conference = reported
    hold(told, conference, minutes=DAY * 7 + 180, **days)
    agency = told.people["doctor"].hats()[0].agency
    facts = {"information": "Late", "source": "record", "analysis": "", "restriction": "all"}
    with pytest.raises(Refused, match="signed and cannot be changed"):
        recording.save_contribution(
            conference.pk, agency=agency, facts=facts, seen=1, send=True, by=told.people["doctor"],
            at=told.at(DAY * 9),
        )  # fmt: skip


def test_the_same_agency_twice_is_refused_with_a_sentence(convened):
    told, _, conference = convened
    facts = {"agency": told.people["doctor"].hats()[0].agency, "view": "plan", "reason": "x"}
    records.save_row(conference, VIEW, facts=facts, by=told.people["worker"], at=told.at(1100))

    with pytest.raises(Refused, match="is there already"):
        records.save_row(
            conference, VIEW, facts=facts | {"view": "unsure"}, by=told.people["worker"], at=told.at(1101)
        )
