"""The clocks that a child protection plan starts (§3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deadlines.calendar import LONDON
from deadlines.timescales import Timescale, Unit, declare
from deadlines.wanted import Counting, Wanted

declare(
    Timescale(
        "core_group", "First core group", "conference", "first core group held", Unit.WORKING_DAYS,
        "child protection plan made", "[WT]", 10, statutory=True, living=True,
    ),
    Timescale(
        "review_conference", "First review conference", "conference", "review held", Unit.MONTHS,
        "plan made", "[WT]", 3, statutory=True, living=True,
    ),
    # Beside the table of §3: what §11 leaves to the area, beside the three months above.
    Timescale(
        "review_after_birth", "First review after the birth", "birth", "review held",
        Unit.WORKING_DAYS, "plan made before the birth, beside review_conference", "[ours]", 20, living=True,
    ),
)  # fmt: skip

OF_A_PLAN = ("core_group", "review_conference", "review_after_birth")


@dataclass(frozen=True)
class PlanFacts:
    """What the clocks of a conference hang on, once its record is signed."""

    begun: datetime
    chair: int
    lead: int  # the lead social worker of the enquiry, or the chair
    plan_made: bool
    core_group_at: datetime | None = None
    review_at: datetime | None = None
    born_at: datetime | None = None  # when the day of birth began


def clocks_of_a_plan(said: PlanFacts, counting: Counting) -> Iterator[Wanted]:
    """A plan made before birth is reviewed sooner of a local period after birth or three months (§11).

    Both clocks run and one review stops them; the day of birth is London’s.
    """
    ended: Any = {} if said.plan_made else {"ended": "No plan was made.", "never": True}
    yield Wanted("core_group", said.begun, owner=said.lead, stopped_at=said.core_group_at, **ended)
    yield Wanted("review_conference", said.begun, owner=said.chair, stopped_at=said.review_at, **ended)
    born = said.born_at
    if born is None or born.date() <= said.begun.astimezone(LONDON).date():
        return
    if said.review_at is None or born < said.review_at:
        yield Wanted(
            "review_after_birth", born, owner=said.chair, stopped_at=said.review_at, **ended,
            because="The plan was made before the birth.",
        )  # fmt: skip
