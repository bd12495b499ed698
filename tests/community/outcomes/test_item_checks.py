"""Items that were turned round by mistake are found, and sound ones are left alone."""

from __future__ import annotations

import numpy as np
import pytest

from community.outcomes.instruments import registry
from community.outcomes.item_checks import ENOUGH, check_items, cronbach, item_rest
from community.outcomes.scoring import score_answers
from tests.community.outcomes.surveys import Values, said

BRS = registry()["brs"]


def answers(count: int, seed: int) -> Values:
    """(count, 6) answers 1-5 that share something, in which reversed items are turned round."""
    dice = np.random.default_rng(seed)
    shared = dice.normal(size=(count, 1))
    rows = np.clip(np.round(3 + shared + dice.normal(size=(count, 6))), 1, 5)
    turned = [item in BRS.reversed for item in BRS.items]
    return np.where(turned, 6 - rows, rows)


def test_item_rest_correlations_and_alpha_are_those_of_numpy() -> None:
    rows = np.random.default_rng(4).normal(size=(40, 3)) + np.arange(40)[:, None] / 10
    by_hand = [
        np.corrcoef(rows[:, k], np.delete(rows, k, axis=1).sum(axis=1))[0, 1] for k in range(3)
    ]
    assert item_rest(rows) == pytest.approx(by_hand)
    assert cronbach(np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])) == pytest.approx(1.0)
    # Variances 1 and 1, of the sum 3: 2 (1 - 2/3).
    assert cronbach(np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0]])) == pytest.approx(2 / 3)
    assert cronbach(np.ones((4, 2))) is None


@pytest.mark.parametrize("seed", range(20))
def test_sound_items_are_left_alone(seed: int) -> None:
    check = check_items(BRS, _by_member(answers(60, seed)))
    assert check is not None
    assert check.reversed == ()
    assert check.alpha is not None
    assert check.alpha > 0.7


@pytest.mark.parametrize("item", BRS.items)
def test_an_item_that_was_turned_by_mistake_is_named(item: int) -> None:
    rows = answers(60, 7)
    rows[:, item - 1] = 6 - rows[:, item - 1]
    found = score_answers(said("brs", rows, BRS.items), registry())
    assert found.checks["brs"]["pre"].reversed == (item,)
    # Its scores would be wrong, so there are none.
    assert "brs" not in found.scores


def test_too_few_members_or_a_single_item_tell_nothing() -> None:
    assert check_items(BRS, _by_member(answers(ENOUGH - 1, 1))) is None
    assert check_items(BRS, _by_member(answers(ENOUGH, 1))) is not None
    assert check_items(registry()["gbs"], [{0: 4.0}] * 50) is None


def _by_member(rows: Values) -> list[dict[int, float]]:
    return [dict(zip(BRS.items, row, strict=True)) for row in rows.tolist()]
