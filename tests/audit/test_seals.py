"""The chain of seals: what is altered, missing or put in afterwards is named, whoever did it."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit import seals, verify
from audit.models import AccessEvent, Seal, SealedRows
from config.clock import now
from tests.stories import recorded
from tests.together import both_at_once


def look(user_id=1, *, at=None, ref="SD-1"):
    return AccessEvent.objects.create(
        at=at or now(), verb="view", user_id=user_id, kind="discussion", ref=ref
    )


def seal_all(at):
    made = []
    while link := seals.seal(at=at):
        made.append(link)
    return made


def behind_its_back(statement, *given):
    """As somebody with superuser SQL would: past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, given)
        cursor.execute("SET session_replication_role = DEFAULT")


def found():
    return [str(fault) for fault in verify.faults()]


@pytest.fixture
def sealed(cast):
    """Three looks and the history of a concern, sealed; another look a day later, sealed too."""
    recorded(cast)
    begin = now()
    looks = [look(at=begin - timedelta(seconds=n)) for n in range(3)]
    assert seal_all(begin + timedelta(minutes=2))
    looks.append(look(at=begin + timedelta(days=1)))
    assert seal_all(begin + timedelta(days=1, minutes=2))
    return begin, looks


def test_untouched_everything_agrees_and_history_is_under_the_seal_too(sealed, capsys):
    assert found() == []
    tables = set(SealedRows.objects.values_list("table", flat=True))
    assert {"audit_accessevent", "strategy_concernevent", "children_personevent"} <= tables
    call_command("verify_audit")
    assert "Intact: 2 seals" in capsys.readouterr().out


def test_a_minute_that_is_not_over_is_not_sealed(db):
    at = now().replace(second=30)
    look(at=at)
    assert seals.seal(at=at + timedelta(seconds=20)) is None
    assert seals.seal(at=at + timedelta(seconds=31))


def test_each_link_holds_the_one_before(sealed):
    first, second = Seal.objects.order_by("pk")
    assert (first.previous, second.previous) == (seals.FIRST, first.digest)


def test_an_altered_row_is_named(sealed, capsys):
    behind_its_back("UPDATE audit_accessevent SET user_id = 99 WHERE id = %s", sealed[1][1].pk)
    assert found()[0].startswith(f"A row was altered: audit_accessevent, row {sealed[1][1].pk} (seal ")
    with pytest.raises(CommandError, match="Tell information governance"):
        call_command("verify_audit")
    assert f"row {sealed[1][1].pk}" in capsys.readouterr().out


def test_an_altered_line_of_history_is_named(sealed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(pgh_id) FROM children_personevent")
        key = cursor.fetchone()[0]
    behind_its_back("UPDATE children_personevent SET family_name = 'Other' WHERE pgh_id = %s", key)
    assert found()[0].startswith(f"A row was altered: children_personevent, row {key}")


def test_a_missing_row_is_named(sealed):
    behind_its_back("DELETE FROM audit_accessevent WHERE id = %s", sealed[1][2].pk)
    assert found()[0].startswith(f"A row is missing: audit_accessevent, row {sealed[1][2].pk}")


def test_a_row_put_in_later_is_named_whether_it_is_sealed_or_not(sealed):
    begin, _ = sealed
    with transaction.atomic():  # in a transaction of its own
        look(at=begin - timedelta(seconds=30))  # as if of yesterday
    (fault,) = found()
    assert fault.startswith("A row was inserted and is under no seal: audit_accessevent")

    assert seal_all(begin + timedelta(days=1, minutes=4))
    (fault,) = found()
    assert fault.startswith("A row was inserted after its minute was sealed: audit_accessevent")


def test_a_transaction_that_was_open_meanwhile_is_sealed_by_the_next_link(sealed):
    begin, looks = sealed
    moment = begin + timedelta(days=1)
    early = look(at=moment + timedelta(minutes=3))
    behind_its_back("DELETE FROM audit_accessevent WHERE id = %s", early.pk)  # not committed yet
    look(at=moment + timedelta(minutes=3))
    assert seal_all(moment + timedelta(minutes=5))
    early.save(force_insert=True)
    (link,) = seal_all(moment + timedelta(minutes=6))

    assert SealedRows.objects.get(seal=link).keys == [early.pk]
    assert found() == []
    assert looks


def test_a_seal_that_was_changed_or_taken_out_is_seen(sealed):
    second = Seal.objects.order_by("pk").last()
    behind_its_back("UPDATE audit_sealedrows SET keys[1] = keys[1] + 7 WHERE seal_id = %s", second.pk)
    assert "The seal does not match what it holds" in found()[0]
    first = Seal.objects.order_by("pk").first()
    behind_its_back("DELETE FROM audit_sealedrows WHERE seal_id = %s", first.pk)
    behind_its_back("DELETE FROM audit_seal WHERE id = %s", first.pk)
    assert "A seal before this one is missing" in found()[0]


def test_a_chain_that_was_made_anew_differs_from_what_was_exported(sealed, tmp_path, capsys):
    call_command("export_seals")
    kept = tmp_path / "seals.jsonl"
    kept.write_text(capsys.readouterr().out)
    assert [json.loads(line)["seal"] for line in kept.read_text().splitlines()] == list(
        Seal.objects.order_by("pk").values_list("pk", flat=True)
    )
    call_command("verify_audit", seals=kept)

    behind_its_back("DELETE FROM audit_sealedrows")
    behind_its_back("DELETE FROM audit_seal")
    behind_its_back("UPDATE audit_accessevent SET user_id = 99 WHERE id = %s", sealed[1][0].pk)
    seal_all(sealed[0] + timedelta(days=1, minutes=2))

    assert found() == []  # within the database nothing shows
    with pytest.raises(CommandError):
        call_command("verify_audit", seals=kept)
    assert "is not what was exported" in capsys.readouterr().out


def test_what_is_no_file_of_seals_is_a_clear_error(db, tmp_path):
    wrong = tmp_path / "x"
    wrong.write_text("[1, 2]")
    with pytest.raises(CommandError, match="holds no exported seals"):
        call_command("verify_audit", seals=wrong)


def test_a_backlog_is_sealed_in_several_links(db, monkeypatch):
    monkeypatch.setattr(seals, "MOST", 4)
    begin = now()
    for n in range(10):
        look(at=begin - timedelta(minutes=n))
    links = seal_all(begin + timedelta(minutes=2))
    assert [
        len(rows.keys) for rows in SealedRows.objects.filter(table="audit_accessevent").order_by("seal")
    ] == [4, 4, 2]
    assert len(links) == 3
    assert found() == []


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain():
    at = now()
    for n in range(20):
        look(at=at - timedelta(seconds=n))
    both_at_once(lambda: seal_all(at + timedelta(minutes=2)), people=3)

    assert found() == []
    assert sum(len(rows.keys) for rows in SealedRows.objects.all()) == 20


def test_a_column_that_is_added_later_changes_no_digest(sealed):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_accessevent ADD COLUMN later text DEFAULT 'x'")
        assert found() == []
        transaction.set_rollback(True)
