"""Introductions by hand, entries that are opened again, newcomers, and what came of it all."""

from __future__ import annotations

import pytest

from graph.errors import EntityNotFound, InvalidRequest
from graph.records import EntityId, Record
from matcher.worklist import (
    Cause,
    conclude,
    followed_up,
    introduce,
    newcomers,
    proposals,
    remember,
    reopen,
    uplift,
)
from tests.matcher.conftest import day, edge, node
from tests.matcher.worklist.conftest import NOW, Build, asked, list_of, member, standing_in

SOL, RITA = EntityId("member:sol"), EntityId("member:rita")


def test_an_introduction_by_hand_is_kept_and_heeded(build: Build, club: list[Record]) -> None:
    house = build(club)
    told = introduce(house.store, SOL, RITA, Cause.MUTUAL, day(NOW))
    assert proposals(house.store) == [told]
    assert (told.result, told.by_hand) == ("done", True)
    entries = list_of(house).entries
    assert entries
    assert all({entry.member.id, entry.target.id} != {SOL, RITA} for entry in entries)


def test_what_a_list_proposes_and_somebody_does_by_hand_is_done(
    build: Build, club: list[Record]
) -> None:
    house = build(club)
    found = list_of(house)
    remember(house.store, found)
    entry = next(each for each in found.entries if each.act == "introduce")
    told = introduce(house.store, entry.member.id, entry.target.id, entry.cause, day(NOW))
    assert (told.id, told.result, told.by_hand) == (entry.id, "done", False)
    assert len(proposals(house.store)) == len(found.entries)


def test_an_entry_is_opened_again_and_one_by_hand_goes(build: Build, club: list[Record]) -> None:
    house = build(club)
    found = list_of(house)
    remember(house.store, found)
    entry = found.entries[0]
    conclude(house.store, entry.id, "skip", day(NOW))
    assert reopen(house.store, entry.id).result == ""
    assert {each.result for each in proposals(house.store)} == {""}
    assert [each.id for each in list_of(house).entries] == [each.id for each in found.entries]
    by_hand = introduce(house.store, SOL, EntityId("member:lea"), Cause.MUTUAL, day(NOW))
    reopen(house.store, by_hand.id)
    assert by_hand.id not in {each.id for each in proposals(house.store)}
    with pytest.raises(EntityNotFound):
        reopen(house.store, by_hand.id)


def test_only_two_known_members_are_introduced(build: Build, club: list[Record]) -> None:
    house = build(club)
    with pytest.raises(InvalidRequest, match="another member"):
        introduce(house.store, SOL, SOL, Cause.MUTUAL, day(NOW))
    with pytest.raises(InvalidRequest, match="another member"):
        introduce(house.store, SOL, EntityId("group:makers"), Cause.MUTUAL, day(NOW))
    with pytest.raises(EntityNotFound, match="nobody"):
        introduce(house.store, SOL, EntityId("member:nobody"), Cause.MUTUAL, day(NOW))
    assert proposals(house.store) == []


def test_what_was_chosen_by_hand_tells_nothing_of_lists(build: Build, club: list[Record]) -> None:
    house = build(club)
    introduce(house.store, SOL, RITA, Cause.MUTUAL, day(50))
    found = uplift(standing_in(house), proposals(house.store))
    assert (found.proposed.proposals, found.too_young, found.out_of_sight) == (0, 0, 0)


def test_what_came_of_introductions_so_far(build: Build, club: list[Record]) -> None:
    house = build([*club, edge("member:sol", "CONNECTED", "member:rita", 98)])
    introduce(house.store, SOL, RITA, Cause.MUTUAL, day(97))
    introduce(house.store, SOL, EntityId("member:lea"), Cause.MUTUAL, day(97))
    told = followed_up(standing_in(house), proposals(house.store))
    assert {each.target: came for each, came in told} == {RITA: True, "member:lea": False}


def test_newcomers_who_wait_come_first(build: Build, club: list[Record]) -> None:
    house = build(
        [
            *club,
            member("ann", 99), edge("member:ann", "CONNECTED", "member:olaf", 99),
            member("ben", 96), member("cat", 98), *asked("cat", "mirror", 99),
            node("member:dan", 98, name="Dan", visibility="hidden"),
            member("kid", 98, age_band="minor"),
        ]
    )  # fmt: skip
    found = newcomers(standing_in(house), most=10)
    assert [each.member.name for each in found] == [
        "Nora", "Cat", "Ben", "Ann",
    ]  # fmt: skip
    assert [each.asked and each.asked.name for each in found[:3]] == ["Prism", "Mirror", None]
    assert [each.has_tie for each in found] == [False, False, False, True]
    assert newcomers(standing_in(house), most=1) == found[:1]
