"""The sections of an enquiry, declared once (§6)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from actions.models import Action
from deadlines import late
from records import rows, sections
from records.contents import rows_of
from records.fields import moment_in_words
from records.passages import ALL, Chapter, Passage
from records.refusals import Refusal, WhyNot
from records.rows import RowKind
from records.sections import Said, Section, need, register
from s47 import forms, people
from s47.models import AccessRefused, AgencyCheck, Enquiry, Missing, OtherChild, Sighting, Visit
from strategy.sections.concern import family
from strategy.sections.discussion import DISCUSSION, child_opening

# --- what comes from the discussion, without retyping [000] ---------------------------


def from_discussion(enquiry: Enquiry, *keys: str) -> tuple[Passage, ...]:
    """What the discussion recorded in these sections, each passage saying where it comes from."""
    discussion = enquiry.initiating_discussion
    found = []
    for declared in DISCUSSION:
        if declared.key not in keys:
            continue
        chapter = sections.reads(discussion, declared)
        passages = list(chapter.passages)
        if chapter.rows and declared.key == "risks":
            passages += [Passage("Risk", ". ".join(filter(None, row[:3]))) for row in chapter.rows]
        for p in passages:
            label = f"{p.label} (from {discussion.ref})"
            found.append(Passage(label, p.text, p.restriction, p.owner, p.readers))
    return tuple(found)


def concern_opening(enquiry: Enquiry) -> tuple[Passage, ...]:
    return (*child_opening(enquiry), *from_discussion(enquiry, "reason", "risks"))


def plan_opening(enquiry: Enquiry) -> tuple[Passage, ...]:
    return from_discussion(enquiry, "examination")


def safety_opening(enquiry: Enquiry) -> tuple[Passage, ...]:
    return from_discussion(enquiry, "safety")


# --- rows ---------------------------------------------------------------------------


def _as_passages(found: Any) -> tuple[Passage, ...]:
    """Each row as one passage: its heading, and its lines."""
    return tuple(
        Passage(
            row.heading,
            "\n".join(f"{label}: {text}" for label, text in row.lines if text) or "No more is recorded.",
            getattr(row, "restriction", ALL),
            row.agency_id if hasattr(row, "agency_id") else None,
        )
        for row in found
    )


def checks_of(enquiry: Enquiry) -> list[AgencyCheck]:
    return rows_of(enquiry, "checks")


def agreed_in(enquiry: Enquiry) -> list[Action]:
    """The actions of the discussion that decided the enquiry."""
    return rows_of(enquiry.initiating_discussion, "actions")


def check_rows(enquiry: Enquiry) -> Chapter:
    found = sorted(checks_of(enquiry), key=lambda c: (c.asked_on, c.pk))
    return Chapter("checks", "Agency checks", _as_passages(found))


def visit_rows(enquiry: Enquiry) -> Chapter:
    seen = _as_passages(sorted(rows_of(enquiry, "sightings"), key=lambda s: (s.seen_at, s.pk)))
    columns = ("When", "Who visited", "Who was met", "What was found")
    visits = tuple(
        (moment_in_words(v.at), v.by_whom, v.met, v.found)
        for v in sorted(rows_of(enquiry, "visits"), key=lambda v: (v.at, v.pk))
    )
    seen_late = late.reads(enquiry, "child_seen")
    lost = tuple(_as_missing(missing) for missing in rows_of(enquiry, "missing"))
    return Chapter("visits", "Visits and the child seen", (*seen_late, *lost, *seen), columns, visits)


def _as_missing(missing: Missing) -> Passage:
    """A time in which the child was missing, and how it ended."""
    said = [missing.what]
    if missing.agreed_plan:
        said.append(f"Plan agreed by {missing.agreed_by}: {missing.agreed_plan}")
    if missing.found_at:
        said.append(f"Found {moment_in_words(missing.found_at)}: {missing.found_how}")
    return Passage(f"Missing or out of reach since {moment_in_words(missing.since)}", "\n".join(said))


def access_rows(enquiry: Enquiry) -> Chapter:
    return Chapter(
        "access",
        "Access refused",
        _as_passages(sorted(rows_of(enquiry, "refusals"), key=lambda r: (r.at, r.pk))),
    )


def other_rows(enquiry: Enquiry) -> Chapter:
    return Chapter("others", "Other children", _as_passages(rows_of(enquiry, "other_children")))


def contributor_rows(enquiry: Enquiry) -> Chapter:
    """Who was asked, and who answered, from the checks."""
    checks = sorted(checks_of(enquiry), key=lambda c: (c.agency.name, c.pk))
    table = tuple(
        (c.agency.name, "Yes" if c.answer == "answered" else "No", c.get_answer_display()) for c in checks
    )
    return Chapter("contributors", "Contributors", (), ("Agency", "Contributed", "Answer"), table)


def came_of_rows(enquiry: Enquiry) -> Chapter:
    """Each action of the discussion, with what was done."""
    found = agreed_in(enquiry)
    table = tuple(
        (a.what, f"{a.owner.name}, {a.agency.name}", f"{a.due_on:%-d %B %Y}", a.get_state_display())
        for a in found
    )
    # A passage each, so that the agency that did it says who may read what it did (§9).
    done = tuple(
        Passage(f"What was done: {a.what}", a.outcome, a.restriction, a.agency_id) for a in found if a.outcome
    )
    columns = ("Action", "Person and agency", "By", "State")
    return Chapter("came_of", "What became of the actions", done, columns, table)


def came_of_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    if still := sum(action.state == Action.State.OPEN for action in agreed_in(enquiry)):
        yield f"{still} still to do."


def why_not_so(enquiry: Enquiry, facts: dict[str, Any], at: datetime) -> WhyNot:
    """What a sighting cannot say."""
    seen_at, decided = facts["seen_at"], enquiry.initiating_discussion.started_at
    if seen_at > at:
        yield Refusal("This moment is still to come.", mend="seen_at")
    if decided and seen_at < decided:
        yield Refusal(
            "This was before the discussion that decided the enquiry; the child must be seen after it.",
            mend="seen_at",
        )
    if facts["alone"] and enquiry.child.unborn:
        yield Refusal("A child who is not yet born cannot be seen alone.", mend="alone")
    if not facts["alone"] and not facts["exception"]:
        yield Refusal("Say why the child was not seen alone.", mend="exception")
    if facts["exception"] == "other" and not facts["why"].strip():
        yield Refusal("Say which reason.", mend="why")
    if facts.get("seer") and not people.is_of(enquiry, facts["seer"]):
        yield Refusal(f"{facts['seer']} is not one of the people of this enquiry.", mend="seer")


SIGHTING = RowKind(
    "seen", "The child was seen", "visits", Sighting, forms.SightingForm, "enquiry",
    "Note that the child was seen", "The child has not been seen since the enquiry was decided.",
    why_not_so=why_not_so,
)  # fmt: skip
VISIT = RowKind(
    "visit", "A visit", "visits", Visit, forms.VisitForm, "enquiry",
    "Add a visit", "No visit to the family is recorded.",
)  # fmt: skip
CHECK = RowKind(
    "check", "An agency check", "checks", AgencyCheck, forms.CheckForm, "enquiry",
    "Add an agency check", "No agency is asked yet. The police are always asked.",
)  # fmt: skip
OTHER_CHILD = RowKind(
    "child", "Another child", "others", OtherChild, forms.OtherChildForm, "enquiry",
    "Add another child", "No other child is recorded.",
)  # fmt: skip
REFUSED = RowKind(
    "refused", "Access refused", "access", AccessRefused, forms.RefusedForm, "enquiry",
    "Note that access was refused", "Access was not refused.",
)  # fmt: skip
rows.register(Enquiry, SIGHTING, VISIT, CHECK, OTHER_CHILD, REFUSED)


# --- what is missing ----------------------------------------------------------------


def history_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    yield from need(said, reviewed="Say whether the history has been reviewed.")
    if said.get("reviewed") == "yes":
        yield from need(said, history="Say which earlier enquiries and plans there were, or none.")


def adults_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    yield from need(
        said,
        adults="Say who the significant adults are.",
        visitors="Say who visits the home often, or that nobody does.",
    )


def visits_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    if not enquiry.child.unborn and not any(s.counts for s in rows_of(enquiry, "sightings")):
        yield "Record when one of the people of the enquiry saw the child."
    clocks_ = [clock for clock in rows_of(enquiry, "deadlines") if clock.code == "child_seen"]
    if any(clock.standing and clock.met_late and not clock.delay_cause for clock in clocks_):
        yield "The child was seen after the clock ran out: say why, on the clock."


def checks_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    if not checks_of(enquiry):
        yield "Record the agency checks."
    for check in (c for c in checks_of(enquiry) if c.answer not in forms.v.SETTLED):
        yield f"{check.agency} has not answered yet."


def parents_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    yield from need(
        said,
        account="Record the parents’ account, or why there is none.",
        interpreter="Say whether an interpreter or an advocate was needed.",
    )


def others_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    yield from need(said, others="Say whether there are other children in the household.")
    if said.get("others") == "yes" and not rows_of(enquiry, "other_children"):
        yield "Record each of the other children: seen, or why not."


def contributors_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    yield from need(said, did_not="Say who did not contribute, or that nobody did not.")


def medical_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    yield from need(
        said,
        medical="Say what became of the medical examination.",
        abe="Say what became of the interview.",
    )
    if said.get("medical") == "done":
        yield from need(said, medical_result="Say what the medical examination found.")
    if said.get("abe") == "done":
        yield from need(said, abe_result="Say what came of the interview.")


def analysis_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    yield from need(
        said,
        harm="Analyse the harm and the danger.",
        complicating="Say what complicates it, or that nothing does.",
        strengths="Say what strengths and what safety there are.",
        professionals="Give the views of the professionals.",
        parents="Give the views of the parents.",
        child="Give the views, wishes and feelings of the child.",
    )


def conclusion_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    yield from need(
        said,
        threshold="Say whether the threshold is met.",
        conclusion="Write the conclusion.",
        next_steps="Say what comes next.",
    )


def safety_missing(enquiry: Enquiry, said: Said) -> Iterator[str]:
    yield from need(
        said,
        plan="Write the immediate safety plan.",
        agreed_with="Say who has agreed the safety plan.",
        next_visit="Say when the child is visited next.",
    )


LIST = "records/rows.html"
ENQUIRY: list[Section] = [
    Section("concern", "The concern", forms.ConcernForm, opening=concern_opening, shared=False),
    Section("checks", "Agency checks", None, checks_missing, check_rows, LIST),
    Section("history", "History", forms.HistoryForm, history_missing),
    Section(
        "adults", "Adults and visitors", forms.AdultsForm, adults_missing, family,
        "strategy/rows/family.html",
    ),
    Section(
        "visits", "Visits and the child seen", None, visits_missing, visit_rows, LIST, shared=False
    ),
    Section("access", "Access refused", None, rows=access_rows, partial=LIST),
    Section("parents", "Parents and carers", forms.ParentsForm, parents_missing),
    Section(
        "others", "Other children", forms.OthersForm, others_missing, other_rows, LIST, shared=False
    ),
    Section(
        "contributors", "Who contributed", forms.ContributorsForm, contributors_missing,
        contributor_rows,
    ),
    Section(
        "came_of", "What became of the actions", forms.CameOfForm, came_of_missing, came_of_rows,
        shared=False,
    ),
    Section(
        "medical", "Medical and interview", forms.MedicalForm, medical_missing, opening=plan_opening,
        shared=False,
    ),
    Section("analysis", "Analysis", forms.AnalysisForm, analysis_missing, shared=False),
    Section(
        "conclusion", "Conclusion and next steps", forms.ConclusionForm, conclusion_missing,
        shared=False,
    ),
    Section(
        "safety", "Immediate safety plan", forms.SafetyForm, safety_missing, opening=safety_opening
    ),
]  # fmt: skip

# The conditions of the manager’s gate speak of these themselves.
GATED = ("checks", "visits", "analysis", "came_of")

register(Enquiry, ENQUIRY)
