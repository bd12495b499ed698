from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.large import freshness
from benchmarks.large.community import large_community
from benchmarks.large.freshness import freshness as held
from benchmarks.large.rivals import names_of
from benchmarks.large.stored import store_community
from benchmarks.large.terms import Terms
from graph.store import open_store


@pytest.mark.slow
def test_a_stored_community_is_the_one_that_was_made(tmp_path: Path) -> None:
    snapshot = large_community(1_000, 1, tmp_path / "made").snapshot
    with open_store(f"sqlite:///{tmp_path}/kinpath.db", snapshot.community) as store:
        store_community(snapshot, store)
        found = store.export(snapshot.model)
    assert sorted(found.ids) == sorted(snapshot.id(node) for node in range(snapshot.size))
    assert len(found.sources) == len(snapshot.out)
    assert len(found.vectors) == len(snapshot.vectors)


@pytest.mark.slow
def test_events_are_in_the_answers_of_a_server_that_is_asked_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "NARROWED_FROM", 1_000)
    monkeypatch.setattr(freshness, "EVENTS", 5)
    community = large_community(1_000, 1, tmp_path)
    terms = Terms(questions=5, whole_questions=5, passes=2, rivals=tuple(names_of("none")))
    (contest,) = held(community, terms)
    before, after, seen = contest.lines
    assert (before.questions, after.questions, seen.questions) == (5, 5, 5)
    assert 0 <= seen.quality["within 1 s"] <= 1  # so few members are not followed, but read anew


def test_small_communities_are_not_asked(tmp_path: Path) -> None:
    community = large_community(1_000, 1, tmp_path)
    assert list(held(community, Terms())) == []
