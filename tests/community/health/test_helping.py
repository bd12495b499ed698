"""Who helps whom, against answers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.health.deeds import deeds_of
from community.health.helping import (
    busiest,
    carriers,
    gini,
    gini_of_groups,
    half_carried_by,
    help_of,
    inequality,
    passed_on,
    returned,
)
from community.health.measuring import health
from tests.community.conftest import Pictured, node
from tests.community.health.communities import helped, members, posts, question


def counts(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, dtype=np.int64)


def test_gini_by_hand() -> None:
    assert gini(counts(3, 3, 3, 3)) == pytest.approx(0)
    assert gini(counts(0, 0, 0, 8)) == pytest.approx(3 / 4)
    # Mean difference of 1, 2, 3 over all nine pairs: 8/9; half of it in parts of the mean: 2/9.
    assert gini(counts(2, 1, 3)) == pytest.approx(2 / 9)
    assert gini(counts(0, 0)) is None


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30))
def test_gini_is_half_the_mean_difference_and_the_same_from_groups(numbers: list[int]) -> None:
    array = counts(*numbers)
    differences = np.abs(array[:, None] - array[None, :]).mean()
    assert gini(array) == pytest.approx(differences / (2 * array.mean()), abs=1e-9)
    values, often = np.unique(array, return_counts=True)
    assert gini_of_groups(values, often) == pytest.approx(gini(array), abs=1e-9)


def test_the_fewest_who_carry_half() -> None:
    assert carriers(counts(1, 8, 1, 0)).tolist() == [1]
    assert carriers(counts(2, 2, 2, 2)).tolist() == [0, 1]
    assert carriers(counts(0, 0)).tolist() == []


def test_a_helper_who_gives_four_fifths_is_found(pictured: Pictured) -> None:
    names = ["star", "bob", "cleo", "dan", "eve"]
    records = [*members(*names), *posts("eve", [0, 100])]
    records += [helped("star", "eve", 30 + number) for number in range(40)]
    records += [helped(name, "eve", 60 + place) for place, name in enumerate(names[1:4] * 3)]
    records.append(helped("bob", "eve", 80))
    found = health(pictured(records))
    share = found.figure("busiest")
    assert share.figure.value == pytest.approx(0.8)
    assert share.figure.members == ("member:star",)
    assert "share the load" in share.figure.action
    half = found.figure("half_carried_by").figure
    assert (half.value, half.n, half.members) == (1.0, 4, ("member:star",))
    assert half.low == 1.0
    unequal = found.figure("gini").figure
    # 3, 3, 4, 40: 2(3 + 6 + 12 + 160) / (4 x 50) - 5/4.
    assert unequal.value == pytest.approx(2 * 181 / 200 - 1.25)
    assert unequal.low is not None
    assert unequal.low <= 0.56 <= (unequal.high or 0)


def test_whoever_may_not_be_named_is_counted_and_not_named(pictured: Pictured) -> None:
    records = [helped("shy", "eve", 30 + number) for number in range(9)]
    quiet = node("member:shy", 0, name="Shy", consent=("research",))
    found = health(pictured([quiet, *members("eve", "bob"), *records, helped("bob", "eve", 50)]))
    assert found.figure("busiest").figure.value == pytest.approx(0.9)
    assert found.figure("busiest").figure.members == ()
    assert all("member:shy" not in each.figure.members for each in found.figures)


def test_reciprocity_by_hand(pictured: Pictured) -> None:
    records = [*members("a", "b", "c", "d"), helped("a", "b", 1), helped("a", "b", 2),
               helped("b", "a", 3), helped("a", "c", 4), helped("c", "d", 5)]  # fmt: skip
    picture = pictured(records)
    given_help = help_of(picture, deeds_of(picture))
    both = returned(given_help)
    assert (both.hits, both.n) == (1, 3)  # of a-b, a-c, c-d only the first
    onward = passed_on(given_help)
    assert (onward.hits, onward.n) == (3, 4)  # a, b and c helped; d did not


def test_an_answer_and_the_help_that_it_is_recorded_as_are_one(pictured: Pictured) -> None:
    records = [
        *members("ada", "bob"),
        *question("q", "ada", 1, ("bob", 2)),
        helped("bob", "ada", 2),
    ]
    picture = pictured(records)
    assert busiest(help_of(picture, deeds_of(picture))).n == 1


def test_nobody_helped(pictured: Pictured) -> None:
    picture = pictured([*members("ada"), *posts("ada", [1])])
    nothing = help_of(picture, deeds_of(picture))
    assert (busiest(nothing).value, half_carried_by(nothing).value) == (None, None)
    assert inequality(nothing).interval is None
    assert "nobody is recorded" in health(picture).figure("gini").figure.note
