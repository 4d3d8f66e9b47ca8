"""Administration: no case content by any page of it, and nothing of another partnership."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin as django_admin
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from agencies.administration import ADMINISTERED, CASES, Administration, Site, leads_to, site
from agencies.models import Agency, IdentityProvider, Membership, Partnership, Team, User
from agencies.roles import Kind, Role
from audit.models import AccessEvent
from children.models import Person
from config.clock import now
from deadlines.models import ExtraHoliday, TimescaleSetting
from tests.stories import signed

MODELS = sorted(ADMINISTERED)


@pytest.fixture
def administrator(cast, client):
    client.force_login(cast["admin"])
    return client


@pytest.fixture
def far(cast):
    """One row of everything that is administered, in another partnership."""
    area = Partnership.objects.create(name="Zzfar partnership")
    care = Agency.objects.create(partnership=area, name="Zzfar care", kind=Kind.CSC)
    chief = User.objects.create_user("zzfar@far.invalid", "Zzfar Chief")
    Membership.objects.create(user=chief, agency=care, role=Role.ADMINISTRATOR)
    return {
        "agencies.Partnership": area, "agencies.Agency": care, "agencies.User": chief,
        "agencies.Team": Team.objects.create(agency=care, name="Zzfar team"),
        "agencies.IdentityProvider": IdentityProvider.objects.create(
            agency=care, slug="zzfar", name="Zzfar sign-in", server_url="https://zzfar.invalid", client_id="z"
        ),
        "deadlines.TimescaleSetting": TimescaleSetting.objects.create(
            partnership=area, code="icpc", length=9, unit="working_days", source_note="Zzfar note"
        ),
        "deadlines.ExtraHoliday": ExtraHoliday.objects.create(partnership=area, day=date(2027, 2, 2), name="Zzfar day"),
        "retention.RetentionSetting": apps.get_model("retention.RetentionSetting").objects.create(
            partnership=area, code="concern", years=33, source_note="Zzfar years"
        ),
    }  # fmt: skip


def way(label, page, *args):
    app, model = label.lower().split(".")
    return reverse(f"admin:{app}_{model}_{page}", args=args)


def own_rows(cast):
    """The keys of every row that the administrator of these tests may open, by model."""
    return {
        label: list(apps.get_model(label)._default_manager.values_list("pk", flat=True)) for label in MODELS
    }


def every_address(cast):
    yield reverse("admin:index")
    for app in {label.split(".")[0] for label in MODELS}:
        yield reverse("admin:app_list", args=[app])
    for label, keys in own_rows(cast).items():
        yield way(label, "changelist")
        if label not in ("agencies.User", "agencies.Partnership"):
            yield way(label, "add")
        yield from (way(label, "change", key) for key in keys)


# --- no case content ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if m._meta.label not in ADMINISTERED], ids=str
)
def test_nothing_but_what_is_declared_is_registered(model):
    with pytest.raises(ImproperlyConfigured, match="not administration"):
        Site().register(model, Administration)


def test_what_is_declared_leads_to_no_case_and_is_all_there_is():
    assert {m._meta.label for m in site._registry} == ADMINISTERED
    for label in MODELS:
        assert not leads_to(apps.get_model(label)) & CASES
    assert all(isinstance(each, Administration) for each in site._registry.values())
    assert {"children.Person", "records.Record"} <= {m._meta.label for m in apps.get_models()}
    with pytest.raises(ImproperlyConfigured):
        Site().register(Team, django_admin.ModelAdmin)


def test_it_has_these_addresses_and_no_others():
    names = {
        each.name
        for each in get_resolver().url_patterns
        if str(each.pattern) == "admin/"
        for each in each.url_patterns
    }

    assert {name for name in names if name.count("_") < 2} == {"index", "login", "jsi18n", "app_list"}
    pages = {name.rsplit("_", 1)[1] for name in names if name.count("_") == 2}
    assert pages == {"changelist", "add", "change"}
    for name in (
        "autocomplete",
        "logout",
        "view_on_site",
        "agencies_agency_delete",
        "agencies_agency_history",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}")


def test_no_page_names_anybody_on_file_and_each_leaves_an_access_event(cast, administrator):
    signed(cast)
    words = {
        word for p in Person.objects.all() for word in (p.family_name, p.given_names, p.case_number) if word
    }
    assert words

    for address in every_address(cast):
        before = AccessEvent.objects.filter(kind="administration", verb="view").count()
        page = administrator.get(address)
        assert page.status_code == 200, address
        assert AccessEvent.objects.filter(kind="administration", verb="view").count() == before + 1, address
        told = page.content.decode()
        assert [word for word in words if re.search(rf"\b{re.escape(word)}\b", told)] == [], address


@pytest.mark.parametrize("how", ["delete/", "history/", ""])
@pytest.mark.parametrize("label", MODELS)
def test_nothing_is_deleted_or_previewed_or_looked_back_on(cast, administrator, label, how):
    key = apps.get_model(label)._default_manager.values_list("pk", flat=True).first() or 1
    base = way(label, "changelist")

    for answer in (
        administrator.get(f"{base}{key}/{how}"),
        administrator.post(f"{base}{key}/{how}", {"post": "yes"}),
    ):
        assert answer.status_code == 404


@pytest.mark.parametrize("label", MODELS)
def test_no_bulk_action_deletes(cast, administrator, label):
    model = apps.get_model(label)
    keys = list(model._default_manager.values_list("pk", flat=True))

    administrator.post(
        way(label, "changelist"), {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    )

    assert set(model._default_manager.values_list("pk", flat=True)) == set(keys)


@pytest.mark.parametrize(
    "tail",
    [
        "agencies/agency/?_popup=1", "agencies/agency/add/?_to_field=id", "agencies/user/?password__startswith=pbkdf2",
        "agencies/agency/?group__name=x", "agencies/user/?memberships__agency__name=x",
        "autocomplete/?app_label=children&model_name=person&field_name=child", "r/1/1/", "children/person/",
        "records/record/", "agencies/membership/", "agencies/agency/?q=%00",
        "agencies/user/²/change/", "agencies/user/" + "9" * 5000 + "/change/", "agencies/user/%00/change/",
    ],
)  # fmt: skip
def test_what_leads_round_it_is_refused(cast, administrator, tail):
    assert administrator.get(f"/admin/{tail}").status_code in (400, 404)


# --- who comes in -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", ["worker", "head", "governance", "people", "sergeant", "nobody", "flagged", "ended"]
)
def test_flags_open_nothing_and_only_a_live_administrator_comes_in(cast, client, key):
    user = cast.get(key) or User.objects.create_user("flag@demo.invalid", "Fay Flag")
    User.objects.get_queryset().filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    if key == "ended":
        care = cast["worker"].hats()[0].agency
        Membership.objects.create(user=user, agency=care, role=Role.ADMINISTRATOR, ended_at=now())
    client.force_login(user)

    without = key in ("nobody", "flagged", "ended")  # who has no role at all goes nowhere
    for address in ("/admin/", "/admin/agencies/agency/", "/admin/agencies/user/"):
        assert client.get(address).status_code == (403 if without else 404), address
    kind = "no role" if without else "administration"
    assert AccessEvent.objects.filter(verb="refused", kind=kind, user_id=user.pk).count() == 3
    assert "/admin/" not in client.get("/account/").content.decode()


def test_a_superuser_has_no_permission_on_anything(cast):
    _, discussion = signed(cast)
    user = User.objects.create_user("flag@demo.invalid", "Fay Flag")
    User.objects.get_queryset().filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    user = User.objects.get_queryset().get(pk=user.pk)

    assert not user.has_perm("records.read_record", discussion.record_ptr)
    assert not user.has_perm("agencies.change_agency")
    assert not user.has_module_perms("records")
    assert not type(discussion).objects.visible_to(user).exists()


def test_without_sign_in_it_asks_for_it(db, client):
    assert client.get("/admin/").url.startswith("/sign-in/")
    assert client.get("/admin/agencies/user/1/change/").url.startswith("/sign-in/")


# --- one partnership ----------------------------------------------------------------------


@pytest.mark.parametrize("label", MODELS)
def test_nothing_of_another_partnership_is_listed_opened_searched_or_changed(cast, administrator, far, label):
    row = far[label]
    before = type(row)._default_manager.filter(pk=row.pk).values().get()

    for tail in ("", "?all=", "?q=far.invalid", "?o=1"):
        listed = administrator.get(way(label, "changelist") + tail).content.decode()
        assert "zzfar" not in listed.casefold(), tail
    assert administrator.get(way(label, "change", row.pk)).status_code == 404
    assert (
        administrator.post(way(label, "change", row.pk), {"name": "Taken", "is_active": ""}).status_code
        == 404
    )
    for action in ("end_all_memberships", "confirm"):
        administrator.post(way(label, "changelist"), {"action": action, "_selected_action": [row.pk]})
    assert type(row)._default_manager.filter(pk=row.pk).values().get() == before
    assert Membership.objects.live().filter(user=far["agencies.User"]).exists()


@pytest.mark.parametrize("label", [m for m in MODELS if m not in ("agencies.User", "agencies.Partnership")])
def test_no_form_offers_or_takes_anything_of_another_partnership(cast, administrator, far, label):
    page = administrator.get(way(label, "add")).content.decode()
    assert "Zzfar" not in page
    model = apps.get_model(label)
    number = model._default_manager.count()

    said = {
        "partnership": far["agencies.Partnership"].pk, "agency": far["agencies.Agency"].pk, "name": "New", "slug": "new",
        "kind": "school", "server_url": "https://new.invalid", "client_id": "n", "code": "concern", "years": "60",
        "length": "3", "unit": "hours", "source_note": "x", "day": "2027-03-03", "steps": "[]",
    }  # fmt: skip
    answer = administrator.post(way(label, "add"), said)

    assert answer.status_code == 200
    assert model._default_manager.count() == number


def test_a_form_of_one_s_own_takes_what_is_one_s_own(cast, administrator):
    own = cast["admin"].hats()[0].agency.partnership
    said = {
        "partnership": own.pk,
        "name": "New Surgery",
        "kind": "gp",
        "domains": "@Surgery.NHS.invalid, b.invalid",
        "active": "on",
    }

    assert administrator.post("/admin/agencies/agency/add/", said).status_code == 302

    made = Agency.objects.get(name="New Surgery")
    assert made.domains == ["b.invalid", "surgery.nhs.invalid"]
    again = administrator.post("/admin/agencies/agency/add/", said | {"name": "new surgery"})
    assert "There is one of this name already" in again.content.decode()
    wrong = administrator.post(
        "/admin/agencies/agency/add/", said | {"name": "Third", "domains": "ſurgery.invalid"}
    )
    assert "is not a mail domain" in wrong.content.decode()


def test_an_agency_s_partnership_and_kind_are_said_once(cast, administrator, far):
    hospital = cast["people"].hats()[0].agency
    said = {
        "partnership": far["agencies.Partnership"].pk,
        "kind": "police",
        "name": hospital.name,
        "active": "on",
    }

    administrator.post(way("agencies.Agency", "change", hospital.pk), said)

    hospital.refresh_from_db()
    assert (hospital.partnership, hospital.kind) == (cast["admin"].hats()[0].agency.partnership, "acute")


def test_who_works_in_two_partnerships_is_shown_with_the_roles_of_one_s_own_and_not_changed(
    cast, administrator, far
):
    doctor = cast["doctor"]
    User.objects.get_queryset().filter(pk=doctor.pk).update(home_postcode="ZZ9 9ZZ")
    Membership.objects.create(user=doctor, agency=far["agencies.Agency"], role=Role.SOCIAL_WORKER)
    address = way("agencies.User", "change", doctor.pk)

    page = administrator.get(address).content.decode()

    assert "Agency representative (Northmoor General Hospital)" in page
    assert "Zzfar" not in page
    assert "ZZ9 9ZZ" not in page
    assert 'name="_save"' not in page
    assert administrator.post(address, {"name": "Taken"}).status_code in (403, 404)
    administrator.post(
        way("agencies.User", "changelist"), {"action": "end_all_memberships", "_selected_action": [doctor.pk]}
    )
    left = Membership.objects.live().get(user=doctor)
    assert left.agency == far["agencies.Agency"]


# --- nobody gives anything here -----------------------------------------------------------


def test_nor_does_a_system_administrator_change_their_own_account(cast, administrator):
    own, other = (f"/admin/agencies/user/{cast[key].pk}/change/" for key in ("admin", "worker"))

    administrator.post(own, {"name": "Somebody Else", "is_active": "on"})

    assert "Somebody Else" not in administrator.get(own).content.decode()
    assert 'name="_save"' not in administrator.get(own).content.decode()
    assert 'name="_save"' in administrator.get(other).content.decode()


def test_no_form_here_gives_a_role_a_flag_or_another_s_mailbox(cast, administrator):
    worker = cast["worker"]
    said = {
        "name": worker.name, "is_active": "on", "is_staff": "on", "is_superuser": "on", "email": "mine@demo.invalid",
        "memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0", "memberships-0-role": "head_of_service",
        "memberships-0-agency": worker.hats()[0].agency_id, "groups": "1", "password": "x",
    }  # fmt: skip

    administrator.post(way("agencies.User", "change", worker.pk), said)

    now_ = User.objects.get_queryset().get(pk=worker.pk)
    assert (now_.email, now_.is_staff, now_.is_superuser) == (worker.email, False, False)
    assert now_.memberships.count() == 1
    assert now_.check_password("demonstration only")
    assert administrator.get("/admin/agencies/user/add/").status_code == 404


def test_a_closed_account_that_is_opened_again_has_no_role(cast, administrator):
    address = way("agencies.User", "change", cast["worker"].pk)

    administrator.post(address, {"name": "Sam Example"})
    assert not Membership.objects.live().filter(user=cast["worker"]).exists()
    administrator.post(address, {"name": "Sam Example", "is_active": "on"})

    assert User.objects.get_queryset().get(pk=cast["worker"].pk).is_active
    assert not Membership.objects.live().filter(user=cast["worker"]).exists()


def test_a_provider_works_once_a_second_administrator_has_confirmed_it(cast, administrator):
    hospital = cast["people"].hats()[0].agency
    said = {
        "agency": hospital.pk,
        "slug": "north",
        "name": "North",
        "server_url": "https://id.invalid",
        "client_id": "c",
        "secret": "s",
        "active": "on",
    }
    administrator.post("/admin/agencies/identityprovider/add/", said)
    made = IdentityProvider.objects.get()
    confirm = {"action": "confirm", "_selected_action": [made.pk]}

    administrator.post(way("agencies.IdentityProvider", "changelist"), confirm)
    assert not IdentityProvider.objects.usable().exists()
    second = Client()
    second.force_login(cast["admin2"])
    second.post(way("agencies.IdentityProvider", "changelist"), confirm)
    assert IdentityProvider.objects.usable().get() == made

    administrator.post(
        way("agencies.IdentityProvider", "change", made.pk), said | {"server_url": "https://mine.invalid"}
    )
    assert not IdentityProvider.objects.usable().exists()
