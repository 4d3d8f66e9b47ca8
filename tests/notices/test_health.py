"""/health/ knows of notices that do not arrive."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from circulation.tasks import deliver
from config import health
from notices import workflow
from notices.models import Notice
from tests.conftest import MORNING
from tests.notices.letters import notice


@pytest.fixture
def well(cast, client):
    """Everything is as it should be but the broker, which this test has none of."""
    for name in ("worker", "mail", "beat"):
        workflow.beat(name, at=MORNING)
    Notice.objects.all().delete()

    def asked(at=MORNING):
        for name in ("worker", "mail", "beat"):
            workflow.beat(name, at=at)
        with time_machine.travel(at, tick=False):
            return client.get("/health/").json()

    return asked


def troubled(found):
    return found["notices_waiting_too_long"], found["notices_given_up"]


def test_without_trouble_there_is_none(well):
    found = well()

    assert troubled(found) == (0, 0)
    assert not health._in_trouble(found)


def test_what_is_refused_for_hours_waits_too_long_however_often_it_is_put_off(cast, well):
    notice(cast, MORNING, send_at=MORNING + timedelta(hours=41), failure="The mail server did not take it.")

    found = well(at=MORNING + timedelta(hours=40))

    assert troubled(found) == (1, 0)
    assert found["oldest_unsent_notice_seconds"] == 40 * 3600


def test_what_was_given_up_is_counted_for_three_days_or_until_it_is_sent_again(cast, well):
    lost = notice(cast, MORNING, failed_at=MORNING, failure="The mail server refused the address (550).")

    assert troubled(well(at=MORNING + timedelta(days=2, hours=23))) == (0, 1)
    assert troubled(well(at=MORNING + timedelta(days=3, hours=1))) == (0, 0)
    workflow.send_again(lost.pk, to_email=lost.to_email, at=MORNING)
    assert troubled(well(at=MORNING)) == (0, 0)


def test_what_was_over_before_it_went_out_is_no_trouble(cast, well):
    notice(cast, MORNING, failed_at=MORNING, failure=workflow.OVER)

    assert troubled(well()) == (0, 0)


def test_more_in_trouble_than_are_allowed_is_failing(cast, well, settings):
    for n in range(settings.NOTICES_IN_TROUBLE):
        notice(cast, MORNING, key=f"k{n}", failed_at=MORNING, failure="x")
    assert not health._in_trouble(well())

    notice(cast, MORNING, key="one more", failed_at=MORNING, failure="x")

    found = well()
    assert health._in_trouble(found)
    assert found["status"] == "failing"


def test_a_worker_of_the_mail_is_seen_when_it_begins_to_send(cast, well):
    with time_machine.travel(MORNING + timedelta(hours=1), tick=False):
        deliver()

    with time_machine.travel(MORNING + timedelta(hours=1, minutes=2), tick=False):
        assert health._heartbeats(MORNING + timedelta(hours=1, minutes=2)) == {
            "worker": "silent",
            "mail": "ok",
            "beat": "silent",
        }


@pytest.mark.parametrize(("minutes", "alive"), [(2, True), (4, False)])
def test_a_part_is_alive_while_the_database_has_seen_it(db, minutes, alive):
    workflow.beat("beat", at=MORNING)
    with time_machine.travel(MORNING + timedelta(minutes=minutes), tick=False):
        if alive:
            call_command("alive", "beat")
        else:
            with pytest.raises(CommandError, match="has not been seen"):
                call_command("alive", "beat")
