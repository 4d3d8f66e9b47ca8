"""What set the clock of a concern is corrected after that clock ran out: by a manager, with a reason (§3)."""

from datetime import timedelta

import pytest
from django.test import Client

from config.clock import now
from deadlines.models import Breach
from deadlines.sweep import sweep
from demo.story import write
from records.refusals import Refused
from strategy.workflow.concern import correct
from tests.clocks import standing
from tests.stories import fresh, held, recorded
from tests.strategy.test_concern import clocks

DAY = 24 * 60
WHY = "The nurse says that it was an old scar; she wrote it on the wrong child."


@pytest.fixture
def overdue(cast):
    """A serious risk, and no discussion on the day."""
    told, concern = recorded(cast)
    sweep(at=told.at(DAY + 600))
    return told, fresh(concern)


def untick(cast, told, concern, *, who, at=DAY + 700, **said):
    facts = {"flags": [], "circumstances": ["inpatient"]} | said
    write(fresh(concern), "flags", facts, by=cast[who], at=told.at(at))


def test_before_it_runs_out_a_worker_unticks_and_the_clock_is_counted_anew(cast):
    told, concern = recorded(cast)
    earlier = standing(concern, "strategy_same_day")

    untick(cast, told, concern, who="worker", at=100)

    earlier.refresh_from_db()
    assert earlier.superseded_by == standing(concern, "strategy_3wd")
    assert not Breach.objects.exists()


@pytest.mark.parametrize("who", ["worker", "support"])
def test_afterwards_nobody_but_a_manager_does(cast, overdue, who):
    told, concern = overdue
    with pytest.raises(Refused, match="Only a manager"):
        untick(cast, told, concern, who=who, after_breach=WHY)

    assert "strategy_same_day" in clocks(concern)
    assert concern.contents.get(section="flags").fields["flags"] == ["serious"]


def test_though_no_sweep_has_come_by(cast):
    told, concern = recorded(cast)
    with pytest.raises(Refused, match="Only a manager"):
        untick(cast, told, concern, who="worker")


def test_a_manager_gives_the_reason_and_that_it_ran_out_stays(cast, overdue):
    told, concern = overdue
    late = Breach.objects.get(code="strategy_same_day")
    with pytest.raises(Refused, match="Say what is corrected and why"):
        untick(cast, told, concern, who="manager", after_breach=" ")

    untick(cast, told, concern, who="manager", after_breach=WHY)

    assert standing(concern, "strategy_3wd").running
    assert Breach.objects.get(code="strategy_same_day") == late
    assert Breach.objects.to_answer().filter(pk=late.pk).exists()
    client = Client()
    client.force_login(cast["worker"])
    for path in (f"/records/{concern.ref}/", f"/records/{concern.ref}/read/"):
        assert WHY in client.get(path).content.decode()
    assert "after_breach" not in concern.contents.get(section="flags").fields


def test_a_reason_is_good_for_once(cast, overdue):
    told, concern = overdue
    untick(cast, told, concern, who="manager", after_breach=WHY, flags=["immediate"])
    sweep(at=told.at(5 * DAY))
    referral = dict(concern.contents.get(section="referral").fields) | {"received_at": told.at(5 * DAY)}
    with pytest.raises(Refused, match="Only a manager"):
        write(fresh(concern), "referral", referral, by=cast["worker"], at=told.at(5 * DAY + 1))


def test_the_moment_of_receipt_is_corrected_no_more_freely(cast, overdue):
    told, concern = overdue
    referral = dict(concern.contents.get(section="referral").fields) | {"received_at": told.at(DAY)}
    with pytest.raises(Refused, match="would show that it did not run out"):
        write(concern, "referral", referral, by=cast["worker"], at=told.at(DAY + 700))


def test_what_leaves_it_late_is_for_whoever_records(cast, overdue):
    told, concern = overdue
    untick(cast, told, concern, who="worker", flags=["serious", "immediate"])
    referral = dict(concern.contents.get(section="referral").fields) | {"received_at": told.at(-60)}
    write(fresh(concern), "referral", referral, by=cast["worker"], at=told.at(DAY + 701))

    assert standing(concern, "strategy_same_day").started_at == told.at(-60)


def test_one_that_was_met_in_time_is_for_whoever_records(cast):
    told, discussion = held(cast, flags={"flags": ["forensic"], "circumstances": ["inpatient"]})
    concern = fresh(discussion.concern)
    assert not standing(concern, "strategy_same_day").met_late
    correct(concern.pk, reason=WHY, by=cast["manager"], at=told.at(300))
    untick(cast, told, concern, who="worker", at=310)
    assert standing(concern, "strategy_3wd").met_at == discussion.started_at


def test_through_the_page_a_worker_reads_why_not_and_a_manager_is_asked(cast):
    _, concern = recorded(
        cast, received=now() - timedelta(hours=30), now=now()
    )  # yesterday; three days are not over
    page, said = f"/records/{concern.ref}/flags/", {"circumstances": ["inpatient"]}
    said["seen"] = concern.contents.get(section="flags").revision
    worker, manager = Client(), Client()
    worker.force_login(cast["worker"])
    manager.force_login(cast["manager"])
    assert "A clock of this concern ran out" in worker.get(page).content.decode()

    refused = worker.post(page, said)
    assert refused.status_code == 422
    assert "Only a manager of" in refused.content.decode()
    asked = manager.post(page, said)
    assert asked.status_code == 422
    assert "Say what is corrected and why" in asked.content.decode()
    assert manager.post(page, said | {"after_breach": WHY}).status_code == 302

    assert fresh(concern).explanations.get().words == WHY
