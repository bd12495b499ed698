"""The order of entries: each need its share, never more than the day's attention."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.purpose.stages import Stage
from graph.errors import InvalidRequest
from graph.records import EntityId
from matcher.stream.attention import Attention, parse_attention
from matcher.stream.entries import MINUTES, Kind, Need, StreamEntry
from matcher.stream.mixing import in_turns, mixed
from matcher.stream.needs import BY_STAGE, OTHERWISE, mix_for


def entry(name: str, need: Need = Need.GROWTH, kind: Kind = Kind.CONTENT) -> StreamEntry:
    return StreamEntry(EntityId(f"content:{name}"), name, kind, need, name, (), None)


def offers(count: int) -> dict[Need, list[StreamEntry]]:
    return {need: [entry(f"{need}{n}", need) for n in range(count)] for need in Need}


def test_each_need_gets_its_share_by_hand() -> None:
    """Behind their shares .5, .3, .2 are before the first: .5, .3, .2; then 0, .6, .4;
    .5, -.1, .6; 1, .2, -.2; .5, .5, 0; 0, .8, .2; .5, .1, .4; 0, .4, .6; .5, .7, -.2; 1, 0, 0.
    """
    mix = {Need.BELONGING: 0.5, Need.ESTEEM: 0.3, Need.GROWTH: 0.2}
    found = mixed(offers(10), mix, Attention(10))
    assert "".join(each.need.value[0] for each in found) == "begbbebgeb"


@pytest.mark.parametrize("mix", [*BY_STAGE.values(), OTHERWISE])
def test_shares_sum_to_one_and_are_kept_to_an_entry(mix: dict[Need, float]) -> None:
    assert sum(mix.values()) == pytest.approx(1.0)
    found = mixed(offers(20), mix, Attention(20))
    for need in Need:
        assert abs(sum(each.need is need for each in found) - 20 * mix[need]) < 1


def test_a_need_without_offers_gives_its_place_to_the_others() -> None:
    only = {Need.GROWTH: [entry("a"), entry("b")]}
    assert [each.name for each in mixed(only, OTHERWISE, Attention(5))] == ["a", "b"]
    assert mixed({}, OTHERWISE, Attention(5)) == []


def test_the_same_thing_and_a_second_mentor_do_not_come_on_one_day() -> None:
    mentor = [entry(name, kind=Kind.MENTOR) for name in ("m", "n")]
    same = {Need.BELONGING: [entry("a")], Need.GROWTH: [entry("a"), *mentor]}
    assert [each.name for each in mixed(same, OTHERWISE, Attention(9))] == ["a", "m"]


def test_sources_take_turns() -> None:
    one, other = [entry("a"), entry("b"), entry("c")], [entry("x"), entry("a"), entry("y")]
    assert [each.name for each in in_turns([one, other])] == ["a", "x", "b", "c", "y"]


kinds = st.sampled_from(Kind)
offered = st.dictionaries(st.sampled_from(Need), st.lists(st.tuples(st.integers(0, 30), kinds)))
budgets = st.builds(Attention, st.integers(1, 12), st.none() | st.integers(1, 30))


@given(offered, budgets, st.lists(st.integers(1, 8), max_size=3))
def test_no_stream_is_longer_than_its_attention_or_holds_a_thing_twice(
    drawn: dict[Need, list[tuple[int, Kind]]], attention: Attention, gone: list[int]
) -> None:
    offers = {n: [entry(str(name), n, kind) for name, kind in each] for n, each in drawn.items()}
    found = mixed(offers, OTHERWISE, attention, gone=gone)
    ids = [each.id for each in found]
    assert len(ids) == len(set(ids))
    assert len(found) + len(gone) <= max(attention.entries, len(gone))
    spent = sum(MINUTES[each.kind] for each in found)
    assert attention.minutes is None or spent <= max(attention.minutes - sum(gone), 0)


def test_attention_is_a_number_of_entries_or_of_minutes() -> None:
    assert parse_attention("7") == Attention(7)
    assert parse_attention(" 15 min ").minutes == 15
    assert (str(Attention(7)), str(parse_attention("15min"))) == ("7 entries", "15 minutes")


@pytest.mark.parametrize("said", ["", "many", "0", "51", "0min", "241min", "-3", "7.5", "9" * 99])
def test_other_attention_is_refused(said: str) -> None:
    with pytest.raises(InvalidRequest, match="attention must be"):
        parse_attention(said)


def test_a_mix_is_found_by_any_spelling_of_the_stage() -> None:
    assert mix_for(" Act ", is_newcomer=True) == BY_STAGE[Stage.ACT]
    assert mix_for("", is_newcomer=True) == BY_STAGE[Stage.CONNECT]
    assert mix_for("discover", is_newcomer=False) == BY_STAGE[Stage.REFLECT]
    assert mix_for("dreaming", is_newcomer=False) == OTHERWISE
