"""Traces of requests and tasks for an OpenTelemetry collector. Off until OTEL_EXPORTER_OTLP_ENDPOINT is set.

Made here and not by the libraries that instrument everything: theirs carry addresses with what was searched
for, and statements. A span of ours holds the name of a page or a task, and how it ended.
"""

import os
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from opentelemetry import context, propagate, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode

tracer = trace.get_tracer("fortyseven")


def begin() -> None:
    """In each process that answers or works, after it was forked: the one that sends is a thread."""
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        provider = TracerProvider(resource=Resource.create({"service.name": "fortyseven"}))
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        trace.set_tracer_provider(provider)


def traced(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a span for each answer, within whatever the proxy says it belongs to."""

    def middleware(request: HttpRequest) -> HttpResponse:
        within = propagate.extract(request.headers)
        with tracer.start_as_current_span(str(request.method), within, SpanKind.SERVER) as span:
            response = get_response(request)
            if span.is_recording():
                span.update_name(f"{request.method} {page_of(request)}")
                span.set_attribute("http.request.method", str(request.method))
                span.set_attribute("http.route", page_of(request))
                span.set_attribute("http.response.status_code", response.status_code)
                if response.status_code >= 500:
                    span.set_status(Status(StatusCode.ERROR))
            return response

    return middleware


def page_of(request: HttpRequest) -> str:
    """The name of the page, which is one of ours: never its address."""
    match = request.resolver_match
    return match.view_name or "unnamed" if match else "none"


def carried() -> dict[str, str]:
    """What a message must carry so that its task belongs to what is going on now."""
    headers: dict[str, str] = {}
    propagate.inject(headers)
    return headers


class TaskSpan:
    """From the beginning of a task to its end."""

    def __init__(self, name: str, carried: dict[str, str]) -> None:
        self._token = context.attach(propagate.extract(carried))
        self._span = tracer.start_as_current_span(name, kind=SpanKind.CONSUMER, record_exception=False)
        self._inner = self._span.__enter__()

    def end(self, outcome: str) -> None:
        self._inner.set_attribute("outcome", outcome)
        if outcome == "failed":
            self._inner.set_status(Status(StatusCode.ERROR))
        self._span.__exit__(None, None, None)
        context.detach(self._token)
