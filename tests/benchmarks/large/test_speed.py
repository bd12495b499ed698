"""`python -m benchmarks.speed`: the size that CI runs, what is published, and what is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import speed
from benchmarks.large.community import LargeCommunity, large_community
from benchmarks.large.contests import vectors, walks, whole
from benchmarks.large.figures import STEADY, Contest, Line, Spread
from benchmarks.large.run import Run
from benchmarks.large.run_report import as_json, as_text
from benchmarks.large.terms import Terms
from benchmarks.large.vector_task import VectorTask

MEMBERS = 10_000
SPREAD = Spread(2.0, 1.0, 3.0)
LINE = Line("Kinpath", 200, SPREAD, SPREAD, None, {"mass": 1.0}, 1_234.0, 480_000, unsteady=0.1)


def run_of(*lines: Line, members: int = 1_000) -> Run:
    return Run(1, Terms(), (Contest("walk from a member", members, lines, {"igraph": "missing"}),))


@pytest.fixture(scope="module")
def community(tmp_path_factory: pytest.TempPathFactory) -> LargeCommunity:
    return large_community(MEMBERS, 1, tmp_path_factory.mktemp("large"))


@pytest.mark.slow
def test_walks_are_right_and_touch_a_part_of_the_edges(community: LargeCommunity) -> None:
    terms = Terms(questions=40, checked=40, passes=3, rivals=("scipy",))
    from_members, from_skills = walks(community, terms)
    for contest in (from_members, from_skills):
        kinpath, _, scipy = contest.lines
        assert kinpath.quality["precision@50"] >= 0.97
        assert kinpath.quality["mass"] >= 0.999
        assert kinpath.operations is not None
        assert scipy.operations is not None
        assert scipy.times is not None
    kinpath, fine, scipy = from_members.lines
    assert fine.quality["precision@50"] >= 0.99
    assert kinpath.operations is not None
    # Counts that no noise touches: half of what power iteration touches, at the least.
    assert 2 * kinpath.operations < (scipy.operations or 0)
    assert scipy.times is not None
    assert scipy.times.middle > 1.0


@pytest.mark.slow
def test_nearest_vectors_are_right_behind_every_filter(community: LargeCommunity) -> None:
    for contest in vectors(community, Terms(questions=20, checked=20, passes=1)):
        (kinpath,) = contest.lines
        assert kinpath.quality["recall@50"] >= 0.97, contest.subject


@pytest.mark.slow
def test_whole_answers_find_ties_that_were_held_out(community: LargeCommunity) -> None:
    terms = Terms(whole_questions=10, checked=10, passes=1)
    contests = {contest.subject: contest for contest in whole(community, terms)}
    assert list(contests) == ["whole: mentors", "whole: peers", "whole: mentors for a text"]
    (kinpath,) = contests["whole: peers"].lines
    assert kinpath.quality["hit@50"] >= 0.3


@pytest.mark.slow
def test_exact_search_is_that_of_floats(community: LargeCommunity) -> None:
    task = VectorTask.of(community)
    allowed, (question,) = task.filter(0.1), task.questions(1)
    (found,) = task.exact([question], allowed)
    texts = np.concatenate([block for _, block in task.blocks()])
    cosines = np.where(allowed, texts @ question, -2.0)
    assert found.tolist() == task.nodes[np.argsort(-cosines, kind="stable")[:50]].tolist()


def test_a_run_says_what_it_found_and_how_it_grows() -> None:
    small, large = (run_of(LINE, members=members) for members in (1_000, 100_000))
    slower = replace(LINE, median=Spread(20.0, 19.0, 21.0))
    large = run_of(slower, members=100_000)
    run = Run(1, Terms(), small.contests + large.contests)
    assert run.exponents() == {("walk from a member", "Kinpath"): pytest.approx(0.5)}
    text = as_text(run)
    assert "2.00 [1.00, 3.00]" in text
    assert "Left out: igraph: missing." in text
    assert "| walk from a member | Kinpath | 0.50 |" in text
    assert json.loads(json.dumps(as_json(run)))["contests"][0]["lines"][0]["operations"] == 1234.0


def test_passes_that_differ_too_much_speak_against_a_run() -> None:
    assert run_of(replace(LINE, unsteady=STEADY)).unsteady() == []
    run = run_of(replace(LINE, unsteady=0.4))
    (reason,) = run.unsteady()
    assert "Kinpath: its passes differ by 40%, more than 25%" in reason
    assert run.steady().contests == ()


def test_an_unsteady_rival_is_left_out_by_name() -> None:
    restless = replace(LINE, name="scipy", unsteady=0.6)
    (contest,) = run_of(LINE, restless).steady().contests
    assert contest.lines == (LINE,)
    assert contest.left_out["scipy"] == "its passes differ by 60%, more than 25%"
    assert contest.left_out["igraph"] == "missing"


def test_an_unsteady_run_is_printed_and_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = {"walks": run_of(replace(LINE, unsteady=0.4)), "whole": run_of(LINE)}
    monkeypatch.setattr(speed, "measure", lambda *_: runs)
    with pytest.raises(SystemExit, match="walks: 1 lines are not published"):
        speed.main(["--json", str(tmp_path)])
    assert capsys.readouterr().out.count("| Kinpath |") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["speed-whole.json"]


def test_a_steady_run_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = tmp_path / "page.md"
    document.write_text("<!-- speed-walks:begin -->\n<!-- speed-walks:end -->\n")
    monkeypatch.setattr(speed, "measure", lambda *_: {"walks": run_of(LINE)})
    speed.main(["--json", str(tmp_path / "kept"), "--docs", str(document)])
    kept = tmp_path / "kept" / "speed-walks.json"
    assert json.loads(kept.read_text())["contests"][0]["members"] == 1_000
    assert "| Kinpath |" in document.read_text()


@pytest.mark.slow
def test_pictures_are_the_same_to_the_byte(tmp_path: Path) -> None:
    from benchmarks.large.run_plots import draw_run

    once, again = (draw_run(run_of(LINE), tmp_path / name) for name in ("once", "again"))
    assert [path.name for path in once] == [
        "speed-walk-from-a-member.png",
        "speed-walk-from-a-member.svg",
    ]
    for one, other in zip(once, again, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_sizes_are_read_as_people_write_them() -> None:
    assert [speed.members_of(text) for text in ("10k", "1M", " 12500 ")] == [
        10_000, 1_000_000, 12_500,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (["--sizes", "many"], "'many' is not a number of members"),
        (["--sizes", "10"], "10 members are too few"),
        (["--contests", "races"], "'races' is not one of all, walks"),
        (["--rivals", "nobody"], "'nobody' is not one of all, none"),
    ],
)
def test_wrong_options_are_named(
    wrong: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        speed.main(wrong)
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err
