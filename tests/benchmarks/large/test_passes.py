"""Turn by turn: whole passes, in which a slow one is asked less."""

from __future__ import annotations

import time

import numpy as np
import pytest

from benchmarks.large.contender import Contender, Nodes, best
from benchmarks.large.figures import (
    Spread,
    growth,
    median_and_tail,
    times_as_long,
    unsteadiness,
)
from benchmarks.large.passes import FEWEST, Timed, take_turns


def test_whole_passes_alternate() -> None:
    asked: list[str] = []

    def contender(name: str) -> Contender[int]:
        def ask(question: int) -> Nodes:
            asked.append(f"{name}{question}")
            return np.array([question])

        return Contender(name, ask)

    timed = take_turns({"a": contender("a"), "b": contender("b")}, [1, 2], 2, 10.0, "a")

    assert asked[-8:] == ["a1", "a2", "b1", "b2"] * 2
    assert timed["b"].seconds.shape == (2, 2)
    assert [answer.tolist() for answer in timed["b"].answers] == [[1], [2]]


def test_a_slow_one_is_asked_fewer_questions_and_the_unhurried_all() -> None:
    def slow(question: int) -> Nodes:
        time.sleep(0.01)
        return np.array([question])

    contenders = {"ours": Contender("ours", slow), "theirs": Contender("theirs", slow)}
    timed = take_turns(contenders, list(range(8)), 1, 0.0, "ours")
    assert timed["ours"].questions == 8
    assert timed["theirs"].questions == FEWEST


def timed(*passes: list[float]) -> Timed:
    return Timed(np.array(passes), [np.array([0])] * len(passes[0]))


def test_medians_and_tails_are_milliseconds_with_their_spread() -> None:
    median, tail = median_and_tail(timed([0.001, 0.002, 0.009], [0.003, 0.004, 0.011]))
    assert median == Spread(3.0, 2.0, 4.0)
    assert tail.least == pytest.approx(8.3)
    assert f"{median:.1f}" == "3.0 [2.0, 4.0]"


def test_ratios_are_of_whole_passes_over_what_both_were_asked() -> None:
    ours = timed([1.0, 1.0, 50.0], [2.0, 2.0, 50.0])
    theirs = timed([3.0, 3.0], [16.0, 4.0])
    assert times_as_long(ours, theirs) == Spread(4.0, 3.0, 5.0)


def test_unsteadiness_is_of_whole_passes() -> None:
    assert unsteadiness(timed([1.0, 3.0], [2.0, 3.0])) == pytest.approx(0.25)


def test_growth_is_the_exponent() -> None:
    assert growth([10, 100, 1000], [2.0, 20.0, 200.0]) == pytest.approx(1.0)
    assert growth([100, 10_000], [3.0, 3.0 * 10**0.5]) == pytest.approx(0.25)
    with pytest.raises(ValueError, match="two sizes"):
        growth([10, 10], [1.0, 2.0])


def test_the_best_are_of_the_range_without_the_one_who_asks() -> None:
    scores = np.array([9.0, 1.0, 5.0, 3.0, 0.0, 8.0])
    assert best(scores, 1, 5, but=2).tolist() == [3, 1]
    assert best(scores, 0, 6).tolist() == [0, 5, 2, 3, 1]
