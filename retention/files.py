"""What belongs to one child’s file, row by row, in every table; and how it is erased.

A row belongs to the file when it leads to the child, or to another row of the file, by a foreign key. Some
keys only refer: a brother named at another child’s conference stays a name there. History belongs to its row,
also when that row was removed long ago. Access events and seals stay: they name nobody.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Max, Q

from actions.models import Action, ActionOn
from audit.history import begin, histories, kept_models
from children.models import Person, Sex

Model = type[models.Model]
Rows = dict[Model, set[int]]

# Foreign keys that refer to somebody, or something, of another file without belonging to it.
REFERS = frozenset(
    {
        "children.Relationship.person",
        "conference.FamilyMember.person",
        "conference.ReportShared.person",
        "s47.Letter.addressee",
        "records.FamilyPaper.addressee",
        "actions.Action.plan",
    }
)
# What is written of a case. The rest of a file is about the file: who was sent it, who asked for it.
OF_THE_CASE = ("actions", "children", "conference", "deadlines", "records", "s47", "strategy")
NOT_WRITTEN = frozenset(
    {
        "children.Glass", "children.LookReason", "children.Named", "children.Restriction", "records.Draft",
        "records.NamedShare",
        "records.Rendering", "records.Share", "deadlines.Deadline.due_at", "deadlines.Breach",
        "deadlines.Deadline.next_step_at", "deadlines.Deadline.superseded_at",
    }
)  # fmt: skip


@dataclass(frozen=True)
class File:
    """The rows that go with a child."""

    child: Person
    rows: Rows
    named_elsewhere: bool  # another child's file names this one: name, birth and sex stay there

    @property
    def history(self) -> Rows:
        """The earlier states of every row, by table of history; of the child also when a name stays."""
        found: Rows = {}
        for model, keys in (self.rows | {Person: self.rows.get(Person, set()) | {self.child.pk}}).items():
            if events := history_of(model):
                kept = set(events._base_manager.filter(pgh_obj__in=keys).values_list("pk", flat=True))
                found |= {events: kept} if kept else {}
        return found

    @property
    def sealed(self) -> Rows:
        """What goes of the tables under the seals: history, and the rows that are written once."""
        once = set(kept_models())
        return self.history | {model: keys for model, keys in self.rows.items() if model in once}

    def stored(self) -> set[str]:
        """The names of the stored files that go, also of those that were replaced."""
        found = set()
        for model, keys in [*self.rows.items(), *self.history.items()]:
            for column in model._meta.concrete_fields:
                if isinstance(column, models.FileField):
                    named = model._base_manager.filter(pk__in=keys).exclude(**{column.name: ""})
                    found |= set(named.values_list(column.name, flat=True))
        return found


# --- what belongs ----------------------------------------------------------------------------


def file_of(child: Person) -> File:
    """Everything that goes with this child. Reads some hundred small statements, whatever the file holds."""
    rows: Rows = {Person: {child.pk}}
    _walk(rows, Person, {child.pk})
    alone = _actions_alone(rows)
    _walk(rows, Action, alone)
    rows[Person] |= _relatives_alone(rows)
    named = bool(_named_outside(rows, {child.pk}))
    if named:
        rows[Person].discard(child.pk)
    return File(child, {model: keys for model, keys in rows.items() if keys}, named)


def _walk(rows: Rows, model: Model, keys: Collection[int]) -> None:
    """Add `keys` of `model`, and every row that belongs to them."""
    rows.setdefault(model, set()).update(keys)
    waiting: list[tuple[Model, Collection[int]]] = [(model, keys)]
    while waiting:
        owner, owners = waiting.pop()
        if not owners:
            continue
        for key in belonging(owner):
            found = _with(key, owners) - rows.setdefault(key.model, set())
            rows[key.model] |= found
            waiting.append((key.model, found))


@cache
def belonging(model: Model) -> tuple[Any, ...]:
    """The foreign keys by which rows of other tables belong to a row of this one."""
    return tuple(key for key in _keys_to(model) if _label(key) not in REFERS)


@cache
def _keys_to(model: Model) -> tuple[Any, ...]:
    relations: Any = model._meta.get_fields(include_hidden=True)
    towards = [r.field for r in relations if r.auto_created and not r.concrete and not r.many_to_many]
    return tuple(
        key
        for key in dict.fromkeys(towards)
        if key.remote_field.model is model and not hasattr(key.model, "pgh_tracked_model")
    )


def _label(key: Any) -> str:
    return f"{key.model._meta.label}.{key.name}"


def _with(key: Any, owners: Collection[int]) -> set[int]:
    """The rows that hold this key to one of `owners`, and those that did before they were removed."""
    model = key.model
    found = set(model._base_manager.filter(**{f"{key.name}__in": owners}).values_list("pk", flat=True))
    events = history_of(model)
    if events is None or not any(column.name == key.name for column in events._meta.concrete_fields):
        return found
    before = set(events._base_manager.filter(**{f"{key.name}__in": owners}).values_list("pgh_obj", flat=True))
    still = set(model._base_manager.filter(pk__in=before).values_list("pk", flat=True))
    return found | before - still


def history_of(model: Model) -> Model | None:
    """The table of its earlier states; None when it is never changed."""
    return histories().get(model)


def _actions_alone(rows: Rows) -> set[int]:
    """The actions that stand in no record of another file."""
    on = ActionOn.objects.filter(pk__in=rows.get(ActionOn, ()))
    actions = set(on.values_list("action", flat=True))
    shared = ActionOn.objects.filter(action__in=actions).exclude(pk__in=rows.get(ActionOn, ()))
    return actions - set(shared.values_list("action", flat=True))


def _relatives_alone(rows: Rows) -> set[int]:
    """The grown-ups whom this file names and no other one. A brother or sister has a file of their own."""
    named: set[int] = set()
    for key in _keys_to(Person):
        if _label(key) in REFERS:
            named |= {person for person, _ in _naming(key, Q(pk__in=rows.get(key.model, ())))}
            named |= {person for person, _ in _named_before(key, Q(pgh_obj__in=rows.get(key.model, ())))}
    grown = set(Person.objects.filter(pk__in=named, is_child=False).values_list("pk", flat=True))
    return grown - _named_outside(rows, grown)


def _named_outside(rows: Rows, people: Collection[int]) -> set[int]:
    """Those of `people` whom a row that stays names, or named before it was changed."""
    found: set[int] = set()
    for key in _keys_to(Person):
        mine = rows.get(key.model, set())
        held = [
            *_naming(key, Q(**{f"{key.name}__in": people})),
            *_named_before(key, Q(**{f"{key.name}__in": people})),
        ]
        found |= {person for person, row in held if row not in mine}
    return found


def _naming(key: Any, which: Q) -> Iterable[tuple[int, int]]:
    return key.model._base_manager.filter(which).values_list(key.attname, "pk")


def _named_before(key: Any, which: Q) -> Iterable[tuple[int, int]]:
    events = history_of(key.model)
    if events is None or not any(column.name == key.name for column in events._meta.concrete_fields):
        return ()
    return events._base_manager.filter(which).values_list(key.attname, "pgh_obj")


# --- when it was written ---------------------------------------------------------------------


def last_written(file: File, *, at: datetime) -> datetime:
    """The latest moment, up to `at`, that a row of the case carries."""
    found = [file.child.created_at]
    for model, keys in file.rows.items():
        columns = list(_moments(model))
        if columns:
            latest = {name: Max(name, filter=Q(**{f"{name}__lte": at})) for name in columns}
            found += model._base_manager.filter(pk__in=keys).aggregate(**latest).values()
    return max(moment for moment in found if moment)


@cache
def _moments(model: Model) -> tuple[str, ...]:
    label = model._meta.label
    if model._meta.app_label not in OF_THE_CASE or label in NOT_WRITTEN or model is Person:
        return ()
    columns = [c.name for c in model._meta.local_concrete_fields if isinstance(c, models.DateTimeField)]
    return tuple(name for name in columns if f"{label}.{name}" not in NOT_WRITTEN)


# --- how it goes -----------------------------------------------------------------------------


def may_erase() -> bool:
    """Whether this connection is the owner of the tables: nobody else can."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass",
            ["audit_accessevent"],
        )
        return bool(cursor.fetchone()[0])


