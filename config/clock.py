"""The one place that asks what time it is.

Everything else is told: workflow functions take `at`. Only views, tasks and commands
call `now`.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, in UTC."""
    return timezone.now()  # noqa: TID251  the one door to the clock


def today() -> date:
    """Today's date in London."""
    return now().astimezone(LONDON).date()
