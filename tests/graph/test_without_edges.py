"""A snapshot without what joins some pairs of nodes: nothing between them is left, all else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph import Entity, EntityId, Record, Relationship, RelationshipKind
from tests.graph.packed import bits, edges, snapshot
from tests.graph.test_as_of import histories, vectors_of

ADA, BEN, CY = (EntityId(f"member:{name}") for name in ("ada", "ben", "cy"))
FRIENDS: list[Record] = [
    *(Entity(member) for member in (ADA, BEN, CY)),
    Relationship(RelationshipKind.FOLLOWS, ADA, BEN),
    Relationship(RelationshipKind.HELPED, BEN, ADA),
    Relationship(RelationshipKind.CONNECTED, BEN, CY),
    Relationship(RelationshipKind.FOLLOWS, CY, ADA),
]


def test_both_ways_and_all_kinds_are_gone_between_a_pair() -> None:
    whole = snapshot(FRIENDS)
    left = whole.without_edges([(whole.node(BEN), whole.node(ADA))])
    assert [(source, target) for source, target, _ in edges(left)] == [(BEN, CY), (CY, ADA)]
    assert left.into.offsets.tolist() == [0, 1, 1, 2]
    assert [left.id(node) for node in left.into.neighbours.tolist()] == [CY, BEN]
    assert len(whole.out) == len(whole.into) == 4


def test_no_pair_hides_nothing() -> None:
    whole = snapshot(FRIENDS)
    assert bits(whole.without_edges([])) == bits(whole)
    assert bits(snapshot([]).without_edges([])) == bits(snapshot([]))


@given(
    history=histories(),
    drawn=st.sets(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=12),
)
def test_it_is_as_if_nothing_had_ever_joined_them(
    history: tuple[list[Record], list[Record]], drawn: set[tuple[int, int]]
) -> None:
    told = [*history[0], *history[1]]
    whole = snapshot(told, vectors_of(told))
    pairs = {pair for pair in drawn if max(pair) < whole.size}
    apart = {frozenset((whole.id(one), whole.id(other))) for one, other in pairs}
    left: list[Record] = [
        each
        for each in told
        if isinstance(each, Entity) or frozenset((each.source, each.target)) not in apart
    ]
    assert bits(whole.without_edges(pairs)) == bits(snapshot(left, vectors_of(left)))
