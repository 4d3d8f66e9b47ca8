"""What set the clock of a concern is corrected after that clock ran out (§3).

Before, whoever records the concern corrects it, and the clock follows. Once it has run out, what would show
that it had not is for a manager, with a reason that stays with the concern; the breach stays in any case.
"""

from collections.abc import Sequence
from datetime import datetime

from agencies.models import User
from deadlines import late
from deadlines.in_time import no_longer_late
from deadlines.models import Deadline
from records import explaining
from records.refusals import Refusal, WhyNot, refuse_if
from strategy import permissions
from strategy.models import Concern

QUESTION = "after_breach"  # where the reason is asked
ABOUT = "after breach"  # what the explanation is about


def why_not_correct(concern: Concern, clocks: Sequence[Deadline], *, reason: str, by: User) -> WhyNot:
    """`clocks`: those that ran out and, as it is saved now, would not have."""
    may = not any(permissions.why_not_manage(concern, by=by))
    for clock in clocks if not (may and reason.strip()) else ():
        said = f"{late.in_words(clock)}. What you change would show that it did not run out."
        if may:
            yield Refusal(f"{said} Say what is corrected and why.", mend=QUESTION)
        else:
            yield Refusal(f"{said} Only a manager of {concern.authority} can save that.", mend=QUESTION)


def explain(concern: Concern, *, reason: str, by: User, at: datetime) -> None:
    """Called in the saving transaction, once the answers are written.

    :raises Refused: for who is no manager, and without a reason.
    """
    clocks = no_longer_late(concern, at=at)
    refuse_if(why_not_correct(concern, clocks, reason=reason, by=by))
    for clock in clocks:
        sentence = f"Corrected after its clock had run out. {late.in_words(clock)}"
        explaining.explain(concern, about=ABOUT, sentence=sentence, words=reason, by=by, at=at)
