from datetime import datetime, timedelta
from functools import cache
from random import Random

import pytest
from django.db import connection
from xdist.scheduler import LoadScopeScheduling

from children.models import person
from deadlines.calendar import LONDON
from demo.people import load_people
from records import pdf
from tests.pooled import straight_to_the_server
from tests.told import TELLING

# A Wednesday without a bank holiday near; the morning of most tests.
MORNING = datetime(2026, 6, 10, 9, 14, tzinfo=LONDON)


class LiveTogether(LoadScopeScheduling):
    """Every test by itself, but those of tests/live in order on one worker: they share a running system."""

    def _split_scope(self, nodeid):
        return "live" if nodeid.startswith("tests/live/") else nodeid


def pytest_xdist_make_scheduler(config, log):
    return LiveTogether(config, log)


LONGEST = ("tests/oracle/", "tests/faults/", "tests/once/test_every_verb.py")


def pytest_collection_modifyitems(items):
    """The longest begin first, so that none of them runs alone at the end.

    None that commits is among them: those come last, since what they empty gets other keys afterwards.
    """
    items.sort(
        key=lambda item: next((n for n, at in enumerate(LONGEST) if item.nodeid.startswith(at)), len(LONGEST))
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Nobody counts the rows of these tables.

    A test takes its rows back: counted between two tests every table is empty, and of joined tables that are
    all said to be empty any order is as good as any other. Uncounted, they are taken for what they fill.
    """
    tables = "SELECT format('ALTER TABLE %I SET (autovacuum_enabled = false)', tablename) FROM pg_tables"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"{tables} WHERE schemaname = 'public'")
        cursor.execute(";".join(statement for (statement,) in cursor.fetchall()))


@pytest.fixture
def cast(db):
    """The people of the demonstration partnership, by key: worker, manager, sergeant …

    In every test they have the same keys, so that a story that is told again makes the same paper.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(oid::regclass, 10000) FROM pg_class WHERE relkind = 'S'")
    people = load_people()
    if not connection.in_atomic_block:  # it commits, and tells its own stories
        yield people
        return
    connection.execute_wrappers.insert(0, TELLING.watch)
    TELLING.begins(people)
    yield people
    TELLING.ends()
    connection.execute_wrappers.remove(TELLING.watch)


@pytest.fixture
def monkeypatch(monkeypatch):
    """What is told with something replaced is told for this test alone."""
    for name in ("setattr", "delattr", "setitem", "delitem"):
        setattr(monkeypatch, name, TELLING.replacing(getattr(monkeypatch, name)))
    yield monkeypatch
    TELLING.replaced = False


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    """The people of these tests are the demonstration's; tests/entrance has the factor on."""
    settings.SECOND_FACTOR = False


@pytest.fixture(autouse=True)
def _second_place(settings, tmp_path):
    """Each test exports its seals to a place of its own."""
    settings.SEALS_FILE = str(tmp_path / "seals.jsonl")


@pytest.fixture(autouse=True)
def _any_moment_has_come(settings):
    """The days of these tests are their own, whatever the database’s clock says."""
    settings.CLOCKS_MAY_DIFFER = timedelta(days=365 * 100)


@pytest.fixture(autouse=True, scope="session")
def _printed_once():
    """The same page is laid out once: the tests tell the same stories, and half their time was paper."""
    laid_out = pdf.to_pdf
    pdf.to_pdf = cache(laid_out)
    yield
    pdf.to_pdf = laid_out


@pytest.fixture(autouse=True)
def _same_references():
    """In every test the first child has the same reference, and so the same paper."""
    ours, person.secrets = person.secrets, Random(47)
    yield
    person.secrets = ours


@pytest.fixture
def morning():
    return MORNING


@pytest.fixture(autouse=True)
def _emptied_afterwards(request, django_db_blocker):
    """After a test that commits every table is emptied, which what is kept would refuse.

    The connection is closed after that, so that the triggers stand again for the next test. It goes to the
    server itself: behind a pooler, the next test would be given the one that they do not stand in.
    """
    marker = request.node.get_closest_marker("django_db")
    yield
    if marker and marker.kwargs.get("transaction"):
        with django_db_blocker.unblock(), straight_to_the_server(connection), connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("TRUNCATE shared_cache")
