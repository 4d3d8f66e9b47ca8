"""What cannot be done at the moment: nobody waits for long, and what was typed comes back with true words."""

import errno
import time
from contextlib import contextmanager

import psycopg2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from actions.models import Action
from config import not_now, patience
from config.opaque import tagged
from demo.people import load_people
from records.models import Record
from tests.entering import WORD
from tests.stories import convened, signed

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "The grandmother says that he sleeps badly."
NOTHING, UNKNOWN = "Nothing was changed.", "It is not known whether this was saved"
LOCK, STATEMENT = 0.4, 1.5  # seconds


@pytest.fixture
def impatient(settings):
    limits = settings.PATIENCE["web"] | {"lock_timeout": LOCK, "statement_timeout": STATEMENT}
    settings.PATIENCE = settings.PATIENCE | {"web": limits}


@pytest.fixture
def case(db, client, impatient):
    cast = load_people()
    _, discussion = convened(cast)
    client.force_login(cast["manager"])
    return discussion


@contextmanager
def somebody_else(statement, *params):
    """Another connection, which has said this and not yet ended its transaction."""
    other = psycopg2.connect(**connection.get_connection_params())
    try:
        with other.cursor() as cursor:
            cursor.execute(statement, params)
        yield
    finally:
        other.close()


@contextmanager
def when_a_record_is_written(does, *, at_commit=False):
    """The database itself does this, at once or when the transaction is to be committed."""
    when = "CONSTRAINT TRIGGER trouble AFTER UPDATE" if at_commit else "TRIGGER trouble BEFORE UPDATE"
    late = "DEFERRABLE INITIALLY DEFERRED" if at_commit else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$BEGIN PERFORM {does}; RETURN NEW; END$$;"
            f"CREATE {when} ON records_record {late} FOR EACH ROW EXECUTE FUNCTION trouble()"
        )
    try:
        yield
    finally:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION trouble() CASCADE")


def save(client, case):
    began = time.monotonic()
    answer = client.post(f"/records/{case.ref}/voice/", {"says": TYPED, "seen": str(case.revision)})
    return answer, answer.content.decode(), time.monotonic() - began


def revision(case):
    return Record.objects.values_list("revision", flat=True).get(pk=case.pk)


def test_whom_somebody_else_holds_up_is_told_so_and_has_the_text_back(case, client):
    with somebody_else("SELECT FROM records_record WHERE id = %s FOR UPDATE", case.pk):
        answer, page, took = save(client, case)

    assert answer.status_code == 409
    assert "Somebody else is saving this record at the moment" in page
    assert NOTHING in page
    assert TYPED in page
    assert took / LOCK < 10
    assert save(client, case)[0].status_code == 302


def test_what_takes_too_long_is_stopped_and_says_so(case, client):
    with when_a_record_is_written(f"pg_sleep({STATEMENT * 20})"):
        answer, page, took = save(client, case)

    assert answer.status_code == 503
    assert "This took too long and was stopped" in page
    assert NOTHING in page
    assert TYPED in page
    assert took / STATEMENT < 10


def test_a_connection_that_is_lost_before_the_commit_has_changed_nothing(case, client):
    with when_a_record_is_written("pg_terminate_backend(pg_backend_pid())"):
        answer, page, _ = save(client, case)

    assert answer.status_code == 503
    assert "not reachable for a moment" in page
    assert NOTHING in page
    assert TYPED in page


def test_a_commit_that_is_not_answered_may_have_been_carried_out(case, client):
    with when_a_record_is_written("pg_terminate_backend(pg_backend_pid())", at_commit=True):
        answer, page, _ = save(client, case)

    assert answer.status_code == 503
    assert UNKNOWN in page
    assert NOTHING not in page
    assert TYPED in page


def test_a_commit_that_the_database_has_refused_has_changed_nothing(case, client):
    before, lock = revision(case), "pg_advisory_xact_lock(47)"
    with somebody_else(f"SELECT {lock}"), when_a_record_is_written(lock, at_commit=True):
        answer, page, _ = save(client, case)

    assert answer.status_code == 409
    assert NOTHING in page
    assert revision(case) == before


def test_signing_in_and_the_health_answer_while_a_row_is_held(case, client):
    client.logout()
    with somebody_else("SELECT FROM agencies_user WHERE email = 'manager@demo.invalid' FOR UPDATE"):
        began = time.monotonic()
        assert client.get("/sign-in/").status_code == 200
        answer = client.post("/sign-in/", {"login": "manager@demo.invalid", "password": WORD})
        assert client.get("/health/").json()["database"] == "ok"
        took = time.monotonic() - began

    assert answer.status_code in (302, 409)
    assert WORD not in answer.content.decode()
    assert took / LOCK < 20


def limits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        return cursor.fetchone()[0]


def behind():
    """What the session has, as whoever is given the connection next would find it."""
    with connection.connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return cursor.fetchone()[0]


def test_a_request_waits_for_less_than_work_does_and_leaves_nothing_behind(impatient):
    asked = []

    def answer(request):
        asked.append(limits())
        return HttpResponse()

    patience.of_the_web(answer)(RequestFactory().get("/"))

    assert asked == ["400ms"]
    assert limits() == "1min"
    assert behind() == "0"


def test_a_full_disk_a_share_and_a_limit_that_are_used_up_are_the_same_page():
    assert {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} <= not_now.NOT_WRITABLE


def test_when_files_cannot_be_written_what_was_typed_comes_back(cast, client, settings):
    _, discussion = signed(cast)
    action = discussion.actions.get(owner=cast["doctor"])
    client.force_login(cast["doctor"])
    # Nobody, root neither, makes a folder here.
    storage = settings.STORAGES["default"] | {"OPTIONS": {"location": "/sys/fortyseven"}}
    settings.STORAGES = settings.STORAGES | {"default": storage}

    answer = client.post(
        f"/actions/{tagged(action.pk)}/complete/",
        {"outcome": TYPED, "evidence": SimpleUploadedFile("letter.pdf", b"%PDF-1.7 a letter")},
    )

    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Files cannot be stored at the moment" in page
    assert NOTHING in page
    assert TYPED in page
    action.refresh_from_db()
    assert action.state == Action.State.OPEN
