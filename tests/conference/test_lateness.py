"""A conference after its clock: manager and chair each agree; a chair who falls ill; siblings in one go."""

import re
from datetime import date

import pytest
import time_machine

from agencies.models import Membership, User
from agencies.roles import Role
from boards.queries import my_work
from conference.workflow import convening, lateness, signing
from conference.workflow.convening import Booking
from deadlines.calendar import LONDON
from demo.conference import agree_late, book, conference_of, hold, report
from demo.enquiry import carry_out, decide
from notices.models import Notice
from records import workflow as records
from records.models import Product, Record, Version
from records.refusals import Refused
from records.states import State
from s47.vocabulary import Outcome
from strategy.models import Seat
from tests.stories import fresh, signed
from tests.told import told_once

DAY = 24 * 60
ILL = "The father is in hospital."


@pytest.fixture
@told_once
def late(asked):
    """Convened by its manager for a day after the clock."""
    told, _, conference = asked
    return told, book(told, conference, told.at(DAY * 28 + 180), minutes=1000, late=ILL)


def does(user, what):
    return [t for t in my_work(user) if what in t.what]


# --- lateness ----------------------------------------------------------------------------


def test_the_manager_who_gives_the_reason_agrees_and_the_chair_is_asked(late):
    told, conference = late
    given = lateness.agreements(conference)
    assert (given[lateness.MANAGER].by, given[lateness.CHAIR]) == (told.people["manager"], None)
    assert does(told.people["conference"], "later date")
    assert not does(told.people["manager"], "later date")

    agree_late(told, conference, minutes=1010)

    assert lateness.missing(conference) == []
    assert not does(told.people["conference"], "later date")


def test_convened_by_business_support_both_are_still_asked(asked):
    told, _, conference = asked
    booking = Booking(planned_at=told.at(DAY * 28 + 180), chair=told.people["conference"], late_reason=ILL)
    convening.convene(conference.pk, booking=booking, by=told.people["support"], at=told.at(1000))

    assert len(lateness.missing(fresh(conference))) == 2
    assert does(told.people["manager"], "later date")


def test_a_new_reason_or_day_wants_both_agreements_again(late):
    told, conference = late
    agree_late(told, conference, minutes=1010)

    moved = book(told, conference, told.at(DAY * 29 + 180), minutes=1020, late=ILL)

    assert lateness.missing(moved) == ["The later date must be agreed by the conference chair."]


def test_nobody_else_agrees_and_nobody_twice_and_not_to_a_reason_they_have_not_read(late):
    told, conference = late
    chair, at = told.people["conference"], told.at(1010)
    for who, seen, why in (
        ("worker", ILL, "A manager of children’s social care and the conference chair"),
        ("sergeant", ILL, "can change this record"),
        ("manager", ILL, "agreed already"),
        ("conference", "Another reason.", "reason changed"),
    ):
        with pytest.raises(Refused, match=why):
            lateness.agree(conference.pk, seen=seen, by=told.people[who], at=at)
    lateness.agree(conference.pk, seen=ILL, by=chair, at=at)
    with pytest.raises(Refused, match="agreed already"):
        lateness.agree(conference.pk, seen=ILL, by=chair, at=at)


def test_in_time_nobody_is_asked(convened):
    told, _, conference = convened
    assert lateness.reads(conference) == ()
    with pytest.raises(Refused, match="not later than its clock"):
        lateness.agree(conference.pk, seen="", by=told.people["conference"], at=told.at(1010))


def test_the_record_is_not_signed_before_both_agreed_and_then_says_who_did(late):
    told, conference = late
    report(told, conference, minutes=2000)
    days = {"core_group_on": told.at(DAY * 35).date(), "review_on": told.at(DAY * 58).date()}
    with pytest.raises(Refused, match="must be agreed by the conference chair"):
        hold(told, fresh(conference), minutes=DAY * 28 + 180, delay=ILL, **days)

    lateness.agree(conference.pk, seen=ILL, by=told.people["conference"], at=told.at(DAY * 29))
    done = signing.sign(
        conference.pk, by=told.people["conference"], at=told.at(DAY * 29), seen=fresh(conference).revision
    )

    read = str(Version.objects.get(record=done.pk, product=Product.RECORD).content)
    assert "Agreed by a manager of children’s social care" in read
    assert "Agreed by the conference chair" in read
    assert ILL in read


