"""A thousand studies: how often the report claims what is not there, and misses what is.

What decides about a claim is the t-test and its correction, not the bootstrap, which draws the
interval beside it. So these two are run as a report runs them, and no interval is drawn.
"""

from __future__ import annotations

import numpy as np
import pytest

from community.outcomes.decision import decide
from community.outcomes.inference import change_test
from community.outcomes.pairs import Paired, Values

STUDIES, MEMBERS, VARIABLES = 1000, 60, 20
AGAIN = 0.6
"""How scores of the same people go together from one wave to the next."""
ALIKE = 0.3
"""How variables of such a study go together."""


def scores(dice: np.random.Generator, shared: float, again: float = AGAIN) -> tuple[Values, Values]:
    """(n, V) before and after, standard deviation 1, with nothing between them."""
    shape = (MEMBERS, VARIABLES)

    def drawn() -> Values:
        own, common = dice.normal(size=shape), dice.normal(size=(MEMBERS, 1))
        mixed: Values = np.sqrt(shared) * common + np.sqrt(1 - shared) * own
        return mixed

    trait = drawn()
    return tuple(np.sqrt(again) * trait + np.sqrt(1 - again) * drawn() for _ in "ba")


def claims(
    before: Values, after: Values, primary: int, taking: np.ndarray | None = None
) -> list[bool]:
    """Of which of the first `primary` variables a study says that they changed."""
    names = [f"v{place:02}" for place in range(before.shape[1])]
    tests = {
        name: change_test(Paired(before[:, place], after[:, place], taking))
        for place, name in enumerate(names)
    }
    found = decide(tests, names[:primary])
    return [found[name].shown for name in names[:primary]]


@pytest.mark.slow
@pytest.mark.parametrize("shared", [ALIKE, 0.0], ids=["related variables", "unrelated variables"])
def test_studies_of_nothing_claim_something_in_at_most_one_of_twenty(shared: float) -> None:
    dice = np.random.default_rng(1)
    wrong = [any(claims(*scores(dice, shared), VARIABLES)) for _ in range(STUDIES)]
    assert np.mean(wrong) <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize(
    ("primary", "again"),
    [(1, 0.5), (3, 0.5), (3, AGAIN), (VARIABLES, 0.7)],
    ids=["one question", "three", "three that last longer", "all twenty that last longer still"],
)
def test_half_a_standard_deviation_is_found_among_sixty_people(primary: int, again: float) -> None:
    dice = np.random.default_rng(2)
    found = []
    for _ in range(STUDIES):
        before, after = scores(dice, ALIKE, again)
        after[:, 0] += 0.5
        found.append(claims(before, after, primary)[0])
    assert np.mean(found) >= 0.9


@pytest.mark.slow
def test_with_a_comparison_group_few_studies_of_nothing_claim_something() -> None:
    dice = np.random.default_rng(3)
    taking = np.arange(MEMBERS) % 2 == 0
    wrong = []
    for _ in range(STUDIES // 4):
        before, after = scores(dice, ALIKE)
        wrong.append(any(claims(before[:, :3], after[:, :3], 3, taking)))
    assert np.mean(wrong) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / (STUDIES // 4))
