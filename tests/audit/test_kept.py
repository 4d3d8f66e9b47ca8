"""What is kept is refused to everybody: by triggers to the owner of the tables, by privilege to the application."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.history import kept_tables
from audit.models import AccessEvent
from tests.stories import recorded, signed

ROLE = "fortyseven_try"


def refused(statement):
    with pytest.raises(DatabaseError) as fault, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(fault.value)


def test_history_access_events_versions_and_seals_are_all_kept():
    history = {m._meta.db_table for m in apps.get_models() if hasattr(m, "pgh_tracked_model")}
    assert len(history) > 30
    assert history | {"audit_accessevent", "audit_seal", "records_version", "records_agreement"} <= set(
        kept_tables()
    )


def test_nobody_changes_deletes_or_empties_what_was_read(cast, client):
    recorded(cast)
    client.force_login(cast["manager"])
    client.get("/")
    for table in ("audit_accessevent", "strategy_concernevent", "children_personevent"):
        assert "Cannot" in refused(f"DELETE FROM {table}"), table
        key = "id" if table == "audit_accessevent" else "pgh_id"
        assert "Cannot" in refused(f"UPDATE {table} SET {key} = {key}"), table
    for table in kept_tables():
        assert "Cannot" in refused(f"TRUNCATE {table} CASCADE"), table


@pytest.fixture
def role(db):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE}")
        call_command("grant_app_role", ROLE, verbosity=0)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield ROLE
        cursor.execute("RESET ROLE")


def test_the_role_of_the_application_lacks_the_privilege(role):
    for model in apps.get_models():
        table, key = model._meta.db_table, model._meta.pk.column
        if table not in kept_tables():
            continue
        for verb in (f"DELETE FROM {table}", f"UPDATE {table} SET {key} = {key}", f"TRUNCATE {table}"):
            assert "permission denied" in refused(verb), verb


def test_the_application_works_with_that_role(cast, role, client):
    client.force_login(cast["worker"])
    assert client.get("/").status_code == 200
    assert AccessEvent.objects.filter(user_id=cast["worker"].pk, verb="view").exists()
    _, discussion = signed(cast)  # recorded, agreed, signed, circulated
    assert discussion.state == "signed"


def test_a_role_that_nothing_could_be_kept_from_is_refused(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
    with pytest.raises(CommandError, match="choose another"):
        call_command("grant_app_role", owner)
    with pytest.raises(CommandError, match="There is no role"):
        call_command("grant_app_role", "nobody_here")


def test_signing_in_and_out_leave_their_traces(cast, client):
    worker = cast["worker"]
    client.post("/sign-in/", {"login": worker.email, "password": "demonstration only"})
    client.post("/sign-out/")
    noted = AccessEvent.objects.filter(user_id=worker.pk, kind="session").order_by("pk")
    assert list(noted.values_list("verb", flat=True)) == ["sign_in", "sign_out"]
