"""Who took part is completed and corrected after the meeting, before the signature and while correcting (§5.3)."""

import pytest
from django.apps import apps
from django.test import Client

from agencies import offering
from circulation.models import Receipt
from conference.models import Conference
from demo.conference import book, conference_of
from demo.enquiry import carry_out, decide
from notices.models import Notice
from records.models import Product, Record
from records.refusals import Refused
from s47.vocabulary import Outcome
from strategy.models import AskedSeat, Participant
from strategy.quoracy import quoracy
from strategy.workflow import newcomers, present, recording, signing
from strategy.workflow.convening import Invitee
from strategy.workflow.newcomers import Newcomer
from tests.stories import agree, concluded, convened, fresh, held, sign, signed
from tests.told import told_once

NEW = "new@demo.invalid"


def note(discussion, person, attendance, *, by, at, position="Consultant"):
    seat = discussion.participants.get(user=person)
    return recording.note_attendance(
        discussion.pk, person=seat.pk, attendance=attendance, position=position, decides=True, by=by, at=at
    )


def somebody(cast, who):
    return Invitee(cast[who], cast[who].hats()[0].agency, "other", "")


def add(cast, meeting, who, *, by="support", at):
    return present.add_present(meeting.pk, who=somebody(cast, who), by=cast[by], at=at)


def in_words(discussion):
    return quoracy(discussion.participants.select_related("agency")).in_words


def signed_again(told, discussion):
    for who in ("service", "sergeant"):
        agree(told, discussion, who, at=told.at(420))
    return sign(told, discussion, at=told.at(430))


@pytest.fixture
@told_once
def over(cast):
    return concluded(cast)


def test_it_is_corrected_after_the_meeting_and_quoracy_follows(cast, over):
    told, discussion = over
    assert in_words(discussion).startswith("Quorate")

    for who in ("doctor", "visitor", "nurse"):
        if discussion.participants.filter(user=cast[who]).exists():
            note(discussion, cast[who], "apologies", by=cast["support"], at=told.at(255))

    assert in_words(discussion) == "Not quorate: without health."
    history = apps.get_model("strategy", "ParticipantEvent").objects.filter(pgh_obj__user=cast["doctor"])
    assert list(history.order_by("pgh_id").values_list("attendance", flat=True))[-2:] == [
        "attended",
        "apologies",
    ]


def test_the_page_offers_it_after_the_meeting_and_while_correcting_and_not_once_signed(cast, over):
    told, discussion = over
    client = Client()
    client.force_login(cast["support"])

    def offers():
        page = client.get(f"/records/{discussion.ref}/who/").content.decode()
        return "Save attendance" in page, "Add someone else who took part" in page

    assert offers() == (True, True)
    for who in ("service", "sergeant"):
        agree(told, discussion, who)
    sign(told, discussion)
    assert offers() == (False, False)
    signing.correct(discussion.pk, reason="Somebody was left out", by=cast["manager"], at=told.at(400))
    assert offers() == (True, True)


def test_the_correction_says_it_in_the_next_version_and_the_signed_one_stays(cast):
    told, discussion = signed(cast)
    signing.correct(discussion.pk, reason="She was on the telephone", by=cast["manager"], at=told.at(400))
    note(fresh(discussion), cast["visitor"], "phone", by=cast["support"], at=told.at(410))
    signed_again(told, fresh(discussion))

    first, second = discussion.versions.filter(product=Product.RECORD).order_by("number")
    assert "By telephone" not in str(first.content)
    assert "By telephone" in str(second.content)
    assert Receipt.objects.filter(version=second, people=cast["visitor"]).exists()


@pytest.mark.parametrize("make", [signed, convened])
def test_nobody_is_added_to_what_is_signed_or_still_to_come(cast, make):
    told, discussion = make(cast)

    with pytest.raises(Refused, match=r"signed and cannot be changed|invite them"):
        add(cast, discussion, "school", at=told.at(300))


def test_only_who_may_write_the_record(cast, over):
    told, discussion = over
    for who in ("worker2", "doctor", "manager2"):
        with pytest.raises(Refused):
            add(cast, discussion, "school", by=who, at=told.at(255))


