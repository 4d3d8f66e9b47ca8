"""A decided concern is opened for correction by a manager; what is found afterwards starts its clock (§4)."""

from datetime import timedelta

import pytest
from django.test import Client

from demo.ics import WARD
from demo.story import hold, write
from records.refusals import Refused
from records.states import State
from strategy.workflow import concern as workflow
from tests.clocks import put_right, standing
from tests.deadlines.test_follow_facts import correct_start
from tests.entering import WORD
from tests.stories import convened, fresh, held, recorded, signed
from tests.strategy.test_concern import clocks

WHY = "The police took him into protection an hour after the decision."
QUIET = {"flags": {"circumstances": ["inpatient"]}}


@pytest.fixture
def decided(cast):
    told, concern = recorded(cast, **QUIET)
    told.liaise(concern)
    told.decide(concern)
    return told, fresh(concern)


def opened(cast, told, concern, **changed):
    facts = {"reason": WHY, "by": cast["manager"], "at": told.at(130)}
    return workflow.correct(concern.pk, **facts | changed)


def protect(cast, told, concern, *, minutes, flags=("emergency",)):
    """Police protection, taken so long after the concern was received."""
    said = {"flags": list(flags), "emergency_kind": "Police protection", "emergency_at": told.at(minutes)}
    write(fresh(concern), "flags", said, by=cast["worker"], at=told.at(minutes + 5))


def decide(cast, told, concern, **changed):
    facts = {"hold": True, "reason": "Urgent now.", "by": cast["manager"], "at": told.at(150)}
    return workflow.decide(concern.pk, **facts | changed)


def test_what_it_says_changes_only_while_it_is_being_corrected(cast, decided):
    told, concern = decided
    with pytest.raises(Refused, match="decided and cannot be changed"):
        protect(cast, told, concern, minutes=135)

    opened(cast, told, concern)
    protect(cast, told, concern, minutes=135)
    decide(cast, told, concern)

    with pytest.raises(Refused, match="decided and cannot be changed"):
        protect(cast, told, concern, minutes=140)
    assert fresh(concern).contents.get(section="flags").fields["flags"] == ["emergency"]


def test_police_protection_taken_an_hour_after_the_decision_starts_its_24_hours(cast, decided):
    told, concern = decided
    usual = standing(concern, "strategy_3wd")
    opened(cast, told, concern)

    protect(cast, told, concern, minutes=135)

    clock = standing(concern, "emergency_followup")
    assert clock.due_at == told.at(135) + timedelta(hours=24)
    usual.refresh_from_db()
    assert usual.superseded_by == clock


def test_urgency_starts_its_clock_also_when_a_discussion_is_convened_and_that_stops_it(cast):
    told, discussion = convened(cast, **QUIET)
    concern = discussion.concern
    opened(cast, told, concern)

    write(fresh(concern), "flags", {"flags": ["immediate"]}, by=cast["worker"], at=told.at(135))

    clock = standing(concern, "strategy_1wd")
    assert (clock.started_at, clock.owner) == (told.at(0), discussion.chair)
    hold(told, discussion, minutes=180, said={}, risks=[], attendance={})
    assert standing(concern, "strategy_1wd").met_at == told.at(180)


def test_protection_taken_before_the_discussion_that_is_convened_is_stopped_by_it(cast):
    told, discussion = convened(cast, **QUIET)
    opened(cast, told, discussion.concern)
    protect(cast, told, discussion.concern, minutes=135)
    decide(cast, told, discussion.concern)

    hold(told, discussion, minutes=180, said={}, risks=[], attendance={})

    assert standing(discussion.concern, "emergency_followup").met_at == told.at(180)


def test_protection_taken_after_the_discussion_has_a_clock_that_a_further_one_stops(cast):
    told, discussion = signed(cast)
    concern = fresh(discussion.concern)
    first = standing(concern, "strategy_same_day")
    opened(cast, told, concern, at=told.at(400))

    protect(cast, told, concern, minutes=405, flags=("serious", "emergency"))

    clock = standing(concern, "emergency_followup")
    assert clock.running
    assert clock.due_at == told.at(405) + timedelta(hours=24)
    (later,) = told.convene(fresh(concern), minutes=600, who=WARD, late="Found in the evening.")
    hold(told, later, minutes=600, said={}, risks=[], attendance={})
    assert standing(concern, "emergency_followup").met_at == told.at(600)
    assert standing(concern, "strategy_same_day") == first
    assert first.met_at == discussion.started_at


