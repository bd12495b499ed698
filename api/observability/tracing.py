"""Traces of requests and of the stages of questions, for OpenTelemetry; `kinpath[otel]` brings it.

A span tells the route and the status, and never a member, a query or what an error says.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib.metadata import version

from opentelemetry import propagate
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.observability.answered import COMMUNITY, GONE, REQUEST_ID
from api.observability.observed import template_of
from matcher.stages import watch_stages


class Tracing:
    """The traces of a process.

    Args:
        provider: where spans go.
    """

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("kinpath", version("kinpath"))
        watch_stages(self.stage)

    @classmethod
    def to(cls, address: str) -> Tracing:
        """Send traces to a collector, by OTLP over HTTP."""
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - heavy
            OTLPSpanExporter,
        )

        provider = TracerProvider(resource=Resource.create({"service.name": "kinpath"}))
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=address)))
        return cls(provider)

    def stage(self, name: str) -> AbstractContextManager[Span]:
        """A span for a stage of a question."""
        # What an error says may be a member's words.
        return self._tracer.start_as_current_span(
            name, record_exception=False, set_status_on_exception=False
        )

    def request(self, scope: Scope) -> AbstractContextManager[Span]:
        """A span for a request, below that of whoever asks if they tell of theirs."""
        return self._tracer.start_as_current_span(
            f"HTTP {scope['method']}",
            context=propagate.extract(dict(Headers(scope=scope))),
            kind=SpanKind.SERVER,
            record_exception=False,
            set_status_on_exception=False,
        )

    def close(self) -> None:
        """Send what was not sent yet."""
        watch_stages(None)
        self._provider.shutdown()


class Traced:
    """Middleware that traces every request."""

    def __init__(self, app: ASGIApp, tracing: Tracing) -> None:
        self._app = app
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = GONE

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with self._tracing.request(scope) as span:
            try:
                await self._app(scope, receive, marked)
            except Exception:
                status = 500
                raise
            finally:
                _describe(span, scope, status)


def _describe(span: Span, scope: Scope, status: int) -> None:
    route = template_of(scope)
    if route is not None:
        span.update_name(f"{scope['method']} {route}")
    told = {
        "http.request.method": scope["method"],
        "http.route": route,
        "http.response.status_code": status,
        "kinpath.request_id": scope.get(REQUEST_ID),
        "kinpath.community": scope.get(COMMUNITY),
    }
    span.set_attributes({name: value for name, value in told.items() if value is not None})
    if status >= 500:
        span.set_status(StatusCode.ERROR)
