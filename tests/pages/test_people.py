"""The people of an agency: joiner, mover, leaver, the quarterly review; two hats; an agency that is merged."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, transaction
from django.test import Client

from agencies.models import AccessReview, Agency, Membership, User
from agencies.roles import Role
from audit.models import AccessEvent
from circulation.models import Receipt
from config.clock import now
from config.opaque import tagged
from demo.people import load_second_hats
from notices.models import Notice
from records.models import Product, Record
from tests.entering import mailed_link
from tests.stories import signed


@pytest.fixture
def hospital(cast):
    return cast["people"].hats()[0].agency


@pytest.fixture
def keeper(cast, client):
    client.force_login(cast["people"])
    return client


def joins(client, hospital, **how):
    facts = {
        "name": "Dr Wim Newcomer",
        "email": "new@demo.invalid",
        "role": Role.REPRESENTATIVE,
        "position": "Registrar",
        **how,
    }
    return client.post(f"/people/{tagged(hospital.pk)}/invite/", facts)


def test_a_joiner_gets_a_link_and_a_role_and_nothing_of_the_administrator_s(keeper, hospital, client):
    answer = joins(keeper, hospital)

    made = User.objects.get_queryset().get(email="new@demo.invalid")
    assert answer.url == f"/people/{tagged(hospital.pk)}/{tagged(made.pk)}/"
    assert not made.has_usable_password()
    assert [(m.agency, m.role, m.since is not None) for m in made.memberships.all()] == [
        (hospital, "representative", True)
    ]
    path = mailed_link()
    form = client.get(path).url
    Client().post(form, {"new_password1": "three quiet herons", "new_password2": "three quiet herons"})
    other = Client()
    other.get(path)
    assert "Dr Wim Newcomer" in keeper.get(f"/people/{tagged(hospital.pk)}/").content.decode()


@pytest.mark.parametrize(
    "how",
    [
        {"role": Role.ADMINISTRATOR}, {"role": Role.INFORMATION_GOVERNANCE}, {"role": Role.SOCIAL_WORKER}, {"role": "king"},
        {"email": "no address"}, {"name": ""}, {"role": ""},
    ],
)  # fmt: skip
def test_what_an_administrator_may_not_give_is_refused_and_what_was_typed_stays(keeper, hospital, how):
    answer = joins(keeper, hospital, **how)

    assert answer.status_code == 422
    assert "Nobody was invited" in answer.content.decode()
    assert 'value="Registrar"' in answer.content.decode()
    assert not User.objects.get_queryset().filter(email="new@demo.invalid").exists()


def test_ticking_what_is_not_on_the_form_gives_nothing(keeper, hospital):
    joins(
        keeper,
        hospital,
        is_staff="on",
        is_superuser="on",
        qualified="on",
        rank="sergeant",
        home_postcode="N1",
    )

    made = User.objects.get_queryset().get(email="new@demo.invalid")
    assert (made.is_staff, made.is_superuser, made.home_postcode) == (False, False, "")
    assert (made.memberships.get().qualified, made.memberships.get().rank) == (False, "")


def test_somebody_another_agency_has_invited_gets_a_second_hat_and_the_same_answer(keeper, cast, hospital):
    answer = joins(keeper, hospital, email="visitor@demo.invalid", name="Another Name")

    assert answer.status_code == 302
    visitor = User.objects.get_queryset().get(pk=cast["visitor"].pk)
    assert visitor.name == "Dana Paper"
    assert len(visitor.agencies()) == 2
    assert Notice.objects.filter(kind="joined", to_user_id=visitor.pk).count() == 1


def test_a_leaver_is_out_with_the_next_click_in_every_tab(cast, keeper, hospital):
    told, discussion = signed(cast)
    doctor, elsewhere = Client(), Client()
    for tab in (doctor, elsewhere):
        tab.force_login(cast["doctor"])
    receipt = Receipt.objects.visible_to(cast["doctor"]).get(version__product=Product.RECORD)
    assert doctor.get(f"/shared/{tagged(receipt.pk)}/").status_code == 200
    held = Membership.objects.get(user=cast["doctor"])

    page = keeper.get(f"/people/{tagged(hospital.pk)}/{tagged(cast['doctor'].pk)}/").content.decode()
    assert "Still theirs:" in page
    keeper.post(f"/people/{tagged(hospital.pk)}/{tagged(cast['doctor'].pk)}/end/", {"membership": held.pk})

    for tab in (doctor, elsewhere):
        assert tab.get(f"/shared/{tagged(receipt.pk)}/").status_code == 404
    assert not Record.objects.visible_to(User.objects.get_queryset().get(pk=cast["doctor"].pk)).exists()
    held.refresh_from_db()
    assert held.ended_at


def test_a_mover_has_the_new_role_alone(cast, keeper, hospital):
    nurse = Membership.objects.get(user=cast["nurse"])
    form = {
        f"m{nurse.pk}-role": Role.REPRESENTATIVE,
        f"m{nurse.pk}-position": "Ward sister",
        "membership": nurse.pk,
    }

    keeper.post(f"/people/{tagged(hospital.pk)}/{tagged(cast['nurse'].pk)}/move/", form)

    live = Membership.objects.live().get(user=cast["nurse"])
    assert (live.role, live.position) == ("representative", "Ward sister")
    assert User.objects.get_queryset().get(pk=cast["nurse"].pk).lead_ids() == []


def test_nobody_changes_their_own_roles_or_invites_themselves(cast, keeper, hospital):
    own = Membership.objects.get(user=cast["people"])
    path = f"/people/{tagged(hospital.pk)}/{tagged(cast['people'].pk)}"

    assert keeper.post(f"{path}/end/", {"membership": own.pk}).status_code == 422
    assert keeper.post(f"{path}/factor/").status_code == 422
    assert joins(keeper, hospital, email=cast["people"].email).status_code == 422
    assert Membership.objects.live().filter(user=cast["people"]).count() == 1


def test_another_agency_s_people_are_out_of_reach(cast, keeper, hospital):
    school = cast["school"].hats()[0]

    for path in (f"/people/{tagged(school.agency_id)}/", f"/people/{tagged(school.agency_id)}/invite/", f"/people/{tagged(school.agency_id)}/review/",
                 f"/people/{tagged(hospital.pk)}/{tagged(cast['school'].pk)}/", f"/people/{tagged(hospital.pk)}/merge/"):  # fmt: skip
        assert keeper.get(path).status_code == 404, path
    # A foreign membership in one's own address.
    keeper.post(f"/people/{tagged(hospital.pk)}/{tagged(cast['doctor'].pk)}/end/", {"membership": school.pk})
    keeper.post(f"/people/{tagged(hospital.pk)}/review/", {"end": [school.pk]})
    keeper.post(f"/people/{tagged(hospital.pk)}/review/", {"keep": [school.pk]})
    assert Membership.objects.live().filter(pk=school.pk).exists()
    assert not AccessReview.objects.exists()
    assert AccessEvent.objects.filter(verb="refused", user_id=cast["people"].pk).count() >= 7


def test_a_lost_factor_is_taken_off_and_sessions_end(cast, keeper, hospital):
    Authenticator.objects.create(user=cast["doctor"], type="totp", data={"secret": "x"})
    doctor = Client()
    doctor.post("/sign-in/", {"login": "doctor@demo.invalid", "password": "demonstration only"})
    path = f"/people/{tagged(hospital.pk)}/{tagged(cast['doctor'].pk)}"

    keeper.post(f"{path}/factor/")

    assert not Authenticator.objects.filter(user=cast["doctor"]).exists()
    assert User.objects.get_queryset().get(pk=cast["doctor"].pk).sessions_end_before
    assert Notice.objects.filter(kind="second_factor", to_user_id=cast["doctor"].pk).exists()


def test_of_somebody_with_two_agencies_no_one_of_them_takes_the_factor_off(cast, keeper, hospital):
    load_second_hats()
    both = User.objects.get_queryset().get(email="both@demo.invalid")
    Authenticator.objects.create(user=both, type="totp", data={"secret": "x"})

    assert keeper.post(f"/people/{tagged(hospital.pk)}/{tagged(both.pk)}/factor/").status_code == 422
    assert Authenticator.objects.filter(user=both).exists()


def test_the_review_lists_who_has_what_and_is_confirmed_by_name_once(cast, keeper, hospital):
    page = keeper.get(f"/people/{tagged(hospital.pk)}/review/").content.decode()
    assert "Dr Nico Fable" in page
    assert "Last here: never" in page
    assert "This is you" in page
    doctor, nurse = (Membership.objects.get(user=cast[key]) for key in ("doctor", "nurse"))
    own = Membership.objects.get(user=cast["people"])

    for _ in range(2):  # a double click
        keeper.post(
            f"/people/{tagged(hospital.pk)}/review/", {"keep": [doctor.pk, own.pk], "end": [nurse.pk]}
        )

    reviews = {r.membership_id: (r.kept, r.by_id) for r in AccessReview.objects.all()}
    assert reviews == {doctor.pk: (True, cast["people"].pk), nurse.pk: (False, cast["people"].pk)}
    assert not Membership.objects.live().filter(pk=nurse.pk).exists()
    assert (
        "Confirmed by Bea Register" in keeper.get(f"/people/{tagged(hospital.pk)}/review/").content.decode()
    )
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        AccessReview.objects.update(kept=True)


def test_it_waits_in_my_work_until_all_are_confirmed(cast, keeper, hospital):
    assert "Review who has access" in keeper.get("/").content.decode()
    others = Membership.objects.live().filter(agency=hospital).exclude(user=cast["people"])

    keeper.post(f"/people/{tagged(hospital.pk)}/review/", {"keep": list(others.values_list("pk", flat=True))})

    assert "Review who has access" not in keeper.get("/").content.decode()


def test_nor_does_a_system_administrator_under_administration(cast, client):
    client.force_login(cast["admin"])
    own, other = (f"/admin/agencies/user/{cast[key].pk}/change/" for key in ("admin", "worker"))

    client.post(own, {"email": "admin@demo.invalid", "name": "Somebody Else", "is_active": "on"})

    assert "Somebody Else" not in client.get(own).content.decode()
    assert 'name="_save"' not in client.get(own).content.decode()
    assert 'name="_save"' in client.get(other).content.decode()


# --- two hats -----------------------------------------------------------------------------


@pytest.fixture
def both(cast):
    load_second_hats()
    return User.objects.get_queryset().get(email="both@demo.invalid")


def test_who_works_for_two_agencies_chooses_and_it_is_noted(cast, client, both):
    client.force_login(both)
    assert client.get("/").url == "/account/hat/"
    assert client.post("/account/hat/", {"agency": cast["school"].hats()[0].agency_id}).status_code == 422
    surgery = Agency.objects.get(name="Moorgate Surgery")

    client.post("/account/hat/", {"agency": surgery.pk})

    page = client.get("/").content.decode()
    assert "Moorgate Surgery" in page
    assert "Northmoor General Hospital" not in page
    event = AccessEvent.objects.get(verb="hat")
    assert (event.user_id, event.agency_id) == (both.pk, surgery.pk)


def test_each_hat_sees_its_own_agency_s_and_every_look_says_which(cast, client, both):
    signed(cast)
    receipts = Receipt.objects.filter(
        agency__name="Northmoor General Hospital", version__product=Product.RECORD
    )
    hospital = receipts.get().agency
    Membership.objects.filter(user=both, agency=hospital).update(role=Role.SAFEGUARDING_LEAD)
    surgery = Agency.objects.get(name="Moorgate Surgery")
    client.force_login(both)
    path = f"/shared/{tagged(receipts.get().pk)}/"

    client.post("/account/hat/", {"agency": surgery.pk})
    assert client.get(path).status_code == 404
    client.post("/account/hat/", {"agency": hospital.pk})
    assert client.get(path).status_code == 200

    noted = AccessEvent.objects.filter(
        user_id=both.pk, verb__in=["refused", "view"], kind__in=["receipt", "record"]
    )
    assert list(noted.order_by("pk").values_list("verb", "agency_id")) == [
        ("refused", surgery.pk),
        ("view", hospital.pk),
    ]


def test_a_hat_that_was_taken_leaves_the_other_one(cast, client, both):
    client.force_login(both)
    surgery = Agency.objects.get(name="Moorgate Surgery")
    client.post("/account/hat/", {"agency": surgery.pk})

    Membership.objects.filter(user=both, agency=surgery).update(ended_at=now())

    assert "Northmoor General Hospital" in client.get("/").content.decode()


# --- merged, renamed ----------------------------------------------------------------------


def test_an_agency_that_is_merged_keeps_its_receipts_and_its_successor_answers(cast, client):
    told, discussion = signed(cast)
    receipt = Receipt.objects.get(agency__name="Northmoor General Hospital", version__product=Product.RECORD)
    old, into = receipt.agency, cast["visitor"].hats()[0].agency
    client.force_login(cast["visitorlead"])
    assert client.get(f"/shared/{tagged(receipt.pk)}/").status_code == 404
    client.force_login(cast["admin"])

    client.post(f"/people/{tagged(old.pk)}/merge/", {"into": into.pk})

    receipt.refresh_from_db()
    assert receipt.agency == old  # as it was sent
    client.force_login(cast["visitorlead"])
    assert client.get(f"/shared/{tagged(receipt.pk)}/").status_code == 200
    assert client.post(f"/shared/{tagged(receipt.pk)}/acknowledge/", {"read": "on"}).status_code in (302, 422)
    nurse = User.objects.get_queryset().get(pk=cast["nurse"].pk)
    assert [hat.agency for hat in nurse.hats()] == [into]
    assert Receipt.objects.visible_to(nurse).filter(pk=receipt.pk).exists()
    old.refresh_from_db()
    assert old.leads().filter(pk=cast["visitorlead"].pk).exists()  # who is told
    assert (old.active, old.merged_into) == (False, into)


def test_merged_twice_the_last_one_answers_for_all(cast):
    from boards import people

    one, two, three = (cast[key].hats()[0].agency for key in ("doctor", "visitor", "midwife"))
    people.merge(one.pk, into=two, by=cast["admin"], at=now())
    people.merge(two.pk, into=three, by=cast["admin"], at=now() + timedelta(minutes=1))

    three.refresh_from_db()
    one.refresh_from_db()
    assert set(three.formerly) == {one.pk, two.pk}
    assert one.merged_into == three


def test_only_a_system_administrator_merges_and_never_social_care(cast, keeper, hospital, client):
    school = cast["school"].hats()[0].agency
    assert keeper.post(f"/people/{tagged(hospital.pk)}/merge/", {"into": school.pk}).status_code == 404
    client.force_login(cast["admin"])
    care = cast["worker"].hats()[0].agency

    assert client.post(f"/people/{tagged(care.pk)}/merge/", {"into": school.pk}).status_code == 422
    assert client.post(f"/people/{tagged(hospital.pk)}/merge/", {"into": care.pk}).status_code == 422
    assert client.post(f"/people/{tagged(hospital.pk)}/merge/", {"into": hospital.pk}).status_code == 422
    assert Agency.objects.filter(active=False).count() == 0


def test_a_renamed_agency_keeps_its_receipts_and_its_former_name_in_the_history(cast, client):
    told, discussion = signed(cast)
    receipt = Receipt.objects.filter(agency__name="Northmoor General Hospital").first()
    agency = receipt.agency
    agency.name = "Northmoor University Hospital"
    agency.save()

    assert Receipt.objects.filter(pk=receipt.pk, agency__name="Northmoor University Hospital").exists()
    names = list(agency.events.order_by("pgh_id").values_list("name", flat=True))
    assert names[-2:] == ["Northmoor General Hospital", "Northmoor University Hospital"]
