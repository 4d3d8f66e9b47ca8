"""The clocks of a section 47 enquiry: all counted from the discussion that decided it (§3, §11)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from deadlines.timescales import Timescale, Unit, declare
from deadlines.wanted import SLOTS, Counting, Wanted, in_words
from s47.vocabulary import Outcome

SIGNED = "outcome signed by the head of service"
FROM = "the discussion that decided section 47"

declare(
    Timescale(
        "child_seen", "Child seen", FROM, "child seen", Unit.HOURS, "always, for a child who is born",
        "[003]", 24, living=True,
    ),
    Timescale(
        "missing_child", "Further discussion about a missing child", "whereabouts unknown",
        "further discussion with police held, and the head of service’s agreement", Unit.HOURS,
        "child missing or inaccessible", "[003]", 24, living=True,
    ),
    Timescale(
        "s47_outcome", "Outcome of the section 47 enquiry", FROM, SIGNED,
        Unit.DAYS, "section 47 decided", "[003]", 15,
    ),
    Timescale(
        "s47_outcome_fast", "Outcome of the section 47 enquiry",
        "the discussion that decided section 47, or the moment at which they were decided later", SIGNED,
        Unit.DAYS, "conference and/or legal planning decided, unless the usual one ends sooner", "[003]", 5,
    ),
    Timescale(
        "icpc", "Initial child protection conference", FROM, "conference held and its decision taken",
        Unit.WORKING_DAYS, "provisional until the outcome is a conference", "[003], [WT]", 15, statutory=True,
        living=True,
    ),
)  # fmt: skip

OUTCOME_CLOCKS = ("s47_outcome", "s47_outcome_fast")
SLOTS.update(dict.fromkeys(OUTCOME_CLOCKS, "s47_outcome"))
PROVISIONAL = "provisional: it becomes firm when the outcome is a conference"
FROM_LAST = "this area counts from the last discussion before the conference"
NOT_DECIDED = "The decision of the conference: no longer recorded"


@dataclass(frozen=True)
class Away:
    """A time in which the child was missing or could not be reached."""

    subject: str
    since: datetime
    over_at: datetime | None
    found_at: datetime | None = None


@dataclass(frozen=True)
class EnquiryFacts:
    """What the clocks of an enquiry hang on."""

    begun: datetime  # when the discussion that decided it began
    owner: int
    unborn: bool = False
    born_at: datetime | None = None  # when the day of birth began
    fast_at: datetime | None = None  # when a conference or legal planning was decided, with it or later
    seen: tuple[datetime, ...] = ()  # each time that one of its people saw the child
    away: tuple[Away, ...] = ()
    decided_at: datetime | None = None  # when the head of service first signed an outcome
    closed_because: str = ""  # why it went on although a condition was not met
    withdrawn: str = ""  # why section 47 is no longer decided


def clocks_of_an_enquiry(said: EnquiryFacts, counting: Counting) -> Iterator[Wanted]:
    """All count from the discussion that decided it; what was done before it was withdrawn was done (§6)."""
    for wanted in _while_it_stands(said, counting):
        if said.withdrawn and not wanted.stopped_at:
            wanted = replace(wanted, ended=said.withdrawn, never=True)
        yield wanted


def _while_it_stands(said: EnquiryFacts, counting: Counting) -> Iterator[Wanted]:
    if not said.unborn:
        # A child who is born while the enquiry runs is to be seen from then.
        since = max(said.begun, said.born_at or said.begun)
        # What was seen before is known, and is not this.
        seen_at = min((at for at in said.seen if at >= since), default=None)
        unseen = f"The enquiry was closed with the child unseen. {said.closed_because}".strip()
        ended = unseen if said.decided_at and not seen_at else ""
        yield Wanted("child_seen", since, owner=said.owner, stopped_at=seen_at, ended=ended)
    for away in said.away:
        yield _missing(away, said, counting)
    usual = Wanted("s47_outcome", said.begun, owner=said.owner, stopped_at=said.decided_at)
    yield _sooner(usual, said.fast_at, counting)


def _missing(away: Away, said: EnquiryFacts, counting: Counting) -> Wanted:
    """Stopped by the discussion and the agreement; over without them once the child is found."""
    wanted = Wanted(
        "missing_child", away.since, subject=away.subject, owner=said.owner, stopped_at=away.over_at
    )
    if away.over_at:
        return wanted
    if away.found_at:
        in_time = away.found_at <= counting.due(wanted)
        return replace(wanted, ended=f"The child was found {in_words(away.found_at)}.", never=in_time)
    still = f"The enquiry was closed with the child still missing. {said.closed_because}".strip()
    return replace(wanted, ended=still if said.decided_at else "")


def _sooner(usual: Wanted, fast_at: datetime | None, counting: Counting) -> Wanted:
    """Five days from when a conference or legal planning was decided, and never later than the usual time."""
    if fast_at is None or not counting.on("s47_outcome_fast"):
        return usual
    fast = replace(usual, code="s47_outcome_fast", started_at=fast_at)
    return fast if counting.due(fast) <= counting.due(usual) else usual


@dataclass(frozen=True)
class ConferenceClockFacts:
    """What the clock of the initial conference hangs on; it runs on the enquiry."""

    begun: datetime
    owner: int
    outcome: str = ""
    last_begun: datetime | None = None  # when the last discussion before the conference began
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
    last = said.last_begun if counting.rules["icpc"].from_last else None
    because = () if said.outcome == Outcome.CONFERENCE else (PROVISIONAL,)
    other = "The outcome is not a conference." if said.outcome not in ("", Outcome.CONFERENCE) else ""
    yield Wanted(
        "icpc", last or said.begun, owner=said.owner, stopped_at=stopped_at,
        because="; ".join([*because, *([FROM_LAST] if last else [])]),
        ended="" if stopped_at else said.withdrawn or other,
        again=NOT_DECIDED if said.held_at else "",
        cause=said.cause, mitigation=said.mitigation,
    )  # fmt: skip
