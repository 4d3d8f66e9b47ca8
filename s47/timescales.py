"""The clocks of a section 47 enquiry: all counted from the discussion that decided it (§3, §11)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from deadlines.timescales import Timescale, Unit, declare
from deadlines.wanted import SLOTS, Counting, Wanted
from s47.vocabulary import Outcome

SIGNED = "outcome signed by the head of service"
FROM = "the discussion that decided section 47"

declare(
    Timescale(
        "child_seen", "Child seen", FROM, "child seen", Unit.HOURS, "always, for a child who is born",
        "[003]", 24,
    ),
    Timescale(
        "missing_child", "Further discussion about a missing child", "whereabouts unknown",
        "further discussion with police held, and the head of service’s agreement", Unit.HOURS,
        "child missing or inaccessible", "[003]", 24,
    ),
    Timescale(
        "s47_outcome", "Outcome of the section 47 enquiry", FROM, SIGNED,
        Unit.DAYS, "section 47 decided", "[003]", 15,
    ),
    Timescale(
        "s47_outcome_fast", "Outcome of the section 47 enquiry", FROM, SIGNED,
        Unit.DAYS, "conference and/or legal planning already decided", "[003]", 5,
    ),
    Timescale(
        "icpc", "Initial child protection conference", FROM, "conference held and its decision taken",
        Unit.WORKING_DAYS, "provisional until the outcome is a conference", "[003], [WT]", 15, statutory=True,
    ),
)  # fmt: skip

OUTCOME_CLOCKS = ("s47_outcome", "s47_outcome_fast")
SLOTS.update(dict.fromkeys(OUTCOME_CLOCKS, "s47_outcome"))
PROVISIONAL = "provisional: it becomes firm when the outcome is a conference"
NOT_DECIDED = "The decision of the conference: no longer recorded"


@dataclass(frozen=True)
class Away:
    """A time in which the child was missing or could not be reached."""

    subject: str
    since: datetime
    over_at: datetime | None


@dataclass(frozen=True)
class EnquiryFacts:
    """What the clocks of an enquiry hang on."""

    begun: datetime  # when the discussion that decided it began
    owner: int
    unborn: bool = False
    born_at: datetime | None = None  # when the day of birth began
    fast: bool = False  # a conference or legal planning was decided with it
    seen_at: datetime | None = None  # the first time one of its people saw the child
    away: tuple[Away, ...] = ()
    decided_at: datetime | None = None  # when the head of service first signed an outcome
    withdrawn: str = ""  # why section 47 is no longer decided


def clocks_of_an_enquiry(said: EnquiryFacts, counting: Counting) -> Iterator[Wanted]:
    """All count from the discussion that decided it; what was done before it was withdrawn was done (§6)."""
    for wanted in _while_it_stands(said):
        yield wanted if wanted.stopped_at else replace(wanted, ended=said.withdrawn, never=True)


def _while_it_stands(said: EnquiryFacts) -> Iterator[Wanted]:
    if not said.unborn:
        # A child who is born while the enquiry runs is to be seen from then.
        since = max(said.begun, said.born_at or said.begun)
        yield Wanted("child_seen", since, owner=said.owner, stopped_at=said.seen_at)
    for away in said.away:
        yield Wanted(
            "missing_child", away.since, subject=away.subject, owner=said.owner, stopped_at=away.over_at
        )
    outcome = "s47_outcome_fast" if said.fast else "s47_outcome"
    yield Wanted(outcome, said.begun, owner=said.owner, stopped_at=said.decided_at)


@dataclass(frozen=True)
class ConferenceClockFacts:
    """What the clock of the initial conference hangs on; it runs on the enquiry."""

    begun: datetime
    owner: int
    outcome: str = ""
    held_at: datetime | None = None  # when the conference began
    decided: bool = False  # a plan, or none
    cause: str = ""
    mitigation: str = ""
    withdrawn: str = ""


def clock_of_the_conference(said: ConferenceClockFacts, counting: Counting) -> Iterator[Wanted]:
    """Provisional from the beginning, firm when a conference is decided, else not applicable (§11).

    It stops when the sitting began that took the decision; one that decided nothing stops nothing.
    """
    stopped_at = said.held_at if said.decided else None
    other = "The outcome is not a conference." if said.outcome not in ("", Outcome.CONFERENCE) else ""
    yield Wanted(
        "icpc", said.begun, owner=said.owner, stopped_at=stopped_at,
        because="" if said.outcome == Outcome.CONFERENCE else PROVISIONAL,
        ended="" if stopped_at else said.withdrawn or other,
        again=NOT_DECIDED if said.held_at else "",
        cause=said.cause, mitigation=said.mitigation,
    )  # fmt: skip
