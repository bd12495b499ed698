"""How far one method is ahead of the others, and whether that could be chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.judging import Values
from benchmarks.significance import (
    Differences,
    cohens_d_z,
    holm,
    randomisation_test,
    wins_ties_losses,
)
from matcher.bootstrap import Bootstrap, Interval


@dataclass(frozen=True, slots=True)
class Lead:
    """How far the reference is ahead of a method in one measure.

    Attributes:
        difference: mean of the reference minus the method, with its paired interval.
        p: of the paired randomisation test.
        p_holm: the same, corrected over all methods of the task.
        d_z: Cohen's d_z of the paired differences; None where they do not vary.
        wins, ties, losses: queries (or targets) where the reference is better, as good, worse.
    """

    difference: Interval
    p: float
    p_holm: float
    d_z: float | None
    wins: int
    ties: int
    losses: int


def leads(
    reference: Mapping[str, Values],
    others: Sequence[Mapping[str, Values]],
    resamples: Mapping[int, Bootstrap],
    seed: int,
) -> list[dict[str, Lead]]:
    """The reference's leads over each of the others, by measure.

    Args:
        reference: (units,) values of each measure, one a query or a target.
        others: the same of each other method.
        resamples: by the number of units.
        seed: of the sign flips.
    """
    by_measure = {
        measure: _leads_in_one_measure(
            [own - other[measure] for other in others], resamples[len(own)], seed
        )
        for measure, own in reference.items()
    }
    return [
        {measure: found[place] for measure, found in by_measure.items()}
        for place in range(len(others))
    ]


def _leads_in_one_measure(
    family: Sequence[Differences], resamples: Bootstrap, seed: int
) -> list[Lead]:
    ps = [randomisation_test(differences, seed) for differences in family]
    return [
        Lead(
            resamples.interval(differences),
            p,
            p_holm,
            cohens_d_z(differences),
            *wins_ties_losses(differences),
        )
        for differences, p, p_holm in zip(family, ps, holm(ps), strict=True)
    ]
