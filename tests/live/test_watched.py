"""What Prometheus is told by a running system: the web server’s figures, and each worker’s."""

import re
import urllib.request
from contextlib import suppress

from tests.together import until


def told(url):
    request = urllib.request.Request(url, headers={"Authorization": "Bearer of-the-tests"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        lines = [line for line in answer.read().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_the_web_server_tells_what_waits_and_what_is_behind(system):
    figures = told(f"{system.url}/metrics/")

    assert figures["fortyseven_database_up"] == figures["fortyseven_broker_up"] == 1
    assert {
        f'fortyseven_queue_age_seconds{{queue="{queue}"}}' for queue in ("clocks", "mail", "upkeep")
    } <= set(figures)
    for behind in ("sweep_lag", "seals_behind", "oldest_notice"):
        assert f"fortyseven_{behind}_seconds" in figures


def test_a_worker_tells_which_tasks_it_has_ended(system):
    def swept():
        with suppress(OSError):  # it is starting
            figures = told(f"http://127.0.0.1:{system.figures['worker']}/metrics")
            return figures.get('fortyseven_tasks_total{outcome="done",task="deadlines.tasks.sweep"}', 0) >= 2

    until(swept, what="two sweeps in the worker’s own figures")


def test_a_message_that_no_worker_takes_grows_old_where_it_can_be_seen(system):
    system.kill("mail")

    def old():
        return told(f"{system.url}/metrics/")['fortyseven_queue_age_seconds{queue="mail"}'] > 1

    until(old, what="an old message in the queue of the mail")
    system.worker("mail", "mail,upkeep")
    until(lambda: not old(), what="nobody waiting in the queue of the mail")


def test_what_a_worker_writes_for_a_request_has_the_number_of_the_request(system):
    log = system.folder / "worker.log"

    def numbers():
        lines = log.read_text(errors="replace").splitlines()
        return [
            line
            for line in lines
            if "task_ended" in line and re.search(r'"request_id": "[0-9a-f-]{36}"', line)
        ]

    until(numbers, what="a line with a number")
