"""Quoracy warns and asks for the reason; it never blocks (§11)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from agencies.roles import HEALTH, Kind
from strategy.models import Participant, Seat


@dataclass(frozen=True)
class Quoracy:
    missing: tuple[str, ...]
    when_met: str = "chair, social worker, police and health took part"

    @property
    def met(self) -> bool:
        return not self.missing

    @property
    def in_words(self) -> str:
        if self.met:
            return f"Quorate: {self.when_met}."
        return f"Not quorate: without {', '.join(self.missing)}."


def quoracy(people: Iterable[Participant]) -> Quoracy:
    """[003] CSC manager in the chair, social worker, police, health; in writing counts too."""
    took_part = [p for p in people if p.took_part]
    present = {
        "the chair": any(p.seat == Seat.CHAIR for p in took_part),
        "a social worker": any(p.seat == Seat.SOCIAL_WORKER for p in took_part),
        "police": any(p.agency.kind == Kind.POLICE for p in took_part),
        "health": any(p.agency.kind in HEALTH for p in took_part),
    }
    return Quoracy(tuple(seat for seat, there in present.items() if not there))


# How each kind of meeting is quorate; the floor of another kind adds its own.
QUORACY: dict[str, Callable[[Iterable[Participant]], Quoracy]] = {"discussion": quoracy}
