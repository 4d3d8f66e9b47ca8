"""A child put on file by mistake is withdrawn with a reason: found no more, no work begins, still readable."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from boards import restricting
from children.models import Person
from children.workflow import link_siblings
from records.refusals import Refused
from records.withdrawing import withdraw_child
from strategy.models import Concern
from strategy.workflow import concern as concerns
from tests.stories import fresh, recorded, story
from tests.together import before_the_first_commits

WHY = "Entered twice: the other file has the right date of birth."


@pytest.fixture
def child(cast):
    return story(cast).make_child()


@pytest.fixture
def at(cast):
    return story(cast).at(30)


def signed_in(cast, who):
    client = Client()
    client.force_login(cast[who])
    return client


def withdraw(cast, child, by, *, at, reason=WHY):
    return withdraw_child(child, reason=reason, by=cast[by], at=at)


@pytest.mark.parametrize("by", ["worker", "manager", "manager2", "service"])
def test_by_whoever_put_the_child_on_file_and_by_a_manager(cast, child, at, by):
    withdraw(cast, child, by, at=at)

    found = fresh(child)
    assert (found.withdrawn_at, found.withdrawn_by, found.withdrawn_reason) == (at, cast[by], WHY)


@pytest.mark.parametrize(
    "by", ["worker2", "support", "conference", "sergeant", "doctor", "governance", "admin"]
)
def test_by_nobody_else(cast, child, at, by):
    with pytest.raises(Refused, match="or a manager"):
        withdraw(cast, child, by, at=at)


def test_not_without_a_reason(cast, child, at):
    with pytest.raises(Refused, match="Say why"):
        withdraw(cast, child, "manager", at=at, reason="  ")


def test_not_while_something_is_recorded_but_once_that_is_withdrawn(cast):
    told, concern = recorded(cast)
    with pytest.raises(Refused, match="Withdraw the concern"):
        withdraw(cast, concern.child, "manager", at=told.at(20))

    concerns.withdraw(concern.pk, reason="The wrong child.", by=cast["manager"], at=told.at(21))
    withdraw(cast, concern.child, "manager", at=told.at(22))
    assert fresh(concern.child).withdrawn_at


def test_not_while_the_case_is_restricted(cast, child, at):
    facts = {"reason": "A colleague’s family.", "people": [cast["manager"]]}
    restricting.restrict(child, **facts, by=cast["governance"], at=at)
    with pytest.raises(Refused, match="Lift the restriction"):
        withdraw(cast, child, "manager", at=at)


def test_it_is_found_no_more_and_its_page_says_why(cast, child, at):
    withdraw(cast, child, "worker", at=at)
    client = signed_in(cast, "worker")

    found = client.get("/search/").content.decode()
    found += client.post("/search/", {"q": "Quillfeather"}).content.decode()
    assert child.ref not in found
    page = client.get(f"/children/{child.ref}/").content.decode()
    assert "Withdrawn: put on file by mistake." in page
    assert WHY in page
    assert not re.search(r"Record a concern|Change details|Add somebody|>Find<", page)


def test_no_brother_or_sister_meets_it_any_more(cast, child, at):
    other = story(
        cast, child={"given_names": "Otherchild", "family_name": "Quillfeather", "born_on": date(2020, 1, 1)}
    ).make_child()
    link_siblings(child, other)
    withdraw(cast, child, "worker", at=at)

    page = signed_in(cast, "worker").get(f"/children/{other.ref}/").content.decode()
    assert "Testchild" not in page


def test_its_numbers_can_be_given_to_the_right_child(cast, child, at):
    withdraw(cast, child, "worker", at=at)
    facts = {
        "given_names": "Testchild",
        "family_name": "Quillfeather",
        "born_on": date(2024, 12, 2),
        "case_number": "T-1",
    }
    right = story(cast, child=facts).make_child()
    assert right.case_number == child.case_number


@pytest.mark.parametrize(
    "path", ["edit/", "family/", "family/draft/", "siblings/", "withdraw/", "withdraw/draft/"]
)
def test_a_stale_form_changes_nothing_and_says_so(cast, child, at, path):
    withdraw(cast, child, "worker", at=at)
    before = Person.objects.filter(pk=child.pk).values().get()

    answer = signed_in(cast, "worker").post(
        f"/children/{child.ref}/{path}", {"given_names": "New"}, follow=True
    )
    assert "Nothing was changed: this file is withdrawn." in answer.content.decode()
    assert Person.objects.filter(pk=child.pk).values().get() == before


def test_no_concern_begins_about_it(cast, child, at):
    withdraw(cast, child, "worker", at=at)
    answer = signed_in(cast, "worker").post("/concerns/start/", {"child": [child.ref]})
    assert "was put on file by mistake" in answer.content.decode()
    assert not Concern.objects.exists()


def test_the_database_lets_no_record_begin_and_nobody_take_the_withdrawal_back(cast, child, at):
    withdraw(cast, child, "worker", at=at)
    with pytest.raises(IntegrityError, match="withdrawn"), transaction.atomic():
        Concern.objects.create(
            child=child, authority=child.authority, state="draft", created_at=at, created_by=cast["worker"]
        )
    with (
        pytest.raises(Exception, match="stays_withdrawn"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE children_person SET withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawn_reason = ''"
            " WHERE id = %s",
            [child.pk],
        )


@pytest.mark.django_db(transaction=True)
def test_whoever_begins_a_concern_meanwhile_sees_that_it_is_withdrawn(cast, child, at):
    said = []

    def begins():
        try:
            concerns.begin([child], by=cast["worker"], at=at)
        except Refused as refused:
            said.append(str(refused))

    before_the_first_commits(lambda: withdraw(cast, child, "manager", at=at), begins)

    assert "was put on file by mistake" in said[0]
    assert not Concern.objects.exists()


def test_on_its_page_with_what_was_half_typed(cast, child):
    client = signed_in(cast, "worker")
    assert "Put on file by mistake: withdraw" in client.get(f"/children/{child.ref}/").content.decode()
    page = client.get(f"/children/{child.ref}/withdraw/").content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    client.post(f"/children/{child.ref}/withdraw/draft/", {"reason": "Entered tw", "seen": seen, "nth": "1"})
    assert "Entered tw" in client.get(f"/children/{child.ref}/withdraw/").content.decode()

    answer = client.post(f"/children/{child.ref}/withdraw/", {"reason": ""})
    assert answer.status_code == 422
    assert "Say why it was a mistake" in answer.content.decode()
    answer = client.post(f"/children/{child.ref}/withdraw/", {"reason": WHY}, follow=True)
    assert "The file is withdrawn." in answer.content.decode()
