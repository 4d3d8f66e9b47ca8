"""What the conference report gathers, each passage with its source, linked until it is edited [000].

1. A chapter of the report names the sections of the discussion and of the enquiry it is made of.
2. Each passage of these is a line; its key says where it comes from, so that it can be found again.
3. An `Edit` of that key gives other words, or leaves the line out. Without one the line says what its
   source says now: a correction there is a correction here.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from actions.models import Action
from conference.models import Conference, Edit
from config.opaque import tagged
from config.read_once import read_once
from deadlines.calendar import LONDON
from records import sections
from records.contents import rows_of
from records.models import Record, SectionContent
from records.passages import ALL, Chapter, Passage
from s47.models import Enquiry, Sighting
from s47.workflow.deciding import outcome_chapter
from strategy.models import Concern, Decision, StrategyDiscussion

# Chapter of the report → sections it is made of, of the discussion and of the enquiry.
SOURCES: dict[str, tuple[tuple[str, str], ...]] = {
    "reason": (("discussion", "reason"), ("discussion", "decisions"), ("enquiry", "outcome")),
    "concerns": (
        ("discussion", "information"), ("discussion", "risks"), ("enquiry", "concern"),
        ("enquiry", "checks"), ("enquiry", "visits"), ("enquiry", "medical"),
    ),
    "views": (("discussion", "voice"), ("enquiry", "parents")),
    "analysis": (("enquiry", "analysis"), ("enquiry", "conclusion")),
    "interim": (("enquiry", "safety"),),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    key: str
    source: str  # what it comes from, in words
    link: str
    passage: Passage
    edited: bool = False
    left_out: bool = False


def lines(conference: Conference, chapter: str) -> list[Line]:
    """The lines of one chapter, with the author’s edits."""
    edits = {edit.key: edit for edit in rows_of(conference, "edits")}
    return [_with(edits.get(line.key), line) for line in _gathered(conference, chapter)]


def _with(edit: Edit | None, line: Line) -> Line:
    if edit is None:
        return line
    p = line.passage
    words = Passage(p.label, edit.text or p.text, p.restriction, p.owner, p.readers)
    return Line(line.key, line.source, line.link, words, bool(edit.text), edit.left_out)


def _gathered(conference: Conference, chapter: str) -> Iterator[Line]:
    if chapter == "chronology":
        yield from chronology(conference)
    elif chapter == "agencies":
        yield from _agencies(conference)
    enquiry = conference.enquiry
    discussion = enquiry.initiating_discussion
    for kind, section in SOURCES.get(chapter, ()):
        record: Record = discussion if kind == "discussion" else enquiry
        seen: Counter[str] = Counter()
        for passage in _passages(record, section):
            yield _line(record, section, seen[passage.label], passage)
            seen[passage.label] += 1


def _passages(record: Record, key: str) -> Iterator[Passage]:
    if key == "outcome":
        assert isinstance(record, Enquiry)
        yield from outcome_chapter(record, record.decision).passages
        return
    declared = sections.section_of(record, key)
    assert declared
    opening = len(declared.opening(record)) if declared.opening else 0
    chapter = sections.reads(record, declared)
    yield from chapter.passages[opening:]
    for row in chapter.rows:
        yield Passage(row[0], "\n".join(cell for cell in row[1:] if cell))


def _line(record: Record, section: str, nth: int, passage: Passage) -> Line:
    # By its label, so that another passage before it moves no edit to the wrong words.
    label = hashlib.sha256(f"{passage.label}{nth}".encode()).hexdigest()[:12]
    words = f"{record.title} {record.ref}"
    return Line(f"{record.ref}:{section}:{label}", words, f"/records/{record.ref}/{section}/", passage)


def _agencies(conference: Conference) -> Iterator[Line]:
    """What agencies have handed in for the conference."""
    for c in (c for c in rows_of(conference, "contributions") if c.sent_at):
        text = c.information + (f"\nWhat it means: {c.analysis}" if c.analysis else "")
        passage = Passage(c.agency.name, text, c.restriction, c.agency_id)
        yield Line(f"contribution:{c.pk}", f"Report of {c.agency}, sent by {c.sent_by}", "", passage)


def chronology(conference: Conference) -> list[Line]:
    """The child’s file in the order it happened: records, the child seen, actions done."""
    return read_once(lambda: _chronology(conference), "chronology", conference.pk)


def _chronology(conference: Conference) -> list[Line]:
    found: list[tuple[datetime, str, str, str, str]] = []
    own: dict[str, tuple[str, int]] = {}  # who may read what an agency did, and whose it is
    records = Record.objects.filter(child=conference.child_id).exclude(pk=conference.pk)
    for record in _as_told(records.standing().exclude(state="draft")):
        found.append((*_moment_of(record), f"/records/{record.ref}/"))
    for s in Sighting.objects.filter(enquiry__child=conference.child_id).select_related("enquiry"):
        link = f"/records/{s.enquiry.ref}/visits/"
        found.append((s.seen_at, f"seen:{s.pk}", "The child was seen", s.heading, link))
    done = Action.objects.filter(records__child=conference.child_id, completed_at__isnull=False).distinct()
    for a in done:
        assert a.completed_at
        found.append((a.completed_at, f"action:{a.pk}", a.what, a.outcome, f"/actions/{tagged(a.pk)}/"))
        own[f"action:{a.pk}"] = (a.restriction, a.agency_id)
    lines = []
    for at, key, title, text, link in sorted(found):
        restriction, owner = own.get(key, (ALL, None))
        passage = Passage(f"{at.astimezone(LONDON):%-d %B %Y}: {title}", text, restriction, owner)
        lines.append(Line(f"chronology:{key}", title, link, passage))
    return lines


def _as_told(records: "QuerySet[Record]") -> "QuerySet[Record]":
    """With what a line of the chronology says of each, in as many statements for a hundred as for one."""
    said = SectionContent.objects.filter(record=OuterRef("pk"), section="said").values("fields")
    told = records.select_related("as_concern", "as_discussion", "as_enquiry").annotate(said=Subquery(said))
    return told.prefetch_related(Prefetch("as_discussion__decisions", Decision.objects.order_by("pk")))


def _moment_of(record: Any) -> tuple[datetime, str, str, str]:
    """When it happened, its key, what it is and what came of it."""
    at, text = record.created_at, record.get_state_display()
    if record.kind == Concern.KIND:
        at = record.as_concern.received_at or at
        text = str(record.said.get("what", "")) if record.said else ""
    elif record.kind == StrategyDiscussion.KIND:
        at = record.as_discussion.started_at or at
        text = ", ".join(str(d.get_kind_display()) for d in record.as_discussion.decisions.all()) or text
    elif record.kind == Enquiry.KIND and record.as_enquiry.outcome:
        text = record.as_enquiry.get_outcome_display()
    return at, f"record:{record.pk}", record.title, text


def reads(conference: Conference, chapter: str, title: str) -> Chapter:
    """The chapter as it reads: each line under its label, with where it comes from."""
    return read_once(lambda: _reads(conference, chapter, title), "report", conference.pk, chapter)


def _reads(conference: Conference, chapter: str, title: str) -> Chapter:
    shown = [line for line in lines(conference, chapter) if not line.left_out]
    passages = tuple(
        Passage(
            line.passage.label,
            f"{line.passage.text}\n[{line.source}{', edited' if line.edited else ''}]",
            line.passage.restriction,
            line.passage.owner,
            line.passage.readers,
        )
        for line in shown
    )
    return Chapter(chapter, title, passages)
