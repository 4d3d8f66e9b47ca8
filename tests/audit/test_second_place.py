"""The seals are written to a second place by themselves; what becomes of it stops nobody, and is said."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit import tasks
from audit.models import Export, Seal
from config.clock import now
from config.health import _seals
from tests.audit.behind import past_triggers, seal_all
from tests.audit.test_seals import look


@pytest.fixture
def place(settings):
    return Path(settings.SEALS_FILE)


def sealed(*, minutes):
    look(at=now() + timedelta(minutes=minutes - 2))
    assert seal_all(now() + timedelta(minutes=minutes))


def kept(place):
    return [json.loads(line)["seal"] for line in place.read_text().splitlines()]


def chain():
    return list(Seal.objects.order_by("pk").values_list("pk", flat=True))


def test_new_seals_are_added_and_verified_by_default(db, place, capsys):
    sealed(minutes=2)
    tasks.export()
    sealed(minutes=4)
    tasks.export()
    tasks.export()

    assert kept(place) == chain()
    assert _seals(now()) == "ok"
    call_command("verify_audit")
    assert f"Compared with 2 exported seals in {place}" in capsys.readouterr().out


def test_a_chain_that_was_made_anew_is_found_and_not_written_over_what_was_exported(db, place, capsys):
    sealed(minutes=2)
    tasks.export()
    before = place.read_text()
    past_triggers("DELETE FROM audit_sealedrows")
    past_triggers("DELETE FROM audit_seal")
    past_triggers("UPDATE audit_accessevent SET user_id = 99")
    seal_all(now() + timedelta(minutes=2))
    past_triggers("UPDATE audit_export SET at = at - interval '1 hour'")
    tasks.export()

    assert place.read_text() == before
    assert _seals(now()) == "not exported"
    with pytest.raises(CommandError):
        call_command("verify_audit", all=True)
    assert "is not what was exported" in capsys.readouterr().out


def test_when_the_place_is_gone_sealing_goes_on_and_health_says_so(db, place, settings, tmp_path):
    sealed(minutes=2)
    tasks.export()
    (tmp_path / "no_folder").write_text("")
    settings.SEALS_FILE = str(tmp_path / "no_folder" / "seals.jsonl")
    sealed(minutes=4)
    tasks.seal()
    tasks.export()

    assert len(chain()) == 2
    assert _seals(now()) == "ok"  # for some minutes
    assert _seals(now() + timedelta(minutes=11)) == "not exported"
    with pytest.raises(CommandError, match="holds no exported seals"):
        call_command("verify_audit")

    settings.SEALS_FILE = str(place)
    tasks.export()
    assert kept(place) == chain()


def test_a_line_that_was_cut_off_is_written_again(db, place):
    sealed(minutes=2)
    tasks.export()
    sealed(minutes=4)
    tasks.export()
    place.write_text(place.read_text()[:-30])
    tasks.export()

    assert kept(place) == chain()


def test_a_file_of_something_else_is_left_alone(db, place):
    place.write_text("shopping\n")
    sealed(minutes=2)
    tasks.export()
    assert place.read_text() == "shopping\n"
    assert not Export.objects.exists()
