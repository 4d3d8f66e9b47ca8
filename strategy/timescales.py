"""The timescales of concerns and discussions, and which of them stand by the facts of one (§3, §11)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from deadlines.timescales import Timescale, Unit, declare
from deadlines.wanted import SLOTS, Counting, Wanted
from strategy.facts import Candidate, Facts, strategy_clocks

CONCERN_CLOCKS = (
    "strategy_same_day",
    "strategy_1wd",
    "strategy_3wd",
    "strategy_5wd",
    "emergency_followup",
)

declare(
    Timescale(
        "police_liaison", "Police liaison", "concern received", "police liaison recorded",
        Unit.HOURS, "always", "[001 §4]", 24,
    ),
    Timescale(
        "strategy_same_day", "Strategy discussion", "concern received", "discussion held",
        Unit.SAME_DAY,
        "serious physical injury, serious neglect or other serious risk; "
        "penetrative sexual abuse needing forensic evidence",
        "[003] Timing of strategy discussions",
    ),
    Timescale(
        "strategy_1wd", "Strategy discussion", "concern received", "discussion held",
        Unit.WORKING_DAYS, "immediate action required by either agency",
        "[003] Timing of strategy discussions", 1,
    ),
    Timescale(
        "strategy_3wd", "Strategy discussion", "concern identified", "discussion held",
        Unit.WORKING_DAYS, "otherwise", "[001 §4], [003]", 3,
    ),
    Timescale(
        "strategy_5wd", "Strategy discussion", "concern identified", "discussion held",
        Unit.WORKING_DAYS,
        "particularly complex (organised abuse, allegation against staff), "
        "unless a shorter one applies",
        "[003] Timing of strategy discussions", 5,
    ),
    Timescale(
        "emergency_followup", "Strategy discussion after emergency action",
        "emergency action (police protection, EPO)", "discussion held",
        Unit.HOURS, "emergency action came first", "[003]", 24,
    ),
    Timescale(
        "actions_received", "Action list with every owner’s agency", "discussion ended",
        "every owner’s agency has the action list", Unit.WORKING_DAYS, "always", "[004]", 1,
    ),
    Timescale(
        "record_circulated", "Record circulated", "discussion ended",
        "record with all attendees and action owners", Unit.WORKING_DAYS, "always", "[003]", 1,
    ),
    Timescale(
        "outcome_notified", "Referrer and absent agencies told", "discussion ended",
        "referrer and relevant absent agencies told the outcome", Unit.WORKING_DAYS, "always",
        "[003]", 1,
    ),
    Timescale(
        "record_filed", "Signed record on the child’s file", "discussion ended",
        "signed record on the child’s file", Unit.WORKING_DAYS, "always", "[003]", 1,
    ),
    Timescale(
        "minutes_acknowledged", "Minutes acknowledged", "discussion ended",
        "every recipient agency has acknowledged the minutes", Unit.WORKING_DAYS, "always",
        "[004]", 5,
    ),
    # Beside the table of §3: a corrected record is sent and acknowledged anew (§8).
    Timescale(
        "correction_circulated", "Corrected record circulated", "corrected record signed",
        "corrected record with all who receive it", Unit.WORKING_DAYS, "each correction", "[003], [ours]", 1,
    ),
    Timescale(
        "correction_acknowledged", "Corrected record acknowledged", "corrected record signed",
        "every recipient agency has acknowledged it", Unit.WORKING_DAYS, "each correction",
        "[004], [ours]", 5,
    ),
    Timescale(
        "follow_up_discussion", "Follow-up discussion", "discussion ended", "follow-up held",
        Unit.DATE, "follow-up decided", "[003]",
    ),
    Timescale(
        "interview_plan", "Child interview plan", "discussion ended",
        "child interview plan complete", Unit.DATE, "ABE interview decided, plan incomplete",
        "[000]", living=True,
    ),
    Timescale(
        "action_review", "Review of the actions", "discussion ended",
        "completion of the actions reviewed", Unit.DATE, "always", "[001 §6.1]",
    ),
)  # fmt: skip
EMERGENCY = "emergency_followup"
AFTERWARDS = "after the discussion"  # the subject of the clock of what was done in an emergency later
SLOTS.update(dict.fromkeys(CONCERN_CLOCKS, "strategy"))
AFTER = ("actions_received", "record_circulated", "outcome_notified", "record_filed", "minutes_acknowledged")
OF_A_CONCERN = ("police_liaison", *CONCERN_CLOCKS)
CORRECTED = ("correction_circulated", "correction_acknowledged")
OF_A_DISCUSSION = (*AFTER, *CORRECTED, "follow_up_discussion", "interview_plan", "action_review")


# --- a concern ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """A discussion that stopped a clock: when it began, and what it says of its delay [002]."""

    at: datetime
    cause: str = ""
    mitigation: str = ""


@dataclass(frozen=True)
class ConcernFacts:
    """What the clocks of a recorded concern hang on."""

    facts: Facts
    recorder: int
    chair: int | None = None  # of the discussion that is convened about it
    liaison_at: datetime | None = None
    held: Held | None = None  # the first discussion about it; one that follows stops a clock of its own
    begun: tuple[Held, ...] = ()  # every discussion about it, in the order in which they began
    no_discussion: str = ""  # the reason of the manager who decided so
    withdrawn: str = ""  # why it was begun by mistake


def clocks_of_a_concern(said: ConcernFacts, counting: Counting) -> Iterator[Wanted]:
    """The liaison with the police, and the strategy clock that governs (§4, §11).

    Emergency action that was taken after the discussion has a clock of its own, which a further one stops.
    """
    withdrawn = f"Begun by mistake: {said.withdrawn}" if said.withdrawn else ""
    yield Wanted(
        "police_liaison", said.facts.received_at, stopped_at=said.liaison_at, owner=said.recorder,
        ended="" if said.liaison_at else withdrawn, never=True,
    )  # fmt: skip
    held = said.held
    candidates = strategy_clocks(said.facts)
    afterwards = [c for c in candidates if c.code == EMERGENCY and held and c.started_at > held.at]
    yield from _after_the_discussion(afterwards, said)
    chosen = governing([c for c in candidates if c not in afterwards], counting)
    if chosen is None:
        return
    none = f"No discussion: {said.no_discussion}" if said.no_discussion else ""
    yield Wanted(
        chosen.code, chosen.started_at, owner=said.chair or said.recorder, because=chosen.because,
        stopped_at=held.at if held else None, ended="" if held else withdrawn or none, never=bool(withdrawn),
        cause=held.cause if held else "", mitigation=held.mitigation if held else "",
    )  # fmt: skip


def _after_the_discussion(emergencies: list[Candidate], said: ConcernFacts) -> Iterator[Wanted]:
    for each in emergencies:
        held = next((one for one in said.begun if one.at >= each.started_at), None)
        yield Wanted(
            each.code, each.started_at, subject=AFTERWARDS, owner=said.chair or said.recorder,
            because="emergency action was taken after the discussion", stopped_at=held.at if held else None,
            cause=held.cause if held else "", mitigation=held.mitigation if held else "",
        )  # fmt: skip


def governing(candidates: list[Candidate], counting: Counting) -> Candidate | None:
    """Of the clocks that apply and are switched on the earliest governs (§11)."""
    running = [c for c in candidates if counting.on(c.code)]
    if not running and any(c.code == "strategy_5wd" for c in candidates):
        # The area has switched the longer one off: the usual one takes its place.
        return Candidate("strategy_3wd", candidates[0].started_at, "applies to every concern")
    return min(running, key=lambda c: counting.due(Wanted(c.code, c.started_at)), default=None)


# --- a discussion ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """A version of one product: made, with every agency, acknowledged by every agency; None when not yet."""

    product: str
    number: int
    made_at: datetime
    sent_at: datetime | None
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class DiscussionFacts:
    """What the clocks of a discussion that is over hang on."""

    ended_at: datetime
    chair: int
    versions: tuple[Sent, ...] = field(default=())
    follow_up_on: date | None = None
    followed: Held | None = None  # the first discussion that follows it
    interview_by: date | None = None
    interview_planned_at: datetime | None = None
    review_on: date | None = None
    reviewed_at: datetime | None = None  # when no action of it waited any more

    def first(self, product: str, what: str) -> datetime | None:
        """When the first version of a product was sent to all, or acknowledged by all."""
        moments = [getattr(version, what) for version in self.versions if version.product == product]
        return min(filter(None, moments), default=None)


def clocks_of_a_discussion(said: DiscussionFacts, counting: Counting) -> Iterator[Wanted]:
    """What must happen after it has ended: sent, told, filed, acknowledged (§8); and the days that it set."""
    stops = {
        "actions_received": said.first("action_list", "sent_at"),
        "record_circulated": said.first("record", "sent_at"),
        "outcome_notified": said.first("outcome", "sent_at"),
        "record_filed": said.first("record", "made_at"),
        "minutes_acknowledged": said.first("record", "acknowledged_at"),
    }
    for code, stopped in stops.items():
        yield Wanted(code, said.ended_at, stopped_at=stopped, owner=said.chair)
    yield from _of_corrections(said)
    if said.follow_up_on:
        held = said.followed
        yield Wanted(
            "follow_up_discussion", said.ended_at, due_on=said.follow_up_on, owner=said.chair,
            stopped_at=held.at if held else None,
            cause=held.cause if held else "", mitigation=held.mitigation if held else "",
        )  # fmt: skip
    # Once the plan is there nobody asks for its day any more: it was the day that the clock has.
    if interview_by := said.interview_by or counting.day("interview_plan"):
        yield Wanted(
            "interview_plan", said.ended_at, due_on=interview_by, owner=said.chair,
            stopped_at=said.interview_planned_at,
            ended="" if said.interview_by or said.interview_planned_at else "No interview is to be planned.",
            never=True,
        )  # fmt: skip
    if said.review_on:
        yield Wanted(
            "action_review", said.ended_at, due_on=said.review_on, owner=said.chair,
            stopped_at=said.reviewed_at,
        )  # fmt: skip


def _of_corrections(said: DiscussionFacts) -> Iterator[Wanted]:
    """Each corrected record is sent and acknowledged; one that is corrected again makes room for the next."""
    records = [version for version in said.versions if version.product == "record"]
    last = max((version.number for version in records), default=0)
    for version in records:
        stops = zip(CORRECTED, (version.sent_at, version.acknowledged_at), strict=True)
        for code, stopped in stops if version.number > 1 else ():
            replaced = f"Version {version.number + 1} has taken its place." if version.number < last else ""
            yield Wanted(
                code, version.made_at, subject=f"version:{version.number}", stopped_at=stopped,
                owner=said.chair, because=f"version {version.number}", ended="" if stopped else replaced,
            )  # fmt: skip
