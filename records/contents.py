"""What hangs on a record: its sections, and its rows of each kind.

A page asks for most of them, so within a request all are read when the first is asked for, in one statement:

1. `ROWS` of a kind of record, and of what it inherits from, names its rows and what is read with each.
2. Each kind is a subquery that gives its rows as JSON, column by column: a record has tens of them.
3. Each row is made of its columns as Django makes it of a row of a table.

Outside of requests nothing is kept, and a verb reads the one kind that it asks for.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from config.patience import what_was_read
from config.read_once import read_once
from records.frozen import FrozenText
from records.models import Record, SectionContent, Version

THE_RECORD = -47  # stands for its key in the statement
ITSELF = "row"  # its own columns, beside those of what is read with it


def contents_of(record: Record) -> dict[str, SectionContent]:
    """What stands in each section, as the database has it."""
    return {content.section: content for content in rows_of(record, "contents")}


def rows_of(record: Record, name: str) -> list[Any]:
    """All rows of one kind that hang on a record, in the order in which they were added."""
    if what_was_read() is None:
        rows, read_with = getattr(record, name).order_by("pk"), kinds_of(type(record))[name]
        # Asked for nothing, `select_related` would read everything that the row points at.
        rows = rows.select_related(*read_with) if read_with else rows
        return list(rows.defer(*_kept_apart(rows.model)))
    return read_once(lambda: _all_of(record), "rows", type(record), record.pk)[name]


def versions_of(record: Record) -> list[Version]:
    """What was frozen of a record, without its text: product by product, the newest of each first."""
    return sorted(rows_of(record, "versions"), key=lambda version: (version.product, -version.number))


@cache
def kinds_of(model: type[Record]) -> dict[str, tuple[str, ...]]:
    """The kinds of row that hang on records of this kind, each with what is read with it."""
    found: dict[str, tuple[str, ...]] = {}
    for each in reversed(model.__mro__):
        found |= vars(each).get("ROWS", {})
    return found


def _all_of(record: Record) -> dict[str, list[Any]]:
    sql, params = _statement(type(record))
    with connection.cursor() as cursor:
        cursor.execute(sql, [record.pk if said == THE_RECORD else said for said in params])
        found = cursor.fetchone()
    each = zip(kinds_of(type(record)), found, strict=True)
    return {name: list(_made(record, name, map(json.loads, rows))) for name, rows in each}


@cache
def _statement(model: type[Record]) -> tuple[str, tuple[Any, ...]]:
    """As the ORM writes it, once a process: writing it takes ten times as long as asking it.

    Of the record by its key, whoever asks: who may open it was asked when it was opened.
    """
    columns = (ArraySubquery(_as_json(model, name)) for name in kinds_of(model))
    one = model._base_manager.filter(pk=THE_RECORD).values_list(*columns)
    sql, params = one.query.sql_with_params()
    return sql, tuple(params)


def _as_json(model: type[Record], name: str) -> "models.QuerySet[Any]":
    """The rows of one kind, each as one object of objects: its columns, and those of what is read with it."""
    field = _field(model, name)
    said = {ITSELF: JSONObject(**{c.attname: F(c.attname) for c in _columns(field.model)})}
    for other in kinds_of(model)[name]:
        of = field.model._meta.get_field(other).related_model
        said[other] = JSONObject(**{c.attname: F(f"{other}__{c.attname}") for c in _columns(of)})
    rows = field.model._base_manager.filter(**{field.name: OuterRef("pk")}).order_by("pk")
    return rows.values_list(JSONObject(**said))


def _made(record: Record, name: str, rows: Iterable[dict[str, Any]]) -> Iterator[Any]:
    field = _field(type(record), name)
    for said in rows:
        row = _row(field.model, said[ITSELF])
        for other in kinds_of(type(record))[name]:
            to = field.model._meta.get_field(other)
            to.set_cached_value(row, _row(to.related_model, said[other]))
        if field.many_to_one:
            field.set_cached_value(row, record)
        yield row


def _row(model: Any, said: dict[str, Any]) -> Any:
    """A row of its columns; None where there was nothing to join."""
    if said[model._meta.pk.attname] is None:
        return None
    columns = _columns(model)
    values = [_as_python(column, said[column.attname]) for column in columns]
    return model.from_db(DEFAULT_DB_ALIAS, [column.attname for column in columns], values)


def _as_python(column: Any, value: Any) -> Any:
    """JSON has no moments and days: they come as text."""
    if isinstance(column, ArrayField) and value is not None:
        return [_as_python(column.base_field, each) for each in value]
    return column.to_python(value)


def _field(model: type[Record], name: str) -> Any:
    """The field by which rows of this kind point at their record."""
    return model._meta.get_field(name).remote_field


def _columns(model: Any) -> list[Any]:
    return [c for c in model._meta.concrete_fields if c.name not in _kept_apart(model)]


def _kept_apart(model: Any) -> list[str]:
    """What was frozen is long, and read by whoever shows it."""
    return [c.name for c in model._meta.concrete_fields if isinstance(c, FrozenText)]
