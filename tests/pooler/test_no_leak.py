"""With one connection to the server, and everybody given it in turn: nobody finds what another one has set."""

import os

import psycopg2
import pytest
from celery import current_app
from django.core.management import call_command
from django.db import connection, transaction

from audit.models import Seal
from children.models import Person
from config import work
from demo.people import load_people
from notices.models import Notice
from strategy.models import StrategyDiscussion
from tests import pooled
from tests.retention.test_retention import destroyed
from tests.stories import signed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
# What a client finds on the connection that it is given.
LEFT = {
    # Other than what the connection began with: the pooler itself brings a client’s time zone back.
    "settings": "SELECT name, setting FROM pg_settings WHERE source = 'session' AND setting <> coalesce(reset_val, '')",
    "marks": "SELECT name FROM unnest(ARRAY['pghistory.context_metadata', 'pghistory.context_id', 'pgtrigger.ignore'])"
    " name WHERE coalesce(current_setting(name, true), '') <> ''",
    "locks": "SELECT classid, objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
    "cursors": "SELECT name FROM pg_cursors WHERE is_holdable",
    "statements": "SELECT name FROM pg_prepared_statements",
    "channels": "SELECT pg_listening_channels()",
    "temporary": "SELECT relname FROM pg_class WHERE relpersistence = 't'",
}


@pytest.fixture
def found():
    """Ask what a new client finds there. Meanwhile all of the application’s statements go through the pooler."""
    before = dict(connection.settings_dict)
    try:
        with pooled.pooled(pooled.direct(before), size=1, idle=0) as port:
            connection.close()
            there = {"HOST": "127.0.0.1", "PORT": port, "OPTIONS": before["OPTIONS"] | {"host": "127.0.0.1"}}
            connection.settings_dict.update(there)
            yield lambda: _found(port)
            connection.close()
    except pooled.Missing as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    finally:
        connection.settings_dict.update(before)


def _found(port):
    whose = connection.settings_dict
    client = psycopg2.connect(host="127.0.0.1", port=port, dbname=whose["NAME"], user=whose["USER"])
    try:
        with client, client.cursor() as cursor:
            answers = {}
            for what, query in LEFT.items():
                cursor.execute(query)
                answers[what] = cursor.fetchall()
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone(), answers
    finally:
        client.close()


def test_what_is_set_on_a_connection_is_found(found):
    """That the others of this file would see it."""
    at_first = found()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
        cursor.execute("SELECT pg_advisory_lock(47)")

    server, left = found()

    assert server == at_first[0]
    assert ("synchronous_commit", "off") in left["settings"]
    assert left["locks"] == [(0, 47)]


@pytest.mark.parametrize("told", [signed, destroyed])
def test_no_verb_leaves_anything_behind(found, told):
    cast, at_first = load_people(), found()

    told(cast)

    assert found() == at_first


def test_no_request_leaves_anything_behind(found, client):
    cast = load_people()
    _, discussion = signed(cast)
    at_first = found()

    client.force_login(cast["manager"])
    for path in ("/", "/board/", f"/records/{discussion.ref}/", f"/records/{discussion.ref}/read/",
                 f"/records/{discussion.ref}/versions/record/1.pdf", "/health/"):  # fmt: skip
        assert client.get(path).status_code == 200
    once = {"once": "9f4d63de-3f26-4a8c-8d7e-1f1f64b9b0a1", "reason": "A word was wrong."}
    assert client.post(f"/discussions/{discussion.ref}/correct/", once).status_code == 302
    assert client.post(f"/discussions/{discussion.ref}/correct/", once).status_code == 302
    client.post(f"/records/{discussion.ref}/reason/draft/", once | {"trigger": "Typed"})

    assert StrategyDiscussion.objects.get(pk=discussion.pk).state == "correcting"
    assert found() == at_first


@pytest.mark.parametrize("task", sorted(each.task for each in work.BEAT.values()))
def test_no_work_of_the_beat_leaves_anything_behind(found, task):
    signed(load_people())
    current_app.loader.import_default_modules()
    at_first = found()

    assert current_app.tasks[task].apply().successful()

    assert found() == at_first


@pytest.mark.parametrize(
    "command", ["sweep_deadlines", "verify_audit", "export_seals", "destroy_files", "timescales"]
)
def test_no_command_leaves_anything_behind(found, command, capsys):
    signed(load_people())
    current_app.tasks["audit.tasks.seal"].apply()
    at_first = found()

    call_command(command)

    assert found() == at_first


def test_rows_are_read_one_by_one_in_a_transaction_only(found):
    """A cursor that outlives its statement would be looked for on another connection."""
    load_people()
    at_first = found()

    outside = Notice.objects.all().iterator(chunk_size=1), Person.objects.all().iterator(chunk_size=1)
    for rows in outside:
        next(rows, None)
    assert found() == at_first

    with transaction.atomic(), connection.cursor() as cursor:
        rows = Seal.objects.all().iterator(chunk_size=1)
        next(rows, None)
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE NOT is_holdable")
        assert cursor.fetchone()
    assert found() == at_first
