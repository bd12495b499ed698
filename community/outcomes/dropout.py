"""Those who answered before and not after: how they differ, and what they could have changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.outcomes.cells import SMALLEST
from community.outcomes.inference import Inference, change_test, cluster_test
from community.outcomes.instruments import Instrument
from community.outcomes.pairs import Clusters, Mask, Paired, Values

RAREST = 0.05
"""Nobody counts as more than one in so many: the least probability of staying that is believed."""


@dataclass(frozen=True, slots=True, eq=False)
class Started:
    """N members with a score before, whether they stayed or not.

    Attributes:
        before: (N,) scores.
        after: (N,) scores, NaN for those who left.
        taking_part: (N,) as in `Paired`, or None.
        clusters: by name, (N,).
        known: (N, P) what else is known of them from before, without gaps, to tell who stays.
    """

    before: Values
    after: Values
    taking_part: Mask | None
    clusters: dict[str, Clusters]
    known: Values

    @property
    def stayed(self) -> Mask:
        """(N,) who answered after."""
        return ~np.isnan(self.after)

    def paired(self, after: Values | None = None) -> Paired:
        """Those who stayed; with scores after (N,) for all, everybody."""
        everybody = Paired(
            self.before, self.after if after is None else after, self.taking_part, self.clusters
        )
        return everybody.where(self.stayed) if after is None else everybody


@dataclass(frozen=True, slots=True)
class Dropout:
    """What those who left say about a change.

    Attributes:
        started, stayed, left: members.
        before_stayed, before_left: mean scores before.
        apart: the difference between these by the standard deviation before; + where those who
            left had higher scores.
        unchanged: the test if nobody who left had changed.
        worst: the test if all who left had ended where it speaks most against the change found.
        weighted: the test with those who stayed standing for those like them who left.
        holds: whether the change keeps its direction in all three.
    """

    started: int
    stayed: int
    left: int
    before_stayed: float
    before_left: float
    apart: float
    unchanged: Inference
    worst: Inference
    weighted: Inference
    holds: bool


def dropout(instrument: Instrument, started: Started, found: Inference) -> Dropout | None:
    """None where fewer than SMALLEST left: too few to tell of, or to weigh."""
    stayed = started.stayed
    left = int((~stayed).sum())
    if left < SMALLEST:
        return None
    unchanged = change_test(started.paired(np.where(stayed, started.after, started.before)))
    worst = change_test(started.paired(_worst(instrument, started, found)))
    weighted = _weighted(started, found)
    means = [float(started.before[group].mean()) for group in (stayed, ~stayed)]
    tests = (unchanged, worst, weighted)
    return Dropout(
        started=len(stayed),
        stayed=len(stayed) - left,
        left=left,
        before_stayed=means[0],
        before_left=means[1],
        apart=(means[1] - means[0]) / float(started.before.std(ddof=1)),
        unchanged=unchanged,
        worst=worst,
        weighted=weighted,
        holds=all(test.estimate * found.estimate > 0 for test in tests),
    )


def _worst(instrument: Instrument, started: Started, found: Inference) -> Values:
    """(N,) scores after, as they speak most against what was found; Horowitz and Manski 2000.

    With a comparison group its members are taken to have ended at the other end of the scale.
    """
    against, in_favour = instrument.lowest, instrument.highest
    if found.estimate < 0:
        against, in_favour = in_favour, against
    taking = started.taking_part
    ends = np.full(len(started.before), against)
    if taking is not None:
        ends = np.where(taking, against, in_favour)
    return np.where(started.stayed, started.after, ends)


def _weighted(started: Started, found: Inference) -> Inference:
    """Those who stayed, each counting 1 / (their probability of staying).

    Robins, Rotnitzky and Zhao 1995.
    """
    stayed = started.stayed
    chances = staying(started.known, stayed)[stayed]
    pairs = started.paired()
    name = found.clustered
    numbers = pairs.clusters[name] if name else np.arange(len(pairs))
    weights = 1 / np.clip(chances, RAREST, 1.0)
    return cluster_test(pairs.changes, pairs.taking_part, numbers, name, weights)


def staying(known: Values, stayed: Mask) -> npt.NDArray[np.float64]:
    """(N,) probabilities of staying, from a logistic regression on what is known (N, P).

    Scikit-learn's, with a ridge penalty of 1, so that few members who left give no extremes.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - takes a second to import

    spread = known.std(axis=0)
    columns = (known - known.mean(axis=0))[:, spread > 0] / spread[spread > 0]
    if columns.shape[1] == 0:
        return np.full(len(stayed), stayed.mean())
    chances: npt.NDArray[np.float64] = (
        LogisticRegression().fit(columns, stayed).predict_proba(columns)[:, 1]
    )
    return chances
