from datetime import datetime

import pytest

from deadlines.calendar import LONDON
from demo.people import load_people

# A Wednesday without a bank holiday near; the morning of most tests.
MORNING = datetime(2026, 6, 10, 9, 14, tzinfo=LONDON)


@pytest.fixture
def cast(db):
    """The people of the demonstration partnership, by key: worker, manager, sergeant …"""
    return load_people()


@pytest.fixture
def morning():
    return MORNING
