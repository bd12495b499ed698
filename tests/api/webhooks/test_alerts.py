"""A figure of health that turned bad is told once, and nobody is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import create_app
from api.settings import Settings
from api.webhooks.alerts import ONCE_IN, tell_alerts
from api.webhooks.outbox import Outbox
from community.figure import Figure
from community.health.tracking import Change, Tracked
from graph.documents import Documents, open_documents
from graph.records import Record
from graph.store import open_store
from tests.api.conftest import client_of
from tests.api.webhooks.receiver import receiving
from tests.community.conftest import node
from tests.community.health.communities import looks

NOW = 1_800_000_000.0
URL = "https://example.org/hook"


@pytest.fixture
def documents(tmp_path: Path) -> Iterator[Documents]:
    with open_documents(f"sqlite:///{tmp_path / 'kinpath.db'}", "club") as documents:
        yield documents


def figure(*, is_worse: bool) -> Tracked:
    """The share of members who are active, which fell from .6 if it got worse."""
    now = Figure("Active", 0.1 if is_worse else 0.6, "share", "Who did something.")
    before = Change(0.6, -0.5, -0.6, -0.4, beyond_chance=True) if is_worse else None
    return Tracked("active_share", "activity", "more", now, before)


def told(documents: Documents) -> int:
    return Outbox(documents).waiting()


def test_it_is_told_when_it_turns_and_not_as_long_as_it_lasts(documents: Documents) -> None:
    Outbox(documents).webhooks.add(URL, ["health.alert"])
    tell_alerts(documents, [figure(is_worse=False)], NOW)
    assert told(documents) == 0
    for moment in (NOW, NOW + 1, NOW + 10 * ONCE_IN):
        tell_alerts(documents, [figure(is_worse=True)], moment)
        assert told(documents) == 1
    tell_alerts(documents, [figure(is_worse=False)], NOW + 11 * ONCE_IN)
    tell_alerts(documents, [figure(is_worse=True)], NOW + 12 * ONCE_IN)
    assert told(documents) == 2


def test_one_that_wavers_is_told_once_a_day(documents: Documents) -> None:
    Outbox(documents).webhooks.add(URL, ["health.alert"])
    for hour in range(12):
        tell_alerts(documents, [figure(is_worse=hour % 2 == 0)], NOW + hour * 3600)
    assert told(documents) == 1
    tell_alerts(documents, [figure(is_worse=True)], NOW + ONCE_IN)
    assert told(documents) == 2


def test_who_listens_later_hears_of_what_is_bad_then(documents: Documents) -> None:
    tell_alerts(documents, [figure(is_worse=True)], NOW)
    Outbox(documents).webhooks.add(URL, ["health.alert"])
    tell_alerts(documents, [figure(is_worse=True)], NOW + 1)
    assert told(documents) == 1


@pytest.mark.slow
def test_whoever_looks_at_a_dying_community_has_it_told(tmp_path: Path) -> None:
    """Forty members who looked in every five days, of whom half stopped twelve weeks ago."""
    records: list[Record] = [node("skill:s")]
    for place in range(40):
        days = range(place % 5, 172 if place % 2 else 86, 5)
        records += [node(f"member:m{place}", 0), *looks(f"m{place}", days)]
    settings = Settings(store=f"sqlite:///{tmp_path / 'kinpath.db'}", cache=tmp_path)
    with open_store(settings.store, "club") as store:
        store.write(records)
    with receiving() as receiver, client_of(create_app(settings)) as client:
        body = {"url": receiver.url, "events": ["health.alert"]}
        assert client.post("/v1/webhooks", json=body).status_code == 201
        found = client.get("/v1/community/health").json()
        client.get("/v1/community/health?floor=3")
        receiver.await_messages(1)
        messages = receiver.told()
    alerts = {each["data"]["figure"]: each["data"] for each in messages}
    assert len(alerts) == len(messages)
    assert "active_share" in alerts
    assert set(found["early_signs"]) & set(alerts)
    assert b"member:" not in b"".join(body for _, body in receiver.received)
