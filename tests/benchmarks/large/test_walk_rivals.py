"""Every rival walks the same walk: on a graph small enough to solve, all find the same scores."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.large import kinpath_contenders
from benchmarks.large.rivals import RIVALS, WALK, made, names_of
from benchmarks.large.walk_task import WalkTask
from benchmarks.peers.power_iteration import EXACT, PowerIteration
from graph.adjacency import spans_of
from matcher.chances import Chances
from matcher.pagerank import walk
from matcher.walks import WalkGraph

RESTART = 0.25
IN_PROCESS = [
    name for name, entry in RIVALS.items() if entry.subject == WALK and not entry.on_server
]


def path_of_three() -> WalkTask:
    """0 - 1 - 2, of which the first step weighs thrice the second."""
    graph = WalkGraph(
        spans=spans_of(np.array([0, 1, 3, 4])),
        neighbours=np.array([1, 0, 2, 1], dtype=np.int32),
        chances=Chances.plain(np.array([1.0, 0.75, 0.25, 1.0])),
        # w d^-0.5 in sum: of the ends' only edge to a node of degree 2, and of the middle's both.
        totals=np.array([3.0 / 2**0.5, 4.0, 1.0 / 2**0.5], dtype=np.float32),
    )
    return WalkTask(graph, begin=0, end=3, restart=RESTART)


def test_power_iteration_solves_the_walk() -> None:
    task = path_of_three()
    step = task.transitions().toarray()
    solved = RESTART * np.linalg.solve(np.eye(3) - (1 - RESTART) * step.T, [1.0, 0.0, 0.0])
    assert PowerIteration(task, EXACT).scores(0) == pytest.approx(solved, abs=1e-9)


def test_a_node_without_neighbours_keeps_who_comes() -> None:
    graph = WalkGraph(
        spans_of(np.array([0, 0])),
        np.zeros(0, np.int32),
        Chances.plain(np.zeros(0)),
        np.zeros(1, np.float32),
    )
    assert PowerIteration(WalkTask(graph, 0, 1, RESTART)).scores(0).tolist() == [1.0]


def test_the_walk_is_that_of_an_undirected_graph() -> None:
    task = path_of_three()
    first, first_back, second, second_back = task.symmetric_weights()
    assert first == pytest.approx(first_back)
    assert second == pytest.approx(second_back)
    assert first == pytest.approx(3 * second)


def test_the_push_counts_every_edge_it_follows() -> None:
    # The first pushes .75 over its one edge, the middle more than .3 per neighbour over its two,
    # and the first pushes the .42 that came back. Then .32 are in the middle: less than 2 x .3.
    seed = np.zeros(1, dtype=np.int32)
    assert walk(path_of_three().graph, seed, np.ones(1), RESTART, 0.3).edges == 4


@pytest.mark.slow
@pytest.mark.parametrize("name", IN_PROCESS)
def test_rivals_find_who_is_nearest(name: str) -> None:
    task = path_of_three()
    left_out: dict[str, str] = {}
    rivals = list(made(WALK, [name], 3, task, left_out))
    if left_out:
        pytest.skip(left_out[name])
    for contender in (kinpath_contenders.walk(task), *rivals):
        assert contender.ask(0).tolist() == [1, 2], contender.name
        assert contender.ask(2).tolist() == [1, 0], contender.name


def test_rivals_are_chosen_by_name() -> None:
    assert names_of("none") == []
    assert names_of("scipy, networkx") == ["scipy", "networkx"]
    with pytest.raises(ValueError, match="'scypi' is not one of all, none, scipy"):
        names_of("scypi")


def test_one_that_is_too_small_for_the_community_says_so() -> None:
    left_out: dict[str, str] = {}
    assert list(made(WALK, ["networkx"], 200_000, None, left_out)) == []
    assert left_out == {"networkx": "is not asked above 100,000 members"}
