"""The people of an agency: joiner, mover, leaver, the quarterly review."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, transaction
from django.test import Client

from actions.models import Action
from agencies.models import AccessReview, Membership, User
from agencies.roles import Role
from audit.models import AccessEvent
from boards import people
from circulation.models import Receipt
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
        {"role": Role.ADMINISTRATOR}, {"role": Role.INFORMATION_GOVERNANCE}, {"role": Role.SOCIAL_WORKER}, {"role": Role.POLICE_DECISION_MAKER}, {"role": "king"},
        {"email": "no address"}, {"name": ""}, {"role": ""},
    ],
)  # fmt: skip
def test_what_an_administrator_may_not_give_is_refused_and_what_was_typed_stays(keeper, hospital, how):
    answer = joins(keeper, hospital, **how)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
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
        assert tab.get(f"/shared/{tagged(receipt.pk)}/").status_code == 403
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


def test_what_somebody_does_for_another_agency_is_not_shown(cast, keeper, hospital):
    """Neither how much waits for them there, nor when they were last there."""
    told, discussion = signed(cast)
    sergeant, police = cast["sergeant"], cast["sergeant"].hats()[0].agency
    Membership.objects.create(user=sergeant, agency=hospital, role=Role.REPRESENTATIVE)
    AccessEvent.objects.create(
        at=told.now, verb="view", user_id=sergeant.pk, kind="record", agency_id=police.pk
    )
    AccessEvent.objects.create(at=told.now, verb="sign_in", user_id=sergeant.pk, kind="session")
    Action.objects.filter(agency=hospital).update(owner=sergeant)
    ours = Action.objects.open().filter(agency=hospital).count()
    Action.objects.filter(owner__name="Sam Example").update(owner=sergeant, agency=police)
    assert Action.objects.open().filter(owner=sergeant).count() > ours > 0

    page = keeper.get(f"/people/{tagged(hospital.pk)}/{tagged(sergeant.pk)}/").content.decode()

    assert f"Still theirs: {ours} open action" in page
    assert police.name not in page
    line = next(line for line in people.lines(hospital) if line.membership.user == sergeant)
    assert line.last_used is None


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
