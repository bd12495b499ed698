"""Traces: a span for each request, one for each stage, below whoever asked, and nobody's name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api.app import create_app
from api.observability.tracing import Traced, Tracing
from api.settings import Settings
from tests.api.conftest import client_of

STAGES = ["understand", "candidates", "score", "rerank", "explain"]
TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
def spans(settings: Settings) -> Iterator[tuple[TestClient, InMemorySpanExporter]]:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    app = create_app(settings)
    with client_of(app) as warm:
        warm.app.state.warming.join()  # type: ignore[attr-defined]
        tracing = Tracing(provider)
        traced = Traced(app, tracing)
        yield client_of(traced), kept
        tracing.close()


def test_a_question_and_its_stages_are_traced(
    spans: tuple[TestClient, InMemorySpanExporter],
) -> None:
    client, kept = spans
    asked = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    client.get("/v1/members/ada/recommendations?goal=peers", headers=asked)
    client.post("/v1/recommendations", json={"goal": "mentors", "text": "telescope"})
    client.get("/v1/members/nobody-at-all/recommendations?goal=peers")
    found = kept.get_finished_spans()
    requests = [span for span in found if span.kind.name == "SERVER"]
    assert [span.name for span in requests] == [
        "GET /v1/members/{member}/recommendations",
        "HTTP POST",
        "GET /v1/members/{member}/recommendations",
    ]
    assert [dict(span.attributes or {})["http.response.status_code"] for span in requests] == [
        200, 200, 404,
    ]  # fmt: skip
    for request in requests[:2]:
        assert request.context is not None
        below = [
            span.name
            for span in found
            if span.parent is not None and span.parent.span_id == request.context.span_id
        ]
        assert below == STAGES
    assert requests[0].context is not None
    assert f"{requests[0].context.trace_id:032x}" == TRACE
    told = "".join(span.to_json() for span in found).lower()
    assert [word for word in ("ada", "telescope", "nobody") if word in told] == []


def test_without_a_collector_nothing_is_traced(client: TestClient) -> None:
    assert client.get("/health").status_code == 200
    assert Traced not in [each.cls for each in client.app.user_middleware]  # type: ignore[attr-defined]
