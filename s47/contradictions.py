"""What the outcome of an enquiry cannot say beside its conclusion (§6). The next rule is one line."""

from dataclasses import dataclass

from records.contradictions import Contradiction, Rule, standing
from records.refusals import Refusal, WhyNot
from s47.models import Enquiry
from s47.vocabulary import Outcome
from strategy.models import said_of


@dataclass(frozen=True)
class Ending:
    harm: str  # “yes” or “no”: the threshold of section 47, as the enquiry concludes
    outcome: str
    onward: str = ""

    @property
    def closes(self) -> bool:
        return self.onward == "close"

    @property
    def unsubstantiated(self) -> bool:
        return self.outcome == Outcome.NOT_SUBSTANTIATED


HARM = "The enquiry concludes that the child is suffering, or likely to suffer, significant harm"
NO_HARM = "The enquiry concludes that the child is not suffering, nor likely to suffer, significant harm"
RULES: tuple[Rule[Ending], ...] = (
    Rule(
        "harm_closes",
        lambda f: f.harm == "yes" and f.unsubstantiated and f.closes,
        f"{HARM}: it cannot be not substantiated and close. Choose what follows, or send it back.",
        refused_at="onward",
    ),
    Rule(
        "harm_unsubstantiated",
        lambda f: f.harm == "yes" and f.unsubstantiated and not f.closes,
        f"{HARM}, and the outcome is “not substantiated”.",
    ),
    Rule(
        "harm_no_conference",
        lambda f: f.harm == "yes" and f.outcome == Outcome.NO_CONFERENCE,
        f"{HARM}, and the outcome is “no continuing risk”.",
    ),
    Rule(
        "no_harm_conference",
        lambda f: f.harm == "no" and f.outcome == Outcome.CONFERENCE,
        f"{NO_HARM}, and the outcome is a conference about that harm.",
    ),
)


def of(enquiry: Enquiry, outcome: str, onward: str = "") -> list[Contradiction]:
    harm = said_of(enquiry, "conclusion").get("threshold") or ""
    return list(standing(RULES, Ending(harm, outcome, onward)))


def why_not(found: list[Contradiction], *, explained: str) -> WhyNot:
    """Each that is refused, or that nobody has explained."""
    for each in found:
        if each.refused_at:
            yield Refusal(each.sentence, mend=each.refused_at)
        elif not explained.strip():
            yield Refusal(each.mend, mend="explained")


def in_words(found: list[Contradiction], explained: str) -> list[list[str]]:
    """What is kept with the outcome: each contradiction, and why it is so nevertheless."""
    return [[each.sentence, explained.strip()] for each in found]