def test_a_start_corrected_to_after_the_protection_stops_that_clock_too(cast):
    told, discussion = held(cast, **QUIET)
    opened(cast, told, discussion.concern)
    protect(cast, told, discussion.concern, minutes=190)
    assert standing(discussion.concern, "emergency_followup").running

    correct_start(told, discussion, minutes=195)

    clock = standing(discussion.concern, "emergency_followup")
    assert (clock.subject, clock.met_at) == ("", told.at(195))
    assert put_right(fresh(discussion.concern), at=told.at(400)) == 0


def test_every_time_that_it_was_decided_stays_readable_with_who_corrected_it_when_and_why(cast, decided):
    told, concern = decided
    opened(cast, told, concern)
    protect(cast, told, concern, minutes=135)
    decide(cast, told, concern)
    client = Client()
    client.force_login(cast["worker"])

    page = client.get(f"/records/{concern.ref}/").content.decode()
    assert WHY in page
    assert f"corrected by {cast['manager']}" in page
    first = client.get(f"/records/{concern.ref}/versions/concern/1/")
    second = client.get(f"/records/{concern.ref}/versions/concern/2/")
    assert "Police protection" not in first.content.decode()
    says = second.content.decode()
    assert "What changed since version 1" in says
    assert "Police protection" in says
    assert WHY in says


def test_corrected_twice_it_keeps_what_was_decided_between_once(cast, decided):
    told, concern = decided
    for minutes in (130, 200):
        opened(cast, told, concern, at=told.at(minutes))
        protect(cast, told, concern, minutes=minutes + 5)
        decide(cast, told, concern, at=told.at(minutes + 20))

    assert [v.reason for v in workflow.corrections(concern)] == [WHY, WHY, ""]


def test_a_manager_closes_it_by_deciding_again_once_everything_is_said(cast, decided):
    told, concern = decided
    opened(cast, told, concern)
    write(fresh(concern), "flags", {"flags": ["emergency"]}, by=cast["worker"], at=told.at(135))

    with pytest.raises(Refused, match="when the emergency action was taken"):
        decide(cast, told, concern)
    protect(cast, told, concern, minutes=135)
    with pytest.raises(Refused, match="Only a manager"):
        decide(cast, told, concern, by=cast["worker"])
    assert decide(cast, told, concern).state == State.DECIDED


def test_with_a_discussion_convened_it_is_not_decided_that_none_is_held(cast):
    told, discussion = convened(cast)
    opened(cast, told, discussion.concern)

    with pytest.raises(Refused, match="Cancel it before"):
        decide(cast, told, discussion.concern, hold=False)


@pytest.mark.parametrize("who", ["worker", "support", "sergeant", "manager2"])
def test_only_a_manager_of_the_case_opens_it(cast, decided, who):
    with pytest.raises(Refused):
        opened(cast, *decided, by=cast[who])


def test_it_is_opened_with_a_reason_once_and_only_when_it_is_decided(cast, decided):
    told, concern = decided
    with pytest.raises(Refused, match="Say what is corrected and why"):
        opened(cast, told, concern, reason=" ")
    opened(cast, told, concern)
    with pytest.raises(Refused, match="being corrected already"):
        opened(cast, told, concern)


def test_one_that_nobody_has_decided_is_changed_without(cast):
    told, concern = recorded(cast)
    with pytest.raises(Refused, match="can still be changed"):
        opened(cast, told, concern)


def test_through_the_page_it_is_opened_changed_and_decided_again(cast, decided):
    _, concern = decided
    client = Client()
    client.force_login(cast["manager"])
    page = client.get(f"/records/{concern.ref}/").content.decode()
    assert "Correct the concern" in page

    client.post(f"/concerns/{concern.ref}/correct/", {"reason": WHY})
    page = client.get(f"/records/{concern.ref}/").content.decode()
    assert "Being corrected." in page
    assert WHY in page
    assert f"/records/{concern.ref}/" in client.get("/").content.decode()  # it waits in “my work”
    seen = concern.contents.get(section="flags").revision
    client.post(f"/records/{concern.ref}/flags/", {"seen": seen, "flags": ["immediate"]})
    said = {"hold": "yes", "reason": "Urgent now.", "password": WORD}
    assert client.post(f"/concerns/{concern.ref}/decide/", said).status_code == 302

    assert fresh(concern).state == State.DECIDED
    assert "strategy_1wd" in clocks(concern)
