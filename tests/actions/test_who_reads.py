"""What one agency did and handed in is read by it and by social care; others read the record they were sent (§9)."""

import pytest
from django.core.files.base import ContentFile

from actions import workflow
from circulation.models import Receipt
from config.opaque import tagged
from demo.enquiry import carry_out, decide
from records.audiences import read_by
from records.models import Product
from records.passages import chapter_from
from s47.vocabulary import Outcome
from tests.stories import signed
from tests.told import told_once

DID = "Intelligence about an address was checked."


@pytest.fixture
@told_once
def done(cast):
    told, discussion = signed(cast)
    action = discussion.actions.get(owner=cast["sergeant"])
    letter = ContentFile(b"%PDF-1.7 of the police", name="police.pdf")
    workflow.complete(
        action.pk, outcome=DID, evidence=letter, restriction="police", by=cast["sergeant"], at=told.at(300)
    )
    return told, discussion, action


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("sergeant", 200),
        ("worker", 200),
        ("service", 200),
        ("doctor", 404),
        ("nurse", 404),
        ("constable", 404),
        ("worker2", 404),
    ],
)
def test_an_action_and_its_evidence_are_open_to_its_agency_and_to_social_care(
    cast, client, done, who, status
):
    path = f"/actions/{tagged(done[2].pk)}/"
    client.force_login(cast[who])

    assert [client.get(p).status_code for p in (path, f"{path}evidence/")] == [status, status]


def test_who_received_the_record_reads_there_how_far_it_was(cast, client, done):
    receipt = Receipt.objects.get(
        version__record=done[1].pk, version__product=Product.RECORD, agency__name="Northmoor General Hospital"
    )
    client.force_login(cast["doctor"])

    page = client.get(f"/shared/{tagged(receipt.pk)}/").content.decode()

    assert done[2].what in page
    assert DID not in page


def test_what_was_done_is_withheld_in_the_record_of_outcome_as_its_agency_said(cast, done):
    told, discussion, _ = done
    enquiry = carry_out(told, discussion, minutes=400)
    decide(told, enquiry, Outcome.CONFERENCE, minutes=900)
    version = enquiry.versions.get(product=Product.RECORD)
    chapters = [chapter_from(c) for c in version.content["chapters"]]

    def reads(key):
        found = read_by(cast[key], chapters, of=cast[key].hats()[0].agency)
        return " ".join(p.text for c in found for p in c.passages)

    assert DID in reads("sergeant")
    assert DID not in reads("doctor")
    assert "[Police information withheld]" in reads("doctor")
