"""What was proposed is kept, heeded, concluded, forgotten with its members, and drawn by lot."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from graph.errors import EntityNotFound, InvalidRequest
from graph.records import EntityId, Record
from matcher.worklist import Worklist, conclude, proposals, remember
from matcher.worklist.hold_out import entry_id, is_held_out
from tests.matcher.conftest import day, edge
from tests.matcher.worklist.conftest import Build, list_of

MONDAY = date(2026, 11, 23)
PAIRS = [(EntityId(f"member:{n}"), EntityId(f"member:{n + 1}")) for n in range(4_000)]


def ids(found: Worklist) -> list[str]:
    return [entry.id for entry in found.entries]


def test_a_list_is_kept_once_and_comes_again_on_the_same_day(
    build: Build, club: list[Record]
) -> None:
    house = build(club)
    found = list_of(house)
    assert remember(house.store, found).created == len(found.entries)
    assert remember(house.store, found).created == 0
    kept = proposals(house.store)
    assert sorted(each.id for each in kept) == sorted(ids(found))
    assert {each.at for each in kept} == {day(100)}
    assert ids(list_of(house)) == ids(found)


def test_what_is_done_or_skipped_does_not_come_again(build: Build, club: list[Record]) -> None:
    house = build(club)
    found = list_of(house)
    remember(house.store, found)
    first, second = ids(found)[:2]
    assert conclude(house.store, first, "done", day(100)).result == "done"
    assert conclude(house.store, second, "skip", day(100)).result == "skip"
    assert not {first, second} & set(ids(list_of(house)))
    told = {each.id: each.result for each in proposals(house.store)}
    assert (told[first], told[second]) == ("done", "skip")


def test_what_cannot_be_concluded_is_refused(build: Build, club: list[Record]) -> None:
    house = build(club)
    with pytest.raises(EntityNotFound, match="worklist entry 0000"):
        conclude(house.store, "0000", "done", day(100))
    with pytest.raises(InvalidRequest, match="done, skip"):
        conclude(house.store, "0000", "later", day(100))


def test_proposals_go_with_who_is_forgotten(build: Build, club: list[Record]) -> None:
    house = build(club)
    found = list_of(house)
    remember(house.store, found)
    gone = found.entries[0].member.id
    house.store.forget(gone)
    left = proposals(house.store)
    assert left
    assert [each for each in left if gone in (each.member, each.target)] == []


def test_being_proposed_is_no_deed_and_weighs_nothing(build: Build, club: list[Record]) -> None:
    house = build(club)
    before = list_of(house)
    remember(house.store, before)
    later = list_of(house, at=100)
    assert [dataclasses.replace(e, expected=None) for e in later.entries] == [  # type: ignore[arg-type]
        dataclasses.replace(e, expected=None)  # type: ignore[arg-type]
        for e in before.entries
    ]


def test_what_others_keep_in_the_same_form_is_no_proposal(build: Build, club: list[Record]) -> None:
    house = build(club)
    house.write(edge("member:sol", "RELATED", "member:rita", 99, verb="proposed"))
    assert proposals(house.store) == []


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5])
def test_of_many_pairs_the_share_is_drawn(share: float) -> None:
    drawn = [is_held_out(MONDAY, *pair, share) for pair in PAIRS]
    # Four standard deviations of a binomial count.
    assert abs(sum(drawn) - share * 4_000) <= 4 * (share * (1 - share) * 4_000) ** 0.5
    assert drawn == [is_held_out(MONDAY, *pair, share) for pair in PAIRS]


def test_a_greater_share_keeps_who_was_drawn_and_days_draw_anew() -> None:
    few, many = ({p for p in PAIRS if is_held_out(MONDAY, *p, s)} for s in (0.1, 0.3))
    assert few < many
    tuesday = {p for p in PAIRS if is_held_out(date(2026, 11, 24), *p, 0.1)}
    assert 0 < len(few & tuesday) < len(few) / 2
    assert len({entry_id(MONDAY, *pair) for pair in PAIRS}) == len(PAIRS)


def test_who_was_held_out_today_stays_so_and_rests_like_the_others(
    build: Build, club: list[Record]
) -> None:
    house = build(club)
    first = list_of(house, hold_out=0.5)
    assert first.held_out
    remember(house.store, first)
    held = {entry.id for entry in first.held_out}
    assert {each.id for each in proposals(house.store) if each.held_out} == held
    again = list_of(house, hold_out=0.0)
    assert {entry.id for entry in again.held_out} == held
    assert not held & set(ids(again))
    later = list_of(house, at=101)
    resting = {entry.target.id for entry in first.held_out if entry.mutual is not None}
    assert not resting & {e.member.id for e in later.entries}
    with pytest.raises(EntityNotFound):
        conclude(house.store, next(iter(held)), "done", day(100))
