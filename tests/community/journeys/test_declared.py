"""Journeys as they are declared: order, circles, strays, and names."""

from __future__ import annotations

import pytest

from community.journeys.declared import find_journey, journeys_of
from graph.errors import EntityNotFound, InvalidRequest
from tests.community.conftest import Pictured, edge, node
from tests.community.journeys.travels import journey, members

MAKER = journey("maker", ["spark", "pilot", "launch"], {"pilot": "skill:sew"})


def test_stages_are_in_the_order_of_next_whatever_their_ids_are(pictured: Pictured) -> None:
    picture = pictured([node("skill:sew", name="sewing"), *MAKER])
    found = find_journey(picture.snapshot, "maker")
    assert found.stage_names == ("spark", "pilot", "launch")
    assert [picture.ids(nodes) for nodes in map(_array, found.calls_for)] == [
        (), ("skill:sew",), (),
    ]  # fmt: skip
    assert (found.id, found.name, len(found)) == ("journey:maker", "Maker", 3)


def _array(nodes: tuple[int, ...]):  # type: ignore[no-untyped-def]
    import numpy as np

    return np.array(nodes, dtype=np.int32)


@pytest.mark.parametrize("said", ["maker", "journey:maker", " MAKER "])
def test_a_journey_is_found_by_id_and_name(pictured: Pictured, said: str) -> None:
    assert find_journey(pictured(journey("maker", ["a"])).snapshot, said).id == "journey:maker"


def test_an_unknown_journey_is_told_which_there_are(pictured: Pictured) -> None:
    picture = pictured([*journey("maker", ["a"]), *members(["ada"])])
    with pytest.raises(EntityNotFound, match="journeys there are: journey:maker"):
        find_journey(picture.snapshot, "baker")
    with pytest.raises(EntityNotFound):
        find_journey(picture.snapshot, "member:ada")


def test_a_circle_is_named_and_stops_no_other_journey(pictured: Pictured) -> None:
    circle = [*journey("wheel", ["one", "two"]), edge("stage:wheel/two", "NEXT", "stage:wheel/one")]
    picture = pictured([*circle, *journey("line", ["a", "b"]), node("journey:empty")])
    with pytest.raises(InvalidRequest, match=r"goes in a circle \(.*one.*two") as raised:
        find_journey(picture.snapshot, "wheel")
    assert raised.value.field == "journey"
    found = journeys_of(picture.snapshot)
    assert [each.id for each in found.sound] == ["journey:line"]
    assert [each.id for each in found.broken] == ["journey:empty", "journey:wheel"]
    assert found.broken[0].reason == "'empty' has no stages"


def test_a_stage_without_a_journey_is_a_stray(pictured: Pictured) -> None:
    lost = [node("stage:lost", name="lost"), edge("stage:maker/launch", "NEXT", "stage:lost")]
    found = journeys_of(pictured([node("skill:sew"), *MAKER, *lost]).snapshot)
    assert found.strays == ("stage:lost",)
    assert found.sound[0].stage_names == ("spark", "pilot", "launch")


def test_stages_that_come_equally_early_are_in_the_order_of_their_ids(pictured: Pictured) -> None:
    fork = [
        *journey("fork", ["start", "left"]),
        node("stage:fork/also", name="also"),
        edge("stage:fork/also", "PART_OF", "journey:fork"),
        edge("stage:fork/start", "NEXT", "stage:fork/also"),
    ]
    found = journeys_of(pictured(fork).snapshot).sound[0]
    assert found.stage_names == ("start", "also", "left")
