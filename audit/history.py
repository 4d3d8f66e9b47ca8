"""What must stay as it was written: refused by triggers, whoever asks, to change, delete or empty it."""

from collections.abc import Callable
from typing import Any

import pghistory
import pgtrigger
from django.apps import apps


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


def tracked(*, exclude: list[str] | None = None) -> Callable[[Any], Any]:
    """Keep the history of a model, old values and new, in a table of its own that only grows."""
    decorate: Callable[[Any], Any] = pghistory.track(
        exclude=exclude, append_only=True, meta={"triggers": [not_emptied()]}
    )
    return decorate


def kept_tables() -> list[str]:
    """Every table that refuses to be emptied: what is written there stays."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(trigger.name == "not_emptied" for trigger in getattr(model._meta, "triggers", []))
    )
