"""Who is trusted by whom: worked out by hand, and what cannot be bought."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from community.reputation.kinds import DeedKind
from community.reputation.regard import MOST, regard
from community.reputation.standing import standing
from tests.community.reputation.towns import NO_TIES, deeds_by, town


def matrix(*rows: list[float]) -> sparse.csr_array:
    return sparse.csr_array(np.array(rows))


def test_everybody_in_a_circle_of_equals_is_trusted_alike() -> None:
    everyone = matrix([0, 1, 1], [1, 0, 1], [1, 1, 0])
    assert standing(everyone).tolist() == pytest.approx([1.0, 1.0, 1.0])


def test_regard_that_one_shows_oneself_is_worth_nothing() -> None:
    # The last has regard for all and nobody has any for them.
    found = standing(matrix([0, 1, 1, 0], [1, 0, 1, 0], [1, 1, 0, 0], [1, 1, 1, 0]))
    assert found[3] == 0.0
    assert (found[:3] > 0.9).all()


def test_the_smaller_of_two_that_know_nothing_of_each_other_is_not_trusted() -> None:
    five, two = np.ones((5, 5)) - np.eye(5), np.ones((2, 2)) - np.eye(2)
    apart = sparse.csr_array(sparse.block_diag([five, two]))
    assert standing(apart).tolist() == pytest.approx([1.0] * 5 + [0.0] * 2)


def test_a_single_tie_with_somebody_known_is_enough_for_a_newcomer() -> None:
    # Somebody asked once and was answered by a member of the circle; they accepted.
    everyone = np.zeros((7, 7))
    everyone[:6, :6] = np.ones((6, 6)) - np.eye(6)
    everyone[0, 6], everyone[6, 0] = 0.5, 1.0
    assert standing(sparse.csr_array(everyone))[6] > 0.5


def test_nobody_has_anything_to_do_with_anybody() -> None:
    assert standing(sparse.csr_array((4, 4))).tolist() == [0.0] * 4
    assert standing(sparse.csr_array((0, 0))).tolist() == []


def test_most_of_a_town_is_trusted_and_the_same_every_time() -> None:
    made = town(900)
    found, loud = made.trust()
    known = np.unique(made.deeds.beneficiaries)
    assert np.median(found[known]) > 0.7
    assert found.min() >= 0.0
    assert found.max() == 1.0
    assert (made.trust()[0] == found).all()
    assert np.median(loud[known]) > 1.5


def test_regard_comes_from_deeds_either_way_and_is_bounded() -> None:
    deeds = deeds_by(DeedKind.ACCEPTED, [10] * 5, [20] * 5)
    found = regard(np.array([10, 20], dtype=np.int32), deeds, NO_TIES).toarray()
    # Who was helped thanks (1.0 each), who helped took the trouble (0.5 each): both at most MOST.
    assert found.tolist() == [[0.0, MOST], [MOST, 0.0]]
    once = regard(np.array([10, 20], dtype=np.int32), deeds.where(np.array([0])), NO_TIES)
    assert once.toarray().tolist() == [[0.0, 0.5], [1.0, 0.0]]
