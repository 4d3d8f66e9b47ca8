"""How somebody comes to a role: who asks, who confirms, who says yes; and who may not."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from agencies import offering
from agencies.models import Agency, Membership, MembershipOffer, Partnership, User
from agencies.offers import LAPSES_AFTER
from agencies.roles import DUTIES, Kind, Role
from agencies.standing import Hat, roles_for
from audit.models import AccessEvent
from config.clock import now
from config.opaque import tagged
from demo.people import load_second_hats
from notices.models import Notice
from notices.workflow import compose
from records.refusals import Refused
from tests.entering import confirm

NEW = "new@demo.invalid"


@pytest.fixture
def agencies(cast):
    return {key: cast[key].hats()[0].agency for key in ("worker", "people", "sergeant", "school", "visitor")}


@pytest.fixture
def far(cast):
    """Another partnership, with its social care and its two administrators."""
    care = Agency.objects.create(
        partnership=Partnership.objects.create(name="Far"), name="Far care", kind=Kind.CSC
    )
    for number in "12":
        user = User.objects.create_user(f"far{number}@demo.invalid", f"Far Admin {number}")
        Membership.objects.create(user=user, agency=care, role=Role.ADMINISTRATOR)
    return care


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


# --- roles by kind, addresses by agency ---------------------------------------------------


def test_each_kind_of_agency_is_offered_its_own_roles(cast, agencies):
    by = fresh(cast["admin"])

    assert Role.POLICE_DECISION_MAKER in roles_for(agencies["sergeant"], by=by)
    for key in ("people", "school", "visitor"):
        assert set(roles_for(agencies[key], by=by)) == {
            Role.REPRESENTATIVE, Role.SAFEGUARDING_LEAD, Role.AGENCY_ADMINISTRATOR,
        }  # fmt: skip
    assert not {Role.REPRESENTATIVE, Role.SAFEGUARDING_LEAD} & set(roles_for(agencies["worker"], by=by))


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        (key, {"role": role})
        for key, kind in (("worker", Kind.CSC), ("people", Kind.ACUTE), ("sergeant", Kind.POLICE))
        for role, duty in DUTIES.items()
        if kind not in duty.kinds
    ]
    + [("people", {"role": Role.REPRESENTATIVE, "rank": "sergeant"})],
)
def test_the_database_refuses_a_role_or_a_rank_of_another_kind(cast, agencies, key, facts):
    newcomer = User.objects.create_user(NEW, "Wim Newcomer")

    with pytest.raises(DatabaseError, match=r"not held|only the police"), transaction.atomic():
        Membership.objects.create(user=newcomer, agency=agencies[key], **facts)


@pytest.mark.parametrize("changed", [{"kind": Kind.SCHOOL}, {"partnership": "far"}])
def test_an_agency_stays_of_its_kind_and_in_its_partnership(cast, agencies, far, changed):
    facts = {k: far.partnership if v == "far" else v for k, v in changed.items()}

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Agency.objects.filter(pk=agencies["people"].pk).update(**facts)


@pytest.mark.parametrize("email", ["friend@mailbox.invalid", "friend@DEMO.invalid.", "friend@trust.demo.invalid", "friend@trusT.invalıd"])  # fmt: skip
def test_an_address_outside_the_agency_s_domains_is_refused(cast, agencies, email):
    hospital = agencies["people"]
    hospital.domains = ["trust.invalid"]
    hospital.save()

    with pytest.raises(Refused, match=r"end in @trust\.invalid"):
        ask(hospital, Role.REPRESENTATIVE, by=cast["people"], email=email)
    assert ask(hospital, Role.REPRESENTATIVE, by=cast["people"], email="Wim@Trust.Invalid").state == "given"


def test_one_asked_for_twice_waits_once(cast, agencies):
    ask(agencies["worker"], Role.SOCIAL_WORKER, by=cast["admin"])

    with pytest.raises(Refused, match="asked for already"):
        ask(agencies["worker"], Role.SOCIAL_WORKER, by=cast["admin2"], email=NEW.upper())


def test_a_closed_account_is_given_nothing_meanwhile(cast, agencies):
    load_second_hats()
    offer = ask(agencies["worker"], Role.SOCIAL_WORKER, by=cast["admin"], email=cast["support"].email)
    User.objects.get_queryset().filter(pk=cast["support"].pk).update(is_active=False)

    with pytest.raises(Refused, match="closed"):
        offering.confirm(offer.pk, by=fresh(cast["admin2"]), at=now())


# --- what nobody answers ------------------------------------------------------------------


def test_what_nobody_answers_in_four_weeks_lapses_and_can_be_asked_again(cast, agencies):
    offer = ask(agencies["people"], Role.SAFEGUARDING_LEAD, by=cast["admin"])

    assert offering.lapse(at=offer.asked_at + LAPSES_AFTER) == 0
    assert offering.lapse(at=offer.asked_at + LAPSES_AFTER + timedelta(minutes=1)) == 1

    offer.refresh_from_db()
    assert offer.state == "lapsed"
    assert Notice.objects.filter(kind="offer_closed", to_user_id=cast["admin"].pk).count() == 1
    assert offering.lapse(at=offer.asked_at + LAPSES_AFTER + timedelta(days=1)) == 0
    with pytest.raises(Refused, match="This is over"):
        offering.confirm(offer.pk, by=fresh(cast["people"]), at=now())
    assert ask(agencies["people"], Role.SAFEGUARDING_LEAD, by=cast["admin"]).state == "asked"


def test_an_answer_in_time_is_not_taken_back(cast, agencies):
    offer = ask(agencies["people"], Role.SAFEGUARDING_LEAD, by=cast["people"])
    assert live() == ["safeguarding_lead"]

    assert offering.lapse(at=offer.asked_at + LAPSES_AFTER * 2) == 0
