"""Which clock the holding of a discussion stops, and whether it was late."""

from deadlines import late
from deadlines.models import Deadline
from records.contents import rows_of
from records.passages import Passage
from strategy.models import StrategyDiscussion
from strategy.timescales import AFTERWARDS, CONCERN_CLOCKS


def follows_up(discussion: StrategyDiscussion) -> bool:
    """Whether the same concern was discussed before; its own clocks were stopped then."""
    if discussion.follows is None:
        return False
    same = discussion.follows.concern_id == discussion.concern_id
    return same or discussion.concern.joined_id == discussion.follows_id


def clocks_of(discussion: StrategyDiscussion) -> list[Deadline]:
    """The clocks that holding it stops, of the concern or of the discussion that it follows, by their day."""
    if follows_up(discussion):
        assert discussion.follows
        of_it = [c for c in rows_of(discussion.follows, "deadlines") if c.code == "follow_up_discussion"]
        later = [c for c in rows_of(discussion.concern, "deadlines") if c.subject == AFTERWARDS]
        started = [*of_it, *(c for c in later if c.met_at in (None, discussion.started_at))]
        concerns = discussion.concerns[1:]
    else:
        started, concerns = [], discussion.concerns
    of_each = (clock for concern in concerns for clock in rows_of(concern, "deadlines"))
    started += [c for c in of_each if c.code in CONCERN_CLOCKS and c.subject != AFTERWARDS]
    found = [clock for clock in started if clock.standing]
    return sorted(found, key=lambda c: (c.due_at, c.pk))


def late_clocks(discussion: StrategyDiscussion) -> list[Deadline]:
    return [clock for clock in clocks_of(discussion) if clock.met_late]


def was_late(discussion: StrategyDiscussion) -> str:
    """The clock that was late, in words; empty when none was."""
    found = late_clocks(discussion)
    return late.in_words(found[0]) if found else ""


def reads(discussion: StrategyDiscussion) -> tuple[Passage, ...]:
    words = was_late(discussion)
    return (Passage("Held after the clock ran out", words),) if words else ()
