from datetime import datetime, timedelta

import pytest
from django.db import connection
from xdist.scheduler import LoadScopeScheduling

from deadlines.calendar import LONDON
from demo.people import load_people

# A Wednesday without a bank holiday near; the morning of most tests.
MORNING = datetime(2026, 6, 10, 9, 14, tzinfo=LONDON)


class LiveTogether(LoadScopeScheduling):
    """Every test by itself, but those of tests/live in order on one worker: they share a running system."""

    def _split_scope(self, nodeid):
        return "live" if nodeid.startswith("tests/live/") else nodeid


def pytest_xdist_make_scheduler(config, log):
    return LiveTogether(config, log)


@pytest.fixture
def cast(db):
    """The people of the demonstration partnership, by key: worker, manager, sergeant …"""
    return load_people()


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


@pytest.fixture
def morning():
    return MORNING


@pytest.fixture(autouse=True)
def _emptied_afterwards(request, django_db_blocker):
    """After a test that commits every table is emptied, which what is kept would refuse.

    The connection is closed after that, so that the triggers stand again for the next test.
    """
    marker = request.node.get_closest_marker("django_db")
    yield
    if marker and marker.kwargs.get("transaction"):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("TRUNCATE shared_cache")
