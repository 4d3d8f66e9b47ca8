"""What a discussion cannot say at once (§5). The next rule is one line."""

from dataclasses import dataclass
from typing import Any

from records.contradictions import Rule, Rules
from strategy.lateness import was_late
from strategy.models import StrategyDiscussion
from strategy.vocabulary import Decided

Said = dict[str, Any]


@dataclass(frozen=True)
class Decisions:
    threshold: str  # “yes” or “no”: reasonable cause to suspect significant harm
    decided: frozenset[str]
    conclusion: str = ""

    @property
    def nothing(self) -> bool:
        return self.decided == {Decided.NFA}


def _decisions(discussion: StrategyDiscussion, said: Said) -> Decisions:
    return Decisions(
        said.get("threshold") or "", frozenset(said.get("decisions") or ()), said.get("conclusion") or ""
    )


CAUSE = "There is reasonable cause to suspect significant harm"
NO_CAUSE = "There is no reasonable cause to suspect significant harm"
LIKELY = "It concludes that the child is likely to suffer significant harm"
UNSUBSTANTIATED = "It concludes that the concerns are not substantiated"
DECISIONS = Rules(
    "decisions",
    _decisions,
    (
        Rule(
            "cause_nothing",
            lambda f: f.threshold == "yes" and f.nothing,
            f"{CAUSE}, and no further action is decided.",
        ),
        Rule(
            "no_cause_s47",
            lambda f: f.threshold == "no" and Decided.S47 in f.decided,
            f"{NO_CAUSE}, and section 47 enquiries are decided: they need that cause.",
            refused_at="threshold",
        ),
        Rule(
            "no_cause_likely",
            lambda f: f.threshold == "no" and f.conclusion == "likely",
            f"{NO_CAUSE}, and it concludes that the child is likely to suffer it.",
            refused_at="conclusion",
        ),
        Rule(
            "likely_nothing",
            lambda f: f.conclusion == "likely" and f.nothing,
            f"{LIKELY}, and no further action is decided.",
        ),
        Rule(
            "unsubstantiated_s47",
            lambda f: f.conclusion == "not_substantiated" and Decided.S47 in f.decided,
            f"{UNSUBSTANTIATED}, and section 47 enquiries are decided.",
        ),
    ),
)


@dataclass(frozen=True)
class Delay:
    delay: str
    late: str  # the clock that was late, in words


def _delay(discussion: StrategyDiscussion, said: Said) -> Delay:
    delay = said.get("delay") or ""
    return Delay(delay, was_late(discussion) if delay == "no" else "")


REASON = Rules(
    "reason",
    _delay,
    (Rule("no_delay", lambda f: f.delay == "no" and bool(f.late), "There was a delay. {late}.", "delay"),),
)
