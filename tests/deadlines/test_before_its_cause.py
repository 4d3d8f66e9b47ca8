"""An event before its cause is refused with the sentence that says what to correct (§3)."""

from datetime import timedelta

import pytest

from deadlines.models import Deadline
from demo.conference import book, conference_of, hold, report
from demo.enquiry import carry_out, decide, enquiry_of
from demo.story import write
from records.refusals import Refused
from s47.vocabulary import Outcome
from tests.clocks import put_right, standing
from tests.stories import concluded, convened, held, recorded, signed

DAY = 24 * 60


def begins(told, discussion, minutes):
    said = {"mode": "video", "started_at": told.at(minutes), "ended_at": told.at(240)}
    write(discussion, "held", said, by=discussion.chair, at=told.at(300))


def test_a_discussion_before_the_concern_was_received(cast):
    told, discussion = held(cast)
    with pytest.raises(
        Refused, match=r"“Discussion held” would be .*before “concern received”.*Correct one of the two"
    ):
        begins(told, discussion, -60)
    begins(told, discussion, 60)
    assert standing(discussion.concern, "strategy_same_day").met_at == told.at(60)


def test_a_concern_received_after_the_police_were_told_of_it(cast):
    told, concern = recorded(cast)
    told.liaise(concern)
    said = dict(concern.contents.get(section="referral").fields) | {"received_at": told.at(200)}
    with pytest.raises(Refused, match="Correct one of the two moments"):
        write(concern, "referral", said, by=cast["worker"], at=told.at(300))


def test_a_conference_before_the_discussion_that_decided_it(cast):
    told, discussion = signed(cast)
    enquiry = carry_out(told, discussion, minutes=400)
    decide(told, enquiry, Outcome.CONFERENCE, minutes=900)
    conference = book(told, conference_of(enquiry), told.at(DAY * 7), minutes=1000)
    report(told, conference, minutes=2000)
    day = told.at(DAY * 9).date()
    with pytest.raises(Refused):
        hold(told, conference, minutes=-DAY * 2, core_group_on=day, review_on=day)


def test_what_was_seen_before_the_enquiry_is_known_and_stops_nothing(cast):
    told, discussion = concluded(cast)
    enquiry = enquiry_of(discussion)
    carry_out(told, discussion, minutes=400)
    early = discussion.started_at - timedelta(hours=2)
    enquiry.sightings.update(seen_at=early)
    put_right(enquiry, at=told.at(DAY))
    assert standing(enquiry, "child_seen").running


def test_a_child_seen_before_its_birth_is_asked_about_in_the_form(cast, client):
    told, discussion = concluded(cast)
    enquiry = enquiry_of(discussion)
    client.force_login(cast["worker"])
    when = {
        "seen_at_day": 1,
        "seen_at_month": 1,
        "seen_at_year": discussion.child.born_on.year - 1,
        "seen_at_time": "10:00",
    }
    said = {**when, "seer": cast["worker"].pk, "alone": "yes"}
    page = client.post(f"/records/{enquiry.ref}/rows/seen/", said)
    assert page.status_code == 422
    assert "The child was born on" in page.content.decode()


def test_what_stood_so_before_keeps_nobody_from_working(cast):
    """Written by an earlier version: it stays as it is until somebody corrects it."""
    told, concern = recorded(cast)
    told.liaise(concern)
    early = told.at(-600)
    type(concern).objects.filter(pk=concern.pk).update(liaison_at=early)
    Deadline.objects.filter(record=concern.pk, code="police_liaison").update(met_at=early)
    told.decide(concern)
    assert standing(concern, "police_liaison").met_at == early


def test_the_page_shows_the_sentence_and_keeps_what_was_typed(cast, client):
    told, discussion = convened(cast)
    hold_at = told.at(-600)
    client.force_login(discussion.chair)
    said = {"mode": "video", "place": "By video", "seen": 0}
    for name, at in (("started_at", hold_at), ("ended_at", told.at(240))):
        said |= {
            f"{name}_day": at.day,
            f"{name}_month": at.month,
            f"{name}_year": at.year,
            f"{name}_time": f"{at:%H:%M}",
        }
    page = client.post(f"/records/{discussion.ref}/held/", said).content.decode()
    assert "Correct one of the two moments" in page
    assert "By video" in page
