"""Rings of fakes that praise each other gain next to nothing, and say what they cost others."""

from __future__ import annotations

import numpy as np
import pytest

from community.picture import Picture
from community.reputation import reputations
from community.reputation.kinds import DeedKind
from community.reputation.regard import ties_of
from tests.community.reputation.rings import (
    BUYING,
    SHAPES,
    Buying,
    Shape,
    everybody_praises_everybody,
    gain,
    ranks_lost,
)
from tests.community.reputation.towns import NOW, Town, deeds_by, town

SHARES = (0.01, 0.03, 0.05, 0.10)
MOST = 0.05


@pytest.fixture(scope="module")
def small_town() -> Town:
    return town(600)


@pytest.mark.parametrize("share", SHARES)
def test_a_closed_ring_gains_nothing(small_town: Town, share: float) -> None:
    assert gain(small_town, share, edges=0) == 0.0
    assert ranks_lost(small_town, share, edges=0) == 0


@pytest.mark.parametrize("share", SHARES)
def test_a_ring_that_bought_twenty_real_members_gains_little(
    small_town: Town, share: float
) -> None:
    assert 0.0 < gain(small_town, share, edges=20) <= MOST


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("buying", BUYING)
def test_cleverer_rings_gain_little_as_well(small_town: Town, shape: Shape, buying: Buying) -> None:
    assert max(gain(small_town, share, 10, shape, buying) for share in (0.03, 0.1)) <= MOST


def test_the_edges_that_are_bought_are_the_bound(small_town: Town) -> None:
    gains = [gain(small_town, 0.05, edges) for edges in (0, 3, 10, 30, 100)]
    assert gains == sorted(gains)
    # With enough real members behind it, a ring is a part of the town: nothing tells it apart.
    assert gain(small_town, 0.05, 1_000) > MOST


def test_without_weighing_by_trust_the_same_ring_would_take_much(small_town: Town) -> None:
    fakes = np.arange(600, 660, dtype=np.int32)
    whole = small_town.joined_by(fakes, *everybody_praises_everybody(fakes, NOW))
    plain = np.bincount(whole.deeds.doers, minlength=660)
    assert plain[600:].sum() / plain.sum() > 0.5
    assert whole.totals()[600:].sum() == 0.0


def test_fakes_who_answer_the_questions_of_real_members_get_what_that_is_worth() -> None:
    real = town(300)
    fakes = np.arange(300, 330, dtype=np.int32)
    help_given = deeds_by(DeedKind.ANSWERED, fakes, np.arange(30))
    honest = real.joined_by(fakes, help_given).totals()[fakes].sum()
    whole = real.joined_by(fakes, help_given, *everybody_praises_everybody(fakes, NOW)).totals()
    assert honest > 10.0
    assert (whole[fakes].sum() - honest) / whole.sum() <= MOST


def test_a_newcomer_who_helps_several_people_rises() -> None:
    real = town(300)
    before = real.totals()
    newcomer = np.full(3, 300)
    known = np.flatnonzero(np.bincount(real.deeds.beneficiaries, minlength=300) >= 2)[:3]
    deeds = deeds_by(DeedKind.ACCEPTED, newcomer, known)
    after = real.joined_by(newcomer[:1], deeds).totals()
    assert after[300] > 0.8 * 3 * 1.5 * 0.5
    assert after[300] > np.median(before[before > 0.0])


@pytest.mark.slow
@pytest.mark.parametrize("share", SHARES)
def test_rings_on_top_of_the_invented_community(invented: Picture, share: float) -> None:
    found = reputations(invented)
    real = Town(
        invented.snapshot.size,
        invented.members,
        found.deeds,
        ties_of(invented),
        invented.last_second,
    )
    assert real.totals()[invented.members] == pytest.approx(found.totals)
    assert gain(real, share, edges=0) == 0.0
    for buying in BUYING:
        assert max(gain(real, share, 10, shape, buying) for shape in SHAPES) <= MOST
    assert ranks_lost(real, share, edges=0) == 0
