"""Whose a notice is while it is being sent, and what one that cannot be sent does to the others."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection

from agencies.models import PasswordRequest
from circulation.tasks import deliver
from demo.people import load_people
from notices import workflow
from notices.models import Notice
from tests.conftest import MORNING
from tests.notices.letters import notice
from tests.together import both_at_once


def taken_by(post):
    return sorted(to.split("@")[0] for to, _ in post.taken)


def test_a_worker_that_is_killed_between_claim_and_mail_uses_up_no_try(cast, morning, post):
    waiting, at = notice(cast, morning), morning
    for _ in range(workflow.MOST_ATTEMPTS + 3):
        assert workflow.claim(at=at)
        at += workflow.CLAIM + timedelta(seconds=1)

    workflow.send_some(at=at)

    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.sent_at) == (1, at)


def test_a_refusal_is_a_try(cast, morning, post):
    waiting = notice(cast, morning, to_email="gone@demo.invalid")
    workflow.claim(at=morning)

    workflow.send_some(at=morning + workflow.CLAIM + timedelta(seconds=1))

    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.failed_at) == (1, None)


@pytest.mark.django_db(transaction=True)
def test_whoever_has_lost_the_claim_does_not_send(post):
    cast = load_people()
    first, *_ = [notice(cast, MORNING, who=who) for who in ("school", "doctor", "manager")]

    def another_worker(address):
        post.meanwhile = None
        try:
            over = MORNING + workflow.CLAIM + timedelta(seconds=1)
            workflow.send_some(at=over, after=(first.send_at, first.pk))
        finally:
            connection.close()

    post.meanwhile = another_worker
    workflow.send_some(at=MORNING)

    assert taken_by(post) == ["doctor", "manager", "school"]
    assert not Notice.objects.waiting().exists()


@pytest.mark.django_db(transaction=True)
def test_a_claim_is_renewed_before_each_mail(post):
    cast = load_people()
    for who in ("school", "doctor"):
        notice(cast, MORNING, who=who)
    ends = {}

    def look(address):
        ends[address] = Notice.objects.get(to_email=address).claimed_until
        # As when a slow server has used up nearly all of the time.
        Notice.objects.waiting().update(claimed_until=MORNING + timedelta(seconds=1))
        connection.close()

    post.meanwhile = look
    workflow.send_some(at=MORNING)

    assert len(ends) == 2
    assert all(end >= MORNING + workflow.CLAIM for end in ends.values())


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_is_out_is_marked_though_the_connection_was_cut_meanwhile(post):
    notice(load_people(), MORNING)

    def cut_off_the_worker(address):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()

    post.meanwhile = cut_off_the_worker
    workflow.send_some(at=MORNING)
    workflow.send_some(at=MORNING + workflow.CLAIM + timedelta(seconds=1))

    assert taken_by(post) == ["school"]
    assert Notice.objects.get().sent_at


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_once(post):
    cast = load_people()
    many = [
        workflow.tell(key=f"n{n}", kind="joined", to=cast["school"], reference=f"r{n}", path="/", at=MORNING)
        for n in range(60)
    ]
    workflow.post(many)

    both_at_once(lambda: workflow.send_some(at=MORNING))

    assert len(post.taken) == 60
    assert not Notice.objects.waiting().exists()


def test_a_claim_is_longer_than_a_turn_and_its_last_mail_and_the_worker_is_stopped_before_it_ends(settings):
    assert timedelta(seconds=11 * settings.EMAIL_TIMEOUT) <= workflow.LONGEST_MAIL
    assert workflow.TURN + workflow.LONGEST_MAIL < workflow.CLAIM
    assert workflow.LONGEST_MAIL + workflow.MARKING < workflow.CLAIM


def test_what_is_left_when_the_turn_is_over_is_anybodys_at_once(cast, morning, post):
    waiting = notice(cast, morning)

    assert workflow.send_some(at=morning, until=morning) is not None

    waiting.refresh_from_db()
    assert (waiting.claimed_until, waiting.claimed_by, waiting.attempts) == (None, None, 0)
    assert len(workflow.claim(at=morning)) == 1


CANNOT_BE_WRITTEN = {
    workflow.NO_TEXT: {"kind": "of_no_kind"},
    workflow.NO_SENSE: {"kind": "invitation", "facts": {"starts": "some day", "ends": "another"}},
    workflow.NO_ADDRESS: {"to_email": "somebody at school"},
}


@pytest.mark.parametrize("reason", CANNOT_BE_WRITTEN)
def test_what_cannot_be_written_is_set_aside_alone_with_its_reason(cast, morning, post, reason):
    bad = notice(cast, morning, **CANNOT_BE_WRITTEN[reason])
    notice(cast, morning, who="doctor")

    workflow.send_some(at=morning)

    bad.refresh_from_db()
    assert (bad.failure, bad.failed_at, bad.claimed_by) == (reason, morning, None)
    assert taken_by(post) == ["doctor"]


def test_what_is_begun_again_and_again_and_never_ends_is_set_aside_too(cast, morning, post):
    stuck = notice(cast, morning, attempts=workflow.MOST_ATTEMPTS)
    notice(cast, morning, who="doctor")

    workflow.send_some(at=morning)

    stuck.refresh_from_db()
    assert stuck.failure == workflow.UNFINISHED
    assert taken_by(post) == ["doctor"]


def test_a_server_that_hangs_up_over_one_mail_is_called_again_for_the_next(cast, morning, post):
    dropped = notice(cast, morning, to_email="drops@demo.invalid")
    notice(cast, morning, who="doctor")

    workflow.send_some(at=morning)

    dropped.refresh_from_db()
    assert dropped.failure == "The mail server did not take it."
    assert taken_by(post) == ["doctor"]


def test_a_password_that_cannot_be_answered_holds_back_no_mail(cast, morning, post):
    notice(cast, morning)
    PasswordRequest.objects.create(address="doctor@demo.invalid", at=morning)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS"
            " $$BEGIN RAISE EXCEPTION 'as it happens'; END$$;"
            "CREATE TRIGGER trouble BEFORE UPDATE ON agencies_passwordrequest"
            " FOR EACH ROW EXECUTE FUNCTION trouble()"
        )

    with time_machine.travel(morning, tick=False), pytest.raises(DatabaseError):
        deliver()

    assert taken_by(post) == ["school"]


def setting(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_not_waiting_for_the_disk_ends_with_the_statement(post):
    notice(load_people(), MORNING)
    before = setting("synchronous_commit")
    with connection.cursor() as cursor:
        cursor.execute(workflow.QUICKLY + "SELECT current_setting('synchronous_commit')")
        assert cursor.fetchone()[0] == "off"

    workflow.send_some(at=MORNING)

    assert post.taken
    assert setting("synchronous_commit") == before == "on"
