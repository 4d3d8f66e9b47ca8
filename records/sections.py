"""The runner of declared sections.

An app declares each section once: key, title, form, what is missing before signing, how
it reads. Task list, navigation, completeness, reading view, PDF and snapshot come from
that one list.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from records.contents import contents_of
from records.contradictions import Contradiction, Rules
from records.fields import MomentField, Prose, day_in_words, moment_in_words
from records.models import Record, RecordQuerySet, SectionContent
from records.passages import Chapter, Passage
from records.refusals import Refusal

NOT_STARTED, IN_PROGRESS, COMPLETE = "Not started", "In progress", "Complete"


class SectionForm(forms.Form):
    """A section's fields. Required means required to sign, so nothing is required to save."""

    def __init__(self, *args: Any, record: Record | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.label_suffix = ""
        for field in self.fields.values():
            field.required = False
        self.prepare()
        self._ask_to_explain()

    contradictions: Rules[Any] | None = None  # what these answers cannot say at once

    def _ask_to_explain(self) -> None:
        """Each contradiction in what was saved has its question, at the end of the form."""
        if self.record is None or self.contradictions is None:
            return
        for found in self.contradictions.standing(self.record, answers(self.record, self.contradictions)):
            if not found.refused_at:
                asked = Prose(label=f"{found.sentence} Why?", rows=3, required=False)
                self.fields[found.question] = asked

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.record is not None and self.contradictions is not None:
            for found in self.contradictions.standing(self.record, bare(cleaned)):
                if found.refused_at and found.refused_at not in self.errors:
                    self.add_error(found.refused_at, found.sentence)
        return cleaned

    def tell(self, reasons: Iterable[Refusal]) -> None:
        """Each reason beside the question that mends it."""
        for refusal in reasons:
            self.add_error(refusal.mend if refusal.mend in self.fields else None, refusal.reason)

    told_by_rows: tuple[str, ...] = ()  # answers that the section's table says already
    asked_once: tuple[str, ...] = ()  # answers that are asked when it is saved, and are no part of it
    drawn_by_page: tuple[str, ...] = ()  # what is sent with it and is no field of it: boxes to tick

    def prepare(self) -> None:
        """A section that depends on the record fills its choices here."""


class RowForm(SectionForm):
    """One row of a table in a section. What a row cannot be without, it says here."""

    needs: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """What was cleaned, as the row's columns."""
        return dict(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.needs:
            if name in cleaned and cleaned[name] in (None, "", []):
                label = str(self.fields[name].label or name)
                self.add_error(name, f"{_asks(label)} “{label}”")
        return cleaned


def _asks(label: str) -> str:
    return "Answer" if label.endswith("?") else "Enter"


Said = dict[str, Any]
Missing = Callable[[Any, Said], Iterator[str]]
Reads = Callable[[Any], Chapter | None]


def nothing_missing(record: Any, said: dict[str, Any]) -> Iterator[str]:
    yield from ()


def need(said: Said, **wanted: str) -> Iterator[str]:
    """The sentence for each answer that is not given."""
    for name, sentence in wanted.items():
        if said.get(name) in (None, "", []):
            yield sentence


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    form: type[SectionForm] | None = None
    missing: Missing = nothing_missing
    rows: Reads | None = None  # tables and passages that are rows of their own
    partial: str = ""  # the template that shows and edits those rows
    hint: str = ""
    # Called in the saving transaction with (record, cleaned, by, at): facts with columns.
    apply: Callable[..., None] | None = None
    shared: bool = True  # may be copied to the records of the other children
    opening: Callable[[Any], tuple[Passage, ...]] | None = None  # reads before the answers


def said(record: Record, section: Section) -> dict[str, Any]:
    content = contents(record).get(section.key)
    return content.fields if content else {}


def answers(record: Record, rules: Rules[Any]) -> dict[str, Any]:
    """What was saved in the section of which these rules speak."""
    content = contents(record).get(rules.section)
    return content.fields if content else {}


def contents(record: Record) -> dict[str, SectionContent]:
    """Every section of the record, read once a request."""
    if not hasattr(record, "_contents"):
        record._contents = contents_of(record)
    return record._contents


def forget(record: Record) -> None:
    record.__dict__.pop("_contents", None)


def bare(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What a form cleaned, as JSON keeps it: dates and moments in ISO 8601."""

    def plain(value: Any) -> Any:
        if hasattr(value, "isoformat"):
            return value.isoformat()
        if hasattr(value, "pk"):
            return value.pk
        if hasattr(value, "__iter__") and not isinstance(value, str):
            return [plain(v) for v in value]
        return value

    return {name: plain(value) for name, value in cleaned.items()}


def missing(record: Record, section: Section) -> list[str]:
    found = list(section.missing(record, said(record, section)))
    return [*found, *(c.mend for c in unmended(record, section))]


def unmended(record: Record, section: Section) -> list[Contradiction]:
    """The contradictions in what was saved that are neither away nor explained."""
    rules = section.form.contradictions if section.form else None
    return rules.unmended(record, answers(record, rules)) if rules else []


def state_of(record: Record, section: Section) -> str:
    started = section.key in contents(record)
    if section.rows and (chapter := section.rows(record)) and (chapter.rows or chapter.passages):
        started = True
    if missing(record, section):
        return IN_PROGRESS if started else NOT_STARTED
    return COMPLETE if started else NOT_STARTED


def reads(record: Record, section: Section) -> Chapter:
    """The section as it reads on paper: its own answers, then its rows."""
    passages: list[Passage] = list(section.opening(record)) if section.opening else []
    if section.form:
        form = section.form(record=record)
        answers = said(record, section)
        for name, field in form.fields.items():
            if name in form.told_by_rows:
                continue
            if text := in_words(field, answers.get(name)):
                passages.append(Passage(str(field.label or name), text))
    rows = section.rows(record) if section.rows else None
    if rows is None:
        return Chapter(section.key, section.title, tuple(passages))
    return replace(rows, key=section.key, title=section.title, passages=(*passages, *rows.passages))


def in_words(field: forms.Field, value: Any) -> str:
    """An answer as a person reads it."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(field, forms.TypedChoiceField | forms.ChoiceField):
        asked: Any = field
        choices = dict(asked.choices)
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(choices.get(v, v)) for v in values)
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(field, MomentField):
        return moment_in_words(value)
    if isinstance(field, forms.DateField):
        return day_in_words(value)
    return str(value)


def kept_of(section: Section, cleaned: dict[str, Any]) -> dict[str, Any]:
    """What was cleaned, as the record keeps it."""
    once = section.form.asked_once if section.form else ()
    return bare({name: value for name, value in cleaned.items() if name not in once})


REGISTRY: dict[str, tuple[type[Record], list[Section]]] = {}


def register(model: type[Record], declared: list[Section]) -> None:
    REGISTRY[model.KIND] = (model, declared)


def sections_of(record: Record) -> list[Section]:
    return REGISTRY[record.kind][1]


def section_of(record: Record, key: str) -> Section | None:
    return next((s for s in sections_of(record) if s.key == key), None)


def whole(record: Record) -> Record:
    """The record as what it is: a concern, a discussion …"""
    found: Record = _as(REGISTRY[record.kind][0]).get(pk=record.pk)
    return found


def to_find(ref: str) -> "RecordQuerySet[Any]":
    """Where a record of this reference stands, as what it is: its first letters say of which kind it is."""
    of_kind = (model for model, _ in REGISTRY.values() if ref.startswith(f"{model.PREFIX}-"))
    return _as(next(of_kind, Record))


def _as(model: type[Record]) -> "RecordQuerySet[Any]":
    found: RecordQuerySet[Any] = model._default_manager.select_related(*model.READ_WITH)
    return found


# The first page of each kind of record: called with (request, record).
PAGES: dict[str, Callable[[Any, Any], Any]] = {}

# What an app adds to the page of its sections: side panels, forms of its rows; for (record, section, reader).
EXTRA: dict[str, Callable[[Any, Section, Any], dict[str, Any]]] = {}
