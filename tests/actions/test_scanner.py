"""Nothing is stored or given out before the virus scanner has found it clean: against a real ClamAV daemon."""

import os
import socket
import subprocess
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from actions.forms import CompleteForm
from audit.models import AccessEvent
from config.opaque import tagged
from tests.provider import free_port
from tests.stories import signed
from tests.told import told_once

CLAMD = "/usr/sbin/clamd"
MARK = "THIS IS THE TEST VIRUS OF FORTYSEVEN"
CLEAN, BAD = b"%PDF-1.7 a plain text", b"%PDF-1.7 " + MARK.encode()


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    if not Path(CLAMD).exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CLAMD} is missing: apt-get install clamav-daemon")
        pytest.skip(f"{CLAMD} is missing: apt-get install clamav-daemon")
    folder, port = tmp_path_factory.mktemp("clamav"), free_port()
    (folder / "own.ndb").write_text(f"Fortyseven.Test:0:*:{MARK.encode().hex()}\n")
    (folder / "clamd.conf").write_text(
        f"TCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {folder}\nForeground yes\nUser root\n"
        if os.geteuid() == 0
        else f"TCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {folder}\nForeground yes\n"
    )
    process = subprocess.Popen([CLAMD, "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL)
    ends = time.monotonic() + 60
    while not answers(port):
        assert process.poll() is None, "clamd ended"
        assert time.monotonic() < ends, "clamd does not answer"
    yield f"127.0.0.1:{port}"
    process.kill()
    process.wait()


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        time.sleep(0.1)  # between two looks whether it answers
        return False
    return True


@pytest.fixture
@told_once
def action(cast):
    _, discussion = signed(cast)
    return discussion.actions.get(owner=cast["doctor"])


def upload(client, action, content):
    file = SimpleUploadedFile("letter.pdf", content)
    return client.post(
        f"/actions/{tagged(action.pk)}/complete/", {"outcome": "Done and written", "evidence": file}
    )


def test_a_clean_file_is_stored_and_given_out(action, cast, client, daemon, settings):
    settings.CLAMD_HOST = daemon
    client.force_login(cast["doctor"])

    assert upload(client, action, CLEAN + b" " * 200_000).status_code == 302

    action.refresh_from_db()
    assert action.evidence_clean_at
    assert b"".join(client.get(f"/actions/{tagged(action.pk)}/evidence/")).startswith(CLEAN)


def test_an_infected_one_is_not_stored_and_what_was_typed_stays(action, cast, client, daemon, settings):
    settings.CLAMD_HOST = daemon
    client.force_login(cast["doctor"])

    page = upload(client, action, BAD).content.decode()

    assert "found something in this file" in page
    assert "Done and written" in page
    action.refresh_from_db()
    assert not action.evidence
    assert AccessEvent.objects.filter(verb="refused", kind="upload").count() == 1


@pytest.mark.parametrize("host", ["127.0.0.1:9", "127.0.0.1:notaport", "nowhere.invalid:3310"])
def test_while_the_scanner_is_down_nothing_is_stored(host, settings):
    settings.CLAMD_HOST = host

    form = CompleteForm({"outcome": "x"}, {"evidence": SimpleUploadedFile("a.pdf", CLEAN)})

    assert "does not answer" in str(form.errors)


def test_what_was_stored_before_is_in_quarantine_until_it_is_found_clean(
    action, cast, client, daemon, settings
):
    client.force_login(cast["doctor"])
    action.evidence_name = "letter.pdf"
    action.evidence.save("action-x", ContentFile(BAD))
    path = f"/actions/{tagged(action.pk)}/evidence/"
    assert client.get(path).status_code == 200  # no scanner yet

    settings.CLAMD_HOST = "127.0.0.1:9"
    assert client.get(path).status_code == 422
    settings.CLAMD_HOST = daemon
    assert "not given out" in client.get(path).content.decode()
    action.evidence.save("action-y", ContentFile(CLEAN))
    assert client.get(path).status_code == 200
    settings.CLAMD_HOST = "127.0.0.1:9"
    assert client.get(path).status_code == 200  # found clean once


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMD_HOST = ""

    assert CompleteForm({"outcome": "x"}, {"evidence": SimpleUploadedFile("a.pdf", BAD)}).is_valid()
