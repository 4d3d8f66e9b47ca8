from datetime import timedelta

import pytest

from deadlines.models import Deadline
from demo.story import write
from records.refusals import Refused
from records.states import State
from strategy.models import Concern
from strategy.workflow import concern as workflow
from tests.entering import WORD
from tests.stories import recorded, story


def clocks(concern):
    return {d.code: d for d in Deadline.objects.filter(record=concern.pk, superseded_by=None)}


def test_recording_starts_police_liaison_and_the_clock_that_governs(cast, morning):
    _, concern = recorded(cast)

    running = clocks(concern)
    assert set(running) == {"police_liaison", "strategy_same_day"}
    assert running["police_liaison"].due_at == morning + timedelta(hours=24)
    assert running["strategy_same_day"].because == "serious risk of harm"


def test_an_unfinished_concern_cannot_be_recorded_and_says_what_it_lacks(cast):
    told = story(cast)
    (concern,) = workflow.begin([told.make_child()], by=cast["worker"], at=told.now)

    with pytest.raises(Refused) as refused:
        workflow.record(concern.pk, by=cast["worker"], at=told.now)

    assert "Write what was said." in str(refused.value)
    assert {r.mend for r in refused.value.reasons} == {"referral", "said", "place"}
    concern.refresh_from_db()
    assert concern.state == State.DRAFT


def test_a_concern_is_recorded_once(cast):
    told, concern = recorded(cast)

    with pytest.raises(Refused, match="already recorded"):
        workflow.record(concern.pk, by=cast["worker"], at=told.now)


def test_only_children_s_social_care_records(cast):
    told = story(cast)

    with pytest.raises(Refused, match="records concerns"):
        workflow.begin([told.make_child()], by=cast["school"], at=told.now)


def test_correcting_the_facts_supersedes_the_clock_and_keeps_it_visible(cast):
    told, concern = recorded(cast, flags={"flags": [], "circumstances": []})
    first = clocks(concern)["strategy_3wd"]

    write(
        Concern.objects.get(pk=concern.pk), "flags", {"flags": ["serious"]}, by=cast["worker"], at=told.at(45)
    )

    first.refresh_from_db()
    assert first.superseded_by.code == "strategy_same_day"
    assert set(clocks(concern)) == {"police_liaison", "strategy_same_day"}


def test_correcting_when_it_was_received_moves_police_liaison_too(cast, morning):
    told, concern = recorded(cast)
    earlier = morning - timedelta(hours=3)

    referral = {"received_at": earlier, "source_kind": "3E", "source_agency": ""}
    write(Concern.objects.get(pk=concern.pk), "referral", referral, by=cast["worker"], at=told.at(45))

    assert clocks(concern)["police_liaison"].due_at == earlier + timedelta(hours=24)


def test_police_liaison_stops_its_clock_at_the_moment_it_happened(cast, morning):
    told, concern = recorded(cast)

    told.liaise(concern, minutes=50)

    assert clocks(concern)["police_liaison"].met_at == morning + timedelta(minutes=50)


def test_police_cannot_have_been_spoken_with_before_the_concern_came(cast, morning):
    told, concern = recorded(cast)

    with pytest.raises(Refused, match="before the concern was received"):
        workflow.liaise(
            concern.pk,
            when=morning - timedelta(minutes=1),
            officer="x",
            agreed="x",
            by=cast["worker"],
            at=told.now,
        )


def test_deciding_against_a_discussion_drops_its_clock_with_the_reason(cast):
    told, concern = recorded(cast)

    told.decide(concern, hold=False, reason="A duplicate of an earlier referral.")

    dropped = clocks(concern)["strategy_same_day"]
    assert dropped.dropped_because == "No discussion: A duplicate of an earlier referral."
    assert dropped.status(at=told.now) == "not applicable"


def test_a_decision_changed_on_review_starts_the_clock_again_from_the_same_start(cast, morning):
    told, concern = recorded(cast)
    told.decide(concern, hold=False, reason="Not enough.")

    told.decide(concern, hold=True, reason="The school has told more.")

    again = Deadline.objects.running().get(record=concern.pk, code="strategy_same_day")
    assert again.started_at == morning


@pytest.mark.parametrize("who", ["worker", "support", "sergeant", "admin"])
def test_only_a_manager_decides(cast, who):
    told, concern = recorded(cast)

    with pytest.raises(Refused, match="Only a manager"):
        workflow.decide(concern.pk, hold=True, reason="x", by=cast[who], at=told.now)


def test_a_decision_needs_its_reason(cast):
    told, concern = recorded(cast)

    with pytest.raises(Refused, match="Give the reason"):
        workflow.decide(concern.pk, hold=True, reason="  ", by=cast["manager"], at=told.now)


def test_deciding_asks_for_the_password_and_keeps_what_was_typed(cast, client):
    _, concern = recorded(cast)
    client.force_login(cast["manager"])
    said = {"hold": "yes", "reason": "The school has told more."}
    way = f"/concerns/{concern.ref}/decide/"

    for wrong in ("", "wrong"):
        page = client.post(way, said | {"password": wrong})
        assert page.status_code == 422
        assert "The school has told more." in page.content.decode()
        assert "This is not your password" in page.content.decode()
    assert Concern.objects.get().decided_at is None
    assert client.post(way, said | {"password": WORD}).status_code == 302
    assert Concern.objects.get().hold is True


def test_a_concern_at_ten_to_midnight_on_christmas_eve_is_due_the_same_day(cast):
    from datetime import datetime

    from deadlines.calendar import LONDON

    late = datetime(2026, 12, 24, 23, 50, tzinfo=LONDON)
    _, concern = recorded(cast, received=late, now=late + timedelta(days=3),
                          said={"what": "x", "categories": ["PHY"], "trigger": "cumulative"})  # fmt: skip

    due = clocks(concern)["strategy_same_day"].due_at
    assert due.astimezone(LONDON).isoformat() == "2026-12-24T23:59:59+00:00"


def test_a_moment_of_receipt_that_is_emptied_afterwards_leaves_the_one_it_was_recorded_with(cast, client):
    told, concern = recorded(cast)
    client.force_login(cast["worker"])
    seen = concern.contents.get(section="referral").revision

    answer = client.post(f"/records/{concern.ref}/referral/", {"seen": str(seen), "source_kind": "3E"})

    assert answer.status_code == 302
    concern.refresh_from_db()
    assert concern.received_at == told.received
