"""The quality benchmark: whole on a small community, and its protocol on the demo's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import quality
from benchmarks.comparison import compare
from benchmarks.datasets import content_hash, opened
from benchmarks.peers import Popularity, RecencyPopularity
from benchmarks.questions import read_questions
from benchmarks.replay import replay
from graph import open_store
from graph.store import GraphStore
from tests.benchmarks.question_community import question_community


@pytest.mark.slow
def test_the_demo_replays_as_published(tmp_path: Path) -> None:
    """The simple methods reach what an independent implementation of the protocol reached."""
    with opened(None, None) as store:
        questions = read_questions(store)
    replayed = replay(questions, frozen=True)
    assert len(replayed.queries) == 96

    results = compare([Popularity(), RecencyPopularity()], questions, replayed, seed=1)
    means = [
        {name: round(interval.mean, 3) for name, interval in result.measures.items()}
        for result in results
    ]
    assert means == [
        {"nDCG@10": 0.527, "MRR": 0.581, "Hit@5": 0.729, "mentor AUC": 0.5},
        {"nDCG@10": 0.554, "MRR": 0.592, "Hit@5": 0.729, "mentor AUC": 0.5},
    ]


@pytest.mark.slow
def test_all_methods_answer_and_the_figures_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/small.db"
    with open_store(url, "small") as store:
        store.write(question_community())
    page, kept = tmp_path / "page.md", tmp_path / "quality.json"
    page.write_text("<!-- quality:begin -->\n<!-- quality:end -->\n")

    quality.main(["--store", url, "--community", "small", "--json", str(kept), "--docs", str(page)])

    printed = capsys.readouterr().out
    assert printed.strip() in page.read_text()
    report = json.loads(kept.read_text())
    assert [run["evidence"] for run in report["runs"]] == ["frozen", "fresh"]
    for run in report["runs"]:
        methods = {method["method"]: method["measures"] for method in run["methods"]}
        assert len(methods) == 5
        assert methods["Kinpath"]["Hit@5"]["mean"] == 1.0, "there are three candidates"
        assert methods["Kinpath"]["MRR"]["mean"] >= methods["popularity"]["MRR"]["mean"]


def test_a_community_without_questions_is_refused_in_words(store: GraphStore) -> None:
    with pytest.raises(SystemExit, match="has no questions to replay"):
        quality.measure(store, [True])


def test_the_hash_follows_the_content_not_the_store(store: GraphStore, tmp_path: Path) -> None:
    store.write(question_community())
    with open_store(f"sqlite:///{tmp_path}/other.db", "other") as other:
        other.write(list(question_community())[::-1])
        assert content_hash(other) == content_hash(store)
        other.forget(next(other.entities()).id)
        assert content_hash(other) != content_hash(store)


def test_a_store_needs_to_be_told_which_community() -> None:
    with pytest.raises(SystemExit, match="--store needs --community"):
        quality.main(["--store", "sqlite:///nowhere.db"])
