"""What deeds weigh, worked out by hand, and that doing less never brings more."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from community.reputation.deeds import Deeds, joined
from community.reputation.kinds import DeedKind
from community.reputation.trust import VOICE, VOICE_PER_REGARD, voices
from community.reputation.weighing import Weights, weigh
from graph.packing import NO_TIME
from tests.community.reputation.towns import DAY, HALF_LIFE, NOW, deeds_by

FULL = np.ones(100)
LOUD = np.full(100, VOICE)


def weighed(deeds: Deeds, standing: npt.NDArray[np.float64] = FULL) -> Weights:
    return weigh(deeds, standing, LOUD[: len(standing)], NOW, HALF_LIFE)


def test_worth_halves_with_each_half_life() -> None:
    times = [NOW, NOW - 365 * DAY, NOW - 730 * DAY, NO_TIME]
    weights = weighed(deeds_by(DeedKind.ACCEPTED, [0] * 4, [1, 2, 3, 4], times))
    # A deed of which nobody knows when counts as one half-life old.
    assert weights.points.tolist() == pytest.approx([1.5, 0.75, 0.375, 0.75])


def test_the_second_deed_for_the_same_person_counts_half_and_the_third_a_third() -> None:
    times = [NOW - 365 * DAY, NOW, NOW]
    weights = weighed(deeds_by(DeedKind.ANSWERED, [0] * 3, [1] * 3, times))
    # The weightiest comes first: 1, then 1 / 2, then 0.5 / 3.
    assert sorted(weights.points.tolist()) == pytest.approx([0.5 / 3, 0.5, 1.0])
    assert weights.points[0] == pytest.approx(0.5 / 3)


def test_one_persons_voice_is_shared_out() -> None:
    doers = np.arange(1, 21)
    weights = weighed(deeds_by(DeedKind.HELPED, doers, [0] * 20))
    assert weights.points.sum() == pytest.approx(VOICE)
    assert weights.points.tolist() == pytest.approx([0.5] * 20)
    few = weighed(deeds_by(DeedKind.HELPED, doers[:10], [0] * 10))
    assert few.voice.tolist() == [1.0] * 10


def test_nobody_has_more_voice_than_others_have_regard_for_them() -> None:
    # Two have regard for the first: one of full standing, one of half; nobody for the second.
    shown = sparse.csr_array(np.array([[0, 0, 0], [0.5, 0, 0], [1.0, 0, 0.0]]))
    found = voices(shown, np.array([0.0, 1.0, 0.5]))
    assert found.tolist() == pytest.approx([VOICE_PER_REGARD * (0.5 + 0.5), 0.0, 0.0])
    many = sparse.csr_array(np.ones((20, 20)))
    assert voices(many, np.ones(20)).tolist() == [VOICE] * 20


def test_deeds_count_as_far_as_the_one_they_were_for_is_trusted() -> None:
    standing = np.array([0.0, 1.0, 0.25, 0.0])
    weights = weighed(deeds_by(DeedKind.MENTORED, [0] * 3, [1, 2, 3]), standing)
    assert weights.points.tolist() == pytest.approx([2.0, 0.5, 0.0])


DEEDS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(5, 8),
        st.sampled_from(list(DeedKind)),
        st.integers(0, 2_000),
    ),
    min_size=2,
    max_size=40,
)


@settings(max_examples=30)
@given(DEEDS)
def test_nobody_rises_when_one_of_their_deeds_goes(
    rows: list[tuple[int, int, DeedKind, int]],
) -> None:
    every = joined(
        [deeds_by(kind, [who], [whom], NOW - days * DAY) for who, whom, kind, days in rows]
    )
    standing = np.linspace(0.1, 1.0, 9)
    points = weighed(every, standing).points
    for gone in range(len(every)):
        kept = np.arange(len(every)) != gone
        left = weighed(every.where(kept), standing).points
        doer = every.doers[gone]
        total = points[every.doers == doer].sum()
        assert left[every.doers[kept] == doer].sum() <= total + 1e-9