def test_somebody_who_was_not_asked_took_part_and_is_sent_the_signed_record(cast, over):
    told, discussion = over
    add(cast, discussion, "school", at=told.at(255))

    seat = discussion.participants.get(user=cast["school"])
    assert (seat.attendance, seat.why) == ("attended", present.UNASKED)
    assert not Notice.objects.filter(kind="invitation", to_user_id=cast["school"].pk).exists()
    for who in ("service", "sergeant"):
        agree(told, discussion, who)
    sign(told, discussion)
    assert Receipt.objects.filter(version__product=Product.RECORD, people=cast["school"]).exists()


def test_whoever_was_asked_already_keeps_their_seat_and_what_is_noted(cast, over):
    told, discussion = over
    note(discussion, cast["visitor"], "apologies", by=cast["support"], at=told.at(255))
    add(cast, discussion, "visitor", at=told.at(256))

    assert discussion.participants.get(user=cast["visitor"]).attendance == "apologies"


def test_a_police_officer_who_was_there_is_asked_to_agree_and_nobody_is_asked_twice(cast, over):
    told, discussion = over
    asked = Notice.objects.filter(kind="agree", reference=discussion.ref)
    before = asked.count()
    Participant.objects.filter(record=discussion.pk, user=cast["sergeant"]).delete()
    add(cast, discussion, "sergeant", at=told.at(255))

    assert asked.count() == before + 1
    assert asked.filter(to_user_id=cast["sergeant"].pk).count() == 2


def test_one_who_is_no_member_yet_took_part_once_their_agency_confirms(cast, over):
    told, discussion = over
    newcomer = Newcomer(cast["people"].hats()[0].agency, "Wim Newcomer", NEW, "Registrar")
    offer = newcomers.invite(discussion.pk, newcomer=newcomer, by=cast["support"], at=told.at(300))
    offering.confirm(offer.pk, by=cast["people"], at=told.at(310))

    assert discussion.participants.get(user__email=NEW).attendance == "attended"
    assert not Notice.objects.filter(kind="invitation", to_email=NEW).exists()


def test_of_one_who_was_to_be_invited_and_was_confirmed_too_late_nobody_says_they_came(cast):
    told, discussion = held(cast)
    newcomer = Newcomer(cast["people"].hats()[0].agency, "Wim Newcomer", NEW, "Registrar")
    offer = newcomers.invite(discussion.pk, newcomer=newcomer, by=cast["support"], at=told.at(170))
    signing.conclude(discussion.pk, by=discussion.chair, at=told.at(250))
    offering.confirm(offer.pk, by=cast["people"], at=told.at(310))

    assert AskedSeat.objects.get().missed
    assert not discussion.participants.filter(user__email=NEW).exists()


def test_on_the_page_they_are_ticked(cast, over):
    _, discussion = over
    client = Client()
    client.force_login(cast["support"])
    way = f"/discussions/{discussion.ref}/invite/"
    page = client.get(way).content.decode()
    assert "Nobody is invited by this" in page
    seat = cast["school"].hats()[0]
    answer = client.post(way, {"invite": f"{seat.pk}:"}, follow=True)

    assert "they took part" in answer.content.decode()
    assert discussion.participants.get(user=cast["school"]).attendance == "attended"


def test_a_conference_that_is_held_too(cast):
    told, parent = signed(cast)
    enquiry = carry_out(told, parent, minutes=400)
    decide(told, enquiry, Outcome.CONFERENCE, minutes=900)
    conference = conference_of(enquiry)
    week = 24 * 60 * 7
    book(told, conference, told.at(week + 180), minutes=1000)
    with pytest.raises(Refused, match="invite them"):
        add(cast, conference, "school", at=told.at(1100))
    Record.objects.filter(pk=conference.pk).update(state="held")

    add(cast, conference, "school", at=told.at(week + 300))

    assert (
        Conference.objects.get(pk=conference.pk).participants.get(user=cast["school"]).attendance
        == "attended"
    )
