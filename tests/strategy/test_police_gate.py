"""Who may agree for the police: who was asked to this discussion, while it waits to be agreed (§11)."""

import pytest

from agencies.models import Agency, Membership, User
from agencies.roles import Rank, Role
from config.clock import now
from records.refusals import Refused
from strategy.models import StrategyDiscussion
from strategy.queries import waiting_for_agreement_of
from strategy.workflow import agreeing
from tests.stories import concluded, held, signed


@pytest.fixture
def colleague(cast):
    """Another sergeant of the same force, who was not asked."""
    user = User.objects.create_user("colleague@demo.invalid", "Sgt Uninvited", "demonstration only")
    police = Agency.objects.get(name="Northmoor Police")
    Membership.objects.create(user=user, agency=police, role=Role.POLICE_DECISION_MAKER, rank=Rank.SERGEANT)
    return user


def agree(discussion, by, at):
    seen = agreeing.agreed_digest(StrategyDiscussion.objects.get(pk=discussion.pk))
    return agreeing.agree(discussion.pk, agreed=True, comment="", by=by, at=at, seen=seen)


def test_a_decision_maker_who_was_not_asked_opens_nothing_and_agrees_nothing(cast, client, colleague):
    told, discussion = concluded(cast)
    client.force_login(colleague)

    assert client.get(f"/discussions/{discussion.ref}/agree/").status_code == 404
    assert not waiting_for_agreement_of(colleague).exists()
    with pytest.raises(Refused, match="You were not asked"):
        agree(discussion, colleague, told.at(260))


def test_nobody_of_the_police_reads_what_is_still_a_draft(cast, client):
    _, discussion = held(cast)
    client.force_login(cast["sergeant"])

    assert client.get(f"/discussions/{discussion.ref}/agree/").status_code == 404


def test_once_signed_it_is_read_as_it_was_sent(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["sergeant"])

    assert client.get(f"/discussions/{discussion.ref}/agree/").status_code == 404


def test_who_was_asked_reads_and_agrees(cast, client):
    told, discussion = concluded(cast)
    client.force_login(cast["sergeant"])

    assert client.get(f"/discussions/{discussion.ref}/agree/").status_code == 200
    assert agree(discussion, cast["sergeant"], told.at(260)).gate == "police"


def test_when_who_was_asked_has_left_the_force_answers(cast, client, colleague):
    told, discussion = concluded(cast)
    Membership.objects.filter(user=cast["sergeant"]).update(ended_at=now())
    client.force_login(colleague)

    assert client.get(f"/discussions/{discussion.ref}/agree/").status_code == 200
    assert waiting_for_agreement_of(colleague).get() == discussion
    assert agree(discussion, colleague, told.at(260)).by == colleague