def test_the_button_agrees_in_the_browser_once(late, client):
    told, conference = late
    client.force_login(told.people["conference"])
    page = client.get(f"/records/{conference.ref}/").content.decode()
    assert "Agree to the later date" in page

    client.post(f"/conferences/{conference.ref}/late/", {"seen": ILL})

    page = client.get(f"/records/{conference.ref}/").content.decode()
    assert "Agreed by the conference chair" in page
    assert "Agree to the later date" not in page
    assert client.post(f"/conferences/{conference.ref}/late/", {"seen": ILL}).status_code == 422


# --- the chair falls ill --------------------------------------------------------------------


@pytest.fixture
def other(cast):
    return User.objects.get(email="conference2@demo.invalid")


def hand_over(told, conference, to, *, by="manager", reason="Ill since Monday.", minutes=1100):
    return convening.hand_over(conference.pk, to=to, reason=reason, by=told.people[by], at=told.at(minutes))


def test_before_it_is_held_the_new_chair_is_invited_and_the_old_one_is_not_there(convened, other):
    told, _, conference = convened
    hand_over(told, conference, other)

    now = fresh(conference)
    seats = dict(now.participants.values_list("user__email", "seat"))
    assert now.chair == other
    assert seats["conference2@demo.invalid"] == Seat.CHAIR
    assert "conference@demo.invalid" not in seats
    assert Notice.objects.filter(kind="invitation", reference=now.ref, to_user_id=other.pk).count() == 1


def test_held_the_new_chair_signs_and_the_record_says_who_handed_over_and_why(reported, days, other):
    told, _, conference = reported
    chair = told.people["conference"]
    hold(told, conference, minutes=DAY * 7 + 180, **days)
    signing.correct(conference.pk, reason="A name.", by=chair, at=told.at(DAY * 9))
    hand_over(told, conference, other, minutes=DAY * 9 + 10)
    with pytest.raises(Refused, match="Only the conference chair, Eli Standin"):
        signing.sign(conference.pk, by=chair, at=told.at(DAY * 10), seen=fresh(conference).revision)

    signing.sign(conference.pk, by=other, at=told.at(DAY * 10), seen=fresh(conference).revision)

    last = Version.objects.filter(record=conference.pk, product=Product.RECORD).order_by("-number").first()
    assert "from Val Pretend to Eli Standin, noted by Alex Demo" in str(last.content)
    assert "Ill since Monday." in str(last.content)
    assert conference.participants.get(user=chair).seat == Seat.CHAIR  # at the meeting it was they


def test_the_chair_is_not_handed_over_without_reason_or_to_somebody_who_may_not_chair(convened, other):
    told, _, conference = convened
    for changed, why in (
        ({"reason": " "}, "Give the reason"),
        ({"to": told.people["manager"]}, "A conference chair must chair"),
        ({"to": None}, "A conference chair must chair"),
        ({"to": told.people["conference"]}, "chairs it already"),
        ({"by": "worker"}, "Only a manager"),
    ):
        with pytest.raises(Refused, match=why):
            hand_over(told, conference, **{"to": other} | changed)


def test_it_is_handed_over_in_the_browser(convened, other, client):
    told, _, conference = convened
    client.force_login(told.people["manager"])
    assert "Eli Standin" in client.get(f"/records/{conference.ref}/").content.decode()
    client.post(f"/conferences/{conference.ref}/hand-over/", {"to": other.pk, "reason": "Ill."})
    assert fresh(conference).chair == other


# --- siblings ---------------------------------------------------------------------------------


