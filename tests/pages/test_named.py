"""Every child that a page names is in the access log, by that very request; whoever looks, whatever the page."""

from datetime import date

import pytest

from actions.models import Action
from audit.models import AccessEvent
from boards import unusual
from children import workflow as children
from circulation.models import Receipt
from config.clock import now
from config.opaque import tagged
from demo.enquiry import carry_out, decide
from demo.story import agree_and_sign
from records.models import Product, Record
from s47.vocabulary import Outcome
from strategy.workflow import recording, signing
from tests.conftest import MORNING
from tests.entering import confirm
from tests.pages.test_access import addresses
from tests.stories import fresh, held

pytestmark = pytest.mark.once

ROLES = ("worker", "worker2", "manager", "service", "head", "support", "conference", "governance", "sergeant",
         "doctor", "nurse", "visitor", "school", "admin", "people")  # fmt: skip
MORE = (
    "/board/?show=overdue", "/board.csv", "/records/?show=open", "/actions/?which=review", "/actions/?which=agency",
    "/actions/?which=done", "/subject-access/", "/retention/", "/retention/certificates/", "/emergency/by-name/",
)  # fmt: skip


@pytest.fixture
def family(cast):
    """Two children whose records are kept together, who share an action, and a brother with no record at all."""
    made = []
    for name, number in (("Aldermark", "T-1"), ("Birchmark", "T-2")):
        child = {
            "given_names": name,
            "family_name": "Quillfeather",
            "born_on": date(2024, 12, 1),
            "case_number": number,
        }
        made.append(held(cast, child=child))  # fmt: skip
    (one, first), (_, second) = made
    third = children.register_child(
        authority=first.authority, by=cast["worker"], at=one.at(3), given_names="Cedarmark",
        family_name="Quillfeather", born_on=date(2020, 2, 2),
    )  # fmt: skip
    children.link_siblings(first.child, second.child)
    children.link_siblings(first.child, third)
    for kept, other in ((first, second), (first.concern, second.concern)):
        together = Record.objects.get(pk=kept.pk).together
        Record.objects.filter(pk=other.pk).update(together=together)
    recording.agree_action(
        [first, second], what="A talk with both together", why="", owner=cast["sergeant"], due_on=MORNING.date(),
        by=first.chair, at=one.at(245),
    )  # fmt: skip
    for told, discussion in made:
        signing.conclude(discussion.pk, by=discussion.chair, at=told.at(250))
        agree_and_sign(told, fresh(discussion), minutes=260)
    decide(one, carry_out(one, fresh(first), minutes=400), Outcome.CONFERENCE, minutes=900)
    return fresh(first), [first.child, second.child, third]


def unnoted(client, kin, path, typed=None):
    """The children whom the answer names, or its file is of, without an access event of this request."""
    before = AccessEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    answer = client.post(path, typed) if typed else client.get(path, follow=True)
    page = b"".join(answer).decode(errors="replace")
    noted = set(AccessEvent.objects.filter(pk__gt=before).values_list("child_id", flat=True))
    typed_again = " ".join((typed or {}).values())
    return [
        (path, child.given_names)
        for child in kin
        if child.given_names in page and child.pk not in noted and child.given_names not in typed_again
    ], {child.given_names for child in kin if child.pk in noted}


def test_whoever_opens_whatever_each_child_on_the_page_is_noted(cast, client, family):
    first, kin = family
    shared = Action.objects.get(what="A talk with both together")
    paths = [
        *addresses(first).values(),
        *MORE,
        f"/actions/{tagged(shared.pk)}/",
        f"/subject-access/new/{kin[0].ref}/",
    ]
    paths += [
        f"/children/{child.ref}/{page}" for child in kin for page in ("", "edit/", "family/", "looked/")
    ]
    wrong, heard = [], set()
    for role in ROLES:
        client.force_login(cast[role])
        confirm(client)
        for path in paths:
            missing, noted = unnoted(client, kin, path)
            wrong += [(role, *each) for each in missing]
            heard |= {(role, path, name) for name in noted}
    assert wrong == []
    # They do name somebody, or else this tries nothing.
    named = {(path, name) for _, path, name in heard}
    assert ("/search/", "Cedarmark") in named
    assert ("/", "Birchmark") in named
    assert (f"/actions/{tagged(shared.pk)}/", "Birchmark") in named
    assert (f"/records/{first.ref}/versions/record/1/", "Cedarmark") in named
    assert (f"/records/{first.ref}/versions/record/1.pdf", "Cedarmark") in named
    assert (f"/subject-access/new/{kin[0].ref}/", "Aldermark") in named
    assert ("/board.csv", "Birchmark") in named


def test_so_are_those_that_a_search_or_a_warning_of_duplicates_finds(cast, client, family):
    _, kin = family
    client.force_login(cast["worker"])
    new = {"given_names": "Cedarmarc", "family_name": "Quillfeather", "born_on_day": "2", "born_on_month": "2",
           "born_on_year": "2020"}  # fmt: skip
    for path, typed in (
        ("/search/", {"q": "Quillfeather"}),
        (f"/children/{kin[0].ref}/", {"sibling": "Quillfeather"}),
        ("/children/new/", new),
    ):
        missing, noted = unnoted(client, kin, path, typed)
        assert missing == []
        assert "Cedarmark" in noted, path


def test_a_receipt_notes_the_brother_whom_it_names(cast, client, family):
    first, kin = family
    receipt = Receipt.objects.get(
        version__record=first.pk, version__product=Product.RECORD, agency__name="Northmoor General Hospital"
    )
    client.force_login(cast["doctor"])
    for path in (f"/shared/{tagged(receipt.pk)}/", f"/shared/{tagged(receipt.pk)}/record.pdf"):
        _, noted = unnoted(client, kin, path)
        assert "Cedarmark" in noted, path


def test_a_list_of_many_children_is_noted_in_one_statement(cast, client, family):
    client.force_login(cast["manager"])
    before = AccessEvent.objects.count()
    client.get("/board/")
    names = AccessEvent.objects.filter(kind="name", user_id=cast["manager"].pk)
    assert set(names.values_list("child_id", flat=True)) == {child.pk for child in family[1][:2]}
    assert AccessEvent.objects.count() == before + 3  # the board, and the two children on it


def test_who_looked_can_be_asked_without_the_lists_on_which_a_name_stood(cast, client, family):
    _, kin = family
    client.force_login(cast["manager"])
    client.get("/board/")
    client.force_login(cast["governance"])
    looked = f"/children/{kin[1].ref}/looked/"
    by_name = "The name, on a list or beside another child"
    assert by_name in client.get(looked).content.decode()
    assert by_name not in client.get(looked, {"verb": "opened"}).content.decode()


def test_a_name_on_a_list_is_no_look_that_somebody_is_asked_about(cast, client, family):
    cast["manager"].name = "Alex Quillfeather"
    cast["manager"].save()
    client.force_login(cast["manager"])
    client.get("/board/")

    assert [u.rule for u in unusual.listed_for(cast["governance"], at=now())] == []
