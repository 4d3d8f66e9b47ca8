"""A second concern about a child is joined to the discussion that covers it (§4)."""

import pytest
from django.test import Client

from circulation.models import Receipt
from demo.story import agree_and_sign, hold, write
from records.models import Product
from records.refusals import Refused
from records.states import State
from strategy import lateness
from strategy.queries import open_about
from strategy.workflow import convening, joining
from strategy.workflow.concern import correct
from tests.clocks import put_right, standing
from tests.deadlines.test_follow_facts import correct_start
from tests.entering import WORD
from tests.stories import concluded, convened, fresh, held, signed

USUAL = {"flags": {"circumstances": ["inpatient"]}}
WHY = "The school saw the same arm."


def second(cast, told, child, *, received=30, agency="school", **flags):
    """Told later of the same child, by the school."""
    told.flags = flags or {"circumstances": ["inpatient"]}
    of = str(cast[agency].hats()[0].agency_id)
    told.referral = {"received_at": told.at(received), "source_kind": "3E", "source_agency": of}
    return told.record(child)


def join(cast, told, concern, discussion, **changed):
    facts = {"to": discussion.pk, "reason": WHY, "by": cast["manager"], "at": told.at(150)}
    return joining.join(concern.pk, **facts | changed)


@pytest.fixture
def joined(cast):
    """The first of 48 hours, the second of the same day."""
    told, discussion = convened(cast, **USUAL)
    concern = join(cast, told, second(cast, told, discussion.child, flags=["serious"]), discussion)
    return told, fresh(discussion), fresh(concern)


def test_it_is_decided_by_that_and_keeps_its_own_receipt_and_clock(cast, joined):
    told, discussion, concern = joined

    assert (concern.state, concern.hold, concern.decided_by) == (State.DECIDED, True, cast["manager"])
    clock = standing(concern, "strategy_same_day")
    assert (clock.started_at, clock.owner, clock.running) == (told.at(30), discussion.chair, True)
    assert standing(discussion.concern, "strategy_3wd").started_at == told.at(0)


def test_the_discussion_stops_both_clocks_and_its_start_corrected_moves_both(joined):
    told, discussion, concern = joined
    hold(told, discussion, minutes=180, said={}, risks=[], attendance={})
    clocks = [(discussion.concern, "strategy_3wd"), (concern, "strategy_same_day")]
    assert {standing(*each).met_at for each in clocks} == {told.at(180)}

    correct_start(told, discussion, minutes=160)

    assert {standing(*each).met_at for each in clocks} == {told.at(160)}
    assert put_right(discussion, discussion.concern, concern, at=told.at(400)) == 0


def test_the_earlier_clock_governs(cast, joined):
    _, discussion, concern = joined
    first = lateness.clocks_of(discussion)[0]
    assert first == standing(concern, "strategy_same_day")
    client = Client()
    client.force_login(cast["manager"])
    page = client.get(f"/records/{discussion.ref}/").content.decode()
    assert "the earliest clock governs" in page
    assert "It covers 2 concerns" in page
    assert concern.ref in page


def test_held_after_the_earlier_one_ran_out_there_was_a_delay(cast):
    told, discussion = convened(cast, **USUAL)
    concern = join(cast, told, second(cast, told, discussion.child, flags=["serious"]), discussion)
    hold(told, discussion, minutes=30 * 60, said={}, risks=[], attendance={})

    assert standing(concern, "strategy_same_day").met_late
    assert "Strategy discussion" in lateness.was_late(fresh(discussion))


def test_the_record_names_both_and_both_referrers_are_told(cast):
    told, discussion = concluded(cast)
    concern = join(cast, told, second(cast, told, discussion.child), discussion, at=told.at(255))
    agree_and_sign(told, discussion, minutes=260)

    record = fresh(discussion).versions.get(product=Product.RECORD)
    assert discussion.concern.ref in str(record.content)
    assert concern.ref in str(record.content)
    outcome = Receipt.objects.filter(version__record=discussion.pk, version__product=Product.OUTCOME)
    agencies = set(outcome.values_list("agency", flat=True))
    assert {cast[who].hats()[0].agency_id for who in ("visitor", "school")} <= agencies


def test_what_was_held_before_it_was_received_does_not_cover_it(cast):
    told, discussion = held(cast)
    concern = second(cast, told, discussion.child, received=200)
    with pytest.raises(Refused, match="held before the concern was received"):
        join(cast, told, concern, discussion, at=told.at(250))


def test_a_receipt_corrected_to_after_the_discussion_lets_its_clock_run_again(cast, joined):
    told, discussion, concern = joined
    hold(told, discussion, minutes=180, said={}, risks=[], attendance={})
    joining_was = standing(concern, "strategy_same_day")
    correct(concern.pk, reason="It came in the evening.", by=cast["manager"], at=told.at(300))
    said = dict(concern.contents.get(section="referral").fields) | {"received_at": told.at(240)}
    write(fresh(concern), "referral", said, by=cast["worker"], at=told.at(301))

    assert standing(concern, "strategy_same_day").running
    joining_was.refresh_from_db()
    assert joining_was.superseded_by


def test_cancelled_it_covers_nothing_and_the_clock_runs_on(cast, joined):
    told, discussion, concern = joined
    assert concern not in open_about([concern.child])
    convening.cancel(discussion.pk, reason="Not today", by=discussion.chair, at=told.at(170))

    assert standing(concern, "strategy_same_day").running
    assert concern.pk in {each.pk for each in open_about([concern.child])}
    assert not any(joining.why_not_join_any(fresh(concern), by=cast["manager"]))


@pytest.mark.parametrize("who", ["worker", "support", "sergeant", "manager2"])
def test_only_a_manager_of_the_case_joins_it(cast, who):
    told, discussion = convened(cast)
    concern = second(cast, told, discussion.child)
    with pytest.raises(Refused):
        join(cast, told, concern, discussion, by=cast[who])


def test_not_to_one_about_another_child_not_to_a_signed_one_and_not_twice(cast):
    told, discussion = signed(cast)
    concern = second(cast, told, discussion.child)
    with pytest.raises(Refused, match="signed or cancelled"):
        join(cast, told, concern, discussion)
    told.child = told.child | {"given_names": "Other", "case_number": "T-2"}
    other = told.record(told.make_child())
    with pytest.raises(Refused, match="about another child"):
        join(cast, told, other, discussion)


def test_it_is_joined_once_and_then_not_convened_by_itself(cast, joined):
    told, discussion, concern = joined
    with pytest.raises(Refused, match=f"joined to {discussion.ref} already"):
        join(cast, told, concern, discussion)
    assert any("is joined to" in why.reason for why in convening.why_not_convene(concern, by=cast["manager"]))


def test_through_the_page_the_notice_offers_it_and_a_manager_does_it(cast):
    told, discussion = convened(cast)
    client = Client()
    client.force_login(cast["manager"])
    notice = client.post("/concerns/start/", {"child": discussion.child.ref}).content.decode()
    assert "a manager can join it to a discussion that is open already" in notice
    concern = second(cast, told, discussion.child)
    assert discussion.ref in client.get(f"/records/{concern.ref}/").content.decode()

    way, said = f"/concerns/{concern.ref}/join/", {"to": discussion.pk, "reason": WHY}
    assert client.post(way, said).status_code == 422  # without the password
    assert client.post(way, said | {"password": WORD}).status_code == 302

    page = client.get(f"/records/{concern.ref}/").content.decode()
    assert "Covered by" in page
    assert WHY in page
    assert fresh(concern).joined == discussion
