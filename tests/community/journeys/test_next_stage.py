"""What comes next is told by the same rules for one member as for all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from community.journeys.declared import find_journey
from community.journeys.next_stage import next_stages
from community.journeys.reached import reached
from community.picture import Picture
from graph.records import EntityId, Record
from graph.snapshot import Snapshot
from tests.community.conftest import node
from tests.community.journeys.travels import journey, members
from tests.community.journeys.travels import reached as reaching
from tests.graph.packed import snapshot

STAGES = ("one", "two", "three")
NAMES = ("ada", "bob", "cy")


def way(*more: Record) -> Snapshot:
    declared = journey("way", STAGES, {"two": "skill:sew"})
    return snapshot([node("skill:sew"), *declared, *members(NAMES), *more])


def test_who_told_nothing_and_who_arrived_have_nothing_next() -> None:
    known = way(reaching("bob", "stage:way/three", 4))
    assert next_stages(known, known.node(EntityId("member:ada"))) == []
    assert next_stages(known, known.node(EntityId("member:bob"))) == []


def test_the_next_stage_and_what_it_asks_for() -> None:
    known = way(reaching("ada", "stage:way/one", 4))
    (found,) = next_stages(known, known.node(EntityId("member:ada")))
    assert known.id(found.stage) == "stage:way/two"
    assert [known.id(each) for each in found.calls_for] == ["skill:sew"]


@settings(max_examples=40, deadline=None)
@given(
    st.sets(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(STAGES), st.none() | st.integers(-3, 9)),
        max_size=9,
    )
)
def test_one_member_stands_where_they_stand_among_all(
    told: set[tuple[str, str, int | None]],
) -> None:
    known = way(*(reaching(name, f"stage:way/{stage}", at) for name, stage, at in told))
    travelled = find_journey(known, "way")
    found = reached(Picture(known, store=None), travelled)  # type: ignore[arg-type]
    for member, standing in zip(found.members.tolist(), found.standing.tolist(), strict=True):
        following = travelled.stages[standing + 1 : standing + 2]
        assert tuple(each.stage for each in next_stages(known, member)) == following
