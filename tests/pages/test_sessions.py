"""Sessions end: idle, after a working day, with one click; and nothing typed is lost by it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from audit.models import AccessEvent
from config.clock import now
from records.models import Draft
from tests.entering import WORD, mailed_link
from tests.stories import convened


@pytest.fixture
def moment():
    with time_machine.travel(now(), tick=False) as travelling:
        yield travelling


def sign_in(client, key):
    return client.post("/sign-in/", {"login": f"{key}@demo.invalid", "password": WORD})


def test_it_ends_when_nothing_was_done_for_fifteen_minutes_and_says_why(cast, client, moment):
    sign_in(client, "worker")
    moment.shift(timedelta(minutes=14, seconds=59))
    assert client.get("/").status_code == 200
    moment.shift(timedelta(minutes=14, seconds=59))
    assert client.get("/").status_code == 200
    moment.shift(timedelta(minutes=15, seconds=1))

    answer = client.get("/")

    assert answer.url == "/sign-in/?next=/"
    assert "nothing was done for 15 minutes" in client.get(answer.url).content.decode()
    assert AccessEvent.objects.get(verb="sign_out").user_id == cast["worker"].pk


def test_it_ends_after_twelve_hours_whatever_is_done(cast, client, moment):
    sign_in(client, "worker")
    for _ in range(72):
        moment.shift(timedelta(minutes=10))
        assert client.get("/").status_code == 200
    moment.shift(timedelta(seconds=1))

    answer = client.get("/")

    assert answer.url == "/sign-in/?next=/"
    assert "at the end of a working day" in client.get(answer.url).content.decode()


def test_the_warning_keeps_it(cast, client, moment):
    sign_in(client, "worker")
    for _ in range(4):
        moment.shift(timedelta(minutes=14))
        assert client.post("/account/still-here/").status_code == 204
    moment.shift(timedelta(minutes=14))
    assert client.get("/").status_code == 200
    moment.shift(timedelta(minutes=16))

    assert client.post("/account/still-here/").status_code == 302  # too late


def test_one_click_ends_every_session_and_no_one_else_s(cast, client, moment):
    here, there, other = client, Client(), Client()
    for each in (here, there):
        sign_in(each, "worker")
    sign_in(other, "manager")
    moment.shift(timedelta(seconds=1))

    answer = here.post("/account/sign-out-everywhere/")

    assert answer.url == "/sign-in/"
    assert here.get("/").status_code == 302
    assert there.get("/").status_code == 302
    assert other.get("/").status_code == 200
    moment.shift(timedelta(seconds=1))
    sign_in(there, "worker")
    assert there.get("/").status_code == 200


def test_a_section_sent_too_late_is_its_draft_again(cast, client, moment):
    _, discussion = convened(cast)
    sign_in(client, "manager")
    base = f"/records/{discussion.ref}/voice/"
    client.get(base)
    moment.shift(timedelta(minutes=16))

    client.post(base, {"seen": "0", "what": "She says that she is afraid."})
    back = sign_in(client, "manager")

    assert back.url == base
    assert Draft.objects.get().fields["what"] == ["She says that she is afraid."]


def test_any_other_form_sent_too_late_is_shown_to_who_typed_it_once(cast, client, moment):
    _, discussion = convened(cast)
    sign_in(client, "manager")
    path = f"/discussions/{discussion.ref}/cancel/"
    moment.shift(timedelta(minutes=16))

    client.post(path, {"reason": "The police have asked us to wait."})
    back = sign_in(client, "manager")

    assert "The police have asked us to wait." in back.content.decode()
    assert "nothing was done with it" in back.content.decode()
    discussion.refresh_from_db()
    assert discussion.state == "convened"
    client.post("/sign-out/")
    assert "have asked us to wait" not in str(sign_in(client, "manager").content)


def test_it_is_not_shown_to_the_next_one_at_the_same_screen(cast, client, moment):
    _, discussion = convened(cast)
    sign_in(client, "manager")
    moment.shift(timedelta(minutes=16))
    client.post(f"/discussions/{discussion.ref}/cancel/", {"reason": "The police have asked us to wait."})

    for key in ("support", "manager"):
        assert "have asked us to wait" not in sign_in(client, key).content.decode()
        client.post("/sign-out/")


def test_a_membership_that_ended_counts_at_the_next_request(cast, client):
    _, discussion = convened(cast)
    sign_in(client, "manager")
    assert client.get(f"/records/{discussion.ref}/").status_code == 200
    hat = cast["manager"].hats()[0]
    hat.ended_at = now()
    hat.save()

    assert client.get(f"/records/{discussion.ref}/").status_code == 403


def test_an_account_that_was_closed_is_out_at_the_next_request(cast, client):
    sign_in(client, "manager")
    cast["manager"].is_active = False
    cast["manager"].save()

    assert client.get("/").url == "/sign-in/?next=/"


def test_the_account_page_shows_what_one_is_and_when_one_signed_in(cast, client):
    sign_in(client, "doctor")

    page = client.get("/account/").content.decode()

    assert "Consultant paediatrician, Northmoor General Hospital" in page
    assert page.count("<li><span>") == 1


def test_seeing_somebody_writes_no_more_than_twice_a_minute(cast, client, moment, django_assert_num_queries):
    sign_in(client, "worker")
    client.get("/account/")

    with django_assert_num_queries(3):  # session, person with memberships, sign-ins: nothing is written
        client.get("/account/")


def test_ten_wrong_passwords_lock_the_address_and_fifteen_minutes_unlock_it(cast, client, moment):
    def tries(word, address="Worker@demo.invalid "):
        return client.post("/sign-in/", {"login": address, "password": word})

    for _ in range(9):
        assert "is not right" in tries("wrong").content.decode()
    assert tries("wrong").status_code == 429
    locked = tries(WORD)
    assert locked.status_code == 429
    assert "Wait fifteen minutes" in locked.content.decode()
    assert sign_in(client, "manager").status_code == 302  # nobody else is locked
    client.post("/sign-out/")

    moment.shift(timedelta(minutes=15, seconds=1))

    assert tries(WORD).status_code == 302


def test_an_address_that_nobody_has_is_answered_alike(cast, client):
    def answers(address):
        found = []
        for _ in range(11):
            answer = client.post("/sign-in/", {"login": address, "password": "wrong"})
            found.append(
                (answer.status_code, answer.content.decode().split("<main")[1].split("csrfmiddle")[0])
            )
        return found

    assert answers("worker@demo.invalid") == answers("nobody@demo.invalid")


def test_a_new_password_unlocks_at_once(cast, client):
    for _ in range(10):
        client.post("/sign-in/", {"login": "worker@demo.invalid", "password": "wrong"})
    assert sign_in(client, "worker").status_code == 429
    client.post("/set-password/", {"email": "worker@demo.invalid"})
    form = client.get(mailed_link()).url

    client.post(form, {"new_password1": "three quiet herons", "new_password2": "three quiet herons"})

    assert client.get("/").status_code == 302  # it signs nobody in
    again = client.post("/sign-in/", {"login": "worker@demo.invalid", "password": "three quiet herons"})
    assert again.status_code == 302


def test_sessions_that_are_over_are_deleted_and_others_are_not(cast, client, moment):
    from django.contrib.sessions.models import Session

    from agencies.tasks import clear_sessions

    sign_in(client, "worker")
    over = set(Session.objects.values_list("pk", flat=True))
    moment.shift(timedelta(hours=13))
    sign_in(Client(), "manager")

    clear_sessions()

    left = set(Session.objects.values_list("pk", flat=True))
    assert left
    assert not left & over
