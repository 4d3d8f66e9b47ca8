"""Whatever leaves the house says on every page who took it and when, whoever takes it (§8)."""

import io
import subprocess

import pikepdf
import pytest
from django.core.files.base import ContentFile

from actions import workflow as actions
from config.opaque import tagged
from tests.entering import confirm
from tests.matrix import worlds
from tests.records.test_pdf import text_of


def blank():
    made = io.BytesIO()
    paper = pikepdf.new()
    paper.add_blank_page()
    paper.add_blank_page()
    paper.save(made)
    return made.getvalue()


def body(answer):
    return b"".join(answer) if answer.streaming else answer.content


@pytest.mark.parametrize(
    ("kind", "state", "who", "name"),
    [
        ("discussion", "signed", "worker", "pdf"),
        ("receipt", "sent", "doctor", "receipt_pdf"),
        ("subject_access", "released", "governance", "subject_access_pdf"),
        ("destruction", "destroyed", "governance", "destruction_certificate"),
    ],
)
def test_every_page_of_every_pdf_says_who_took_it(cast, client, tmp_path, kind, state, who, name):
    facts = worlds.given(kind, worlds.KINDS[kind][1](cast, state), cast)
    client.force_login(cast[who])
    confirm(client)

    answer = client.get(worlds.address(name, facts))

    assert answer["Content-Type"] == "application/pdf"
    pages = text_of(body(answer), tmp_path).rstrip("\f").split("\f")
    assert all(f"Taken by {cast[who].name}, " in page for page in pages)
    info = subprocess.run(["pdfinfo", tmp_path / "made.pdf"], capture_output=True, text=True, check=True)
    assert "Tagged:          yes" in info.stdout
    with pikepdf.open(tmp_path / "made.pdf") as made:
        for page in made.pages:
            assert b"/Artifact <</Type /Pagination>> BDC" in page.Contents[-1].read_bytes()


@pytest.mark.parametrize(("content", "marked"), [(blank(), True), (b"%PDF-1.7 broken", False)])
def test_evidence_is_marked_when_it_is_a_pdf_that_opens(cast, client, tmp_path, content, marked):
    action = worlds.action(cast, "open")
    letter = ContentFile(content, name="letter.pdf")
    actions.complete(
        action.pk, outcome="Done.", evidence=letter, by=cast["doctor"], at=action.records.first().created_at
    )
    client.force_login(cast["doctor"])

    got = body(client.get(f"/actions/{tagged(action.pk)}/evidence/"))

    if marked:
        assert text_of(got, tmp_path).count("Taken by Dr Nico Fable") == 2
    else:
        assert got == content
