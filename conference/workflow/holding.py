"""Holding a conference: on which moment it can have begun (§7, §11)."""

from datetime import datetime

from conference.models import Conference
from deadlines.calendar import LONDON
from records.contents import rows_of
from records.fields import moment_in_words
from records.refusals import Refusal, WhyNot

SATURDAY = 6


def why_not_begun(conference: Conference, began: datetime) -> WhyNot:
    """Once it is convened and its outcome decided, after what was adjourned, and never on a weekend."""
    if conference.planned_at is None:
        yield Refusal("Convene the conference first: a chair and a date.", mend="started_at")
    decided = conference.enquiry.decisions.order_by("pk").first()
    if decided and began < decided.at:
        yield Refusal("This is before the outcome was decided. Check date and time.", mend="started_at")
    sittings = rows_of(conference, "sittings")
    if sittings and began <= (sittings[-1].ended_at or sittings[-1].began_at):
        last = moment_in_words(sittings[-1].began_at)
        yield Refusal(f"It goes on after the sitting that began {last}. Check the date.", mend="started_at")
    yield from why_not_on_that_day(began)


def why_not_on_that_day(began: datetime) -> WhyNot:
    """§11, rule 8875 of the return: the day is London’s. One held on a bank holiday was held."""
    day = began.astimezone(LONDON)
    if day.isoweekday() >= SATURDAY:
        yield Refusal(
            f"A conference is never held on a weekend; {day:%-d %B %Y} is a {day:%A}. Check the date.",
            mend="started_at",
        )
