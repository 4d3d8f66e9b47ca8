"""Which roles and addresses an agency may not be offered, and what nobody answers."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from agencies import offering
from agencies.models import Agency, Membership, User
from agencies.offers import LAPSES_AFTER
from agencies.roles import DUTIES, Kind, Role
from agencies.standing import roles_for
from config.clock import now
from demo.people import load_second_hats
from notices.models import Notice
from records.refusals import Refused
from tests.pages.test_offers import NEW, ask, fresh, live

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
