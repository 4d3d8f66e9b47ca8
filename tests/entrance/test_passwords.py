"""A link to a password: an hour, once, one open at a time, so many; and nobody reads it anywhere but in the mail."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client

from agencies import passwords
from agencies.models import PasswordLink, PasswordRequest, User
from circulation.tasks import deliver
from config.clock import now
from notices.models import Notice
from tests.entering import WORD, mailed_link

NEW = {"new_password1": "three quiet herons", "new_password2": "three quiet herons"}


@pytest.fixture
def moment():
    with time_machine.travel(now(), tick=False) as travelling:
        yield travelling


def ask(client, key="worker"):
    answer = client.post("/set-password/", {"email": f"{key}@demo.invalid"})
    assert answer.status_code == 302
    return answer


def choose(link, client=None):
    """Follow the link, and choose a password. Returns the last answer."""
    client = client or Client()
    form = client.get(link)
    return client.post(form.url, NEW) if form.status_code == 302 else form


def works(link):
    return Client().get(link).status_code == 302


def over(answer):
    text = answer.content.decode()
    return answer.status_code == 410 and "no longer works" in text and 'href="/set-password/"' in text


def test_it_works_for_an_hour(cast, client, moment):
    ask(client)
    link = mailed_link()
    moment.shift(timedelta(minutes=59, seconds=59))
    assert works(link)
    form = client.get(link).url
    moment.shift(timedelta(seconds=2))

    assert over(Client().get(link))
    assert over(client.get(form))  # the form that was open meanwhile
    assert over(client.post(form, NEW))
    assert client.post("/sign-in/", {"login": "worker@demo.invalid", "password": WORD}).status_code == 302


def test_its_hour_begins_when_the_mail_goes_out(cast, client, moment):
    ask(client)
    moment.shift(timedelta(minutes=50))
    link = mailed_link()
    moment.shift(timedelta(minutes=50))

    assert works(link)


def test_it_works_once(cast, client):
    ask(client)
    link = mailed_link()
    other = Client()
    form = other.get(link).url

    assert choose(link).url == "/sign-in/"

    assert over(choose(link))
    assert over(other.post(form, NEW))
    assert not PasswordLink.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_send_it_at_once_set_one_password(cast, client):
    ask(client)
    link = mailed_link()
    clients = [Client() for _ in range(2)]
    forms = [each.get(link).url for each in clients]
    answers = []

    def send(each, form, word):
        answers.append(each.post(form, {"new_password1": word, "new_password2": word}).status_code)
        connection.close()

    threads = [
        threading.Thread(target=send, args=(each, form, f"three quiet herons {n}"))
        for n, (each, form) in enumerate(zip(clients, forms, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [302, 410]


def test_asking_again_ends_the_one_before(cast, client):
    ask(client)
    first = mailed_link()
    form = client.get(first).url
    ask(client)
    second = mailed_link()

    assert first != second
    assert over(Client().get(first))
    assert over(client.post(form, NEW))
    assert works(second)
    assert PasswordLink.objects.count() == 1


def test_a_mail_that_goes_out_twice_leaves_one_link_open(cast, client):
    ask(client)
    once = mailed_link()
    Notice.objects.filter(kind="password").update(sent_at=None)  # the worker died before it was marked
    again = mailed_link()

    assert len(mail.outbox) == 2
    assert once == again
    assert choose(once).status_code == 302
    assert over(choose(again))


def test_a_mail_that_was_left_behind_opens_nothing_once_the_link_is_spent(cast, client):
    ask(client)
    link = mailed_link()
    Notice.objects.filter(kind="password").update(sent_at=None)
    choose(link)

    deliver()

    assert len(mail.outbox) == 1
    assert Notice.objects.get(kind="password").failed_at is not None


def test_it_is_over_once_the_password_or_the_address_was_changed_elsewhere(cast, client):
    for change in ({"password": "!"}, {"email": "moved@demo.invalid"}):
        ask(client)
        link = mailed_link()
        User.objects.get_queryset().filter(pk=cast["worker"].pk).update(**change)
        assert over(Client().get(link)), change


def test_an_account_that_was_closed_has_none(cast, client):
    ask(client)
    link = mailed_link()
    User.objects.get_queryset().filter(pk=cast["worker"].pk).update(is_active=False)

    assert over(Client().get(link))


def test_a_forged_one_sets_nothing(cast, client):
    ask(client)
    ask(client, "manager")
    deliver()
    nonce = mailed_link().split("/")[2]
    other = mailed_link(-2).split("/")[3]
    for path in (
        f"{nonce}/{'0' * 64}/",
        f"{nonce}/{other}/",
        f"{nonce}/choose/",
        "x/choose/",
        "!!/x-y/",
        "²/ı/",
    ):
        assert over(Client().post(f"/set-password/{path}", NEW)), path


def test_one_that_a_former_key_has_made_still_works(cast, client, settings):
    ask(client)
    link = mailed_link()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 6

    assert works(link)


def test_an_invitation_s_lives_for_days_and_sets_the_first_password_only(cast, client, moment):
    new = User.objects.create_user("new@demo.invalid", "Dr Wim Newcomer")
    passwords.offer(new, at=now(), invited=True)
    link = mailed_link()
    assert "for 14 days" in mail.outbox[-1].body
    moment.shift(timedelta(days=13, hours=23))
    assert works(link)
    new.set_password("chosen in some other way")
    new.save()
    assert over(Client().get(link))

    passwords.offer(new, at=now(), invited=True)  # there is a password: this is no invitation any more

    assert "for an hour" in mail.outbox[-1].body or mailed_link()
    moment.shift(timedelta(hours=1, seconds=1))
    assert over(Client().get(mailed_link()))


def test_five_an_hour_and_the_newest_works_whoever_asked(cast, client, moment):
    """A stranger who goes on asking sends their victim five mails, and takes nothing away from them."""
    for _ in range(20):
        ask(client)
        deliver()
        moment.shift(timedelta(seconds=10))
    assert len(mail.outbox) == 5
    assert works(mailed_link())
    moment.shift(timedelta(hours=1))
    ask(client)
    deliver()

    assert len(mail.outbox) == 6
    assert works(mailed_link())


def test_an_address_is_counted_in_its_one_form_and_alone(cast, client):
    for address in ("worker@demo.invalid", "Worker@demo.invalid", " WORKER@DEMO.INVALID") * 3:
        client.post("/set-password/", {"email": address})
    ask(client, "manager")
    deliver()

    assert sorted(m.to[0] for m in mail.outbox).count("worker@demo.invalid") == 5
    assert sorted(m.to[0] for m in mail.outbox).count("manager@demo.invalid") == 1


def test_an_address_that_nobody_has_is_answered_with_the_same_words_and_the_same_work(cast, client):
    def counted(key):
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            answer = ask(client, key)
        return answer.url, len(asked)

    for _ in range(7):
        assert counted("worker") == counted("nobody")
    deliver()
    assert {m.to[0] for m in mail.outbox} == {"worker@demo.invalid"}


def test_what_was_asked_is_forgotten_after_an_hour(cast, client, moment):
    ask(client, "nobody")
    deliver()
    assert PasswordRequest.objects.count() == 1
    moment.shift(timedelta(hours=1))
    deliver()

    assert not PasswordRequest.objects.exists()


def test_setting_one_ends_every_session_and_signs_nobody_in(cast, client):
    there = Client()
    there.post("/sign-in/", {"login": "worker@demo.invalid", "password": WORD})
    assert there.get("/").status_code == 200
    ask(client)

    choose(mailed_link(), client)

    assert there.get("/").status_code == 302
    assert client.get("/").status_code == 302


def test_a_password_that_is_too_short_says_so_and_the_link_stays(cast, client):
    ask(client)
    link = mailed_link()
    form = client.get(link).url

    answer = client.post(form, {"new_password1": "short", "new_password2": "short"})

    assert answer.status_code == 422
    assert "at least 12 characters" in answer.content.decode()
    assert client.post(form, NEW).status_code == 302
