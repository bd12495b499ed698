"""Clocks that disagree."""

from __future__ import annotations

import numpy as np

from community.health.clock import Clock, sound_clock
from community.health.deeds import deeds_of
from community.health.measuring import health
from community.health.words import SILENT_ALREADY, why_none
from graph.packing import DAY, NO_TIME, seconds
from tests.community.conftest import Pictured, day, edge, node
from tests.community.health.communities import looks, members, posts

DAILY = np.arange(100, dtype=np.int64) * DAY


def test_a_deed_years_after_all_others_does_not_set_the_clock() -> None:
    years_later = np.append(DAILY, DAILY[-1] + 2000 * DAY)
    assert sound_clock(years_later) == Clock(int(DAILY[-1]), 1)
    assert sound_clock(DAILY) == Clock(int(DAILY[-1]))


def test_a_revival_is_no_mistake_and_neither_is_a_community_that_always_paused() -> None:
    revived = np.concatenate((DAILY, DAILY + 1000 * DAY))
    assert sound_clock(revived).left_out == 0
    pausing = np.arange(30, dtype=np.int64) * 200 * DAY
    assert sound_clock(pausing).left_out == 0


def test_nothing_after_today_counts_and_who_says_as_of_knows_better() -> None:
    assert sound_clock(DAILY, today=day(0)).at == DAILY[-1]
    late = np.array([seconds(day(1)), seconds(day(30))])
    assert sound_clock(late, today=day(2)) == Clock(seconds(day(1)), 1)
    assert sound_clock(late, until=seconds(day(40)), today=day(2)) == Clock(seconds(day(40)))
    assert sound_clock(np.zeros(0, dtype=np.int64)) == Clock(NO_TIME)


def test_a_wrong_date_is_told_and_changes_nobodys_state(pictured: Pictured) -> None:
    records = [*members("ada", "bob"), *posts("ada", range(60)), *looks("bob", [59])]
    records += posts("bob", [3000])
    found = health(pictured(records))
    assert found.at == "2026-03-01T00:00:00.000000Z"
    assert "1 deeds are dated later than can be" in found.notes[0]
    assert found.figure("left").figure.value == 0


def test_whoever_acts_before_joining_joined_with_the_first_deed(pictured: Pictured) -> None:
    records = [*members("ada", at=50), *posts("ada", [10, 60]), *members("bob", at=55)]
    found = deeds_of(pictured(records))
    assert found.joined.tolist() == [50, 5]
    assert found.too_early.tolist() == [True, False]


def test_a_long_silence_before_today_is_told_and_seen_as_of_today(pictured: Pictured) -> None:
    records = [*members("ada"), *posts("ada", range(0, 91, 2))]
    now = day(400)
    found = health(pictured(records), today=now)
    assert "The last deed is dated 2026-04-01, more than four weeks before" in found.notes[0]
    assert found.figure("left").figure.value == 0
    today = health(pictured(records, as_of=now), today=now)
    assert today.notes == ()
    assert (today.figure("left").figure.value, today.forecast) == (1, None)
    assert why_none(today) == SILENT_ALREADY
    assert health(pictured(records), today=day(100)).notes == ()


def test_badges_are_no_deeds_and_days_count_once(pictured: Pictured) -> None:
    badge = edge("member:ada", "ENGAGED", "skill:s", 9, "b", verb="badge")
    records = [*members("ada"), *looks("ada", [1.1, 1.2, 4]), *posts("ada", [1.4]), badge]
    found = deeds_of(pictured(records))
    assert found.age.tolist() == [2, 0]
    assert found.gives.tolist() == [True, False]


def test_members_without_any_date_were_always_there(pictured: Pictured) -> None:
    found = health(pictured([node("member:ada"), node("member:bob")]))
    assert (found.at, found.members, found.forecast) == (None, 2, None)
    assert "No deed of any member is dated" in found.notes[0]
