"""A second concern about a child who has open work is pointed out before it is begun."""

import re

import pytest
from django.test import Client

from audit.models import AccessEvent
from boards import restricting
from strategy.models import Concern
from strategy.workflow import concern as workflow
from strategy.workflow import convening
from tests.stories import convened, fresh, long_ago, recorded, signed


def start(cast, who, *children, **said):
    client = Client()
    client.force_login(cast[who])
    return client, client.post("/concerns/start/", {"child": [child.ref for child in children]} | said)


def about(child):
    return Concern.objects.filter(child=child).count()


def waits(cast):
    """A discussion is decided, and not convened."""
    told, concern = recorded(cast)
    told.decide(concern)
    return told, concern


def called_off(cast):
    told, discussion = convened(cast)
    convening.cancel(discussion.pk, reason="Not today", by=discussion.chair, at=told.at(190))
    return told, discussion.concern


@pytest.mark.parametrize("make", [recorded, waits, called_off, convened, signed])
def test_the_page_says_what_is_open_with_the_way_there_and_nothing_is_begun(cast, make):
    """Signed: the enquiry that it opened."""
    _, found = make(cast)
    child = found.child
    before = about(child)
    _, answer = start(cast, "worker", child)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "There is open work already" in page
    assert re.search(r'href="/records/(CN|SD|EN|S47)[^"]*/"', page)
    assert about(child) == before


def test_whoever_goes_on_knowingly_begins_it(cast):
    _, concern = recorded(cast)
    client, answer = start(cast, "worker", concern.child)
    form = dict(
        re.findall(
            r'name="(once|knowingly|child)" value="([^"]+)"', answer.content.decode().split("<main")[1]
        )
    )

    assert client.post("/concerns/start/", form).status_code == 302
    assert about(concern.child) == 2


def over(cast):
    told, concern = recorded(cast)
    told.decide(concern, hold=False, reason="Explained.")
    return told, concern


def withdrawn(cast):
    told, concern = recorded(cast)
    workflow.withdraw(concern.pk, reason="The wrong child.", by=cast["manager"], at=told.at(30))
    return told, concern


@pytest.mark.parametrize("make", [over, withdrawn, long_ago])
def test_what_is_over_is_not_pointed_out(cast, make):
    _, concern = make(cast)
    _, answer = start(cast, "worker", concern.child)

    assert answer.status_code == 302
    assert about(concern.child) == 2


def test_whoever_may_not_open_it_is_told_the_team_alone_as_the_search_tells_it(cast):
    _, discussion = convened(cast)
    _, answer = start(cast, "worker2", discussion.child)

    page = answer.content.decode()
    assert f"{discussion.team} works with {discussion.child}" in page
    for ref in (discussion.ref, discussion.concern.ref):
        assert ref not in page
    assert AccessEvent.objects.filter(user_id=cast["worker2"].pk, child_id=discussion.child_id).exists()


def test_of_a_restricted_case_nobody_else_learns(cast):
    told, discussion = convened(cast)
    restricting.restrict(
        discussion.child, people=[cast["manager"], *restricting.who_works_on(discussion.child)], reason="A colleague’s family.",
        by=cast["head"], at=told.at(200),
    )  # fmt: skip

    _, answer = start(cast, "worker2", discussion.child)
    assert answer.status_code == 404


def test_of_several_children_it_says_about_whom(cast):
    told, concern = recorded(cast)
    told.child = told.child | {"given_names": "Second", "case_number": "T-2"}
    second = told.make_child()
    client, answer = start(cast, "worker", concern.child, second)

    page = answer.content.decode().split("<main")[1]
    assert f"about {concern.child}" in page
    assert f"about {second}" not in page
    assert re.findall(r'name="child" value="([^"]+)"', page) == [concern.child.ref, second.ref]
    assert fresh(concern).state == "recorded"
