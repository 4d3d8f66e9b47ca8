"""A link to a password lies neither in the database nor in a log."""

import io
import json
import logging
import logging.config
from datetime import timedelta
from logging import LogRecord
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings as conf
from django.db import connection

from tests.entering import mailed_link
from tests.entrance.test_passwords import ask


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
        logging.config.DictConfigurator(conf.LOGGING).configure_formatter(
            dict(conf.LOGGING["formatters"]["json"])
        )
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
