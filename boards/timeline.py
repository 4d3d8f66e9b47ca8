"""The file of a child: the newest first, by when it happened and not by when it was typed (§3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.models import Action
from config.opaque import tagged
from deadlines.calendar import LONDON
from deadlines.models import Deadline
from records.models import Record

# What tells when the things that a record is about happened.
READ_WITH = ("as_concern", "as_discussion", "as_enquiry__initiating_discussion", "as_conference")


@dataclass(frozen=True)
class Moment:
    at: datetime  # when it happened, or is planned
    recorded_at: datetime
    title: str
    link: str
    text: str = ""
    ref: str = ""
    clock: Deadline | None = None

    @property
    def recorded_later(self) -> bool:
        """On a later day than it happened."""
        return self.recorded_at.astimezone(LONDON).date() > self.at.astimezone(LONDON).date()


def of(contents: dict[str, Any]) -> list[Moment]:
    """Records, clocks and actions of `boards.scopes.file_of`."""
    found = [
        *map(_record, contents["records"].select_related(*READ_WITH)),
        *(_clock(clock) for clock in contents["deadlines"] if clock.code != "action"),
        *(moment for action in contents["actions"] for moment in _action(action)),
    ]
    return sorted(found, key=lambda moment: (moment.at, moment.ref), reverse=True)


def _record(record: Record) -> Moment:
    happened, recorded = _moments_of(record)
    return Moment(
        at=happened or record.created_at,
        recorded_at=recorded or record.created_at,
        title=record.title,
        link=f"/records/{record.ref}/",
        text=record.get_state_display(),
        ref=record.ref,
    )


def _moments_of(record: Record) -> tuple[datetime | None, datetime | None]:
    """When a concern was received, a meeting began, an enquiry was decided; and when it was written down."""
    about: Any = record
    match record.kind:
        case "concern":
            return about.as_concern.received_at, about.as_concern.recorded_at
        case "discussion":
            return about.as_discussion.started_at or about.as_discussion.planned_at, record.created_at
        case "enquiry":
            return about.as_enquiry.initiating_discussion.started_at, record.created_at
        case "conference":
            return about.as_conference.started_at or about.as_conference.planned_at, record.created_at
    return None, None


def _clock(clock: Deadline) -> Moment:
    link = f"/clocks/{tagged(clock.pk)}/"
    return Moment(clock.started_at, clock.started_at, clock.title, link, ref=clock.record.ref, clock=clock)


def _action(action: Action) -> Iterator[Moment]:
    link = f"/actions/{tagged(action.pk)}/"
    yield Moment(action.since or action.agreed_at, action.agreed_at, "Action agreed", link, action.what)
    if action.completed_at:
        yield Moment(action.completed_at, action.completed_at, "Action done", link, action.outcome)
