"""The states of every formal record, and the steps between them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Being written"
    RECORDED = "recorded", "Recorded"
    DECIDED = "decided", "Decided"
    CONVENED = "convened", "Convened"
    HELD = "held", "In progress"
    CONCLUDED = "concluded", "Concluded"
    SIGNED = "signed", "Signed"
    CORRECTING = "correcting", "Being corrected"
    CANCELLED = "cancelled", "Cancelled"
    WITHDRAWN = "withdrawn", "Withdrawn"
    OPENED = "opened", "Open"
    PLANNED = "planned", "To be convened"
    RECOMMENDED = "recommended", "Waits for the head of service"


S = State
STEPS: dict[str, dict[State, tuple[State, ...]]] = {
    "concern": {
        S.DRAFT: (S.RECORDED, S.WITHDRAWN),
        S.RECORDED: (S.DECIDED, S.WITHDRAWN),
        S.DECIDED: (S.DECIDED, S.CORRECTING),
        S.CORRECTING: (S.DECIDED,),  # decided anew by a manager, who has read what was corrected
        S.WITHDRAWN: (),
    },
    "discussion": {
        S.CONVENED: (S.HELD, S.CANCELLED),
        S.HELD: (S.CONVENED, S.CONCLUDED),  # back when its start was typed by mistake
        S.CONCLUDED: (S.SIGNED,),
        S.SIGNED: (S.CORRECTING,),
        S.CORRECTING: (S.SIGNED,),
        S.CANCELLED: (),
    },
    "enquiry": {
        S.OPENED: (S.RECOMMENDED, S.WITHDRAWN),
        S.RECOMMENDED: (S.OPENED, S.SIGNED, S.CORRECTING, S.WITHDRAWN),
        S.SIGNED: (S.CORRECTING,),
        S.CORRECTING: (S.RECOMMENDED,),
        S.WITHDRAWN: (S.OPENED,),  # section 47 is no longer decided; decided again, it is the same enquiry
    },
    "conference": {
        S.PLANNED: (S.CONVENED, S.CANCELLED),
        S.CONVENED: (S.HELD, S.CANCELLED),
        S.HELD: (S.CONVENED, S.PLANNED, S.SIGNED),  # back when it is adjourned, too
        S.SIGNED: (S.CORRECTING,),
        S.CORRECTING: (S.SIGNED,),
        S.CANCELLED: (),
    },
}

TITLES = {
    "concern": "Concern",
    "discussion": "Strategy discussion",
    "enquiry": "Section 47 enquiry",
    "conference": "Initial child protection conference",
}
# What it is called as a document.
PAPERS = {
    "concern": "Referral and information record",
    "discussion": "Record of strategy discussion",
    "enquiry": "Record of outcome of section 47 enquiries",
    "conference": "Record of initial child protection conference",
}

# Sections may be written in these.
OPEN = (S.DRAFT, S.RECORDED, S.CONVENED, S.HELD, S.CONCLUDED, S.CORRECTING, S.OPENED, S.PLANNED)
# Somebody still has to do something about these: what is written, and what waits for a decision.
UNFINISHED = (*OPEN, S.RECOMMENDED)


class PaperState(models.TextChoices):
    """How far a paper for the family is: read by a second person before anybody is given it."""

    WRITTEN = "written", "Waits to be read"
    APPROVED = "approved", "Approved"
    SENT_BACK = "sent_back", "Sent back"
    GIVEN = "given", "Given"
    KEPT_BACK = "kept_back", "Kept back"
    WITHDRAWN = "withdrawn", "Withdrawn"


P = PaperState
PAPER_STEPS: dict[PaperState, tuple[PaperState, ...]] = {
    P.WRITTEN: (P.APPROVED, P.SENT_BACK, P.WITHDRAWN),
    P.APPROVED: (P.GIVEN, P.KEPT_BACK, P.WITHDRAWN),
    P.SENT_BACK: (P.WITHDRAWN,),
    P.GIVEN: (P.WITHDRAWN,),  # what was handed over stays on record
    P.KEPT_BACK: (P.WITHDRAWN,),
    P.WITHDRAWN: (),
}


def may_step(kind: str, here: str, there: State) -> bool:
    return there in STEPS[kind][State(here)]


def diagram(kind: str) -> str:
    """The steps of one kind of record as a Mermaid state diagram."""
    return _drawn(STEPS[kind])


def paper_diagram() -> str:
    return _drawn(PAPER_STEPS)


def _drawn(steps: Mapping[Any, Sequence[Any]]) -> str:
    lines = ["stateDiagram-v2", f"    [*] --> {next(iter(steps))}"]
    for here, theres in steps.items():
        lines += [f"    {here} --> {there}" for there in theres]
        if not theres:
            lines.append(f"    {here} --> [*]")
    return "\n".join(lines)


def check() -> models.Q:
    """The CHECK constraint that keeps a record within the table above."""
    allowed = models.Q()
    for kind, steps in STEPS.items():
        allowed |= models.Q(kind=kind, state__in=[s.value for s in steps])
    return allowed
