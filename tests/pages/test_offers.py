"""How somebody comes to a role: who asks, who confirms, who says yes; and who may not."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from agencies import offering
from agencies.models import Membership, MembershipOffer, User
from agencies.roles import DUTIES, Kind, Role
from agencies.standing import Hat
from audit.models import AccessEvent
from config.clock import now
from config.opaque import tagged
from notices.models import Notice
from notices.workflow import compose
from records.refusals import Refused
from tests.entering import confirm

NEW = "new@demo.invalid"


def fresh(user):
    return User.objects.get_queryset().get(pk=user.pk)


def ask(agency, role, *, by, email=NEW, **changed):
    facts = {"name": "Wim Newcomer", "hat": Hat(role), "at": now()}
    return offering.ask(agency, email=email, by=fresh(by), **facts | changed)


def live(email=NEW):
    return [m.role for m in Membership.objects.live().filter(user__email=email).order_by("pk")]


# --- who asks, who confirms ---------------------------------------------------------------


@pytest.mark.parametrize("role", [r for r, duty in DUTIES.items() if Kind.CSC in duty.kinds])
def test_a_system_administrator_alone_gives_no_role(cast, agencies, role):
    offer = ask(agencies["worker"], role, by=cast["admin"])

    assert offer.state == "asked"
    assert not User.objects.get_queryset().filter(email=NEW).exists()
    assert not Notice.objects.filter(to_email=NEW).exists()
    with pytest.raises(Refused, match="A second person confirms it"):
        offering.confirm(offer.pk, by=fresh(cast["admin"]), at=now())
    assert live() == []


def test_a_second_system_administrator_confirms_and_governance_is_told_at_once(cast, agencies):
    offer = ask(agencies["worker"], Role.SOCIAL_WORKER, by=cast["admin"])
    assert not Notice.objects.filter(kind="role_given").exists()

    offering.confirm(offer.pk, by=fresh(cast["admin2"]), at=now())

    assert live() == ["social_worker"]
    notice = Notice.objects.get(kind="role_given")
    assert notice.to_user_id == cast["governance"].pk
    assert "Wim" not in str(compose(notice).message()) + str(notice.facts)
    client = Client()
    client.force_login(cast["governance"])
    page = client.get("/people/given/").content.decode()
    assert all(name in page for name in ("Wim Newcomer", "Max Setup", "Noor Second", "Social worker"))


def test_where_the_agency_has_an_administrator_that_one_confirms(cast, agencies):
    offer = ask(agencies["people"], Role.SAFEGUARDING_LEAD, by=cast["admin"])

    with pytest.raises(Refused, match="administrator of the agency confirms"):
        offering.confirm(offer.pk, by=fresh(cast["admin2"]), at=now())
    offering.confirm(offer.pk, by=fresh(cast["people"]), at=now())

    assert live() == ["safeguarding_lead"]


def test_the_agency_s_own_administrator_gives_a_role_with_cases_and_makes_no_administrator(cast, agencies):
    ask(agencies["people"], Role.REPRESENTATIVE, by=cast["people"])
    assert live() == ["representative"]

    friend = ask(
        agencies["people"], Role.AGENCY_ADMINISTRATOR, by=cast["people"], email="friend@demo.invalid"
    )

    assert (friend.state, live("friend@demo.invalid")) == ("asked", [])
    offering.confirm(friend.pk, by=fresh(cast["admin"]), at=now())
    assert live("friend@demo.invalid") == ["agency_administrator"]


def test_a_friend_made_administrator_is_no_way_round(cast, agencies):
    """A system administrator who is also the agency's, whichever hat is worn, gives nothing alone."""
    Membership.objects.create(user=cast["admin"], agency=agencies["worker"], role=Role.AGENCY_ADMINISTRATOR)

    offer = ask(agencies["worker"], Role.HEAD_OF_SERVICE, by=cast["admin"])

    assert offer.state == "asked"
    with pytest.raises(Refused):
        ask(agencies["worker"], Role.HEAD_OF_SERVICE, by=cast["admin"], email=cast["admin"].email)


def test_without_a_second_person_nothing_can_be_asked_for_and_it_says_so(cast, agencies):
    Membership.objects.filter(user=cast["admin2"]).update(ended_at=now())

    with pytest.raises(Refused, match="needs a second person"):
        ask(agencies["worker"], Role.SOCIAL_WORKER, by=cast["admin"])
    assert not MembershipOffer.objects.exists()


