"""A notice that failed goes again to whom it was meant for, and to nobody else (§8)."""

import pytest

from agencies.models import Agency
from circulation import workflow
from config.opaque import tagged
from notices.models import Notice
from records.refusals import Refused
from tests.stories import signed
from tests.told import told_once


@pytest.fixture
@told_once
def failed(cast):
    """The mail about a signed record that did not reach the doctor."""
    told, discussion = signed(cast)
    notice = Notice.objects.filter(reference=discussion.ref, to_user_id=cast["doctor"].pk).first()
    Notice.objects.filter(pk=notice.pk).update(sent_at=None, failed_at=told.at(400), failure="Refused.")
    return told, discussion, Notice.objects.get(pk=notice.pk)


@pytest.fixture
def hospital(cast):
    agency = Agency.objects.get(pk=cast["doctor"].hats()[0].agency_id)
    agency.domains = ["hospital.invalid"]
    agency.save()
    return agency


@pytest.mark.parametrize("email", ["doctor@demo.invalid", "Doctor@Demo.invalid", "d.other@hospital.invalid"])
def test_it_goes_again_to_an_address_of_theirs(failed, hospital, email):
    told, _, notice = failed

    workflow.send_again(notice.pk, email=email, at=told.at(500))

    assert Notice.objects.waiting().filter(pk=notice.pk, to_email=email).exists()


@pytest.mark.parametrize(
    "email",
    ["doctor@private.invalid", "doctor@hospital.invalid.private.invalid", "sergeant@demo.invalid", ""],
)
def test_it_goes_to_no_other(failed, hospital, email):
    told, _, notice = failed

    with pytest.raises(Refused, match="ends in @hospital"):
        workflow.send_again(notice.pk, email=email, at=told.at(500))

    notice.refresh_from_db()
    assert notice.failed_at
    assert notice.to_email == "doctor@demo.invalid"


def test_where_the_agency_has_no_domains_only_the_account_counts(failed):
    told, _, notice = failed

    with pytest.raises(Refused, match="Ask the administrator of their agency"):
        workflow.send_again(notice.pk, email="d.other@hospital.invalid", at=told.at(500))


def test_what_is_under_way_is_not_sent_twice(failed):
    told, _, notice = failed
    workflow.send_again(notice.pk, email=notice.to_email, at=told.at(500))

    with pytest.raises(Refused, match="on its way already"):
        workflow.send_again(notice.pk, email=notice.to_email, at=told.at(501))


def test_in_the_browser_the_answer_is_a_sentence(failed, cast, client):
    _, discussion, notice = failed
    client.force_login(cast["manager"])
    where = f"/records/{discussion.ref}/circulation/{tagged(notice.pk)}/resend/"

    answer = client.post(where, {"email": "somebody@private.invalid"})

    assert answer.status_code == 422
    assert "not known to be an address of theirs" in answer.content.decode()
