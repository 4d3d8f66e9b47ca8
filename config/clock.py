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


def time_in_london(moment: datetime) -> str:
    """ "14:30"; in the hour that runs twice when the clocks go back, "01:30 BST" or "01:30 GMT"."""
    local = moment.astimezone(LONDON)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{local:%H:%M %Z}" if twice else f"{local:%H:%M}"
