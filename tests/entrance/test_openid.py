"""Sign-in with an agency's own account, against a real provider process. Nobody gets an account by it."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from agencies import sealed
from agencies import workflow as accounts
from agencies.models import Agency, IdentityProvider, Membership, User
from audit.models import AccessEvent
from config.clock import now
from tests.entering import WORD, confirm
from tests.provider import RunningProvider

PEOPLE = {
    "doctor": {"email": "Doctor@demo.invalid", "email_verified": True},
    "unverified": {"email": "doctor@demo.invalid", "email_verified": False},
    "silent": {"email": "doctor@demo.invalid"},
    "silent-elsewhere": {"email": "school@demo.invalid"},
    "stranger": {"email": "stranger@demo.invalid", "email_verified": True},
    "school": {"email": "school@demo.invalid", "email_verified": True},
    "successor": {"email": "doctor@demo.invalid", "email_verified": True},
    "nameless": {},
}


@pytest.fixture(scope="module")
def process():
    running = RunningProvider("http://testserver/sign-in/with/northmoor/back/", PEOPLE)
    yield running
    running.stop()


@pytest.fixture
def provider(cast, process):
    hospital = cast["doctor"].hats()[0].agency
    return IdentityProvider.objects.create(
        agency=hospital, slug="northmoor", name="Northmoor General Hospital", server_url=process.url,
        client_id="fortyseven", sealed_secret=sealed.seal("a secret of this agency"),
    )  # fmt: skip


@pytest.fixture
def enter(process, provider):
    def enter(client, name, then="/"):
        asked = client.get(f"/sign-in/with/northmoor/?next={then}")
        assert asked.status_code == 302, asked.content
        back = process.sign_in(asked.url, name)
        return client.get(back.removeprefix("http://testserver"))

    return enter


def test_the_sign_in_page_offers_it_and_keeps_the_way(provider, client):
    page = client.get("/sign-in/?next=/board/").content.decode()

    assert 'href="/sign-in/with/northmoor/?next=/board/"' in page


def test_whoever_the_agency_has_invited_gets_in(cast, client, enter):
    answer = enter(client, "doctor", then="/board/")

    assert answer.url == "/board/"
    assert client.get("/").status_code == 200
    assert AccessEvent.objects.get(verb="sign_in").user_id == cast["doctor"].pk


def test_it_asks_with_pkce_and_a_state_and_in_no_other_scope(client, provider):
    asked = parse_qs(urlsplit(client.get("/sign-in/with/northmoor/").url).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}


@pytest.mark.parametrize("name", ["stranger", "unverified", "silent", "nameless"])
def test_nobody_becomes_a_user_by_signing_in(cast, client, enter, name):
    people = User.objects.get_queryset().count()

    answer = enter(client, name)

    assert answer.status_code == 403
    assert "no account here belongs to that address" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert User.objects.get_queryset().count() == people
    assert not SocialAccount.objects.exists()
    assert AccessEvent.objects.filter(verb="refused", kind="session").count() == 1


def give_out(domain, provider):
    provider.agency.domains = [domain]
    provider.agency.save()


def test_a_provider_opens_no_account_of_another_agency(cast, client, enter, provider):
    give_out("demo.invalid", provider)  # even when it answers for the whole domain

    assert enter(client, "school").status_code == 403
    assert enter(client, "silent-elsewhere").status_code == 403


def test_entra_says_nothing_of_verified_and_its_own_domain_is_believed(client, enter, provider):
    give_out("demo.invalid", provider)

    assert enter(client, "silent").url == "/"


def test_an_address_given_to_a_successor_does_not_open_the_predecessor_s_account(client, enter):
    assert enter(client, "doctor").url == "/"
    client.post("/sign-out/")

    assert enter(client, "successor").status_code == 403
    assert client.get("/").status_code == 302


def test_whoever_has_left_the_agency_stays_outside(cast, client, enter):
    enter(client, "doctor")
    client.post("/sign-out/")
    Membership.objects.filter(user=cast["doctor"]).update(ended_at=now())

    assert enter(client, "doctor").status_code == 403


def test_a_closed_account_stays_closed(cast, client, enter):
    User.objects.get_queryset().filter(pk=cast["doctor"].pk).update(is_active=False)

    assert enter(client, "doctor").status_code == 403
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("forged", ["another", "stale", "replayed"])
def test_a_forged_stale_or_replayed_answer_signs_nobody_in(cast, client, process, provider, forged):
    asked = client.get("/sign-in/with/northmoor/")
    back = process.sign_in(asked.url, "doctor").removeprefix("http://testserver")
    victim = Client()
    if forged == "another":
        answer = victim.get(back)  # somebody else's answer, sent to a victim
    elif forged == "stale":
        victim.get("/sign-in/with/northmoor/")
        answer = victim.get(back)
    else:
        assert client.get(back).status_code == 302
        client.post("/sign-out/")
        victim, answer = client, client.get(back)

    assert answer.status_code in (401, 403), answer.content
    assert "did not work" in answer.content.decode()
    assert victim.get("/").status_code == 302


def test_a_provider_that_is_away_or_refuses_is_a_clear_page(client, process, provider):
    provider.server_url = "http://localhost:9"
    provider.save()
    away = client.get("/sign-in/with/northmoor/")
    provider.server_url = process.url
    provider.save()
    state = parse_qs(urlsplit(client.get("/sign-in/with/northmoor/").url).query)["state"][0]
    stopped = client.get(f"/sign-in/with/northmoor/back/?error=access_denied&state={state}")

    assert away.status_code == 502
    assert "did not work" in away.content.decode()
    assert "You stopped signing in" in client.get(stopped.url).content.decode()


def test_one_that_was_turned_off_is_not_there(client, provider):
    provider.active = False
    provider.save()

    assert client.get("/sign-in/with/northmoor/").status_code == 404
    assert "northmoor" not in client.get("/sign-in/").content.decode()


def test_the_second_factor_is_asked_here_too(cast, client, enter, settings):
    settings.SECOND_FACTOR = True
    enter(client, "doctor")

    assert client.get("/").url == "/account/second-factor/"


def test_the_session_ends_like_any_other(client, enter, time_machine_at):
    enter(client, "doctor")
    time_machine_at(now() + timedelta(minutes=16))

    assert client.get("/").status_code == 302


@pytest.fixture
def time_machine_at():
    import time_machine

    running = []

    def travel(moment):
        running.append(time_machine.travel(moment))
        running[-1].start()

    yield travel
    for each in running:
        each.stop()


def test_it_acts_for_that_agency_alone_and_a_password_for_any(cast, client, enter):
    surgery = Agency.objects.get(name="Moorgate Surgery")
    Membership.objects.create(user=cast["doctor"], agency=surgery, role="safeguarding_lead")
    own = Client()
    own.force_login(cast["doctor"])
    confirm(own).post("/account/offers/", {"answer": "allow", "which": IdentityProvider.objects.get().pk})
    enter(client, "doctor")

    assert "Moorgate Surgery" not in client.get("/").content.decode()
    client.post("/account/hat/", {"agency": surgery.pk})
    assert "Moorgate Surgery" not in client.get("/").content.decode()
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": "doctor@demo.invalid", "password": WORD})
    assert client.get("/").url == "/account/hat/"


def test_it_is_not_tied_to_the_account_of_who_works_elsewhere_too_before_they_allow_it(cast, client, enter):
    police = cast["sergeant"].hats()[0].agency
    Membership.objects.create(user=cast["doctor"], agency=police, role="representative")

    answer = enter(client, "doctor")

    assert answer.status_code == 403
    assert "allow it under" in answer.content.decode()
    assert client.get("/").status_code == 302
    assert not SocialAccount.objects.exists()
    assert AccessEvent.objects.filter(verb="refused", user_id=cast["doctor"].pk).exists()


def test_who_came_by_a_provider_allows_and_accepts_nothing(cast, client, enter, provider):
    enter(client, "doctor")
    police = cast["sergeant"].hats()[0].agency
    Membership.objects.create(user=cast["doctor"], agency=police, role="representative")

    answer = confirm(client).post("/account/offers/", {"answer": "allow", "which": provider.pk})

    assert answer.status_code == 422
    assert not cast["doctor"].sign_ins_allowed.exists()


def test_one_that_a_single_administrator_has_entered_signs_nobody_in(cast, client, provider):
    provider.entered_by = cast["admin"]
    provider.save()
    assert client.get("/sign-in/with/northmoor/").status_code == 404
    assert "northmoor" not in client.get("/sign-in/").content.decode()

    own = IdentityProvider.objects.all()
    assert accounts.confirm_providers(own, by=cast["admin"], at=now()) == 0
    assert accounts.confirm_providers(own, by=cast["admin2"], at=now()) == 1

    assert client.get("/sign-in/with/northmoor/").status_code == 302


@pytest.fixture
def sends_on(process):
    """A server that answers every request by sending to the real provider."""

    class SendsOn(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(302)
            self.send_header("Location", f"{process.url}{self.path}")
            self.end_headers()

        def log_message(self, *told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), SendsOn)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_issuer_that_sends_us_on_is_not_followed(client, provider, sends_on):
    assert client.get("/sign-in/with/northmoor/").status_code == 302
    provider.server_url = sends_on
    provider.save()

    answer = Client().get("/sign-in/with/northmoor/")

    assert answer.status_code == 502
    assert "You are not signed in" in answer.content.decode()


def test_its_secret_does_not_lie_open(provider):
    assert "a secret" not in IdentityProvider.objects.get().sealed_secret
