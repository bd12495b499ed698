"""The quality benchmark: whole on a small community, and its protocol on the demo's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import quality
from benchmarks.community import texts_of
from benchmarks.contest import Entrants, answers_of
from benchmarks.datasets import content_hash, opened
from benchmarks.judging import per_query, rankings
from benchmarks.measuring import Asked, measure
from benchmarks.peers.lately_chosen import LatelyChosen
from benchmarks.peers.most_chosen import MostChosen
from benchmarks.protocols import answered_questions
from benchmarks.rival import Rival, Settings
from benchmarks.tasks import Task
from graph import open_store
from graph.snapshot_taking import snapshot_of
from graph.store import GraphStore
from loaders import export_bundle
from matcher.goals import default_goals
from tests.benchmarks.question_community import question_community
from tests.benchmarks.small_communities import joining_community, together


@pytest.fixture(scope="module")
def demo() -> Task:
    with opened(None, None) as store:
        snapshot = snapshot_of(store.export("none"), store.community, "none")
        return answered_questions(snapshot, texts_of(store), default_goals()["mentors"], True)


@pytest.mark.slow
def test_the_demo_asks_what_was_published(demo: Task) -> None:
    assert (len(demo.queries), len(demo.targets)) == (96, 143)
    assert sum(len(query.relevant) for query in demo.queries) / 96 == pytest.approx(1.55, abs=0.005)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rival", "settings", "published"),
    [
        (MostChosen(), {}, {"nDCG@10": 0.527, "recall@10": 0.65, "MRR": 0.581, "hit@5": 0.729}),
        (
            LatelyChosen(),
            {"fading_days": 60.0},
            {"nDCG@10": 0.554, "recall@10": 0.7, "MRR": 0.592, "hit@5": 0.729},
        ),
    ],
    ids=["popularity", "recency"],
)
def test_simple_methods_do_as_well_as_was_published(
    demo: Task, rival: Rival, settings: Settings, published: dict[str, float]
) -> None:
    """An independent implementation of the protocol reached these figures."""
    answered = answers_of(rival, demo, settings, 1)
    values = per_query(demo, rankings(demo, answered.scores))
    assert {name: round(float(each.mean()), 3) for name, each in values.items()} == published


@pytest.mark.slow
def test_all_methods_answer_and_the_figures_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/small.db"
    with open_store(url, "small") as store:
        store.write(question_community())
    page, kept, pictures = tmp_path / "page.md", tmp_path / "quality.json", tmp_path / "pictures"
    page.write_text("<!-- quality:begin -->\n<!-- quality:end -->\n")

    where = ["--store", url, "--community", "small", "--rivals", "popularity,tf-idf,als"]
    outputs = ["--json", str(kept), "--docs", str(page), "--plots", str(pictures)]
    quality.main([*where, *outputs])

    printed = capsys.readouterr().out
    assert printed.strip() in page.read_text()
    report = json.loads(kept.read_text())
    assert [task["queries"] for task in report["tasks"]] == [2, 2]
    for task, rivals in zip(report["tasks"], (3, 2), strict=True):
        methods = {method["name"]: method["measures"] for method in task["methods"]}
        assert len(methods) == 3 + rivals
        assert methods["Kinpath"]["hit@5"]["mean"] == 1.0, "there are three candidates"
        assert methods["Kinpath"]["MRR"]["mean"] >= methods["popularity"]["MRR"]["mean"]
    assert [list(each["methods"]) for each in report["left_out"]] == [
        ["Kinpath, learned"],
        ["Kinpath, learned", "als"],
    ]
    assert sorted(path.name for path in pictures.iterdir())[:2] == [
        "1-mentors-exposure.png",
        "1-mentors-exposure.svg",
    ]


@pytest.mark.slow
def test_any_bundle_goal_and_file_of_requests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_store(f"sqlite:///{tmp_path}/small.db", "small") as store:
        store.write(together(question_community(), joining_community()))
        export_bundle(store, tmp_path / "bundle")
    source = ["--source", str(tmp_path / "bundle"), "--rivals", "popularity"]
    quality.main([*source, "--goal", "groups", "--evidence", "frozen"])
    assert "#### Groups, evidence frozen at the cutoff" in capsys.readouterr().out

    (tmp_path / "requests.jsonl").write_text('{"id": "b", "goal": "groups", "member": "bob"}\n')
    (tmp_path / "relevant.json").write_text('{"b": ["group:hiking"]}')
    files = ["--requests", str(tmp_path / "requests.jsonl")]
    quality.main([*source, *files, "--relevant", str(tmp_path / "relevant.json")])
    assert "#### Groups, as asked in a file" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="need each other"):
        quality.main([*source, *files])


def test_a_community_without_questions_is_refused_in_words(store: GraphStore) -> None:
    with pytest.raises(SystemExit, match="nobody chose anything that goal 'mentors' could"):
        measure(store, Asked(), Entrants([]))


def test_the_hash_follows_the_content_not_the_store(store: GraphStore, tmp_path: Path) -> None:
    store.write(question_community())
    with open_store(f"sqlite:///{tmp_path}/other.db", "other") as other:
        other.write(list(question_community())[::-1])
        assert content_hash(other) == content_hash(store)
        other.forget(next(other.entities()).id)
        assert content_hash(other) != content_hash(store)


def test_options_that_cannot_be_are_refused_in_words() -> None:
    with pytest.raises(SystemExit, match="--store needs --community"):
        quality.main(["--store", "sqlite:///nowhere.db"])
    with pytest.raises(SystemExit, match="cannot be measured at once"):
        quality.main(["--store", "sqlite:///x.db", "--community", "x", "--source", "y"])
    with pytest.raises(SystemExit, match="'best' is not one of quick, all, popularity"):
        quality.main(["--rivals", "best"])
