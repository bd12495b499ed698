"""A large community: what is written is brought into the snapshot, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from time import monotonic, sleep

import pytest

from api import engine as engines
from api.engine import Engine
from api.settings import Settings
from graph.lending import Lending, NoRoomLeft
from graph.records import EntityId
from graph.snapshot_cache import shelf
from matcher.request import RecommendationList, RecommendationRequest
from tests.api.conftest import at, edge, node

ADA = RecommendationRequest("mentors", member=EntityId("member:ada"), id="q")


@pytest.fixture(autouse=True)
def _every_community_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.visibility.NARROWED_FROM", 0)


def names(answer: RecommendationList) -> list[str]:
    return [result.id for result in answer.results]


def within(seconds: float, true: Callable[[], bool]) -> bool:
    end = monotonic() + seconds
    while not true() and monotonic() < end:
        sleep(0.02)
    return true()


def _shows(engine: Engine, wanted: str) -> bool:
    return wanted in names(engine.recommend(ADA))


def snapshots(engine: Engine, settings: Settings) -> list[str]:
    place = shelf(settings.snapshots, engine.store, engine.embedder.name)
    return sorted(path.name for path in place.glob("[0-9]*"))


def test_an_event_is_in_the_answers_without_a_new_snapshot(settings: Settings) -> None:
    with Engine.open(settings) as engine, Engine.open(settings) as other:
        assert "member:bob" in names(engine.recommend(ADA))
        taken = snapshots(engine, settings)
        other.store.write([edge("member:bob", "MENTORS", "member:ada", at(9))])
        assert within(1.0, lambda: "member:bob" not in names(engine.recommend(ADA)))
        answer = engine.recommend(ADA)
        assert answer.revision == engine.store.revision()
        assert snapshots(engine, settings) == taken


def test_a_block_counts_at_once(settings: Settings) -> None:
    with Engine.open(settings) as engine, Engine.open(settings) as other:
        assert "member:bob" in names(engine.recommend(ADA))
        for kind in ("FOLLOWS", "BLOCKS"):  # the second is written before it is time to look
            other.store.write([edge("member:bob", kind, "member:ada", at(9))])
            answer = names(engine.recommend(ADA))
        assert "member:bob" not in answer


def test_a_new_member_is_in_the_answers_of_every_worker_without_a_new_snapshot(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.spare_numbers.SPARE_FROM", 0)
    monkeypatch.setattr(engines, "MOST_BROUGHT_IN", 1.0)
    with Engine.open(settings) as engine, Engine.open(settings) as other:
        for each in (engine, other):
            each.recommend(ADA)
        taken = snapshots(engine, settings)
        engine.store.write(
            [
                node("member:zoe", at(9), name="Zoe"),
                edge("member:zoe", "HAS_SKILL", "skill:optics", at(9)),
                node("content:z", at(9), title="Lenses by hand"),
                edge("member:zoe", "CREATED", "content:z", at(9)),
                edge("content:z", "ABOUT", "skill:optics", at(9)),
            ]
        )
        zoe = replace(ADA, goal="peers", member=EntityId("member:zoe"))
        for each in (engine, other):
            assert within(1.0, partial(_shows, each, "member:zoe"))
            assert "Lenses by hand" in str(each.recommend(ADA))
            assert each.recommend(zoe).results
            assert each.matcher().is_complete
        assert snapshots(engine, settings) == taken


def test_a_new_member_without_a_number_comes_with_a_new_snapshot(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        engine.recommend(ADA)
        engine.store.write(
            [
                node("member:zoe", at(9), name="Zoe"),
                edge("member:zoe", "HAS_SKILL", "skill:optics", at(9)),
            ]
        )
        zoe = replace(ADA, goal="peers", member=EntityId("member:zoe"))
        assert names(engine.recommend(ADA))
        assert within(20.0, lambda: engine.matcher().snapshot.find("member:zoe") is not None)
        assert engine.matcher().is_complete
        engine.recommend(zoe)


def test_workers_of_a_machine_take_one_snapshot_between_them(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "MOST_BROUGHT_IN", 0.0)
    with Engine.open(settings) as one, Engine.open(settings) as other:
        for engine in (one, other):
            engine.recommend(ADA)
        before = snapshots(one, settings)
        one.store.write([edge("member:bob", "FOLLOWS", "member:ada", at(9))])
        assert within(
            20.0,
            lambda: all(
                engine.matcher().brought_in == 0 and engine.recommend(ADA).revision > 1
                for engine in (one, other)
            ),
        )
        assert len(set(snapshots(one, settings)) - set(before)) == 1


def test_a_snapshot_without_room_is_taken_anew(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Engine.open(settings) as engine:
        engine.recommend(ADA)
        engine.store.write([edge("member:bob", "MENTORS", "member:ada", at(9))])

        def no_room(_lending: Lending, count: int) -> None:
            raise NoRoomLeft(str(count))

        with monkeypatch.context() as full:
            full.setattr(Lending, "lend", no_room)
            engine.recommend(ADA)
        assert within(20.0, lambda: "member:bob" not in names(engine.recommend(ADA)))


def test_threads_ask_while_others_write(settings: Settings) -> None:
    with Engine.open(settings) as engine, ThreadPoolExecutor(5) as threads:
        engine.recommend(ADA)

        def ask(_: int) -> int:
            return len(engine.recommend(ADA).results)

        def write(number: int) -> None:
            thing = "BLOCKS" if number % 7 == 0 else "FOLLOWS"
            engine.store.write([edge("member:bob", thing, "member:cleo", at(number % 20 + 1))])

        asked = [threads.submit(ask, each) for each in range(60)]
        for each in range(30):
            write(each)
        assert all(each.result() > 0 for each in asked)
        assert within(1.0, lambda: engine.recommend(ADA).revision == engine.store.revision())
