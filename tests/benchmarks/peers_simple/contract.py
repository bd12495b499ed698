"""What holds of every rival; a rival's test calls `check` with the rival and a past."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.rival import Rival, Settings
from benchmarks.tasks import Past
from graph.records import EntityId
from tests.benchmarks.peers_simple.small_past import all_sorts_of_queries


def check(rival: Rival, past: Past) -> None:
    """With each of its settings a rival scores queries of all sorts, each time alike."""
    assert rival.name
    assert rival.suits(past)
    for settings in rival.grid:
        check_settings(rival, past, settings)


def check_settings(rival: Rival, past: Past, settings: Settings) -> None:
    queries = all_sorts_of_queries(past)
    fitted = rival.fit(past, settings, 7)
    scores = fitted.score(queries)
    assert scores.shape == (len(queries), len(past.targets))
    assert scores.dtype == np.float64
    assert np.isfinite(scores).all()
    np.testing.assert_array_equal(rival.fit(past, settings, 7).score(queries), scores)
    # Other queries change nothing; that sums may be grouped otherwise shows in the last digits.
    alone = np.concatenate([fitted.score([query]) for query in queries])
    np.testing.assert_allclose(alone, scores, rtol=1e-5, atol=1e-8)
    assert fitted.score([]).shape == (0, len(past.targets))


def check_newcomer(rival: Rival, past: Past) -> None:
    """A target that the past does not know yet breaks nothing, and nothing speaks for it."""
    wider = replace(past, targets=(*past.targets, EntityId("member:zzz")))
    for settings in rival.grid:
        scores = rival.fit(wider, settings, 7).score(all_sorts_of_queries(wider))
        assert (scores[:, -1] <= 0).all()
