"""How an enquiry of the demonstration goes on: led, recorded, recommended and decided."""

from datetime import timedelta
from typing import Any

from actions import workflow as actions
from actions.models import Action
from demo.story import Story, deliver, write
from records import workflow as records
from records.models import Record
from s47.models import Enquiry, OutcomeDecision
from s47.sections import CHECK, OTHER_CHILD, SIGHTING, VISIT
from s47.vocabulary import Outcome
from s47.workflow import deciding, opening
from s47.workflow.deciding import Verdict
from strategy.models import StrategyDiscussion

SEEN = {
    "place": "On the ward",
    "appearance": "Clean and fed; plaster on the right forearm.",
    "demeanour": "Quiet; watches the door; comes to the nurses for comfort.",
    "account": "No words for it yet.",
    "home": "The social worker saw the flat: a clean cot in the parents’ room.",
    "safety": "A gate at the stairs is missing.",
}
SAID: dict[str, dict[str, Any]] = {
    "concern": {"detail": "Nothing new since the discussion."},
    "history": {"reviewed": "yes", "history": "No earlier enquiry, conference or plan.", "pattern": "None."},
    "adults": {"adults": "Both parents.", "visitors": "None known."},
    "parents": {"account": "They do not explain what happened.", "interpreter": "no"},
    "others": {"others": "no"},
    "contributors": {"did_not": "Nobody."},
    "came_of": {"comment": "All are done."},
    "medical": {
        "medical": "done",
        "medical_result": "The consultant examined the child: injuries of different ages.",
        "abe": "not_needed",
    },
    "analysis": {
        "harm": "Repeated harm that nobody explains.",
        "complicating": "The parents’ accounts differ from each other.",
        "strengths": "The mother asked for help.",
        "professionals": "All agree that home is not safe as it is.",
        "parents": "They want their child at home.",
        "child": "Calm with the mother; afraid of shouting.",
    },
    "conclusion": {
        "threshold": "yes",
        "conclusion": "The child has suffered significant harm and is likely to suffer more.",
        "next_steps": "A conference; work with both parents.",
    },
    "safety": {"plan": "The child stays where it is safe.", "agreed_with": "The mother.", "next_visit": None},
}


LATE_CAUSE, LATE_MITIGATION = "A report was late.", "The child was visited every day."


def enquiry_of(discussion: StrategyDiscussion) -> Enquiry:
    return Enquiry.objects.get(initiating_discussion=discussion.pk)


def lead(story: Story, enquiry: Enquiry, *, minutes: int) -> None:
    """The manager allocates it to the social worker."""
    people = story.people
    opening.allocate(enquiry.pk, to=people["worker"], reason="", by=people["manager"], at=story.at(minutes))


def see(story: Story, enquiry: Enquiry, *, minutes: int, **facts: Any) -> None:
    """The child is seen, not alone for being too young unless the facts say otherwise."""
    worker = story.people["worker"]
    usual = {"alone": False, "exception": "young", "why": "", "present": "A nurse"}
    seen = {"seen_at": story.at(minutes), "seer": worker, "seen_by": worker.name} | usual | SEEN | facts
    records.save_row(enquiry, SIGHTING, facts=seen, by=worker, at=story.at(minutes + 30))


def check(story: Story, enquiry: Enquiry, who: str, *, minutes: int, information: str, **facts: Any) -> None:
    """An agency is asked with consent, and answers the same day."""
    worker, day = story.people["worker"], story.at(minutes).date()
    asked = {
        "agency": story.people[who].hats()[0].agency, "asked_on": day, "asked_with": "consent", "ground": "",
        "authorised_by": "", "answer": "answered", "answered_on": day, "information": information,
        "restriction": "all", "why_none": "",
    }  # fmt: skip
    records.save_row(enquiry, CHECK, facts=asked | facts, by=worker, at=story.at(minutes))


def record(
    story: Story, enquiry: Enquiry, *, minutes: int, said: dict[str, dict[str, Any]] | None = None
) -> None:
    """Every section is written."""
    worker, at = story.people["worker"], story.at(minutes)
    visited: dict[str, Any] = {"by_whom": worker.name, "met": "Both parents", "found": "As above."}
    visited |= {"at": story.at(minutes - 60)}
    records.save_row(enquiry, VISIT, facts=visited, by=worker, at=at)
    given = said or {}
    safety = {"next_visit": (story.now + timedelta(days=2)).date()}
    unborn = {"child": "Not born yet; the mother speaks of a room she is getting ready."}
    for key, answers in SAID.items():
        more = safety if key == "safety" else unborn if key == "analysis" and enquiry.child.unborn else {}
        write(enquiry, key, answers | more | given.get(key, {}), by=worker, at=at)


def other_child(story: Story, enquiry: Enquiry, name: str, *, minutes: int, why_not: str) -> None:
    facts = {"name": name, "seen_at": None, "seen_by": "", "alone": False, "why_not": why_not}
    records.save_row(enquiry, OTHER_CHILD, facts=facts, by=story.people["worker"], at=story.at(minutes))


def do_actions(story: Story, record: Record, *, minutes: int) -> None:
    """Everybody does what was agreed."""
    for action in Action.objects.on(record).open().select_related("owner"):
        actions.complete(action.pk, outcome="Done as agreed.", by=action.owner, at=story.at(minutes))


def decide(
    story: Story,
    enquiry: Enquiry,
    outcome: Outcome,
    *,
    minutes: int,
    onward: str = "",
    reasons: str = "The record bears it out.",
    override: str = "",
    explained: str = "What the enquiry found has ended since.",
) -> OutcomeDecision:
    """A manager recommends, the head of service decides, and the worker sends it."""
    people = story.people
    deciding.recommend(
        enquiry.pk, outcome=outcome, reasons=reasons, override=override, explained=explained,
        by=people["manager"], at=story.at(minutes),
    )  # fmt: skip
    now = Enquiry.objects.get(pk=enquiry.pk)
    verdict = Verdict(outcome, onward, reasons, explained, LATE_CAUSE, LATE_MITIGATION)
    decision = deciding.decide(
        enquiry.pk, verdict=verdict, by=people["head"], at=story.at(minutes + 30), seen=now.revision
    )
    deliver(story, minutes=minutes + 31)
    return decision


def carry_out(story: Story, discussion: StrategyDiscussion, *, minutes: int, **more: Any) -> Enquiry:
    """From the allocation to a complete record, with everything done."""
    enquiry = enquiry_of(discussion)
    lead(story, enquiry, minutes=minutes)
    see(story, enquiry, minutes=minutes + 60)
    check(story, enquiry, "sergeant", minutes=minutes + 120, information="Nothing more is known.")
    check(story, enquiry, "visitor", minutes=minutes + 120, information="Immunised; seen at eight weeks.")
    do_actions(story, discussion, minutes=minutes + 180)
    record(story, enquiry, minutes=minutes + 240, **more)
    return enquiry