@pytest.mark.parametrize(
    "key", ["worker", "manager", "head", "governance", "sergeant", "nurse", "people", "school"]
)
def test_nobody_else_asks_in_social_care_confirms_or_withdraws(cast, agencies, key):
    with pytest.raises(Refused, match="administrator of the agency"):
        ask(agencies["worker"], Role.SOCIAL_WORKER, by=cast[key])
    offer = ask(agencies["worker"], Role.SOCIAL_WORKER, by=cast["admin"])

    for verb in (offering.confirm, offering.refuse, offering.withdraw, offering.accept, offering.decline):
        with pytest.raises(Refused):
            verb(offer.pk, by=fresh(cast[key]), at=now())
    offer.refresh_from_db()
    assert offer.state == "asked"


@pytest.mark.parametrize("verb", [offering.confirm, offering.refuse, offering.withdraw])
def test_an_administrator_of_another_partnership_reaches_nothing_here(cast, agencies, far, verb):
    stranger = User.objects.get_queryset().get(email="far1@demo.invalid")
    offer = ask(agencies["worker"], Role.SOCIAL_WORKER, by=cast["admin"])

    with pytest.raises(Refused):
        verb(offer.pk, by=stranger, at=now())
    with pytest.raises(Refused):
        ask(agencies["worker"], Role.SOCIAL_WORKER, by=stranger)
    with pytest.raises(Refused):
        offering.end(cast["worker"].memberships.get().pk, by=stranger, at=now())
    client = Client()
    client.force_login(stranger)
    care = tagged(agencies["worker"].pk)
    for path in (
        f"/people/{care}/",
        f"/people/{care}/invite/",
        f"/people/{care}/{tagged(cast['worker'].pk)}/",
    ):
        assert client.get(path).status_code == 404
    assert client.post(f"/people/{care}/offers/{tagged(offer.pk)}/confirm/").status_code == 404
    assert live(cast["worker"].email) == ["social_worker"]