def erase(file: File) -> dict[Model, set[int]]:
    """Delete the rows and their history. Returns what of it was sealed, by table: the seals must be told.

    Errors: `IntegrityError` when a row outside the file still needs one of it; then nothing is deleted.
    """
    sealed = file.sealed
    _cut_plans(file)
    with pgtrigger.ignore(), transaction.atomic():
        for model, keys in [*file.history.items(), *file.rows.items()]:
            _delete(model, keys)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    if file.named_elsewhere:
        _only_a_name(file.child)
    return sealed


def _cut_plans(file: File) -> None:
    """An action that stays with another child’s record loses the plan that goes."""
    going = file.rows.get(apps.get_model("actions", "ChildPlan"), set())
    Action.objects.filter(plan__in=going).exclude(pk__in=file.rows.get(Action, ())).update(plan=None)


def _delete(model: Model, keys: set[int]) -> None:
    table, key = model._meta.db_table, str(model._meta.pk.column)
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {name(table)} WHERE {name(key)} = ANY(%s)", [sorted(keys)])


def _only_a_name(child: Person) -> None:
    """What another child’s file says of this one stays: name, birth and sex."""
    keep = {
        "ref",
        "authority",
        "given_names",
        "family_name",
        "born_on",
        "expected_on",
        "sex",
        "created_at",
        "created_by",
    }
    for column in Person._meta.concrete_fields:
        if not column.primary_key and column.name not in keep:
            setattr(child, column.name, column.get_default())
    child.sex = child.sex or Sex.UNKNOWN
    child.restricted = False
    child.save()
    begin(Person, histories()[Person], [child.pk])  # all of its history has gone


# Tables whose name in the plural is not what a reader would call it.
CALLED = {
    "actions.ActionOn": "Actions in records", "actions.Happening": "Entries on actions",
    "children.Glass": "Emergency accesses", "children.LookReason": "Reasons for opening the file",
    "children.Named": "People named for a restricted case",
    "children.Person": "People", "circulation.NothingReceived": "Reports of nothing received",
    "circulation.ReceiptPerson": "People who were sent something", "conference.Edit": "Edits of a report",
    "conference.ReportShared": "Reports shared", "governance.Mark": "Marks of a redaction",
    "records.FamilyPaper": "Papers for the family", "records.FamilyStep": "Steps of papers for the family",
    "records.SectionContent": "Sections", "retention.DueFile": "Places on the list of what is due",
    "s47.AccessRefused": "Refusals of access", "s47.Enquiry": "Enquiries", "s47.LetterGiven": "Letters given",
    "s47.Missing": "Times missing", "strategy.Information": "Pieces of information",
}  # fmt: skip


def counted(rows: Rows) -> Iterator[tuple[str, int]]:
    """What a table is called, and how many rows of it go; the most first."""
    named = [
        (CALLED.get(model._meta.label, str(model._meta.verbose_name_plural).capitalize()), len(keys))
        for model, keys in rows.items()
    ]
    yield from sorted(named, key=lambda each: (-each[1], each[0]))
