"""A police decision maker who was asked is away: the chair asks another one of the force, with a reason (§11)."""

import pytest

from agencies.models import Membership, User
from agencies.roles import Rank, Role
from notices.models import Notice
from records.refusals import Refused
from records.states import State
from strategy.queries import asked_for_police, waiting_for_agreement_of
from strategy.workflow import agreeing
from tests.stories import agree, concluded, sign
from tests.told import told_once

AWAY = "On leave until Monday."


@pytest.fixture
def other(cast):
    """Another sergeant of the force, who was not asked."""
    user = User.objects.create_user("other@police.invalid", "Sergeant Other")
    Membership.objects.create(
        user=user,
        agency=cast["sergeant"].hats()[0].agency,
        role=Role.POLICE_DECISION_MAKER,
        rank=Rank.SERGEANT,
    )
    return User.objects.get_queryset().get(pk=user.pk)


@pytest.fixture
@told_once
def waiting(cast):
    told, discussion = concluded(cast)
    agree(told, discussion, "service")
    return told, discussion


def ask(waiting, cast, **changed):
    told, discussion = waiting
    facts = {"reason": AWAY, "by": cast["manager"], "at": told.at(256)}
    return agreeing.ask_instead(discussion.pk, **facts | changed)


def test_who_is_asked_in_a_colleagues_place_agrees_and_the_record_says_so(cast, waiting, other):
    told, discussion = waiting
    assert not asked_for_police(other).filter(pk=discussion.pk).exists()

    ask(waiting, cast, whom=other)

    assert waiting_for_agreement_of(other).filter(pk=discussion.pk).exists()
    assert Notice.objects.filter(kind="agree", to_user_id=other.pk).count() == 1
    told.people["other"] = other
    agree(told, discussion, "other")
    signed = sign(told, discussion)
    assert signed.state == State.SIGNED
    text = str(signed.versions.filter(product="record").latest("number").content)
    assert AWAY in text
    assert "Sergeant Other" in text


def test_asked_twice_is_told_once_and_refused(cast, waiting, other):
    ask(waiting, cast, whom=other)

    with pytest.raises(Refused, match="was not asked yet"):
        ask(waiting, cast, whom=other)

    assert Notice.objects.filter(kind="agree", to_user_id=other.pk).count() == 1


@pytest.mark.parametrize("who", ["sergeant", "constable", "doctor", "service"])
def test_nobody_but_a_decision_maker_of_the_force(cast, waiting, who):
    with pytest.raises(Refused, match="Choose somebody of the force"):
        ask(waiting, cast, whom=cast[who])


@pytest.mark.parametrize("who", ["worker", "service", "support", "sergeant"])
def test_only_the_chair_asks(cast, waiting, other, who):
    with pytest.raises(Refused):
        ask(waiting, cast, whom=other, by=cast[who])


def test_not_without_a_reason(cast, waiting, other):
    with pytest.raises(Refused, match="Say why"):
        ask(waiting, cast, whom=other, reason="  ")


def test_in_the_browser(cast, waiting, other, client):
    _, discussion = waiting
    client.force_login(cast["manager"])
    assert "is away" in client.get(f"/discussions/{discussion.ref}/sign/").content.decode()

    client.post(f"/discussions/{discussion.ref}/ask-instead/", {"whose": other.pk, "reason": AWAY})

    page = client.get(f"/discussions/{discussion.ref}/sign/").content.decode()
    assert AWAY in page
    client.force_login(other)
    assert client.get(f"/discussions/{discussion.ref}/agree/").status_code == 200
