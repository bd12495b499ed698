"""How long those who begin stay, against answers worked out by hand."""

from __future__ import annotations

import pytest

from community.health.deeds import deeds_of
from community.health.retention import came_again, cohorts, stayed
from tests.community.conftest import Pictured
from tests.community.health.communities import members, posts

STAYED = {10: [0], 11: [0, 3], 12: [0, 30], 13: [0, 50], 14: [0, 100, 200]}
"""When each of five pairs of members, who begin on day 0, do something."""


def test_kaplan_meier_by_hand(pictured: Pictured) -> None:
    names = [f"{twin}{pair}" for pair in STAYED for twin in "ab"]
    records = [*members(*names), *members("clock"), *posts("clock", [200])]
    for name in names:
        records += posts(name, STAYED[int(name[1:])])
    (cohort,) = (c for c in cohorts(deeds_of(pictured(records)), window=60) if c.n == 10)
    # Gone after 0, 3, 30 and 50 days: two of ten each; two are there to the end.
    assert dict(cohort.curve) == pytest.approx({0: 0.8, 3: 0.6, 30: 0.4, 50: 0.2, 140: 0.2})
    kept = {each.days: each.share for each in cohort.kept}
    assert kept == pytest.approx({7: 0.6, 28: 0.6, 84: 0.2})
    for each in cohort.kept:
        assert each.low <= each.share <= each.high


def test_shares_of_those_who_stayed_and_came_again(pictured: Pictured) -> None:
    records = [*members("clock", "one", "two", "three"), *posts("clock", range(0, 200, 2))]
    records += [*posts("one", [120]), *posts("two", [121, 130]), *posts("three", [122, 160])]
    deeds = deeds_of(pictured(records))
    found = came_again(deeds)
    assert (found.hits, found.n) == (1, 3)  # two after 9 days; three after 38, the clock long ago
    kept = stayed(deeds, 30)
    assert (kept.hits, kept.n) == (1, 3)
    # Twelve weeks earlier only the clock had begun, in time to be followed.
    assert (stayed(deeds, 30, 84).hits, stayed(deeds, 30, 84).n) == (1, 1)
