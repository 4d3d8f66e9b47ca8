"""What a record cannot say at once: refused, or explained in words that the record shows.

1. A kind of record lists its rules in its own `contradictions.py`, one line each: when it stands, as a pure
   function of facts; the sentence; and the question at which it is refused, if it is.
2. The form of the section names the list. One that is refused is an error at its question; one that may be
   explained asks for it in the same form as soon as it stands.
3. Nothing is signed while one stands unexplained; explained, it reads in its section and in the PDF.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

F = TypeVar("F")


@dataclass(frozen=True)
class Rule(Generic[F]):
    """One contradiction. `sentence` may quote the facts: “It was due {late}.”"""

    key: str
    stands: Callable[[F], bool]
    sentence: str
    refused_at: str = ""  # the question that mends it; empty when it may be explained instead

    def in_words(self, facts: F) -> str:
        return self.sentence.format(**vars(facts)) if "{" in self.sentence else self.sentence


@dataclass(frozen=True)
class Contradiction:
    """A rule that stands, in the words of this record."""

    key: str
    sentence: str
    refused_at: str = ""

    @property
    def question(self) -> str:
        """The field that explains it."""
        return f"explained_{self.key}"

    @property
    def mend(self) -> str:
        """What is said where it must be mended."""
        if self.refused_at:
            return self.sentence
        return f"{self.sentence} Explain it, or change one of them."


def standing(rules: tuple[Rule[F], ...], facts: F) -> Iterator[Contradiction]:
    """Every contradiction in these facts."""
    for rule in rules:
        if rule.stands(facts):
            yield Contradiction(rule.key, rule.in_words(facts), rule.refused_at)


@dataclass(frozen=True)
class Rules(Generic[F]):
    """The contradictions of one section: how its facts are gathered, and the list."""

    section: str
    facts: Callable[[Any, dict[str, Any]], F]  # of the record and the answers, as JSON keeps them
    rules: tuple[Rule[F], ...]

    def standing(self, record: Any, said: dict[str, Any]) -> list[Contradiction]:
        return list(standing(self.rules, self.facts(record, said))) if said else []

    def unmended(self, record: Any, said: dict[str, Any]) -> list[Contradiction]:
        """Those that are neither away nor explained."""
        found = self.standing(record, said)
        return [c for c in found if c.refused_at or not str(said.get(c.question) or "").strip()]
