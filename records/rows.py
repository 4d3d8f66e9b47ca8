"""The runner of declared rows: facts that repeat in a section, each a row of its own.

An app declares each kind of row once: model, form, section. The page that adds, changes and
takes out a row comes from that one list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from agencies.models import User
from children.models import Person, hidden_from
from records.contents import kinds_of
from records.models import Record
from records.refusals import WhyNot
from records.sections import RowForm


def nothing_against(row: Any) -> WhyNot:
    yield from ()


@dataclass(frozen=True)
class RowKind:
    key: str
    title: str
    section: str
    model: Any  # has added_at and added_by
    form: type[RowForm]
    parent: str  # the field that points at the record
    button: str = ""
    empty: str = ""  # said while there is none
    why_not_alter: Callable[[Any], WhyNot] = nothing_against
    # What the facts must agree with: called with (record, facts, at) before the row is written.
    why_not_so: Callable[[Any, dict[str, Any], Any], WhyNot] = lambda record, facts, at: iter(())
    # Called in the transaction after a row was written or taken out: what hangs on the rows follows.
    follow: Callable[[Any], None] | None = None

    def of(self, record: Record) -> "models.QuerySet[Any]":
        found: models.QuerySet[Any] = self.model._default_manager.filter(**{self.parent: record.pk})
        name = self.model._meta.get_field(self.parent).remote_field.related_name
        read_with = kinds_of(type(record)).get(name, ())
        return found.select_related(*read_with) if read_with else found

    def known_to(self, user: User, record: Record) -> "models.QuerySet[Any]":
        """Its rows, without those that name a child of whom this person may not know."""
        names_somebody = any(f.related_model is Person for f in self.model._meta.fields)
        rows = self.of(record)
        return rows.exclude(hidden_from(user, "person")) if names_somebody else rows


KINDS: dict[str, dict[str, RowKind]] = {}


def register(model: type[Record], *declared: RowKind) -> None:
    KINDS[model.KIND] = {kind.key: kind for kind in declared}


def kind_of(record: Record, key: str) -> RowKind | None:
    return KINDS.get(record.kind, {}).get(key)


def groups(record: Record, section: str, user: User) -> list[tuple[RowKind, "models.QuerySet[Any]"]]:
    """The kinds of row that a section has, each with those of its rows that this person may know of."""
    return [
        (kind, kind.known_to(user, record).order_by("pk"))
        for kind in KINDS.get(record.kind, {}).values()
        if kind.section == section
    ]
