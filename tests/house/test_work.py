"""What the beat asks for: each in a queue, for a time, and not for ever."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

from config import work
from notices.workflow import CLAIM

ROOT = Path(settings.BASE_DIR)
BEAT = settings.CELERY_BEAT_SCHEDULE


@pytest.mark.parametrize("name", BEAT)
def test_what_the_beat_asks_for_has_a_queue_and_expires(name):
    options = BEAT[name]["options"]

    assert options["queue"] in work.QUEUES, "Say in config/work.py which queue it waits in"
    assert BEAT[name]["schedule"] < options["expires"] <= max(2 * BEAT[name]["schedule"], 60)


def test_every_task_is_asked_for_by_the_beat_routed_and_stopped():
    current_app.loader.import_default_modules()
    ours = {name for name in current_app.tasks if not name.startswith(("celery.", "demo."))}

    assert ours == {each.task for each in work.BEAT.values()}, "Write it into config/work.py"
    for name in ours:
        task = current_app.tasks[name]
        assert settings.CELERY_TASK_ROUTES[name]["queue"] in work.QUEUES
        assert 0 < task.soft_time_limit < task.time_limit


def test_nothing_but_mail_waits_in_the_queue_of_the_mail_and_the_clocks_wait_for_none():
    assert [each.task for each in work.BEAT.values() if each.queue == work.MAIL] == [
        "circulation.tasks.deliver"
    ]
    clocks = {each.task for each in work.BEAT.values() if each.queue == work.CLOCKS}
    assert {
        "deadlines.tasks.sweep",
        "audit.tasks.seal",
        "audit.tasks.export",
        "circulation.tasks.chase",
        "notices.tasks.heartbeat",
    } <= clocks


def test_who_sends_is_stopped_before_the_claim_ends():
    assert timedelta(seconds=work.BEAT["send-notices"].stop + work.GRACE) < CLAIM


@pytest.mark.parametrize("path", ["docker-compose.yml", "docs/operations.md", "demo/serve.py"])
def test_every_queue_has_a_worker_wherever_workers_are_started(path):
    text = (ROOT / path).read_text()
    found = [line for line in text.splitlines() if re.search(r"--queues|for name, queues", line)]

    assert all(any(re.search(rf"\b{queue}\b", line) for line in found) for queue in work.QUEUES)
