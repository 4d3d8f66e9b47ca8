"""No work of the beat is done ahead of time: the clock of the database is the one that all machines share.

A machine whose clock had jumped a year ahead swept every clock there was, and spent its reminders for good.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection


class AheadOfTheClock(Exception):
    """The moment is later than the database’s own clock says."""


def ahead(at: datetime) -> timedelta:
    """How far `at` is ahead of the database; negative when it is behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return at - now


def refuse_ahead(at: datetime) -> None:
    """:raises AheadOfTheClock: when `at` is later than the database says by more than clocks may differ."""
    by = ahead(at)
    if by > settings.CLOCKS_MAY_DIFFER:
        raise AheadOfTheClock(
            f"{at.isoformat(timespec='seconds')} is {timedelta(seconds=int(by.total_seconds()))} ahead of the"
            " clock of the database. Nothing was done. Set the clock of this machine right (NTP)."
        )
