"""How likely steps are, in eight bits: each nearly as it was, and rows that sum to one."""

from __future__ import annotations

from dataclasses import replace

import numba
import numpy as np
import numpy.typing as npt
import pytest

from matcher import chances as chances_module
from matcher.chances import LEVELS, LOWEST, Chances, chance
from matcher.changeable_walks import ChangeableWalks, Pairs
from matcher.pagerank import walk
from matcher.walks import WalkGraph
from tests.matcher.test_walks import graph_of

pytestmark = pytest.mark.large

LENGTHS = np.array([2, 0, 3], dtype=np.int64)
OWNERS = np.repeat(np.arange(3), LENGTHS)
PROBABILITIES = np.array([0.5, 0.5, 0.8, 0.1999, 0.0001], dtype=np.float32)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Graphs of a few steps take the form of those of a million."""
    monkeypatch.setattr(chances_module, "IN_EIGHT_BITS_FROM", 3)


@numba.njit
def all_chances(  # type: ignore[no-untyped-def]
    chances, owners
):
    found = np.empty(len(owners))
    for at in range(len(owners)):
        found[at] = chance(chances, owners[at], at)
    return found


def of_rows(probabilities: npt.NDArray[np.float32]) -> Chances:
    return Chances.of(LENGTHS, probabilities)


def test_few_steps_are_kept_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chances_module, "IN_EIGHT_BITS_FROM", 6)
    found = of_rows(PROBABILITIES)
    assert not found.in_eight_bits
    assert found.at(slice(None), OWNERS).tolist() == PROBABILITIES.tolist()
    assert all_chances(found.arrays, OWNERS).tolist() == PROBABILITIES.tolist()


def test_eight_bits_tell_each_step_to_half_a_level() -> None:
    found = of_rows(PROBABILITIES)
    assert found.codes.dtype == np.uint8
    # The least is an eight-thousandth of the likeliest of its row: 255 levels lead there.
    half_a_level = 8_000 ** (0.5 / (LEVELS - 1)) - 1
    told = found.at(slice(None), OWNERS)
    assert told == pytest.approx(PROBABILITIES, rel=2 * half_a_level)
    assert told[:2].tolist() == [0.5, 0.5]
    assert np.bincount(OWNERS, told).tolist() == pytest.approx([1.0, 0.0, 1.0])


def test_compiled_code_reads_what_the_table_says() -> None:
    found = of_rows(PROBABILITIES)
    assert all_chances(found.arrays, OWNERS) == pytest.approx(found.at(slice(None), OWNERS))


def test_what_is_next_to_impossible_is_taken_for_the_lowest_level() -> None:
    found = of_rows(np.array([1.0, 1e-12, 0.5, 0.25, 0.25], dtype=np.float32))
    assert found.levels[-1] == pytest.approx(LOWEST)
    assert found.codes[1] == LEVELS - 1


def test_steps_that_are_all_alike_are_exact() -> None:
    found = of_rows(np.array([0.5, 0.5, 1 / 3, 1 / 3, 1 / 3], dtype=np.float32))
    assert found.at(slice(None), OWNERS) == pytest.approx([0.5, 0.5, 1 / 3, 1 / 3, 1 / 3])


def test_a_walk_in_eight_bits_finds_the_same() -> None:
    plain, coded = uneven(), in_eight_bits(uneven())
    assert coded.chances.in_eight_bits
    seed = np.array([0], dtype=np.int32)
    found = [walk(graph, seed, np.ones(1), 0.25, 1e-9).values for graph in (plain, coded)]
    nodes = np.arange(4, dtype=np.int32)
    assert found[1].at(nodes) == pytest.approx(found[0].at(nodes), rel=0.02)
    assert found[1].at(nodes).sum() == pytest.approx(1.0, abs=1e-4)


def test_rows_are_rewritten_in_the_same_levels() -> None:
    walks = [ChangeableWalks.of(graph) for graph in (uneven(), in_eight_bits(uneven()))]
    gone = [each.without(np.array([1], dtype=np.int32)) for each in walks]
    pairs = Pairs(np.array([[1, 3]]), np.array([1.0]))
    joined = [each.changed(pairs, 0.5) for each in walks]
    for plain, coded in (gone, joined):
        for node in range(4):
            neighbours, steps = coded.graph.row(node)
            assert neighbours.tolist() == plain.graph.row(node)[0].tolist()
            assert steps == pytest.approx(plain.graph.row(node)[1], rel=0.02)
            assert not len(steps) or steps.sum() == pytest.approx(1.0)
    # What was there before is as it was.
    assert walks[1].graph.row(0)[0].tolist() == [1, 2, 3]


def uneven() -> WalkGraph:
    """0 - 1, 0 - 2, 0 - 3 and 2 - 3, of which the second is ten times as likely for 0."""
    graph = graph_of([(0, 1), (0, 2), (0, 3), (2, 3)], 4)
    steps = graph.probabilities.copy()
    steps[:3] = np.array([1.0, 10.0, 1.0]) / 12
    return replace(graph, chances=Chances.plain(steps))


def in_eight_bits(graph: WalkGraph) -> WalkGraph:
    lengths = graph.spans[:, 1] - graph.spans[:, 0]
    return replace(graph, chances=Chances.of(lengths, graph.probabilities))
