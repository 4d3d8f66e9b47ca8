"""Somebody who is not a member of their agency yet is asked for, and invited once the agency has confirmed it."""

import pytest

from agencies import offering
from agencies.models import Membership, MembershipOffer, User
from config.opaque import tagged
from notices.models import Notice
from records.refusals import Refused
from strategy.models import AskedSeat
from strategy.workflow import convening, newcomers
from strategy.workflow.newcomers import Newcomer
from tests.stories import convened

NEW = "new@demo.invalid"


@pytest.fixture
def agencies(cast):
    return {key: cast[key].hats()[0].agency for key in ("people", "school", "sergeant")}


def ask(cast, told, discussion, agency, *, by="support", email=NEW):
    newcomer = Newcomer(agency, "Wim Newcomer", email, "Registrar")
    return newcomers.invite(discussion.pk, newcomer=newcomer, by=cast[by], at=told.at(95))


def test_business_support_makes_nobody_a_member_of_another_agency(cast, agencies):
    told, discussion = convened(cast)

    offer = ask(cast, told, discussion, agencies["people"])

    assert offer.state == "asked"
    assert not User.objects.get_queryset().filter(email=NEW).exists()
    assert not Notice.objects.filter(to_email=NEW).exists()
    assert not discussion.participants.filter(agency=agencies["people"], position="Registrar").exists()
    confirmer = Notice.objects.get(kind="offer_confirm")
    assert (confirmer.to_user_id, confirmer.reference) == (cast["people"].pk, "account")
    assert discussion.ref not in f"{confirmer.path} {confirmer.facts}"
    for verb in (offering.confirm, offering.accept):
        with pytest.raises(Refused):
            verb(offer.pk, by=cast["support"], at=told.at(96))


def test_once_confirmed_the_invitation_goes_out(cast, agencies):
    told, discussion = convened(cast)
    offer = ask(cast, told, discussion, agencies["people"])
    assert [(s.who, s.how) for s in newcomers.asked_for(discussion)] == [
        ("Wim Newcomer", "asked, waiting for confirmation by Bea Register")
    ]

    offering.confirm(offer.pk, by=cast["people"], at=told.at(97))

    user = User.objects.get_queryset().get(email=NEW)
    assert discussion.participants.get(user=user).position == "Registrar"
    assert Notice.objects.filter(kind="invitation", to_email=NEW, reference=discussion.ref).count() == 1
    assert newcomers.asked_for(discussion) == []


def test_confirmed_when_the_meeting_is_over_it_says_so_and_invites_nobody(cast, agencies):
    told, discussion = convened(cast)
    offer = ask(cast, told, discussion, agencies["people"])
    convening.cancel(discussion.pk, reason="Not needed", by=discussion.chair, at=told.at(96))

    offering.confirm(offer.pk, by=cast["people"], at=told.at(97))

    assert not Notice.objects.filter(kind="invitation", to_email=NEW).exists()
    assert "and not invited" in newcomers.asked_for(discussion)[0].how
    assert Membership.objects.live().filter(user__email=NEW).count() == 1


@pytest.mark.parametrize(("verb", "by"), [("refuse", "people"), ("withdraw", "people")])
def test_not_confirmed_it_says_so_too(cast, agencies, verb, by):
    told, discussion = convened(cast)
    offer = ask(cast, told, discussion, agencies["people"])

    getattr(offering, verb)(offer.pk, by=cast[by], at=told.at(97))

    assert "not invited" in newcomers.asked_for(discussion)[0].how
    assert Notice.objects.filter(kind="offer_closed", to_user_id=cast["support"].pk).exists()
    assert not User.objects.get_queryset().filter(email=NEW).exists()


def test_an_agency_without_an_administrator_is_answered_for_by_the_partnership_s(cast, agencies):
    told, discussion = convened(cast)

    offer = ask(cast, told, discussion, agencies["sergeant"])

    told_so = set(Notice.objects.filter(kind="offer_confirm").values_list("to_user_id", flat=True))
    assert told_so == {cast["admin"].pk, cast["admin2"].pk}
    offering.confirm(offer.pk, by=cast["admin"], at=told.at(97))
    assert Notice.objects.filter(kind="role_given", to_user_id=cast["governance"].pk).exists()


def test_a_private_mailbox_is_refused_where_the_agency_has_domains(cast, agencies):
    told, discussion = convened(cast)
    agencies["sergeant"].domains = ["police.invalid"]
    agencies["sergeant"].save()

    with pytest.raises(Refused, match=r"end in @police\.invalid"):
        ask(cast, told, discussion, agencies["sergeant"], email="friend@mailbox.invalid")
    assert not MembershipOffer.objects.exists()


def test_a_member_is_invited_at_once(cast, agencies):
    told, discussion = convened(cast)

    assert ask(cast, told, discussion, agencies["school"], email="TEACHER@demo.invalid") is None

    assert discussion.participants.filter(user=cast["teacher"]).exists()
    assert not MembershipOffer.objects.exists()


def test_who_works_elsewhere_says_yes_before_the_invitation(cast, agencies):
    told, discussion = convened(cast)
    offer = ask(cast, told, discussion, agencies["people"], email="teacher@demo.invalid")
    offering.confirm(offer.pk, by=cast["people"], at=told.at(97))

    assert not discussion.participants.filter(user=cast["teacher"]).exists()
    assert "own yes" in newcomers.asked_for(discussion)[0].how
    offering.accept(offer.pk, by=cast["teacher"], at=told.at(98))

    assert discussion.participants.get(user=cast["teacher"]).agency == agencies["people"]


def test_whoever_asked_and_works_on_it_no_more_invites_nobody(cast, agencies):
    told, discussion = convened(cast)
    offer = ask(cast, told, discussion, agencies["people"])
    cast["support"].memberships.update(ended_at=told.at(96))

    offering.confirm(offer.pk, by=cast["people"], at=told.at(97))

    assert AskedSeat.objects.get().missed
    assert not discussion.participants.filter(user__email=NEW).exists()


def test_the_page_asks_and_shows_how_it_stands(cast, agencies, client):
    told, discussion = convened(cast)
    client.force_login(cast["support"])
    way = f"/discussions/{discussion.ref}/invite/"
    said = {"new_agency": agencies["people"].pk, "new_name": "Wim Newcomer", "new_email": NEW}

    page = client.post(way, said, follow=True).content.decode()

    assert "waiting for confirmation by Bea Register" in page
    assert "waiting for confirmation" in client.get(f"/records/{discussion.ref}/").content.decode()
    again = client.post(way, said | {"new_email": "someone@", "new_name": "Zed Kept"})
    assert again.status_code == 422
    assert 'value="Zed Kept"' in again.content.decode()
    client.force_login(cast["people"])
    seen = client.get(f"/people/{tagged(agencies['people'].pk)}/").content.decode()
    assert "Wim Newcomer: Agency representative" in seen
    assert discussion.ref not in seen
