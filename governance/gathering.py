"""Everything that is held about one child, as passages and tables, to be redacted and released (§9).

What a record says comes from its sections and its frozen versions, as it reads on paper. A later part leaves
out what an earlier one of the same record says in the same words, so that nothing is redacted twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import models

from actions.models import Action
from children.models import Glass, LookReason, Person, Restriction
from circulation.models import Receipt
from conference.models import Edit
from deadlines.models import Deadline
from governance.models import SubjectAccess
from governance.redaction import Part
from records import sections
from records.fields import day_in_words, moment_in_words
from records.models import Product, Record, Version
from records.passages import ALL, NOT_FAMILY, Chapter, Passage, chapter_from
from records.states import UNFINISHED
from strategy.models import Contribution


def gather(child: Person, *, at: datetime) -> list[Part]:
    """Every part of the child’s file, the oldest record first."""
    parts = [_the_child(child), _family(child)]
    for record in Record.objects.filter(child=child).order_by("created_at", "pk"):
        parts += _record(sections.whole(record), at=at)
    parts += [_actions(child), _others(child)]
    return [part for part in parts if any(c.passages or c.rows for c in part.chapters)]


# --- the child and the family --------------------------------------------------------------

ABOUT = (
    "given_names", "family_name", "also_known_as", "nhs_number", "case_number", "first_language", "religion",
    "disability", "communication", "address",
)  # fmt: skip


def _named(person: Person, names: Iterable[str]) -> Iterator[Passage]:
    for name in names:
        column: Any = Person._meta.get_field(name)
        if text := str(getattr(person, name)):
            yield Passage(str(column.verbose_name).capitalize(), text)


def _the_child(child: Person) -> Part:
    words = [
        *_named(child, ABOUT),
        Passage("Birth", child.birth),
        Passage("Sex", child.get_sex_display()),
        *([Passage("Ethnicity", child.get_ethnicity_display())] if child.ethnicity else []),
        *([Passage("Interpreter", "Needed")] if child.interpreter_needed else []),
        *([Passage("Looked after", "Yes")] if child.looked_after else []),
        *([Passage("Child protection plan", "Yes")] if child.on_plan else []),
    ]
    return Part("The child", child.ref, (Chapter("child", "As the authority knows the child", tuple(words)),))


def _family(child: Person) -> Part:
    rows = tuple(
        (
            str(r.person),
            r.get_kind_display(),
            r.person.birth,
            "Parental responsibility" if r.parental_responsibility else "",
            "Same household" if r.same_household else "",
            r.person.address,
            r.note,
        )
        for r in child.relationships.select_related("person").order_by("pk")
    )
    columns = ("Name", "Relationship", "Birth", "Responsibility", "Household", "Address", "Note")
    return Part(
        "Family and household", "", (Chapter("family", "Who is who to the child", (), columns, rows),)
    )


# --- a record ------------------------------------------------------------------------------


@dataclass
class Said:
    """What the parts of one record have said so far."""

    passages: set[tuple[str, str]] = field(default_factory=set)
    tables: set[tuple[tuple[str, ...], ...]] = field(default_factory=set)
    words: str = ""  # all of it, with single spaces

    def new_in(self, chapters: Iterable[Chapter]) -> Iterator[Chapter]:
        for chapter in chapters:
            new = tuple(p for p in chapter.passages if (p.label, p.text) not in self.passages)
            rows = () if chapter.rows in self.tables else chapter.rows
            self.passages |= {(p.label, p.text) for p in new}
            self.tables.add(chapter.rows)
            told = [*(p.text for p in new), *(cell for row in rows for cell in row)]
            self.words = " ".join([self.words, *(" ".join(text.split()) for text in told)])
            if new or rows:
                yield replace(chapter, passages=new, rows=rows)


def _record(record: Record, *, at: datetime) -> Iterator[Part]:
    said = Said()
    for title, about, chapters in _readings(record):
        yield Part(title, about, tuple(said.new_in(chapters)))
    beside = _beside(record, said, at=at)
    yield replace(beside, chapters=(*beside.chapters, *said.new_in([_unsaid(record, said)])))


def _readings(record: Record) -> Iterator[tuple[str, str, list[Chapter]]]:
    """The full record first, the latest version before the earlier ones; then what was made of it."""
    name = f"{record.paper}, {record.ref}"
    versions = list(record.versions.order_by("product", "-number").select_related("signed_by"))
    signed = [v for v in versions if v.product == Product.RECORD]
    if not signed or record.state in UNFINISHED:
        now = [sections.reads(record, section) for section in sections.sections_of(record)]
        yield name, f"{record.get_state_display()}; as it read when the file was gathered", now
    for version in [*signed, *(v for v in versions if v not in signed)]:
        what = name if version.product == Product.RECORD else f"{version.get_product_display()}, {record.ref}"
        yield what, _about(version), [chapter_from(c) for c in version.content["chapters"]]


def _about(version: Version) -> str:
    to = version.content["head"].get("to", "")
    when = f"version {version.number} of {moment_in_words(version.made_at)}"
    signed = f", signed by {version.signed_by}" if version.signed_by else ""
    return f"{when}{signed}{f', to {to}' if to else ''}" + (f". {version.reason}" if version.reason else "")


def _beside(record: Record, said: Said, *, at: datetime) -> Part:
    """What stands beside the record: handed in, agreed, delayed, sent to whom, asked to be corrected.

    What an agency has not sent yet is its own. What it wrote to the chair nobody has marked: that is kept
    from the family until somebody decides.
    """
    sent_in = record.contributions.filter(sent_at__isnull=False)
    handed_in = [
        Passage(f"{c.agency}: {what}", text, c.restriction, c.agency_id)
        for c in sent_in.select_related("agency").order_by("pk")
        for what, text in (("information", c.information), ("analysis", c.analysis))
        if text
    ]
    agreed = [
        Passage(f"{a.by}, {a.capacity}, {moment_in_words(a.at)}", a.comment)
        for a in record.agreements.select_related("by").order_by("pk")
        if a.comment
    ]
    delays = [
        Passage(f"{d.title}: {what}", text)
        for d in Deadline.objects.filter(record=record.pk).order_by("pk")
        for what, text in (("why it was late", d.delay_cause), ("what was done about it", d.delay_mitigation))
        if text
    ]
    clocks = tuple(
        (
            d.title,
            d.because,
            moment_in_words(d.due_at),
            moment_in_words(d.met_at) if d.met_at else d.status(at=at),
        )
        for d in Deadline.objects.filter(record=record.pk).order_by("pk")
    )
    receipts = Receipt.objects.filter(version__record=record.pk).select_related("version", "agency")
    sent = tuple(
        (
            str(r.agency),
            f"{r.version.get_product_display()}, version {r.version.number}",
            r.why,
            moment_in_words(r.queued_at),
            moment_in_words(r.acknowledged_at) if r.acknowledged_at else "",
        )
        for r in receipts.order_by("pk")
    )
    corrections = [
        Passage(f"{c.by}, {moment_in_words(c.at)}", f"{c.text}\n\n{c.answer}".strip(), NOT_FAMILY)
        for r in receipts.order_by("pk")
        for c in r.corrections.select_related("by").order_by("pk")
    ]
    chapters = (
        Chapter("handed_in", "What agencies handed in", tuple(handed_in)),
        Chapter("agreed", "What was said on agreeing", tuple(agreed)),
        Chapter("delays", "Delays", tuple(delays)),
        Chapter("clocks", "Clocks", (), ("Clock", "Because", "Due", "Met"), clocks),
        Chapter("sent", "Who received it", (), ("Agency", "What", "Why", "Sent", "Acknowledged"), sent),
        Chapter("corrections", "Corrections asked for, and the answers", tuple(corrections)),
    )
    return Part(f"Beside {record.paper.lower()}, {record.ref}", "", tuple(said.new_in(chapters)))


CODES = 64  # no column this short is free text
OF_THE_WORK = {"deadlines.Deadline.source"}  # the paragraph of the rule
# Parts of their own, what was handed in, and edits, which say what the report says.
ELSEWHERE = (Record, Action, SubjectAccess, Contribution, Edit)


def _unsaid(record: Record, said: Said) -> Chapter:
    """What a row of the record says in free text and no part has said so far: nothing is forgotten."""
    found = [
        Passage(f"{_words_of(row._meta)}: {_words_of(column)}", text, getattr(row, "restriction", ALL))
        for row in _rows_of(record)
        for column in row._meta.concrete_fields
        if _is_free_text(column) and (text := getattr(row, column.attname))
        if " ".join(text.split()) not in said.words
    ]
    return Chapter("also", "Also recorded", tuple(found))


def _words_of(named: Any) -> str:
    return str(named.verbose_name).capitalize()


def _is_free_text(column: Any) -> bool:
    if column.choices or not isinstance(column, models.CharField | models.TextField):
        return False
    if f"{column.model._meta.label}.{column.name}" in OF_THE_WORK:
        return False
    return column.max_length is None or column.max_length > CODES


def _rows_of(record: Record) -> Iterator[models.Model]:
    """The record and every row that leads to it, history and other records left out."""
    waiting: list[models.Model] = [record]
    seen: set[tuple[str, Any]] = set()
    while waiting:
        row = waiting.pop(0)
        if (row._meta.label, row.pk) in seen:
            continue
        seen.add((row._meta.label, row.pk))
        yield row
        relations: Any = row._meta.get_fields(include_hidden=True)
        for relation in relations:
            model = relation.related_model
            towards = relation.auto_created and not relation.concrete and not relation.many_to_many
            if towards and not issubclass(model, ELSEWHERE) and not hasattr(model, "pgh_tracked_model"):
                waiting += model._base_manager.filter(**{relation.remote_field.name: row.pk}).order_by("pk")


# --- the rest ------------------------------------------------------------------------------


def _actions(child: Person) -> Part:
    actions = Action.objects.filter(records__child=child).distinct().order_by("pk")
    chapters = []
    for action in actions.select_related("owner", "agency").prefetch_related("happenings__by"):
        words = [Passage("What", action.what), Passage("Why", action.why), Passage("Outcome", action.outcome)]
        if action.evidence_name:
            words.append(Passage("Evidence on file", action.evidence_name))
        happened = tuple(
            (moment_in_words(h.at), h.get_kind_display(), str(h.by), h.text) for h in action.happenings.all()
        )
        title = f"{action.owner}, {action.agency}, by {day_in_words(action.due_on.isoformat())}"
        columns = ("When", "What happened", "Who", "Said")
        chapters.append(Chapter("action", title, tuple(p for p in words if p.text), columns, happened))
    return Part("Actions", "", tuple(chapters))


def _others(child: Person) -> Part:
    plans = tuple(
        (plan.get_kind_display(), day_in_words(plan.dated.isoformat()), str(plan.owner))
        for plan in child.plans.select_related("owner").order_by("pk")
    )
    restricted = [
        Passage(
            f"Restricted from {moment_in_words(r.since)}",
            f"{r.reason}\n\n{r.lifted_because}".strip(),
            NOT_FAMILY,
        )
        for r in Restriction.objects.filter(child=child).order_by("pk")
    ]
    opened = [
        Passage(f"Opened by {g.user}, {moment_in_words(g.at)}", f"{g.reason}\n\n{g.note}".strip(), NOT_FAMILY)
        for g in Glass.objects.filter(child=child).select_related("user").order_by("pk")
    ]
    looked = [
        Passage(f"{r.user}, {moment_in_words(r.at)}: {r.get_kind_display()}", r.words, NOT_FAMILY)
        for r in LookReason.objects.filter(child=child).select_related("user").order_by("pk")
    ]
    chapters = (
        Chapter("plans", "Plans", (), ("Plan", "Dated", "Held by"), plans),
        Chapter("restricted", "When the file was restricted", tuple(restricted)),
        Chapter("opened", "When the file was opened in an emergency", tuple(opened)),
        Chapter("looked", "Why other teams opened the file", tuple(looked)),
    )
    return Part("Plans, restrictions, emergency access", "", chapters)
