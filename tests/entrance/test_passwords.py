"""A link to a password: an hour, once, one open at a time, so many; and nobody reads it anywhere but in the mail."""

import io
import json
import logging
import logging.config
import threading
from datetime import timedelta
from logging import LogRecord
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.conf import settings as conf
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


# --- neither in the database nor in a log -------------------------------------------------


def everything_stored():
    """Every text of every table, as an administrator of the database reads it; sessions as they decode."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from ((table, row[0]) for row in cursor.fetchall())
    for session in apps.get_model("sessions", "Session").objects.all():
        yield "session", json.dumps(session.get_decoded())


def test_the_token_lies_in_no_row_of_the_database(cast, client):
    ask(client)
    link = mailed_link()
    token = link.split("/")[3]
    client.get(link)

    stored = list(everything_stored())

    assert any(link.split("/")[2] in text for _, text in stored)  # the random word does: it opens nothing
    assert [table for table, text in stored if token in text] == []


def test_nor_is_a_wrong_password_or_a_way_in_noted_with_an_attempt(cast, client):
    ask(client)
    link = mailed_link()
    wrong = {"login": "worker@demo.invalid", "password": "three loud herons", "next": link, "code": "778899"}
    client.post(f"/sign-in/?next={link}", wrong)

    stored = list(everything_stored())

    assert any(table == "axes_accessattempt" for table, _ in stored)
    for secret in ("three loud herons", link.split("/")[3], "778899"):
        assert [table for table, text in stored if secret in text] == []


@pytest.fixture
def lines():
    """What web and worker write, in the format of the settings."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(
        logging.config.DictConfigurator(conf.LOGGING).configure_formatter(conf.LOGGING["formatters"]["json"])
    )
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_line_of_a_log_holds_it(cast, client, lines):
    ask(client)
    link = mailed_link()
    nonce, token = link.split("/")[2:4]
    client.get(link)
    client.get(f"/set-password/{nonce}/{token}/x/")  # nowhere: the framework writes a warning
    client.get(f"/sign-in/?next=%2Fset-password%2F{nonce}%2F{token}%2F")
    client.get("/sign-in/", headers={"referer": f"http://testserver{link}"})
    client.raise_request_exception = False
    logging.getLogger("somebody.else").error("fault at %s", link)

    text = lines.getvalue()

    assert "request_finished" in text
    assert "fault at" in text
    assert text.count("set-password/[withheld]") >= 6
    assert token not in text


def test_nor_do_the_web_server_s_own_lines(tmp_path):
    from gunicorn.config import Config

    settings = {}
    exec((conf.BASE_DIR / "gunicorn.conf.py").read_text(), settings)
    cfg = Config()
    cfg.set("accesslog", str(tmp_path / "access.log"))
    cfg.set("errorlog", str(tmp_path / "error.log"))
    log = settings["logger_class"](cfg)
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": "/set-password/a/secret/", "PATH_INFO": "/set-password/a/secret/",
               "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_REFERER": "https://x/set-password/a/secret/"}  # fmt: skip
    response = SimpleNamespace(status="200 OK", sent=1, headers=[])
    log.access(response, SimpleNamespace(headers=[]), environ, timedelta(seconds=1))
    log.error("Error handling request %s", "/set-password/a/secret/")
    for each in (log.access_log, log.error_log):
        for handler in list(each.handlers):
            handler.flush()
            each.removeHandler(handler)

    for name in ("access.log", "error.log"):
        text = (tmp_path / name).read_text()
        assert "[withheld]" in text, name
        assert "secret" not in text, name


@pytest.mark.parametrize(
    "line",
    [
        "GET /set-password/abc/SECRET/",
        "GET https://records.example/set-password/abc/SECRET/?x=1",
        "GET /sign-in/?next=%2Fset-password%2Fabc%2FSECRET%2F",
        "GET /sign-in/with/x/back/?code=SECRET&state=SECRET",
    ],
)
def test_a_way_in_is_withheld_wherever_it_stands(line):
    import structlog

    from config.logs import Lines

    record = LogRecord("x", logging.ERROR, "x", 1, "said %s", (line,), None)

    assert "SECRET" not in Lines(processor=structlog.processors.JSONRenderer()).format(record)
    assert "GET" in Lines(processor=structlog.processors.JSONRenderer()).format(record)
