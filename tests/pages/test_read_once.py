"""What a page has read once it does not read again, until it writes or has waited for a lock."""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from agencies.models import Partnership
from config import patience
from config.read_once import read_once


def in_a_request(do):
    patience.of_the_web(lambda request: (do(), HttpResponse())[1])(None)


def name():
    return Partnership.objects.order_by("pk").values_list("name", flat=True).first()


def rename(to):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_partnership SET name = %s WHERE name = %s", [to, name()])


def lock():
    with transaction.atomic():
        list(Partnership.objects.select_for_update())


def hold():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(47, 1)")


@pytest.fixture
def read(cast):
    """How often it was read, and what was given the last time."""
    times = []

    def asked():
        return read_once(lambda: times.append(1) or name(), "name")

    return asked, times


def test_the_second_who_asks_reads_nothing(read):
    asked, times = read
    in_a_request(lambda: [asked(), asked()])
    assert len(times) == 1


def test_the_next_request_reads_anew(read):
    asked, times = read
    for _ in range(2):
        in_a_request(lambda: asked())
    assert len(times) == 2


@pytest.mark.parametrize(
    "between", [lambda: rename("Another"), lock, hold], ids=["write", "row lock", "advisory lock"]
)
def test_after_a_write_or_a_wait_it_is_read_anew(read, between):
    asked, times = read
    found = []
    in_a_request(lambda: [found.append(asked()), between(), found.append(asked())])
    assert len(times) == 2
    assert found[1] == name()


def test_outside_of_a_request_nothing_is_kept(read):
    asked, times = read
    assert asked() == asked()
    assert len(times) == 2
