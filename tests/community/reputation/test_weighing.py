"""What deeds weigh, worked out by hand, and that doing less never brings more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.reputation.deeds import joined
from community.reputation.kinds import DeedKind
from community.reputation.weighing import VOICE, weigh
from graph.packing import NO_TIME
from tests.community.reputation.towns import DAY, HALF_LIFE, NOW, deeds_by

FULL = np.ones(100)


def test_worth_halves_with_each_half_life() -> None:
    times = [NOW, NOW - 365 * DAY, NOW - 730 * DAY, NO_TIME]
    weights = weigh(deeds_by(DeedKind.ACCEPTED, [0] * 4, [1, 2, 3, 4], times), FULL, NOW, HALF_LIFE)
    # A deed of which nobody knows when counts as one half-life old.
    assert weights.points.tolist() == pytest.approx([1.5, 0.75, 0.375, 0.75])


def test_the_second_deed_for_the_same_person_counts_half_and_the_third_a_third() -> None:
    times = [NOW - 365 * DAY, NOW, NOW]
    weights = weigh(deeds_by(DeedKind.ANSWERED, [0] * 3, [1] * 3, times), FULL, NOW, HALF_LIFE)
    # The weightiest comes first: 1, then 1 / 2, then 0.5 / 3.
    assert sorted(weights.points.tolist()) == pytest.approx([0.5 / 3, 0.5, 1.0])
    assert weights.points[0] == pytest.approx(0.5 / 3)


def test_one_persons_voice_is_shared_out() -> None:
    doers = np.arange(1, 21)
    weights = weigh(deeds_by(DeedKind.HELPED, doers, [0] * 20), FULL, NOW, HALF_LIFE)
    assert weights.points.sum() == pytest.approx(VOICE)
    assert weights.points.tolist() == pytest.approx([0.5] * 20)
    few = weigh(deeds_by(DeedKind.HELPED, doers[:10], [0] * 10), FULL, NOW, HALF_LIFE)
    assert few.voice.tolist() == [1.0] * 10


def test_deeds_count_as_far_as_the_one_they_were_for_is_trusted() -> None:
    standing = np.array([0.0, 1.0, 0.25, 0.0])
    weights = weigh(deeds_by(DeedKind.MENTORED, [0] * 3, [1, 2, 3]), standing, NOW, HALF_LIFE)
    assert weights.points.tolist() == pytest.approx([2.0, 0.5, 0.0])


DEEDS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(5, 8),
        st.sampled_from(list(DeedKind)),
        st.integers(0, 2_000),
    ),
    min_size=2,
    max_size=60,
)


@given(DEEDS)
def test_nobody_rises_when_one_of_their_deeds_goes(
    rows: list[tuple[int, int, DeedKind, int]],
) -> None:
    every = joined(
        [deeds_by(kind, [who], [whom], NOW - days * DAY) for who, whom, kind, days in rows]
    )
    standing = np.linspace(0.1, 1.0, 9)
    points = weigh(every, standing, NOW, HALF_LIFE).points
    for gone in range(len(every)):
        kept = np.arange(len(every)) != gone
        left = weigh(every.where(kept), standing, NOW, HALF_LIFE).points
        doer = every.doers[gone]
        total = points[every.doers == doer].sum()
        assert left[every.doers[kept] == doer].sum() <= total + 1e-9
