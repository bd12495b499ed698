"""Pictures: the same whenever they are drawn, with every method on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.label_spacing import spread
from benchmarks.plots import draw_exposure, draw_methods
from benchmarks.results import TaskResult
from tests.benchmarks.test_task_report import RESULT

pytestmark = pytest.mark.slow

Drawing = Callable[[TaskResult, Path], tuple[Path, Path]]
DRAWINGS: list[Drawing] = [draw_methods, draw_exposure]


@pytest.mark.parametrize("draw", DRAWINGS)
def test_a_picture_is_the_same_to_the_byte(draw: Drawing, tmp_path: Path) -> None:
    once, again = draw(RESULT, tmp_path / "once"), draw(RESULT, tmp_path / "again")
    assert [path.name for path in once] == ["once.png", "once.svg"]
    for one, other in zip(once, again, strict=True):
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("draw", DRAWINGS)
def test_a_picture_names_all_methods_and_no_date(draw: Drawing, tmp_path: Path) -> None:
    _, svg = draw(RESULT, tmp_path / "picture")
    text = svg.read_text()
    for method in RESULT.methods:
        assert f">{method.name}</text>" in text
    assert "<dc:date>" not in text


def test_the_dot_in_a_name_is_no_ending(tmp_path: Path) -> None:
    png, svg = draw_methods(RESULT, tmp_path / "v1.2-mentors")
    assert (png.name, svg.name) == ("v1.2-mentors.png", "v1.2-mentors.svg")


def test_a_method_that_showed_nothing_has_no_exposure(tmp_path: Path) -> None:
    kinpath, other, twin = RESULT.methods
    result = replace(RESULT, methods=(kinpath, replace(other, whole_run={}), twin))
    _, svg = draw_exposure(result, tmp_path / "picture")
    assert ">twin</text>" in svg.read_text()
    assert ">BM25</text>" not in svg.read_text()


def test_labels_that_do_not_crowd_stay() -> None:
    assert spread([0.1, 0.5, 0.9], gap=0.2) == [0.1, 0.5, 0.9]
    assert spread([], gap=0.2) == []


def test_labels_that_crowd_are_moved_apart_both_ways() -> None:
    assert spread([0.5, 0.5], gap=0.2) == pytest.approx([0.4, 0.6])
    assert spread([0.1, 0.5, 0.5, 0.5], gap=0.1) == pytest.approx([0.1, 0.4, 0.5, 0.6])


def test_labels_stay_below_the_top() -> None:
    assert spread([0.99, 1.0], gap=0.2) == pytest.approx([0.8, 1.0])
