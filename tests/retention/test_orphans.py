"""A stored file that no row knows is found and erased; one that any row or its history knows stays."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from config.clock import now
from records import workflow as records
from records.passages import Audience
from retention import orphans
from tests.stories import signed

LATER = timedelta(days=1, minutes=1)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    }
    return tmp_path / "files"


def stored():
    return sorted(orphans._stored("evidence")) + sorted(orphans._stored("renderings"))


def evidence(name="photo.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 what it shows", content_type="application/pdf")


def test_what_a_transaction_leaves_behind_is_erased_after_a_day(cast):
    _, discussion = signed(cast)
    version, before = discussion.versions.get(product="record"), stored()

    class Fault(Exception):
        pass

    def store():
        with transaction.atomic():
            records.rendering_for(version, Audience(agency=0), at=now())
            raise Fault

    with pytest.raises(Fault):
        store()
    assert len(stored()) == len(before) + 1

    assert orphans.erase_orphans(at=now()) == 0
    assert orphans.erase_orphans(at=now() + LATER) == 1
    assert stored() == before


def test_what_a_row_knows_stays_and_what_its_history_knows(cast):
    told, discussion = signed(cast)
    records.rendering_for(discussion.versions.first(), Audience(), at=now())
    action = discussion.actions.exclude(owner=None).first()
    for name in ("first.pdf", "second.pdf"):
        type(action).objects.filter(pk=action.pk).update(
            evidence=default_storage.save(f"evidence/2026/11/{name}", evidence(name))
        )
    before = stored()
    assert len([name for name in before if name.startswith("evidence/")]) == 2

    assert orphans.erase_orphans(at=now() + LATER) == 0
    assert stored() == before


def test_what_is_stored_is_for_the_account_of_the_program_alone(files):
    name = default_storage.save("evidence/2026/11/photo.pdf", ContentFile(b"%PDF"))

    path = files / name
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.stat(path.parent).st_mode & 0o777 == 0o700
