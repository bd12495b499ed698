"""Views of a snapshot: as of a time nothing later shows, and what left is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Entity, EntityId, EntityKind, Record, Relationship, RelationshipKind
from graph.records import kind_of
from graph.schema import RELATIONSHIPS
from tests.graph.packed import Vectors, bits, edges, snapshot

START = datetime(2020, 1, 1, tzinfo=UTC)
CUT = 10
"""The second, counted from START, at which the past ends."""
ADA, BEN, CIRCLE = EntityId("member:ada"), EntityId("member:ben"), EntityId("group:circle")
KIND_NAMES = [*(kind.value for kind in EntityKind), "member", "group", "activity"]
COMING_AND_GOING = (RelationshipKind.JOINED, RelationshipKind.ATTENDED, RelationshipKind.LEFT)


def at(second: float | None) -> datetime | None:
    return None if second is None else START + timedelta(seconds=second)


def moment(second: float) -> datetime:
    return START + timedelta(seconds=second)


@st.composite
def entities(draw: st.DrawFn, name: str, times: st.SearchStrategy[float | None]) -> list[Entity]:
    kinds = draw(st.lists(st.sampled_from(KIND_NAMES), max_size=8))
    return [
        Entity(EntityId(f"{kind}:{name}{place}"), at(draw(times)), {"name": f"{name} {place}"})
        for place, kind in enumerate(kinds)
    ]


@st.composite
def relationships(
    draw: st.DrawFn, among: Sequence[Entity], name: str, times: st.SearchStrategy[float | None]
) -> list[Relationship]:
    """Any that the schema allows, and often those that make and end memberships."""
    possible = [
        (kind, source.id, target.id)
        for kind, rule in RELATIONSHIPS.items()
        for source in among
        for target in among
        if source.kind in rule.sources and target.kind in rule.targets
    ]
    if not possible:
        return []
    possible += [each for each in possible if each[0] in COMING_AND_GOING] * 10
    chosen = draw(st.lists(st.sampled_from(possible), max_size=20))
    return [
        Relationship(kind, source, target, f"{name}{place}", at(draw(times)), {"verb": "join"})
        for place, (kind, source, target) in enumerate(chosen)
    ]


def vectors_of(told: Sequence[Record]) -> Vectors:
    """A vector for each entity that depends on nothing but its id."""
    return {
        entity.id: np.array([len(entity.id), ord(entity.id[-1]), 1], dtype=np.float32)
        for entity in told
        if isinstance(entity, Entity) and kind_of(entity.id) is not EntityKind.STAGE
    }


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Record], list[Record]]:
    """What was known, and facts that were added later, each with a time that says so."""
    # Half seconds, so that many facts share a second.
    any_time = st.none() | st.integers(0, 4 * CUT).map(lambda halves: halves / 2)
    later_time = st.integers(2 * CUT, 4 * CUT).map(lambda halves: halves / 2)
    old = draw(entities("old", any_time))
    new = draw(entities("new", later_time))
    earlier: list[Record] = [*old, *draw(relationships(old, "past", any_time))]
    dated = draw(relationships([*old, *new], "later", later_time))
    # Without a time it was always so, but not before both its ends were there.
    undated = [
        edge
        for edge in draw(relationships([*old, *new], "ever", st.none()))
        if {edge.source, edge.target} & {entity.id for entity in new}
    ]
    return earlier, [*new, *dated, *undated]


@given(history=histories(), seed=st.integers(0, 99))
def test_no_later_fact_changes_an_earlier_view(
    history: tuple[list[Record], list[Record]], seed: int
) -> None:
    earlier, later = history
    everything = [*earlier, *later]
    past = snapshot(earlier, vectors_of(earlier))
    present = snapshot(everything, vectors_of(everything), seed=seed, revision=9)
    assert bits(present.as_of(moment(CUT))) == bits(past.as_of(moment(CUT)))


@given(history=histories())
def test_a_view_holds_what_is_older_and_nothing_else(
    history: tuple[list[Record], list[Record]],
) -> None:
    earlier, later = history
    told = [*earlier, *later]
    view = snapshot(told).as_of(moment(CUT))
    there = {each.id for each in told if isinstance(each, Entity) and older(each.at)}
    assert {view.id(node) for node in range(view.size)} == there
    expected = [
        (each.source, each.target)
        for each in told
        if isinstance(each, Relationship)
        and older(each.at)
        and {each.source, each.target} <= there
        and not has_ended(each, told)
    ]
    assert sorted((source, target) for source, target, _ in edges(view)) == sorted(expected)
    turned = zip(view.into.neighbours.tolist(), view.into.owners().tolist(), strict=True)
    assert sorted((view.id(a), view.id(b)) for a, b in turned) == sorted(expected)


def older(when: datetime | None) -> bool:
    return when is None or when.replace(microsecond=0) < moment(CUT)


def has_ended(edge: Relationship, told: Sequence[Record]) -> bool:
    """Worked out one by one: somebody left the same, not before they came."""
    if edge.kind not in (RelationshipKind.JOINED, RelationshipKind.ATTENDED):
        return False
    return any(
        other.kind is RelationshipKind.LEFT
        and (other.source, other.target) == (edge.source, edge.target)
        and older(other.at)
        and (other.at is None or edge.at is None or whole(other.at) >= whole(edge.at))
        for other in told
        if isinstance(other, Relationship)
    )


def whole(when: datetime) -> datetime:
    return when.replace(microsecond=0)


@given(history=histories(), chosen=st.sets(st.integers(0, 15)))
def test_without_nodes_is_as_if_they_never_were(
    history: tuple[list[Record], list[Record]], chosen: set[int]
) -> None:
    told = [*history[0], *history[1]]
    whole_snapshot = snapshot(told, vectors_of(told))
    nodes = {node for node in chosen if node < whole_snapshot.size}
    gone = {whole_snapshot.id(node) for node in nodes}
    left: list[Record] = [
        each
        for each in told
        if not ({each.id} if isinstance(each, Entity) else {each.source, each.target}) & gone
    ]
    assert bits(whole_snapshot.without(nodes)) == bits(snapshot(left, vectors_of(left)))


def test_the_same_second_counts_as_later() -> None:
    told: list[Record] = [Entity(ADA), Entity(BEN), follows(at(10.2))]
    assert edges(snapshot(told).as_of(moment(10.9))) == []
    assert len(edges(snapshot(told).as_of(moment(11)))) == 1


def test_what_has_no_time_was_always_there() -> None:
    view = snapshot([Entity(ADA), Entity(BEN), follows(None)]).as_of(
        datetime(1900, 1, 1, tzinfo=UTC)
    )
    assert (view.size, len(view.out)) == (2, 1)


def test_a_vector_goes_with_its_node() -> None:
    told: list[Record] = [Entity(ADA, at(20)), Entity(BEN, at(0))]
    view = snapshot(told, vectors_of(told)).as_of(moment(10))
    assert view.vector_nodes.tolist() == [view.node(BEN)] == [0]
    assert view.vector_rows.tolist() == [0]


@pytest.mark.parametrize(
    ("came", "left", "now", "stays"),
    [
        (1, 5, 9, False),
        (5, 5, 9, False),
        (6, 5, 9, True),  # came back
        (1, 5, 5, True),  # has not left yet
        (None, 5, 9, False),
        (1, None, 9, False),
    ],
)
def test_who_left_is_no_member(
    came: float | None, left: float | None, now: float, stays: bool
) -> None:
    told: list[Record] = [
        Entity(ADA),
        Entity(CIRCLE),
        Relationship(RelationshipKind.JOINED, ADA, CIRCLE, "in", at(came)),
        Relationship(RelationshipKind.LEFT, ADA, CIRCLE, "out", at(left)),
    ]
    assert memberships(told, now) == (1 if stays else 0)


def memberships(told: Sequence[Record], now: float) -> int:
    view = snapshot(told).as_of(moment(now))
    joined = list(RelationshipKind).index(RelationshipKind.JOINED)
    out = int(np.count_nonzero(view.out.kinds == joined))
    into = int(np.count_nonzero(view.into.kinds == joined))
    assert out == into
    return out


def test_the_present_knows_all_that_lasts() -> None:
    told: list[Record] = [
        Entity(ADA, at(30)),
        Entity(BEN),
        Entity(CIRCLE),
        follows(at(40)),
        Relationship(RelationshipKind.JOINED, ADA, CIRCLE, "in", at(31)),
        Relationship(RelationshipKind.LEFT, ADA, CIRCLE, "out", at(35)),
        Relationship(RelationshipKind.JOINED, BEN, CIRCLE, "in", at(31)),
    ]
    whole_snapshot = snapshot(told)
    present = whole_snapshot.current()
    kinds = sorted(list(RelationshipKind)[code].value for code in present.out.kinds)
    assert (len(whole_snapshot.out), kinds) == (4, ["FOLLOWS", "JOINED", "LEFT"])
    assert present.current() is present


def test_the_past_is_not_asked_of_a_view_that_lacks_it() -> None:
    told: list[Record] = [Entity(ADA), Entity(BEN), follows(at(3))]
    view = snapshot(told).as_of(moment(5))
    assert view.as_of(moment(7)) is view
    for lacking in (view, view.without([0]), snapshot(told).current()):
        with pytest.raises(ValueError, match="whole snapshot"):
            lacking.as_of(moment(2))


def follows(when: datetime | None) -> Relationship:
    return Relationship(RelationshipKind.FOLLOWS, ADA, BEN, at=when)
