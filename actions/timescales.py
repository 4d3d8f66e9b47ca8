"""The timescale of an action, and the clocks of those that a record was the first to agree (§3, §5.11)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from deadlines.timescales import Timescale, Unit, declare
from deadlines.wanted import Counting, Wanted

declare(
    Timescale(
        "action",
        "Action",
        starts="action agreed",
        stops="action completed",
        unit=Unit.DATE,
        when="each action",
        source="[000], [001 §6], [003]",
    )
)


@dataclass(frozen=True)
class ActionFacts:
    """What the clock of one action hangs on."""

    subject: str
    since: datetime
    due_on: date
    owner: int
    agency: int
    completed_at: datetime | None = None
    returned: bool = False  # the reviewer has sent it back
    granted: str = ""  # why the last longer time was asked for that was granted
    cancelled: str = ""


def clocks_of_actions(actions: tuple[ActionFacts, ...], counting: Counting) -> Iterator[Wanted]:
    for said in actions:
        yield Wanted(
            "action",
            said.since,
            subject=said.subject,
            due_on=said.due_on,
            stopped_at=said.completed_at,
            owner=said.owner,
            agency=said.agency,
            because=f"More time granted: {said.granted}" if said.granted else "",
            again="Sent back by the reviewer" if said.returned else "",
            ended=said.cancelled,
        )
