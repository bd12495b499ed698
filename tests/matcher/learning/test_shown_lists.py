"""What was shown, read from the store as lists with what was chosen of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from graph.embeddings import DEFAULT_MODEL
from graph.packing import seconds
from graph.records import Record
from graph.snapshot import Snapshot
from graph.snapshot_taking import snapshot_of
from graph.store import GraphStore
from matcher.goals import default_goals
from matcher.learning.shown_lists import ShownList, lists_shown
from tests.matcher.conftest import Community, day, edge, node
from tests.matcher.learning.showings import helped, shown

GOALS = default_goals()
MINUTE = 1 / (24 * 60)
NAMES = "abcdefgh"
PEOPLE: list[Record] = [node(f"member:{name}", 0) for name in NAMES]
LATER = edge("member:g", "FOLLOWS", "member:h", 60)
"""Something that happened long after all that is shown, so that no list is too young."""
Build = Callable[[Iterable[Record]], Community]
Told = list[tuple[str, int, str, str]]


def snapshot(store: GraphStore) -> Snapshot:
    return snapshot_of(store.export(DEFAULT_MODEL), store.community, DEFAULT_MODEL)


def told(store: GraphStore, goal: str = "peers") -> Told:
    """Member, day, what was shown and what was chosen, each in short."""
    picture = snapshot(store)

    def names(nodes: Iterable[int]) -> str:
        return "".join(sorted(picture.id(n).partition(":")[2] for n in nodes))

    def short(each: ShownList) -> tuple[str, int, str, str]:
        on = (each.at - seconds(day(0))) // 86_400
        return names([each.member]), on, names(each.shown), names(each.chosen)

    return [short(each) for each in lists_shown(store, picture, GOALS).get(goal, ())]


def shown_to(member: str, names: str, at: float, goal: str = "peers") -> list[Record]:
    return [shown(f"member:{member}", f"member:{name}", at, goal) for name in names]


@pytest.fixture
def told_of(build: Build) -> Callable[..., Told]:
    def of(*records: Record, later: Record | None = LATER, goal: str = "peers") -> Told:
        return told(build([*PEOPLE, *records, *([] if later is None else [later])]).store, goal)

    return of


def test_every_store_tells_the_same_lists(store: GraphStore) -> None:
    store.write(
        [
            *PEOPLE, LATER,
            *shown_to("a", "bcd", 3), helped("member:a", "member:c", 5),
            *shown_to("b", "cd", 4), edge("member:b", "FOLLOWS", "member:c", 5),
            edge("member:d", "CONNECTED", "member:b", 6),
        ]
    )  # fmt: skip
    # Both that b was shown were chosen: that says nothing of either.
    assert told(store) == [("a", 3, "bcd", "c")]
    store.write(shown_to("b", "e", 4))
    assert told(store) == [("a", 3, "bcd", "c"), ("b", 4, "cde", "cd")]
    assert told(store, "members") == told(store)
    assert told(store, "mentors") == []


def test_what_is_shown_within_half_an_hour_is_one_list(told_of: Callable[..., Told]) -> None:
    records = [
        *shown_to("a", "b", 3),
        *shown_to("a", "c", 3 + 29 * MINUTE),
        *shown_to("a", "d", 3 + 31 * MINUTE),
        *shown_to("a", "e", 3 + 59 * MINUTE),
        helped("member:a", "member:b", 4),
        helped("member:a", "member:d", 4),
    ]
    assert told_of(*records) == [("a", 3, "bc", "b"), ("a", 3, "de", "d")]


@pytest.mark.parametrize(
    ("at", "chosen"), [(2.9, False), (3, True), (16.9, True), (17.1, False), (40, False)]
)
def test_a_deed_counts_for_two_weeks_from_when_it_was_shown(
    told_of: Callable[..., Told], at: float, chosen: bool
) -> None:
    expected = [("a", 3, "bc", "b")] if chosen else []
    assert told_of(*shown_to("a", "bc", 3), helped("member:a", "member:b", at)) == expected


def test_a_list_is_told_of_once_its_two_weeks_are_past(told_of: Callable[..., Told]) -> None:
    records = [*shown_to("a", "bc", 3), helped("member:a", "member:b", 4)]
    for at, expected in ((16, []), (17, [("a", 3, "bc", "b")])):
        late = edge("member:g", "FOLLOWS", "member:h", at)
        assert told_of(*records, later=late) == expected


def test_deeds_for_another_goal_do_not_count(told_of: Callable[..., Told]) -> None:
    records = [
        *shown_to("a", "bc", 3),
        helped("member:a", "member:b", 4, goal="mentors"),
        *shown_to("b", "cd", 3),
        helped("member:b", "member:d", 4, goal="members"),
    ]
    # `members` asks what `peers` asks.
    assert told_of(*records) == [("b", 3, "cd", "d")]


def test_what_happened_before_it_was_shown_or_nobody_knows_when_is_left_out(
    told_of: Callable[..., Told],
) -> None:
    records = [
        *shown_to("a", "bcd", 3),
        *shown_to("a", "e", 3 + 20 * MINUTE),
        helped("member:a", "member:b", 4),
        edge("member:a", "FOLLOWS", "member:c"),
        helped("member:a", "member:e", 3 + 10 * MINUTE),
    ]
    assert told_of(*records) == [("a", 3, "bd", "b")]


def test_what_was_shown_for_no_goal_or_at_no_time_is_in_no_list(
    told_of: Callable[..., Told],
) -> None:
    records = [
        edge("member:a", "RELATED", "member:b", 3, verb="shown"),
        edge("member:a", "RELATED", "member:c", verb="shown", goal="peers"),
        edge("member:a", "RELATED", "member:d", 3, verb="shown", goal="friendship"),
        edge("member:a", "RELATED", "member:e", 3, verb="proposed", goal="peers"),
        helped("member:a", "member:b", 4),
    ]
    assert told_of(*records) == []


def test_to_look_at_a_thing_is_not_to_choose_it(told_of: Callable[..., Told]) -> None:
    things: list[Record] = [node(f"content:{n}", 0, kind="story", title=n) for n in "xyz"]
    records = [
        *things,
        node("group:x", 0),
        *(shown("member:a", each.id, 3, "content") for each in things),  # type: ignore[union-attr]
        shown("member:a", "group:x", 3, "content"),  # a goal for content shows no group
        edge("member:a", "ENGAGED", "content:x", 4, verb="view"),
        edge("member:a", "ENGAGED", "content:y", 4, verb="complete"),
        edge("member:a", "JOINED", "group:x", 4),
    ]
    assert told_of(*records, goal="content") == [("a", 3, "xyz", "y")]


@pytest.mark.parametrize(
    "silent", [{"visibility": "hidden"}, {"consent": ["research"]}, {"automatic": True}]
)
def test_who_hides_or_did_not_consent_was_shown_nothing(
    told_of: Callable[..., Told], silent: dict[str, object]
) -> None:
    records = [*shown_to("a", "bc", 3), helped("member:a", "member:b", 4)]
    assert told_of(*records) == [("a", 3, "bc", "b")]
    assert told_of(*records, node("member:a", 0, **silent)) == []


def test_where_nothing_was_shown_there_are_no_lists(build: Build) -> None:
    store = build(PEOPLE).store
    assert lists_shown(store, snapshot(store), GOALS) == {}
