"""A mail about a clock that was given up is told to the next rung of the ladder."""

from datetime import timedelta

import pytest

from deadlines.models import Deadline
from deadlines.sweep import sweep
from notices import workflow as notices
from notices.models import Notice
from tests.stories import recorded


@pytest.fixture
def clock(cast):
    _, concern = recorded(cast, flags={"flags": [], "circumstances": []})
    return Deadline.objects.get(record=concern.pk, code="strategy_3wd")


def breach_of(clock, person):
    sweep(at=clock.due_at + timedelta(seconds=1))
    return Notice.objects.get(key=f"deadline:{clock.pk}:breach:{person.pk}")


def given_up(notice, at):
    """A mail that cannot be written is given up at once; every way of giving up is the same one."""
    Notice.objects.exclude(pk=notice.pk).filter(sent_at=None, failed_at=None).update(sent_at=at)
    Notice.objects.filter(pk=notice.pk).update(to_email="nobody")
    notices.send_some(at=at)


def told(clock):
    found = Notice.objects.filter(kind="undelivered", key__startswith=f"undelivered:{clock.pk}:")
    return {n.to_user_id for n in found}


def test_what_did_not_reach_the_owner_is_told_to_the_team_manager(clock, cast):
    given_up(breach_of(clock, cast["worker"]), clock.due_at + timedelta(minutes=1))

    assert told(clock) == {cast["manager"].pk}
    mail = notices.compose(Notice.objects.get(kind="undelivered"))
    assert cast["worker"].name in mail.body
    assert "could not be delivered" in mail.body


def test_what_did_not_reach_the_team_manager_is_told_to_the_service_manager_and_so_on(clock, cast):
    at = clock.due_at + timedelta(minutes=1)
    given_up(breach_of(clock, cast["manager"]), at)
    assert told(clock) == {cast["service"].pk}

    given_up(Notice.objects.get(kind="undelivered"), at)
    assert told(clock) == {cast["service"].pk, cast["head"].pk}


def test_above_the_last_rung_there_is_nobody(clock, cast):
    sweep(at=clock.due_at + timedelta(days=7))
    last = Notice.objects.get(key=f"deadline:{clock.pk}:+2wd:{cast['head'].pk}")

    given_up(last, clock.due_at + timedelta(days=8))

    assert told(clock) == set()


def test_of_a_clock_that_has_stopped_meanwhile_nobody_is_told(clock, cast):
    late = breach_of(clock, cast["worker"])
    Deadline.objects.filter(pk=clock.pk).update(met_at=clock.due_at + timedelta(minutes=1))

    given_up(late, clock.due_at + timedelta(minutes=2))

    assert told(clock) == set()


@pytest.mark.parametrize("key", ["glass:7:overdue:3", "odd"])
def test_a_reminder_that_is_of_no_clock_of_a_record_is_given_up_and_holds_back_nothing(clock, cast, key):
    at = clock.due_at
    other = notices.tell(key="x", kind="overdue", to=cast["head"], reference="r", path="/x/", at=at)
    other.key = key
    other.facts = {"due": at.isoformat()}
    other.save()

    given_up(other, at)

    other.refresh_from_db()
    assert other.failed_at == at
    assert not Notice.objects.filter(kind="undelivered").exists()
