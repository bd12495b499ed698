"""What members ask of their own answers, as it is said, packed and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidRequest
from graph.packing import NO_PROFILING, NO_TIME, pack_entity, starts_at
from graph.preferences import (
    GROUPS,
    NONE_STATED,
    Preferences,
    pack_factors,
    preferences_of,
    read_factor,
    unpack_factors,
)
from tests.matcher.conftest import node

LEVELS = st.integers(0, 8).map(lambda level: level * 0.25)


@given(st.dictionaries(st.sampled_from(GROUPS), LEVELS))
def test_factors_come_back_as_they_were_said(factors: dict[str, float]) -> None:
    said = Preferences(profiling=False, factors=factors)
    told = said.properties()
    changed = {name: factor for name, factor in factors.items() if factor != 1.0}
    assert dict(preferences_of(told).factors) == changed
    packed = pack_factors(told)
    assert -(1 << 31) <= packed < 1 << 31
    assert unpack_factors(packed) == changed
    assert (packed == NONE_STATED) is (not changed)


def test_whoever_says_nothing_takes_no_room_in_a_snapshot() -> None:
    ada = node("member:ada", name="Ada")
    assert starts_at(ada) == NO_TIME == NONE_STATED
    assert not pack_entity(ada) & NO_PROFILING


def test_profiling_is_a_flag_and_factors_lie_where_activities_begin() -> None:
    ada = node("member:ada", profiling="off", preferences=("meaning=2", "variety=0.5"))
    assert pack_entity(ada) & NO_PROFILING
    assert unpack_factors(starts_at(ada)) == {"meaning": 2.0, "variety": 0.5}
    # Worked by hand: nine levels a group, 4 is the usual one; meaning is the first digit.
    usual = sum(4 * 9**place for place in range(8))
    assert starts_at(ada) == usual + 4 - 2 * 9**7


@pytest.mark.parametrize(
    ("word", "reason"),
    [("luck=1", "is not one of"), ("meaning=2.5", "must be 0 to 2"), ("meaning=0.1", "in steps"),
     ("meaning=nan", "must be"), ("meaning", "must be"), ("meaning=-1", "must be")],
)  # fmt: skip
def test_a_factor_that_there_is_not_is_named(word: str, reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason) as found:
        read_factor(word)
    assert word.partition("=")[0] in str(found.value)


def test_words_that_are_not_understood_say_nothing() -> None:
    said = preferences_of({"profiling": "maybe", "preferences": ("luck=2", "people=0", "x")})
    assert said == Preferences(profiling=True, factors={"people": 0.0})
