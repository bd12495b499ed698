"""Where members stand, by rules that are worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from community.health.deeds import deeds_of
from community.health.moments import Moments
from community.health.rhythm import rhythm
from community.health.states import STATES, State, standing, transitions
from tests.community.conftest import Pictured
from tests.community.health.communities import looks, members, posts

WEEKLY = range(0, 301, 7)  # the last one on day 294


def states_of(moments: Moments, ago: int = 0) -> dict[str, str]:
    picture = moments.picture
    codes = moments.standing(ago).codes.tolist()
    ids = [id_.partition(":")[2] for id_ in picture.ids(picture.members)]
    return {
        name: STATES[code].value
        for name, code in zip(ids, codes, strict=True)
        if code < len(STATES)
    }


def test_each_state_by_its_rule(pictured: Pictured) -> None:
    moments = Moments(pictured([
        *members("busy", "steady", "fading", "gone", "back", "reader", "nobody"),
        *members("fresh", at=290),
        *posts("busy", range(301)),  # half of what was given in the last 84 days and more
        *posts("steady", WEEKLY),
        *posts("fading", range(0, 281, 7)),  # silent for 20 days: patience is 14
        *posts("gone", range(0, 261, 7)),  # silent for 41 days: more than twice 14
        *posts("back", [*range(0, 101, 7), 295]),  # after 197 days
        *looks("reader", WEEKLY),
        *posts("fresh", [291]),
    ]))  # fmt: skip
    assert states_of(moments) == {
        "busy": "vital", "steady": "active", "fading": "about to leave", "gone": "left",
        "back": "returned", "reader": "lurker", "nobody": "silent", "fresh": "newcomer",
    }  # fmt: skip
    earlier = states_of(moments, 280)
    assert earlier["fading"] == earlier["nobody"] == "newcomer"
    assert "fresh" not in earlier


def test_rhythm_is_each_members_own(pictured: Pictured) -> None:
    monthly = [*members("slow", "quick", "rare"), *posts("slow", range(0, 301, 30)),
               *posts("quick", range(251)), *posts("rare", [0, 40])]  # fmt: skip
    deeds = deeds_of(pictured(monthly))
    habits = rhythm(deeds)
    # quick, rare, slow: a break of one day is lifted to two weeks; one break alone tells nothing,
    # so the rare have the community's patience, in which each of the three counts once.
    assert habits.patience.tolist() == [14.0, 40.0, 30.0]
    assert habits.usual == 40.0
    found = standing(deeds, habits)
    assert [STATES[code] for code in found.codes] == [State.LEFT, State.LEFT, State.ACTIVE]


def test_transitions_count_everybody_once(pictured: Pictured) -> None:
    moments = Moments(pictured([
        *members("a", "b"), *members("c", at=250), *posts("a", range(0, 301, 5)),
        *posts("b", range(0, 180, 5)), *posts("c", range(250, 301, 5)),
    ]))  # fmt: skip
    cells = transitions(moments.standing(84), moments.standing(0))
    assert cells.sum() == 3
    assert cells[-1].sum() == 1  # c had not joined
    left = STATES.index(State.LEFT)
    assert cells[:, left].sum() == 1


@pytest.mark.parametrize("seed", range(5))
def test_whoever_has_joined_is_in_exactly_one_state(pictured: Pictured, seed: int) -> None:
    dice = np.random.default_rng(seed)
    names = [f"m{number}" for number in range(12)]
    records = [record for name in names for record in members(name, at=float(dice.integers(0, 90)))]
    for name in names:
        records += posts(name, np.unique(dice.integers(90, 400, dice.integers(0, 9))).tolist())
    moments = Moments(pictured(records))
    for ago in (0, 84, 200):
        found = moments.standing(ago)
        assert sum(found.count(state) for state in State) == found.size
    assert moments.standing(0).size == 12
