from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from config.clock import now
from config.punctual import AheadOfTheClock
from deadlines.models import Breach, Deadline
from deadlines.sweep import sweep
from deadlines.tasks import sweep as sweep_task
from demo.people import load_people
from notices.models import Notice
from tests.clocks import clock_on, met
from tests.stories import recorded
from tests.together import both_at_once


def told(deadline):
    return sorted(
        Notice.objects.filter(key__startswith=f"deadline:{deadline.pk}:").values_list("key", flat=True)
    )


@pytest.fixture
def clock(cast):
    """A three-day clock that has just started."""
    _, concern = recorded(cast, flags={"flags": [], "circumstances": []})
    return Deadline.objects.get(record=concern.pk, code="strategy_3wd")


def test_an_idle_sweep_marks_and_tells_nothing(clock):
    found = sweep(at=clock.started_at + timedelta(minutes=1))

    assert (found.clocks, found.breached, found.notices) == (0, 0, 0)


def test_due_today_is_not_overdue_and_the_second_after_is(clock):
    sweep(at=clock.due_at)
    clock.refresh_from_db()
    assert not Breach.objects.filter(clock=clock).exists()
    assert clock.status(at=clock.due_at) == "due today"

    sweep(at=clock.due_at + timedelta(seconds=1))
    clock.refresh_from_db()
    breach = Breach.objects.get(clock=clock)
    assert (breach.due_at, breach.at) == (clock.due_at, clock.due_at + timedelta(seconds=1))
    assert clock.status(at=clock.due_at + timedelta(seconds=1)) == "overdue"


def test_a_breach_is_told_to_the_owner_and_the_team_manager_once(clock, cast):
    for _ in range(3):
        sweep(at=clock.due_at + timedelta(minutes=5))

    breach = Notice.objects.filter(key__startswith=f"deadline:{clock.pk}:breach:")
    assert {n.to_user_id for n in breach} == {cast["worker"].pk, cast["manager"].pk}
    assert breach.count() == 2


def test_escalation_climbs_to_service_manager_and_head_of_service(clock, cast):
    sweep(at=clock.due_at + timedelta(days=7))

    kinds = {key.split(":")[2]: int(key.split(":")[3]) for key in told(clock) if "wd" in key}
    assert kinds == {"+1wd": cast["service"].pk, "+2wd": cast["head"].pk}


def test_after_three_days_off_every_reminder_is_sent_once_and_says_it_is_late(clock):
    sweep(at=clock.due_at + timedelta(days=3, hours=12))
    first = told(clock)
    sweep(at=clock.due_at + timedelta(days=3, hours=13))

    assert told(clock) == first
    steps = {key.split(":")[2] for key in first}
    assert steps == {"half", "last_working_day", "breach", "+1wd", "+2wd"} - (
        set() if "+2wd" in steps else {"+2wd"}
    )
    assert all(n.facts["late"] for n in Notice.objects.filter(key__in=first))


def test_reminders_stop_once_the_thing_is_done(clock):
    met(clock, clock.started_at + timedelta(hours=1))

    sweep(at=clock.due_at + timedelta(days=10))

    assert told(clock) == []


def test_a_clock_that_is_met_after_its_end_is_met_late_never_met(clock):
    met(clock, clock.due_at + timedelta(hours=1))

    assert clock.status(at=clock.due_at) == "met late"


def test_a_clock_without_owner_still_reaches_the_team_manager(clock, cast):
    Deadline.objects.filter(pk=clock.pk).update(owner=None)

    sweep(at=clock.due_at + timedelta(minutes=1))

    assert any(key.endswith(f":{cast['manager'].pk}") for key in told(clock))


def test_who_left_is_not_told(clock, cast):
    cast["manager"].memberships.update(ended_at=clock.started_at)

    sweep(at=clock.due_at + timedelta(minutes=1))

    assert not any(key.endswith(f":{cast['manager'].pk}") for key in told(clock))


def test_the_command_runs_one_sweep_and_says_what_it_did(clock, capsys):
    call_command("sweep_deadlines", "--at", "2026-12-24T09:00")

    out = capsys.readouterr().out
    assert "Newly breached: 2" in out
    assert out.startswith("Swept at 2026-12-24T09:00:00+00:00")


@pytest.fixture
def strict(settings):
    """As in production: the database’s clock counts."""
    settings.CLOCKS_MAY_DIFFER = timedelta(minutes=1)


def as_it_was(clock):
    clock.refresh_from_db()
    return (
        not Breach.objects.filter(clock=clock).exists()
        and clock.next_step_at is not None
        and told(clock) == []
    )


def test_no_sweep_runs_ahead_of_the_database(clock, strict):
    with pytest.raises(AheadOfTheClock, match="ahead of the clock of the database"):
        sweep(at=now() + timedelta(days=365))

    assert as_it_was(clock)
    sweep(at=now() + timedelta(seconds=30))  # clocks of two machines may differ by so much


def test_the_command_refuses_a_moment_to_come_and_names_the_rehearsal(clock, strict):
    with pytest.raises(CommandError, match="add --rehearse"):
        call_command("sweep_deadlines", "--at", f"{now() + timedelta(days=365):%Y-%m-%dT%H:%M}")

    assert as_it_was(clock)


def test_no_task_of_a_worker_whose_clock_is_ahead_begins(db, strict):
    with (
        time_machine.travel(now() + timedelta(days=365), tick=False),
        pytest.raises(AheadOfTheClock),
    ):
        sweep_task.before_start("an-id", (), {})

    sweep_task.before_start("an-id", (), {})


def test_a_rehearsal_says_what_would_be_done_at_any_moment_and_changes_nothing(clock, strict, capsys):
    call_command("sweep_deadlines", "--rehearse", "--at", f"{now() + timedelta(days=3650):%Y-%m-%dT%H:%M}")

    out = capsys.readouterr().out
    assert "nothing was changed" in out
    assert "Newly breached: 2" in out
    assert f"{clock.record.ref} strategy_3wd, due" in out
    assert as_it_was(clock)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_each_person_once():
    cast = load_people()
    _, concern = recorded(cast)
    record = concern.record_ptr
    for n in range(400):
        clock_on(
            record, "strategy_3wd", started_at=concern.received_at, owner=cast["worker"], subject=f"t:{n}"
        )
    at = concern.received_at + timedelta(days=30)

    both_at_once(lambda: sweep(at=at, batch=17))

    clocks = Deadline.objects.filter(code="strategy_3wd")
    assert clocks.filter(breach=None).count() == 0
    breaches = Notice.objects.filter(key__contains=":breach:", to_user_id=cast["worker"].pk)
    assert breaches.filter(key__regex=r"^deadline:\d+:breach:").count() >= 400
    assert breaches.count() == breaches.values("key").distinct().count()
