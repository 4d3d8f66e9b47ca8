"""What somebody who watches from outside is told, and what never."""

import json
from datetime import timedelta

import pytest
import structlog
from celery.app.task import Context
from celery.app.trace import TraceInfo
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from config import tracing
from config.celery import app, say_what_it_belongs_to
from config.figures import _waited
from notices.models import Notice
from tests.conftest import MORNING
from tests.house.test_log_lines import SECRET
from tests.house.test_log_lines import lines as lines
from tests.notices.letters import notice


@pytest.fixture
def figures(client, settings, db):
    settings.METRICS_TOKEN = "of-the-test"

    def asked():
        answer = client.get("/metrics/", HTTP_AUTHORIZATION="Bearer of-the-test")
        assert answer.status_code == 200
        told = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in told)}

    return asked


@pytest.fixture
def spans(monkeypatch):
    """What a collector would be sent."""
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(tracing, "tracer", provider.get_tracer("test"))
    return kept.get_finished_spans


@pytest.mark.parametrize("set_to", ["", "of-the-test"])
@pytest.mark.parametrize("brought", ["", "Bearer ", "Bearer another", "of-the-test"])
def test_without_the_token_there_is_no_such_page(client, db, settings, set_to, brought):
    settings.METRICS_TOKEN = set_to
    assert client.get("/metrics/", HTTP_AUTHORIZATION=brought).status_code == 404


def test_notices_are_told_by_what_has_become_of_them(cast, figures):
    Notice.objects.all().delete()
    notice(cast, MORNING, key="one")
    notice(cast, MORNING, key="two", failure="The mail server did not take it.")
    notice(
        cast, MORNING, key="three", failed_at=MORNING + timedelta(days=1), failure="No such mailbox (550)."
    )

    told = figures()

    assert told['fortyseven_notices{state="waiting"}'] == 2
    assert told['fortyseven_notices{state="failed"}'] == 1
    assert told['fortyseven_notices{state="given_up"}'] == 1
    assert told["fortyseven_database_up"] == 1
    assert told["fortyseven_oldest_notice_seconds"] > 0


def test_each_answer_is_counted_with_its_statements_under_the_name_of_its_page(cast, client, figures):
    client.force_login(cast["manager"])
    before = figures().get('fortyseven_statements_count{page="my_work"}', 0)

    client.get("/")

    after = figures()
    assert after['fortyseven_statements_count{page="my_work"}'] == before + 1
    assert after['fortyseven_statements_sum{page="my_work"}'] >= 3


def test_a_message_says_when_it_was_asked_for_and_by_which_request():
    structlog.contextvars.bind_contextvars(request_id="of-the-request", user_id=7)
    headers = {}
    say_what_it_belongs_to(headers=headers)
    structlog.contextvars.clear_contextvars()

    assert (headers["request_id"], headers["user_id"]) == ("of-the-request", 7)
    in_the_queue = json.dumps({"headers": headers | {"asked_at": MORNING.isoformat()}})
    assert _waited(in_the_queue, MORNING + timedelta(seconds=90)) == 90
    assert _waited(None, MORNING) == 0


@pytest.fixture
def task():
    """A task that writes a line, and breaks when it is told to."""

    @app.task(bind=True, base=app.Task, name="of.the.test")
    def run(self, broken):
        structlog.get_logger("of.the.test").warning("working")
        if broken:
            raise ValueError(f"wrong: {SECRET}")

    yield run
    app.tasks.pop("of.the.test")


@pytest.mark.parametrize(("broken", "outcome"), [(False, "done"), (True, "failed")])
def test_a_task_has_the_number_of_the_request_in_its_lines_and_is_counted(
    db, figures, lines, task, broken, outcome
):
    counted = f'fortyseven_tasks_total{{outcome="{outcome}",task="of.the.test"}}'
    before = figures().get(counted, 0)

    task.apply((broken,), headers={"request_id": "of-the-request"})

    assert figures()[counted] == before + 1
    (working,) = (line for line in lines() if line["event"] == "working")
    assert (working["request_id"], working["task"]) == ("of-the-request", "of.the.test")
    assert structlog.contextvars.get_contextvars().get("task") is None
    assert SECRET not in json.dumps(lines())


def test_celery_s_own_line_of_a_broken_task_has_no_words_of_the_fault(lines, task):
    try:
        raise ValueError(f"wrong: {SECRET}")
    except ValueError as fault:
        about = Context(id="1", args=(), kwargs={}, hostname="here")
        TraceInfo("FAILURE", fault).handle_failure(task, about, store_errors=False, call_errbacks=False)

    (line,) = (line for line in lines() if line["logger"] == "celery.app.trace")
    assert line["event"].startswith("Task of.the.test[1]")
    assert line["fault"] == ["ValueError"]
    assert SECRET not in json.dumps(line)


def test_a_collector_is_told_the_name_of_a_page_and_nothing_of_what_was_asked(cast, client, spans):
    client.force_login(cast["manager"])

    client.get("/search/", {"q": "Refuge"})

    (span,) = spans()
    assert span.name == "GET search"
    assert dict(span.attributes) == {
        "http.request.method": "GET",
        "http.route": "search",
        "http.response.status_code": 200,
    }
    assert "Refuge" not in span.to_json()


def test_without_a_collector_nothing_is_recorded(monkeypatch):
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    tracing.begin()

    with tracing.tracer.start_as_current_span("anything") as span:
        assert not span.is_recording()
    assert tracing.carried() == {}
