"""What does not match its hash is shown to nobody, on no page and in no file, and governance is told once."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from audit.models import AccessEvent
from circulation.models import Receipt
from config.opaque import tagged
from notices.models import Notice
from records.models import Product, Rendering, Version
from tests.audit.behind import past_triggers
from tests.stories import signed
from tests.told import told_once

MARK = "Quince Marmalade"


@pytest.fixture
@told_once
def discussion(cast):
    return signed(cast)[1]


@pytest.fixture
def altered(discussion):
    """The signed text says something else, and its SHA-256 still what was signed."""
    version = Version.objects.get(record=discussion.pk, product=Product.RECORD)
    past_triggers(
        "UPDATE records_version SET content = jsonb_set(content, '{head,title}', to_jsonb(%s::text)) WHERE id = %s",
        MARK, version.pk,
    )  # fmt: skip
    return version


def shows_nothing(answer):
    page = answer.content.decode() if not answer.streaming else ""
    assert answer.status_code == 409
    assert "This record does not match its seal" in page
    assert MARK not in page and "What they decided" not in page
    return page


def test_a_page_whose_text_does_not_match_its_hash_says_so_and_shows_nothing_else(
    cast, client, discussion, altered
):
    client.force_login(cast["manager"])
    page = shows_nothing(client.get(f"/records/{discussion.ref}/versions/record/1/"))
    assert altered.sha256[:16] not in page
    assert discussion.child.family_name not in page
    shows_nothing(client.get(f"/records/{discussion.ref}/versions/record/1.pdf"))


def test_whoever_received_it_is_shown_nothing_either(cast, client, discussion, altered):
    receipt = Receipt.objects.filter(version=altered, agency__kind="police").get()
    client.force_login(cast["sergeant"])
    shows_nothing(client.get(f"/shared/{tagged(receipt.pk)}/"))
    shows_nothing(client.get(f"/shared/{tagged(receipt.pk)}/record.pdf"))


def test_the_attempt_is_noted_and_information_governance_is_told_once(cast, client, discussion, altered):
    client.force_login(cast["manager"])
    for _ in range(2):
        client.get(f"/records/{discussion.ref}/versions/record/1/")
    noted = AccessEvent.objects.filter(verb="refused", kind="altered record", ref=discussion.ref)
    assert [event.child_id for event in noted] == [discussion.child_id] * 2
    (notice,) = Notice.objects.filter(kind="not_as_frozen")
    assert (notice.to_user_id, notice.reference) == (cast["governance"].pk, discussion.ref)
    assert notice.facts == {}


@pytest.mark.parametrize("how", ["altered", "gone"])
def test_a_stored_pdf_that_was_altered_or_is_gone_is_not_given_out(cast, client, discussion, how):
    rendering = Rendering.objects.get(
        version__record=discussion.pk, version__product=Product.RECORD, audience="all"
    )
    client.force_login(cast["manager"])
    path = f"/records/{discussion.ref}/versions/record/1.pdf"
    assert b"".join(client.get(path)).startswith(b"%PDF")
    default_storage.delete(rendering.pdf.name)
    if how == "altered":
        default_storage.save(rendering.pdf.name, ContentFile(b"%PDF other"))
    shows_nothing(client.get(path))