@pytest.fixture
@told_once
def siblings(cast):
    """Two children whose records are kept together, each with an enquiry that led to a conference."""
    found = []
    for number in ("T-1", "T-2"):
        told, discussion = signed(
            cast,
            child={
                "given_names": f"Child {number}",
                "family_name": "Sample",
                "born_on": date(2020, 5, 1),
                "sex": "F",
                "case_number": number,
            },
        )
        enquiry = carry_out(told, discussion, minutes=400)
        decide(told, enquiry, Outcome.CONFERENCE, minutes=900)
        found.append(conference_of(enquiry))
    Record.objects.filter(pk=found[1].pk).update(together=found[0].together)
    return told, found


def test_whoever_took_part_is_ticked_and_asked_for_the_agency_that_is_ticked(siblings, client):
    told, (one, _) = siblings
    client.force_login(told.people["manager"])
    where = f"/conferences/{one.ref}/convene/"
    page = client.get(where).content.decode()
    ticked = re.findall(r'name="invite" value="([^"]+)"[^>]* checked', page)
    sergeant = told.people["sergeant"]
    seat = f"{sergeant.pk}-{sergeant.memberships.get().agency_id}"
    assert seat in ticked

    when = told.at(DAY * 7)
    said = {f"planned_at_{part}": str(getattr(when, part)) for part in ("day", "month", "year")}
    said |= {"planned_at_time": "10:00", "chair": str(told.people["conference"].pk), "invite": [seat]}
    said |= {"planned_minutes": "60", "mode": "face_to_face", "place": "Town hall"}
    with time_machine.travel(told.at(DAY * 3), tick=False):
        client.force_login(told.people["manager"])
        answer = client.post(where, said)

    assert answer.status_code == 302, answer.content.decode()
    assert one.participants.filter(user=sergeant).exists()
    assert not one.participants.filter(user=told.people["doctor"]).exists()


def test_the_conferences_of_siblings_are_convened_in_one_go(siblings, client):
    told, (one, other) = siblings
    client.force_login(told.people["manager"])
    assert str(other.child) in client.get(f"/conferences/{one.ref}/convene/").content.decode()
    when = told.at(DAY * 7 + 180)
    booking = Booking(planned_at=when, chair=told.people["conference"], place="Room 1")

    convening.convene_together(
        [one.pk, other.pk], booking=booking, by=told.people["manager"], at=told.at(1000)
    )

    for each in (fresh(one), fresh(other)):
        assert (each.state, each.planned_at, each.place) == (State.CONVENED, when, "Room 1")
        assert each.participants.filter(seat=Seat.CHAIR).count() == 1


def test_when_one_of_them_is_refused_none_is_convened(siblings):
    told, (one, other) = siblings
    lead = fresh(other).enquiry.allocation.lead_social_worker
    csc = other.authority
    Membership.objects.create(user=lead, agency=csc, role=Role.CONFERENCE_CHAIR)
    booking = Booking(planned_at=told.at(DAY * 7 + 180), chair=lead)
    with pytest.raises(Refused, match="had a part in the enquiry"):
        convening.convene_together(
            [one.pk, other.pk], booking=booking, by=told.people["manager"], at=told.at(1000)
        )
    assert {fresh(one).state, fresh(other).state} == {State.PLANNED}


def test_somebody_who_sees_one_of_two_conferences_cannot_convene_the_other(siblings, client):
    told, (one, other) = siblings
    chair = told.people["conference"]  # sees what is shared with them, and this is only one of the two
    records.share_with_people(one, [(chair, "chairs")], of=one.authority, at=told.at(1000))
    client.force_login(chair)
    assert str(other.child) not in client.get(f"/conferences/{one.ref}/convene/").content.decode()
    day = told.at(DAY * 7 + 180).astimezone(LONDON)
    form = {
        "planned_at_day": day.day, "planned_at_month": day.month, "planned_at_year": day.year,
        "planned_at_time": "10:00", "chair": chair.pk, "mode": "video", "also": [other.ref],
    }  # fmt: skip
    assert client.post(f"/conferences/{one.ref}/convene/", form).status_code in (302, 422)
    assert fresh(other).state == State.PLANNED
