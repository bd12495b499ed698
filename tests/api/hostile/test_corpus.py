"""Every operation refuses what means harm: by a documented problem, soon, in little memory."""

from __future__ import annotations

import shutil
import time
import tracemalloc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.api.conftest import client_of, engine_of, serving_of
from tests.api.hostile.causes import (
    Hostile,
    Operation,
    bodies,
    elsewhere,
    filled,
    odd_headers,
    odd_ids,
    odd_queries,
    operations,
    wrong_fields,
)

SECONDS = 15.0
"""What the slowest may take, a report of the whole community; most take milliseconds."""
MEGABYTES = 50
"""What they may leave behind together."""
IDS = {
    "member": "ada",
    "skill": "optics",
    "content": "q1",
    "group": "makers",
    "journey": "none",
}
LEAST = 400
"""Requests in the corpus."""


@pytest.fixture(scope="module")
def door(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One server for all; nothing here changes anything."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(written, folder / "kinpath.db")
    settings = Settings(
        store=f"sqlite:///{folder / 'kinpath.db'}", cache=folder / "cache", data=folder / "data"
    )
    app = create_app(settings)
    client = client_of(app)
    with start_blocking_portal() as client.portal:
        engine_of(serving_of(client)).matcher()
        yield client
        app.state.jobs.close()
        app.state.serving.close()


@pytest.fixture(scope="module")
def document(door: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = door.get("/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def corpus(document: dict[str, Any]) -> list[Hostile]:
    """All requests."""
    found: list[Hostile] = list(elsewhere())
    for operation in operations(document):
        found += _about(operation, document)
    return found


def _about(operation: Operation, document: dict[str, Any]) -> Iterator[Hostile]:
    path = filled(operation.template, {**_unknown(operation), **IDS})
    yield from bodies(operation, path)
    yield from wrong_fields(operation, path, document)
    yield from odd_queries(operation, path)
    yield from odd_headers(operation, path)
    yield from odd_ids(operation, {**_unknown(operation), **IDS})


def _unknown(operation: Operation) -> dict[str, str]:
    return {each["name"]: "none" for each in operation.parameters("path")}


def test_every_one_is_refused_soon_and_says_why(door: TestClient, corpus: list[Hostile]) -> None:
    assert len(corpus) >= LEAST
    engine = engine_of(serving_of(door))
    before = engine.store.stamp()
    wrong = list(_wrong(door, corpus))
    assert not wrong, "\n".join(wrong)
    assert engine.store.stamp() == before, "something was written"
    assert door.get("/health").json() == {"status": "ok"}


def _wrong(door: TestClient, corpus: Iterable[Hostile]) -> Iterator[str]:
    for each in corpus:
        began = time.monotonic()
        answer = door.request(
            each.method,
            each.path,
            headers=[(name.encode(), value) for name, value in each.headers],
            content=each.body,
        )
        seconds = time.monotonic() - began
        said = f"{each.method} {each.path[:80]} ({each.cause}): {answer.status_code}"
        if answer.status_code not in each.allowed:
            yield f"{said} {answer.text[:160]}, not one of {sorted(each.allowed)}"
        elif answer.status_code >= 400 and answer.request.method != "HEAD":
            yield from _told_badly(said, answer)
        if seconds > SECONDS:
            yield f"{said} after {seconds:.1f} s"


def _told_badly(said: str, answer: Any) -> Iterator[str]:
    if answer.headers["content-type"] != "application/problem+json":
        yield f"{said} is no problem"
        return
    told = answer.json()
    if told["status"] != answer.status_code or not told["detail"] or len(answer.content) > 4_000:
        yield f"{said}: {answer.text[:200]}"


def test_they_leave_no_memory_behind(door: TestClient, corpus: list[Hostile]) -> None:
    some = corpus[:: max(len(corpus) // 200, 1)]
    list(_wrong(door, some))
    tracemalloc.start()
    try:
        list(_wrong(door, some))
        left, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert left < MEGABYTES * 1_000_000 / 10
    assert most < MEGABYTES * 1_000_000
