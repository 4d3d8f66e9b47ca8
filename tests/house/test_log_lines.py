"""A line of the log says when, how grave, from where, and where it broke; nothing of what somebody typed."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.conf import settings

SECRET = "14 Refuge Lane"


@pytest.fixture
def lines():
    """What is written meanwhile, in the format of the settings."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    format_ = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        dict(settings.LOGGING["formatters"]["json"])
    )
    handler.setFormatter(format_)
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)


def break_somewhere():
    try:
        raise KeyError(SECRET)
    except KeyError as fault:
        raise ValueError(f"wrong: {SECRET}") from fault


@pytest.mark.parametrize("log", [logging.getLogger("a.library"), structlog.get_logger("ours")])
def test_a_fault_is_its_kind_and_its_place_and_not_its_words(lines, log):
    try:
        break_somewhere()
    except ValueError:
        log.exception("it broke")

    (line,) = lines()
    assert line["event"] == "it broke"
    assert line["fault"] == ["ValueError", "KeyError"]
    assert line["where"][-1].endswith("break_somewhere")
    assert "test_log_lines.py:" in line["where"][-1]
    assert SECRET not in json.dumps(line)
    assert "traceback object" not in json.dumps(line)


@pytest.mark.parametrize("log", [logging.getLogger("a.library"), structlog.get_logger("ours")])
def test_every_line_says_when_how_grave_and_from_where(lines, log):
    log.error("something")

    (line,) = lines()
    assert {"event", "timestamp", "level", "logger"} <= set(line)
    assert line["level"] == "error"


def test_the_line_of_an_answer_says_how_long_it_took_and_to_whom(cast, client, lines):
    client.force_login(cast["worker"])

    client.get("/nowhere/")

    (line,) = [line for line in lines() if line["event"] == "request_finished"]
    assert line["code"] == 404
    assert line["seconds"] >= 0
    assert line["user_id"] == cast["worker"].pk
    assert line["request_id"]
