"""What is altered behind the program’s back is named: in every table, whoever did it, with whatever role."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from agencies.models import Membership, User
from audit.history import histories, kept_models
from circulation.models import Receipt, ReceiptPerson
from config.clock import now
from deadlines.models import FIXED, Deadline
from records.models import Version
from tests.audit.behind import found, past_triggers, seal_all
from tests.stories import signed


@pytest.fixture
def sealed(cast):
    _, discussion = signed(cast)
    seal_all(now() + timedelta(minutes=2))
    return discussion


def some_row(model):
    """The key of a row and a column of text or moment in it that can be altered; None when there is none."""
    row = model._base_manager.order_by("pk").first()
    if row is None:
        return None
    columns = [
        f for f in model._meta.local_concrete_fields
        if f.editable and not f.primary_key and not f.unique and not f.is_relation and not f.choices
    ]  # fmt: skip
    for kind, altered in (
        (models.TextField, "{c} || 'x'"), (models.JSONField, "jsonb_build_object('x', 1)"),
        (models.CharField, "left({c}, 5) || 'x'"), (models.DateTimeField, "coalesce({c}, now()) - interval '7 days'"),
        (models.BooleanField, "NOT {c}"), (models.IntegerField, "coalesce({c}, 0) + 1"),
    ):  # fmt: skip
        for column in columns:
            if isinstance(column, kind) and not column.name.startswith("pgh_"):
                return row.pk, f"{column.column} = {altered.format(c=column.column)}"
    return None


def test_a_row_of_any_table_that_is_written_once_is_named_when_it_is_altered(sealed):
    assert found() == []
    tried = set()
    for model in [*kept_models(), *histories().values()]:
        if some := some_row(model):
            key, altered = some
            table, pk = model._meta.db_table, model._meta.pk.column
            past_triggers(f"UPDATE {table} SET {altered} WHERE {pk} = %s", key)
            tried.add(f"A row was altered: {table}, row {key} ")
    assert len(tried) > 20
    said = found()
    assert [line for line in tried if not any(each.startswith(line) for each in said)] == []


def test_a_row_of_any_tracked_table_is_named_when_it_is_not_what_its_history_says(sealed):
    tried = set()
    for model, history in histories().items():
        kept = {f.name for f in history._meta.concrete_fields}
        some = some_row(model)
        if some and some[1].split(" ")[0] in kept:
            past_triggers(
                f"UPDATE {model._meta.db_table} SET {some[1]} WHERE {model._meta.pk.column} = %s", some[0]
            )
            tried.add(f"A row is not what its history says: {model._meta.db_table}, row {some[0]}")
    assert len(tried) > 10
    assert tried <= set(found())


@pytest.mark.parametrize(
    ("model", "altered"),
    [
        (Version, "content = jsonb_set(content, '{head,title}', '\"Other\"')"),
        (Version, "sha256 = repeat('0', 64)"),
        (Receipt, "opened_by_id = acknowledged_by_id, acknowledged_by_id = opened_by_id, chased = 3"),
        (Deadline, "due_at = due_at + interval '7 days'"),
        (Deadline, "met_at = started_at"),
        (User, "is_superuser = true"),
        (Membership, "role = 'head_of_service'"),
    ],
)
def test_a_signed_version_a_receipt_a_clock_and_who_may_what_are_named(sealed, capsys, model, altered):
    key = model.objects.order_by("pk").first().pk
    past_triggers(f"UPDATE {model._meta.db_table} SET {altered} WHERE id = %s", key)
    with pytest.raises(CommandError, match="Tell information governance"):
        call_command("verify_audit")
    assert f"{model._meta.db_table}, row {key}" in capsys.readouterr().out


def test_a_row_that_is_gone_or_was_put_in_past_the_triggers_is_named(sealed):
    person = ReceiptPerson.objects.order_by("pk").last()
    past_triggers("DELETE FROM circulation_receiptperson WHERE id = %s", person.pk)
    past_triggers(
        "INSERT INTO circulation_nothingreceived (record_id, agency_id, at, by_id) VALUES (%s, %s, now(), %s)",
        sealed.pk, sealed.authority_id, sealed.chair_id,
    )  # fmt: skip
    said = found()
    assert (
        f"A row is gone, and its history does not say so: circulation_receiptperson, row {person.pk}" in said
    )
    assert any(line.startswith("A row has no history: circulation_nothingreceived") for line in said)


# --- clocks -------------------------------------------------------------------------------


def plain_sql(statement, *given):
    """With the role of the application, and its own hand: no mark of the program."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")
        wrappers, connection.execute_wrappers[:] = list(connection.execute_wrappers), []
        try:
            cursor.execute(statement, given or None)
        finally:
            connection.execute_wrappers[:] = wrappers


@pytest.fixture
def role(sealed):
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE fortyseven_hand")
        call_command("grant_app_role", "fortyseven_hand", verbosity=0)
        cursor.execute("SET LOCAL ROLE fortyseven_hand")
        yield
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("column", FIXED)
def test_what_a_clock_started_with_cannot_be_changed_by_the_application(role, column):
    field = Deadline._meta.get_field(column)
    other = {
        "DateTimeField": f"{field.column} + interval '1 day'",
        "ArrayField": "'{2020-01-01}'",
        "PositiveIntegerField": f"{field.column} + 1",
        "BooleanField": f"NOT {field.column}",
        "ForeignKey": "(SELECT max(id) + 1 FROM records_record)",
    }
    key = Deadline.objects.exclude(step_at=[]).first().pk
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        plain_sql(
            f"UPDATE deadlines_deadline SET {field.column} = {other.get(field.get_internal_type(), repr('x'))}"
            " WHERE id = %s",
            key,
        )
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        plain_sql("DELETE FROM deadlines_deadline WHERE id = %s", key)


@pytest.mark.parametrize(
    "changed",
    ["met_at = started_at", "dropped_at = now(), dropped_because = 'x', met_at = NULL", "owner_id = NULL"],
)
def test_a_clock_that_was_changed_with_the_role_of_the_application_but_not_by_it_is_named(role, changed):
    assert found() == []
    key = Deadline.objects.filter(met_at__isnull=False).exclude(owner=None).first().pk
    plain_sql(f"UPDATE deadlines_deadline SET {changed} WHERE id = %s", key)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    seal_all(now() + timedelta(minutes=4))

    (fault,) = found()
    assert fault.startswith("A change was not made by the program: deadlines_deadlineevent, row ")


def test_a_mark_that_was_copied_is_found_too(role):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_context::text FROM deadlines_deadlineevent ORDER BY pgh_id LIMIT 1")
        (mark,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
        # As if that line had been written in another transaction.
        past_triggers(
            "INSERT INTO deadlines_deadlineevent SELECT (jsonb_populate_record(e, jsonb_build_object('pgh_id',"
            " nextval(pg_get_serial_sequence('deadlines_deadlineevent', 'pgh_id')), 'pgh_created_at',"
            " pgh_created_at + interval '1 second'))).* FROM deadlines_deadlineevent e"
            " WHERE pgh_context::text = %s ORDER BY pgh_id LIMIT 1", mark,
        )  # fmt: skip
    seal_all(now() + timedelta(minutes=4))
    assert any(line.startswith("A change was not made by the program") for line in found())


def test_what_the_sweep_writes_is_no_history_and_what_people_change_is():
    from pgtrigger import core

    triggers = {t.name: t for t in Deadline._meta.triggers}
    woken = str(triggers["update_of"].operation)
    assert isinstance(triggers["update_of"].operation, core.UpdateOf)
    assert "met_at" in woken and "owner_id" in woken
    assert "next_step_at" not in woken
