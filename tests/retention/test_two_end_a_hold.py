"""A legal hold ends by two people: one asks, a second one ends it (§9)."""

import pytest
from django.db import IntegrityError, transaction

from boards.holds import to_end
from records.refusals import Refused
from retention import holding
from retention.models import LegalHold
from tests.retention.test_retention import AFTER, closed, why_kept
from tests.told import told_once


@pytest.fixture
@told_once
def hold(cast):
    _, child = closed(cast)
    facts = {"authority": child.authority, "child": child, "by": cast["governance"], "at": AFTER}
    return holding.place_hold(**facts, why="A claim")


def ask(cast, hold, who="governance"):
    return holding.ask_to_end(hold.pk, because="Settled", by=cast[who], at=AFTER)


def test_it_stands_until_the_second_person_ends_it(cast, hold):
    ask(cast, hold)
    assert "legal hold" in why_kept(hold.child)
    assert [t.ref for t in to_end(cast["head"])] == [hold.ref]
    assert list(to_end(cast["governance"])) == []

    holding.end(hold.pk, by=cast["head"], at=AFTER)

    assert why_kept(hold.child) == ""
    assert list(to_end(cast["head"])) == []


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("governance", "You asked"),
        ("worker", "second person of information governance"),
        ("admin", "second person"),
    ],
)
def test_nobody_else_is_the_second_person(cast, hold, who, why):
    ask(cast, hold)

    with pytest.raises(Refused, match=why):
        holding.end(hold.pk, by=cast[who], at=AFTER)


@pytest.mark.parametrize("who", ["head", "manager", "admin"])
def test_information_governance_alone_asks(cast, hold, who):
    with pytest.raises(Refused, match="Only information governance"):
        ask(cast, hold, who)


def test_unasked_nothing_is_ended_and_the_head_of_service_does_not_see_it(cast, hold, client):
    with pytest.raises(Refused, match="Nobody has asked"):
        holding.end(hold.pk, by=cast["governance"], at=AFTER)
    client.force_login(cast["head"])
    assert client.get(f"/retention/holds/{hold.ref}/").status_code == 404


def test_the_second_person_may_let_it_stand_and_it_is_asked_anew(cast, hold):
    ask(cast, hold)

    holding.let_stand(hold.pk, by=cast["head"], at=AFTER)

    assert "legal hold" in why_kept(hold.child)
    with pytest.raises(Refused, match="Nobody has asked"):
        holding.end(hold.pk, by=cast["head"], at=AFTER)
    ask(cast, hold)
    assert holding.end(hold.pk, by=cast["head"], at=AFTER).ended_at


def test_the_database_holds_that_they_differ(cast, hold):
    asked = ask(cast, hold)
    for facts in (
        {"ended_at": AFTER, "ended_by": cast["governance"]},
        {"ended_at": AFTER, "ended_by": cast["head"], "ending_asked_by": None, "ending_asked_at": None},
        {"ended_because": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LegalHold.objects.filter(pk=asked.pk).update(**facts)


def test_on_the_page_each_does_their_part(cast, hold, client):
    path = f"/retention/holds/{hold.ref}/"
    client.force_login(cast["governance"])
    empty = client.post(path, {"do": "ask", "because": ""})
    assert empty.status_code == 422
    assert 'href="#id_because"' in empty.content.decode()
    assert client.post(path, {"do": "ask", "because": "Settled"}).status_code == 302
    assert "End the hold" not in client.get(path).content.decode()
    client.force_login(cast["head"])
    assert path in client.get("/").content.decode()
    assert "Settled" in client.get(path).content.decode()

    assert client.post(path, {"do": "end"}).status_code == 302

    assert LegalHold.objects.get().ended_by == cast["head"]
