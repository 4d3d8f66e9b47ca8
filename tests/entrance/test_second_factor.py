"""Nobody passes the door without a second factor, in whatever role and by whatever way."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings as conf
from django.test import Client

from agencies.models import User
from audit.models import AccessEvent
from config.clock import now
from notices.models import Notice
from tests.entering import WORD, mailed_link, six_figures

# What follows setting one up follows the commit.
pytestmark = pytest.mark.django_db(transaction=True)
SETUP = "/account/second-factor/"


@pytest.fixture(autouse=True)
def _factor(_no_second_factor, settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def moment():
    with time_machine.travel(now(), tick=False) as travelling:
        yield travelling


def password(client, key="worker", word=WORD):
    return client.post("/sign-in/", {"login": f"{key}@demo.invalid", "password": word})


def set_up_app(client):
    """Sets up the app in a fresh session; returns its key."""
    page = client.get(f"{SETUP}app/")
    secret = page.context["form"].secret
    answer = client.post(f"{SETUP}app/", {"code": six_figures(secret, now())})
    assert answer.url == f"{SETUP}codes/", answer.content
    return secret


def test_every_role_is_led_to_setting_one_up_and_opens_nothing_before(cast, client):
    for key in cast:
        password(client, key)
        for path in ("/", "/board/", "/search/", "/admin/", "/shared/", "/account/", "/board.csv"):
            assert client.get(path).url == SETUP, (key, path)
        assert client.get(SETUP).status_code == 200
        client.post("/sign-out/")


def test_set_up_once_and_asked_at_every_sign_in(cast, client, moment):
    password(client)
    secret = set_up_app(client)
    codes = client.get(f"{SETUP}codes/").content.decode()
    assert codes.count('class="app-code"') == 10
    assert client.get("/").status_code == 200
    client.post("/sign-out/")
    moment.shift(timedelta(minutes=2))

    answer = password(client)

    assert answer.url == "/sign-in/factor/"
    assert client.get("/").url == "/sign-in/?next=/"  # the password alone is no sign-in
    assert "is not right" in client.post("/sign-in/factor/", {"code": "000000"}).content.decode()
    assert client.post("/sign-in/factor/", {"code": six_figures(secret, now())}).url == "/"
    assert client.get("/").status_code == 200


def test_a_code_is_good_once(cast, client, moment):
    password(client)
    secret = set_up_app(client)
    moment.shift(timedelta(minutes=2))
    code, other = six_figures(secret, now()), Client()
    client.post("/sign-out/")
    password(client)
    assert client.post("/sign-in/factor/", {"code": code}).status_code == 302

    password(other)

    assert other.post("/sign-in/factor/", {"code": code}).status_code == 200
    assert other.get("/").status_code == 302


@pytest.mark.parametrize("later", [0, 31, 45])
def test_it_is_spent_for_as_long_as_it_would_be_taken(cast, client, moment, later):
    password(client)
    secret = set_up_app(client)
    moment.move_to((now() + timedelta(minutes=5)).replace(second=0))
    client.post("/sign-out/")
    password(client)
    code = six_figures(secret, now() + timedelta(seconds=30))  # of an app whose clock is half a minute ahead
    assert client.post("/sign-in/factor/", {"code": code}).status_code == 302
    client.post("/sign-out/")
    moment.shift(timedelta(seconds=later))
    password(client)

    assert client.post("/sign-in/factor/", {"code": code}).status_code == 200
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("later", [0, 20, 31, 50])
def test_the_code_that_has_set_it_up_is_spent(cast, client, moment, later):
    moment.move_to(now().replace(second=0))
    password(client)
    secret = set_up_app(client)
    code = six_figures(secret, now())
    moment.shift(timedelta(seconds=later))
    other = Client()
    password(other)

    assert other.post("/sign-in/factor/", {"code": code}).status_code == 200
    assert other.get("/").status_code == 302
    confirmed = client.post("/account/again/code/", {"code": code})
    assert confirmed.status_code == 200
    assert "is not right" in confirmed.content.decode()
    if later < 50:
        moment.shift(timedelta(seconds=60))
        assert other.post("/sign-in/factor/", {"code": six_figures(secret, now())}).url == "/"


def test_nor_does_it_confirm_in_the_form_of_what_is_confirmed(cast, client, moment):
    password(client)
    secret = set_up_app(client)
    send = {
        "number": "none",
        "reason": "She is in danger now, tonight.",
        "password": six_figures(secret, now()),
    }

    first = client.post("/emergency/", send).content.decode()
    moment.shift(timedelta(minutes=2))
    send["password"] = six_figures(secret, now())
    fresh = client.post("/emergency/", send).content.decode()
    again = client.post("/emergency/", send).content.decode()

    assert "This is not your password" in first
    assert "This is not your password" not in fresh
    assert "This is not your password" in again


@pytest.mark.parametrize("typed", ["", " ", "²²²²²²", "\u0661\u0662\u0663\u0664\u0665\u0666", "9" * 5000])
def test_what_is_no_code_is_a_wrong_one(cast, client, moment, typed):
    password(client)
    set_up_app(client)
    client.post("/sign-out/")
    password(client)

    assert client.post("/sign-in/factor/", {"code": typed}).status_code == 200
    assert client.get("/").status_code == 302


def test_a_recovery_code_gets_in_once(cast, client, moment):
    password(client)
    set_up_app(client)
    shown = client.get(f"{SETUP}codes/").context["unused_codes"]
    client.post("/sign-out/")
    password(client)
    assert client.post("/sign-in/factor/", {"code": shown[0]}).status_code == 302
    client.post("/sign-out/")

    password(client)

    assert client.post("/sign-in/factor/", {"code": shown[0]}).status_code == 200
    assert client.post("/sign-in/factor/", {"code": shown[1]}).status_code == 302


def test_codes_cannot_be_guessed(cast, client, moment):
    password(client)
    secret = set_up_app(client)
    client.post("/sign-out/")
    moment.shift(timedelta(minutes=2))
    password(client)
    for _ in range(10):
        client.post("/sign-in/factor/", {"code": "000000"})

    answer = client.post("/sign-in/factor/", {"code": six_figures(secret, now())})

    assert "Too many" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert AccessEvent.objects.filter(verb="refused", user_id=cast["worker"].pk).count() >= 10


def test_a_new_password_does_not_get_past_it(cast, client, moment):
    password(client)
    set_up_app(client)
    client.post("/sign-out/")
    client.post("/set-password/", {"email": "worker@demo.invalid"})
    form = client.get(mailed_link()).url
    client.post(form, {"new_password1": "three quiet herons", "new_password2": "three quiet herons"})
    assert client.get("/").status_code == 302

    assert password(client, word="three quiet herons").url == "/sign-in/factor/"


def test_nor_does_the_administration_s_own_door(cast, client):
    answer = client.get("/admin/login/")

    assert answer.url.startswith("/sign-in/")
    client.post("/admin/login/", {"username": "admin@demo.invalid", "password": WORD})
    assert client.get("/admin/").status_code == 302


def test_one_set_up_elsewhere_meanwhile_has_to_be_used_here_too(cast, client, moment):
    there = Client()
    password(client)
    password(there)
    set_up_app(there)

    assert client.get("/").url == "/sign-in/"
    assert password(client).url == "/sign-in/factor/"


def test_the_last_one_stays_and_another_asks_who_it_is(cast, client, moment):
    password(client)
    set_up_app(client)
    moment.shift(timedelta(minutes=6))
    assert client.get(f"{SETUP}app/off/").url.startswith("/account/again/password/")
    client.post("/account/again/password/", {"password": WORD})

    page = client.post(f"{SETUP}app/off/")

    assert Authenticator.objects.filter(type="totp").exists()
    assert "Your last second factor cannot be taken off" in page.content.decode()


def test_its_owner_is_told_of_every_change(cast, client, moment):
    password(client)
    set_up_app(client)

    assert Notice.objects.get(kind="second_factor", to_user_id=cast["worker"].pk).path == SETUP


def test_the_key_does_not_lie_open_in_the_database(cast, client):
    password(client)
    secret = set_up_app(client)

    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_who_has_no_password_confirms_with_a_code(cast, client, moment):
    password(client)
    secret = set_up_app(client)
    user = User.objects.get_queryset().get(pk=cast["worker"].pk)
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()
    moment.shift(timedelta(minutes=2))
    send = {"number": "none", "reason": "She is in danger now, tonight."}

    page = client.get("/emergency/").content.decode()
    wrong = client.post("/emergency/", {**send, "password": "000000"}).content.decode()
    right = client.post("/emergency/", {**send, "password": six_figures(secret, now())}).content.decode()

    assert AccessEvent.objects.filter(verb="refused", kind="session").exists()
    assert "A code from your authenticator app" in page
    assert "This is not your password" in wrong
    assert "This is not your password" not in right


def test_production_refuses_to_start_without_it(settings):
    from config.checks import production_is_safe

    settings.PRODUCTION, settings.SECOND_FACTOR = True, False
    assert any(fault.id == "fortyseven.SECOND_FACTOR" for fault in production_is_safe(None))
    assert conf.MFA_SUPPORTED_TYPES == ["totp", "webauthn", "recovery_codes"]


def test_an_export_asks_who_it_is_and_then_comes_and_is_noted(cast, client, settings):
    settings.SECOND_FACTOR = False
    client.force_login(cast["manager"])
    asked = client.get("/board.csv")
    page = client.get(asked.url)

    assert "Is it you?" in page.content.decode()
    assert "not your password" in client.post(asked.url, {"password": "wrong"}).content.decode()
    assert AccessEvent.objects.filter(verb="refused", user_id=cast["manager"].pk, kind="session").count() == 1
    answer = client.post(asked.url, {"password": WORD, "next": "/board.csv"})
    assert answer.url == "/board.csv"
    assert client.get("/board.csv")["Content-Type"].startswith("text/csv")
    assert AccessEvent.objects.filter(verb="export", user_id=cast["manager"].pk).count() == 1
    with time_machine.travel(now() + timedelta(minutes=6)):
        assert client.get("/board.csv").status_code == 302
