from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from numba.core.dispatcher import Dispatcher

from api.access.engines import Engines
from api.access.refusals import ServerBusy
from api.engine import AT_ONCE, FEW, Engine
from api.settings import Settings
from graph.errors import EntityNotFound, StoreUnavailable
from graph.records import EntityId
from matcher.cell_search import search_cells
from matcher.pagerank import _walked
from matcher.path_steps import found_paths
from matcher.request import RecommendationRequest
from matcher.vectors import _cosines
from tests.api.conftest import at, edge, node

ADA = RecommendationRequest("mentors", member=EntityId("member:ada"), id="q")
EVE = RecommendationRequest("peers", member=EntityId("member:eve"), id="q")


def test_what_was_just_written_is_in_the_next_answer(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        first = engine.recommend(ADA)
        with pytest.raises(EntityNotFound):
            engine.recommend(EVE)
        engine.store.write([node("member:eve", at(9), name="Eve")])
        assert engine.recommend(EVE).revision == first.revision + 1


def test_a_block_by_another_process_counts_at_once(settings: Settings) -> None:
    with Engine.open(settings) as engine, Engine.open(settings) as other:
        before = {result.id for result in engine.recommend(ADA).results}
        assert "member:bob" in before
        other.store.write([edge("member:bob", "BLOCKS", "member:ada", at(9))])
        after = {result.id for result in engine.recommend(ADA).results}
        assert "member:bob" not in after


def test_what_is_closed_opens_nothing_any_more(settings: Settings) -> None:
    engines = Engines(settings)
    community = engines.communities()[0]
    with engines.lent(community) as engine:
        engines.close()
        with pytest.raises(StoreUnavailable, match="closed"):
            _ = engine.documents
    with pytest.raises(ServerBusy):
        engines.borrow(community)
    assert engines.open() == []


def test_threads_that_ask_at_once_share_one_snapshot(settings: Settings) -> None:
    with Engine.open(settings) as engine, ThreadPoolExecutor(8) as pool:
        matchers = list(pool.map(lambda _: engine.matcher(), range(32)))
        assert len({id(matcher) for matcher in matchers}) == 1


def test_questions_without_a_text_wait_for_their_turn(settings: Settings) -> None:
    with Engine.open(settings) as engine, ThreadPoolExecutor(2) as pool:
        engine.recommend(ADA)
        with ExitStack() as turns:
            for _ in range(AT_ONCE):
                turns.enter_context(engine._turns)
            waiting = pool.submit(engine.recommend, ADA)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
            spoken = replace(ADA, member=None, text="lenses")
            assert pool.submit(engine.recommend, spoken).result(timeout=60).results
        assert waiting.result(timeout=60).results


def test_what_was_asked_before_is_at_hand_until_something_is_written(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        assert engine.at_hand(ADA) is None
        engine.answer_json(ADA)
        assert engine.at_hand(ADA) is engine.matcher()
        assert engine.at_hand(replace(ADA, member=EntityId("member:bob"))) is engine.matcher()
        engine.store.write([edge("member:sam1", "FOLLOWS", "member:bob", at(9))])
        assert engine.at_hand(ADA) is None
        engine.answer_json(ADA)
        assert engine.at_hand(ADA) is engine.matcher()


@pytest.mark.parametrize(
    "more",
    [
        {"goal": "peers"},
        {"text": "lenses"},
        {"as_of": at(9)},
        {"candidates": (EntityId("member:bob"),)},
        {"k": FEW + 1},
        {"member": None, "seeds": (EntityId("skill:optics"),)},
        {"seeds": (EntityId("skill:optics"),) * (FEW + 1)},
        {"member": EntityId("member:dan")},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_takes_longer_is_not_at_hand(settings: Settings, more: dict[str, Any]) -> None:
    with Engine.open(settings) as engine:
        engine.answer_json(ADA)
        assert engine.at_hand(replace(ADA, **more)) is None


def test_nothing_is_at_hand_where_a_server_has_to_be_asked(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        engine.answer_json(ADA)
        engine.store.is_near = False
        assert engine.at_hand(ADA) is None


@pytest.mark.parametrize("step", [search_cells, _walked, _cosines, found_paths])
def test_long_steps_let_other_threads_run(step: Dispatcher) -> None:
    assert step.targetoptions["nogil"]


def test_nothing_changes_between_two_equal_questions(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        assert engine.recommend(ADA) == engine.recommend(ADA)
        assert engine.matcher() is engine.matcher()


def test_a_store_that_is_gone_answers_nothing(settings: Settings) -> None:
    engine = Engine.open(settings)
    engine.recommend(ADA)
    engine.close()
    with pytest.raises(StoreUnavailable):
        engine.recommend(ADA)


def test_a_cache_that_cannot_be_written_is_named(settings: Settings, tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    wrong = settings.model_copy(update={"cache": blocked})
    with (
        Engine.open(wrong) as engine,
        pytest.raises(StoreUnavailable, match="another folder"),
    ):
        engine.recommend(ADA)


@pytest.mark.parametrize("large", [False, True])
def test_the_first_matcher_tells_what_it_waits_for(
    settings: Settings, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr("matcher.large.NODES", 1)
    told: list[str] = []
    with Engine.open(settings) as engine:
        engine.matcher(lambda label, _done, _total: told.append(label))
        assert "reading the store" in told
        # The tables of a small community are worked out by the questions that need them.
        assert ("tables: walk graph" in told) == large
        told.clear()
        engine.matcher(lambda label, _done, _total: told.append(label))
        assert not told
    with Engine.open(settings) as engine:
        engine.matcher(lambda label, _done, _total: told.append(label))
        assert not any(label.startswith("tables") for label in told)  # they lie there by now
