"""When the offices are open: what comes outside of that is marked, and stands in the morning's list (§4).

Pure; by the calendar of the partnership, local closures among it.
"""

from datetime import datetime, time, timedelta

from deadlines.calendar import LONDON, Calendar

OPENS, CLOSES = time(9), time(17)


def out_of_hours(moment: datetime, calendar: Calendar) -> bool:
    """Before nine, from five on, or on a day that is not a working day."""
    local = moment.astimezone(LONDON)
    return not (calendar.is_working_day(local.date()) and OPENS <= local.time() < CLOSES)


def last_close(at: datetime, calendar: Calendar) -> datetime:
    """When the offices closed last."""
    local = at.astimezone(LONDON)
    day = local.date() if local.time() >= CLOSES else local.date() - timedelta(days=1)
    return datetime.combine(calendar.working_day_at_or_before(day), CLOSES, LONDON)