def test_the_person_confirms_nothing_of_their_own(cast, agencies):
    Membership.objects.create(user=cast["manager"], agency=agencies["worker"], role=Role.AGENCY_ADMINISTRATOR)
    offer = ask(agencies["worker"], Role.HEAD_OF_SERVICE, by=cast["admin"], email=cast["manager"].email)

    with pytest.raises(Refused, match="their own"):
        offering.confirm(offer.pk, by=fresh(cast["manager"]), at=now())
    offering.confirm(offer.pk, by=fresh(cast["admin2"]), at=now())
    assert "head_of_service" in live(cast["manager"].email)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"confirmed_by": "admin", "confirmed_at": True},  # who asked
        {"user": "worker", "confirmed_by": "worker", "confirmed_at": True},  # who it is for
        {"user": "admin"},  # who asked, for themselves
        {"confirmed_by": "admin2"},  # without a moment
        {"state": "given"},
        {"state": "offered"},
        {"state": "refused"},
        {"accepted_at": True, "accepted_by": "admin2"},
        {"state": "king"},
    ],
)
def test_the_database_refuses_what_two_people_must_do(cast, agencies, spoilt):
    offer = ask(agencies["worker"], Role.SOCIAL_WORKER, by=cast["admin"])
    facts = {k: now() if v is True else cast.get(v, v) for k, v in spoilt.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipOffer.objects.filter(pk=offer.pk).update(**facts)


def test_a_mover_to_another_role_goes_the_same_way(cast, agencies):
    held = cast["support"].memberships.get()

    offer = offering.move(held.pk, hat=Hat(Role.SOCIAL_WORKER), by=fresh(cast["admin"]), at=now())

    assert live(cast["support"].email) == ["business_support"]
    offering.confirm(offer.pk, by=fresh(cast["admin2"]), at=now())
    assert live(cast["support"].email) == ["social_worker"]


def test_the_pages_ask_show_who_can_confirm_and_confirm(cast, agencies):
    one, two = Client(), Client()
    one.force_login(cast["admin"])
    two.force_login(cast["admin2"])
    care = f"/people/{tagged(agencies['worker'].pk)}/"

    asked = one.post(
        f"{care}invite/", {"name": "Wim Newcomer", "email": NEW, "role": Role.SOCIAL_WORKER}, follow=True
    )
    offer = MembershipOffer.objects.get()

    page = asked.content.decode()
    assert "It begins when a second person confirms it: Noor Second" in page
    assert "Wim Newcomer: Social worker" in page
    assert f"/offers/{tagged(offer.pk)}/confirm/" not in page
    assert one.post(f"{care}offers/{tagged(offer.pk)}/confirm/").status_code == 422
    assert "Confirm a role or not" in two.get("/").content.decode()
    assert f"/offers/{tagged(offer.pk)}/confirm/" in two.get(care).content.decode()
    two.post(f"{care}offers/{tagged(offer.pk)}/confirm/")
    assert live() == ["social_worker"]
    assert two.post(f"{care}offers/{tagged(offer.pk)}/confirm/").status_code == 404


def test_the_mail_says_who_invites_to_what_and_for_whom_on_one_line(cast, agencies):
    User.objects.get_queryset().filter(pk=cast["people"].pk).update(
        name="Bea O’Hara\n\nhttps://elsewhere.invalid"
    )

    ask(agencies["people"], Role.REPRESENTATIVE, by=cast["people"])

    text = compose(Notice.objects.get(kind="invited", to_email=NEW)).body
    assert "Bea O’Hara https" in text
    assert "Agency representative" in text
    assert "Northmoor General Hospital" in text
    assert "do not want it" in text


def test_an_agency_s_name_that_looks_like_a_moment_is_sent_all_the_same(cast, agencies):
    hospital = agencies["people"]
    hospital.name = "West-Trust of Hospitals in the North"
    hospital.save()

    ask(hospital, Role.REPRESENTATIVE, by=cast["people"])

    assert "West-Trust" in compose(Notice.objects.get(kind="invited")).body


# --- the person's own yes -----------------------------------------------------------------


def test_a_second_agency_gives_nothing_before_the_person_says_yes_in_their_own_sign_in(cast, agencies):
    sergeant = cast["sergeant"]
    offer = ask(agencies["people"], Role.REPRESENTATIVE, by=cast["people"], email=sergeant.email)

    assert offer.state == "offered"
    assert live(sergeant.email) == ["police_decision_maker"]
    assert not User.objects.of(agencies["people"]).filter(pk=sergeant.pk).exists()
    keeper, own = Client(), Client()
    keeper.force_login(cast["people"])
    hospital = tagged(agencies["people"].pk)
    assert keeper.get(f"/people/{hospital}/{tagged(sergeant.pk)}/").status_code == 404
    own.force_login(sergeant)
    assert "offers you a role" in own.get("/").content.decode()
    assert own.get("/account/offers/").url.startswith("/account/again/")  # shows once more who it is
    page = confirm(own).get("/account/offers/").content.decode()
    assert all(
        told in page for told in ("Bea Register", "Northmoor General Hospital", "Agency representative")
    )

    own.post("/account/offers/", {"which": offer.pk, "answer": "yes"})

    assert live(sergeant.email) == ["police_decision_maker", "representative"]


def test_no_is_no_and_whoever_asked_is_told(cast, agencies):
    offer = ask(agencies["people"], Role.REPRESENTATIVE, by=cast["people"], email=cast["sergeant"].email)
    own = Client()
    own.force_login(cast["sergeant"])

    confirm(own).post("/account/offers/", {"which": offer.pk, "answer": "no"})

    offer.refresh_from_db()
    assert (offer.state, live(cast["sergeant"].email)) == ("declined", ["police_decision_maker"])
    assert Notice.objects.filter(kind="offer_closed", to_user_id=cast["people"].pk).exists()
    with pytest.raises(Refused):
        offering.accept(offer.pk, by=fresh(cast["sergeant"]), at=now())


@pytest.mark.parametrize("key", ["people", "admin", "doctor"])
def test_nobody_answers_for_somebody_else(cast, agencies, key):
    offer = ask(agencies["people"], Role.REPRESENTATIVE, by=cast["people"], email=cast["sergeant"].email)
    other = Client()
    other.force_login(cast[key])

    answer = confirm(other).post("/account/offers/", {"which": offer.pk, "answer": "yes"})

    assert answer.status_code == 404
    assert AccessEvent.objects.filter(verb="refused", kind="offer", user_id=cast[key].pk).exists()
    for verb in (offering.accept, offering.decline):
        with pytest.raises(Refused):
            verb(offer.pk, by=fresh(cast[key]), at=now())
    assert live(cast["sergeant"].email) == ["police_decision_maker"]


@pytest.mark.parametrize("which", ["", "x", "²", "9" * 5000, "0"])
def test_nonsense_is_answered_by_nothing(cast, which):
    own = Client()
    own.force_login(cast["sergeant"])

    assert confirm(own).post("/account/offers/", {"which": which, "answer": "yes"}).status_code == 404


def test_who_works_in_two_partnerships_is_shown_to_each_as_one_of_theirs(cast, agencies, far):
    Membership.objects.create(user=cast["worker"], agency=far, role=Role.SOCIAL_WORKER)
    client = Client()
    client.force_login(User.objects.get_queryset().get(email="far1@demo.invalid"))

    page = client.get(f"/people/{tagged(far.pk)}/{tagged(cast['worker'].pk)}/").content.decode()

    assert "Northmoor" not in page
    assert client.post(
        f"/people/{tagged(far.pk)}/{tagged(cast['worker'].pk)}/end/",
        {"membership": cast["worker"].memberships.get(agency=agencies["worker"]).pk},
    ).status_code == 404  # fmt: skip
