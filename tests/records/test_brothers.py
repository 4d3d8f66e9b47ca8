"""A restricted brother is named on no page, in no file and to no verb of his sister’s case, but to who is named (§11)."""

import pytest

from agencies.models import User
from children.models import Named, Restriction
from children.workflow import link_siblings
from circulation.models import Receipt
from config.opaque import tagged
from demo.story import agree_and_sign
from records.models import Product, SectionContent
from strategy.models import Contribution, Participant
from strategy.workflow import concern as concerns
from strategy.workflow import recording, signing
from strategy.workflow.convening import Invitee, invite
from tests.stories import convened, held, story
from tests.told import told_once

BROTHER = "Hiddenbrother"


@pytest.fixture
@told_once
def together(cast):
    """Two discussions held together; the brother’s case is restricted to the chair and the worker."""
    told, sister = held(cast)
    other = story(cast, child={"given_names": BROTHER, "family_name": "Quillfeather", "born_on": None, "sex": "U",
                               "expected_on": told.received.date().replace(year=2026, month=12), "case_number": "T-2"})  # fmt: skip
    _, his = convened(cast, child=other.child)
    link_siblings(sister.child, his.child)
    type(his).objects.filter(pk=his.pk).update(together=sister.together)
    type(his.concern).objects.filter(pk=his.concern_id).update(together=sister.concern.together)
    why = {"since": told.at(300), "by": cast["manager"]}
    restriction = Restriction.objects.create(child=his.child, reason="A colleague’s family.", **why)
    for key in ("manager", "worker"):
        Named.objects.create(restriction=restriction, user=cast[key], why="works on it", **why)
    return told, sister, his


PAGES = ("/records/{d}/", "/records/{d}/child/", "/records/{d}/voice/", "/records/{d}/who/", "/records/{d}/read/",
         "/records/{d}/rows/risk/", "/discussions/{d}/actions/", "/discussions/{d}/sign/", "/discussions/{d}/agree/", "/records/{c}/",
         "/records/{c}/family/", "/records/{c}/read/", "/concerns/{c}/convene/", "/children/{k}/", "/invitations/{d}/")  # fmt: skip


@pytest.mark.parametrize("who", ["support", "service", "head", "doctor", "sergeant"])
def test_no_page_of_the_sister_names_him_to_others(cast, client, together, who):
    _, sister, his = together
    client.force_login(cast[who])

    for page in PAGES:
        path = page.format(d=sister.ref, c=sister.concern.ref, k=sister.child.ref)
        text = client.get(path).content.decode()
        assert BROTHER not in text, path
        assert his.ref not in text, path


def test_who_is_named_reads_of_him(cast, client, together):
    _, sister, his = together
    client.force_login(cast["manager"])

    assert BROTHER in client.get(f"/records/{sister.ref}/child/").content.decode()
    assert his.ref in client.get(f"/records/{sister.ref}/safety/").content.decode()


def test_nor_does_a_record_that_was_signed_while_he_was_on_file(cast, client, together):
    told, sister, _ = together
    signing.conclude(sister.pk, by=sister.chair, at=told.at(310))
    agree_and_sign(told, sister, minutes=320)
    version = sister.versions.get(product=Product.RECORD)
    assert BROTHER in str(version.content)
    receipt = Receipt.objects.get(version=version, agency__name="Northmoor General Hospital")

    client.force_login(cast["doctor"])
    assert BROTHER not in client.get(f"/shared/{tagged(receipt.pk)}/").content.decode()
    client.force_login(cast["service"])
    path = f"/records/{sister.ref}/versions/record/1/"
    assert BROTHER not in client.get(path).content.decode()
    client.force_login(cast["manager"])
    assert BROTHER in client.get(path).content.decode()


def test_a_section_and_a_row_are_not_copied_into_a_record_its_actor_may_not_see(cast, client, together):
    _, sister, his = together
    client.force_login(cast["support"])
    seen = sister.contents.get(section="voice").revision

    client.post(f"/records/{sister.ref}/safety/", {"seen": "0", "measures": "Copied", "also": his.ref})
    client.post(f"/records/{sister.ref}/voice/", {"seen": str(seen), "says": "Copied", "also": his.ref})
    client.post(f"/records/{sister.ref}/rows/risk/", {"risk": "Copied", "also": his.ref})

    assert not SectionContent.objects.filter(record=his.pk).exists()
    assert not his.risks.exists()


def test_inviting_an_agency_to_her_discussion_does_not_invite_it_to_his(cast, together):
    told, sister, his = together
    midwife = cast["midwife"]
    asked = Invitee(midwife, midwife.hats()[0].agency)

    invite(sister.pk, invitee=asked, by=cast["support"], at=told.at(310))

    assert Participant.objects.filter(record=sister.pk, user=midwife).exists()
    assert not Participant.objects.filter(record=his.pk, user=midwife).exists()
    assert not Named.objects.filter(user=midwife).exists()


def test_a_lead_does_not_bring_the_same_for_him(cast, client, together):
    _, sister, his = together
    client.force_login(cast["nurse"])
    facts = {
        "information": "Known.",
        "source": "record",
        "restriction": "all",
        "do": "send",
        "also": his.ref,
        "seen": "1",
    }

    client.post(f"/invitations/{sister.ref}/", facts)

    assert not Contribution.objects.filter(record=his.pk).exists()
    assert client.get(f"/invitations/{his.ref}/").status_code == 404


def test_an_agreed_action_stays_out_of_a_record_its_actor_may_not_see(cast, together):
    told, sister, his = together
    service = User.objects.get_queryset().get(pk=cast["service"].pk)
    facts = {
        "what": "A visit",
        "why": "",
        "owner": cast["worker"],
        "due_on": told.at(0).date().replace(day=28),
    }

    with pytest.raises(Exception, match="not open to you"):
        recording.agree_action([sister, his], **facts, by=service, at=told.at(310))

    assert not his.actions.exists()


def test_a_concern_is_not_begun_about_a_child_one_may_not_know_of(cast, together):
    told, _, his = together

    with pytest.raises(Exception, match="not open to you"):
        concerns.begin([his.child], by=cast["support"], at=told.at(400))
