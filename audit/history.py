"""What must stay as it was written: refused by triggers, whoever asks, to change, delete or empty it.

Either a table is kept (a row is written once), or it is tracked (each state of a row is written once, in a
table beside it). Whatever is written once comes under the seals by that, and by nothing else.
"""

from collections.abc import Callable
from typing import Any

import pghistory
import pgtrigger
from django.apps import apps
from django.db import connection, models

Model = type[models.Model]


def not_emptied() -> pgtrigger.Trigger:
    """TRUNCATE passes by the triggers of rows; this one stands in its way."""
    return pgtrigger.Trigger(
        name="not_emptied",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
    )


def kept(name: str) -> list[pgtrigger.Trigger]:
    """The triggers of a table whose rows are written once."""
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete), not_emptied()]


def tracked(
    *, exclude: list[str] | None = None, by_program: bool = False, called: str = ""
) -> Callable[[Any], Any]:
    """Keep the history of a model, old values and new, in a table of its own that only grows.

    `by_program`: each line of history must carry the mark of the program (`audit.marks`), and statements
    that set none of the columns kept here wake no trigger: the sweep writes to ten thousand rows at once.
    `called` is what the row calls its history, where models share a row.
    """

    def decorate(model: Any) -> Any:
        more: dict[str, Any] = {"exclude": exclude}
        trackers: list[Any] = []
        if by_program:
            columns = [f.column for f in model._meta.local_concrete_fields if f.name not in (exclude or [])]
            changed = pghistory.UpdateEvent(operation=pgtrigger.UpdateOf(*columns), trigger_name="update_of")
            trackers = [pghistory.InsertEvent(), changed, pghistory.DeleteEvent()]
            more |= {"context_field": pghistory.ContextJSONField(), "context_id_field": None}
        if called:
            more["obj_field"] = pghistory.ObjForeignKey(related_name=called)
        return pghistory.track(*trackers, append_only=True, meta={"triggers": [not_emptied()]}, **more)(model)

    return decorate


def kept_tables() -> list[str]:
    """Every table that refuses to be emptied: what is written there stays."""
    return sorted(
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if _stays(model)
    )


def _stays(model: Model) -> bool:
    return any(trigger.name == "not_emptied" for trigger in getattr(model._meta, "triggers", []))


def histories() -> dict[Model, Model]:
    """Each tracked model → the model of its history."""
    return {m.pgh_tracked_model: m for m in apps.get_models() if hasattr(m, "pgh_tracked_model")}


def kept_models() -> list[Model]:
    """The models whose rows are written once, without the histories and the chain of seals itself."""
    chain = {"audit.Seal", "audit.SealedRows"}
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if _stays(model) and not hasattr(model, "pgh_tracked_model") and model._meta.label not in chain
    ]


def moment_of(model: Model) -> str:
    """The column of a kept model that says when a row was written: the one moment that each row has.

    Where each has two, until when it holds besides, it is the one called `at`.
    """
    moments = [
        str(field.column)
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.DateTimeField) and not field.null
    ]
    (moment,) = moments if len(moments) == 1 else [each for each in moments if each == "at"]
    return moment


STANDING = """
INSERT INTO {history} ({columns}, pgh_created_at, pgh_label, pgh_obj_id)
SELECT {columns}, now(), 'standing', {key} FROM {table} t
WHERE NOT EXISTS (SELECT FROM {history} h WHERE h.pgh_obj_id = t.{key}) AND {which}
"""


def begin(model: Model, history: Model, keys: list[int] | None = None) -> None:
    """Begin the history of those rows of a tracked model that have none, or of `keys`: as they stand now."""
    name = connection.ops.quote_name
    columns = ", ".join(name(column) for column in columns_of(history))
    with connection.cursor() as cursor:
        cursor.execute(
            STANDING.format(
                history=name(history._meta.db_table), table=name(model._meta.db_table),
                key=name(str(model._meta.pk.column)), columns=columns,
                which=f"t.{name(str(model._meta.pk.column))} = ANY(%s)" if keys else "true",
            ),
            [keys] if keys else None,
        )  # fmt: skip


def columns_of(history: Model) -> list[str]:
    """The columns of the tracked table of which this history keeps the states."""
    return [str(f.column) for f in history._meta.concrete_fields if not f.name.startswith("pgh_")]
