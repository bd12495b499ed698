"""Members who may be one person: pairs by hand, and planted ones in a large community."""

from __future__ import annotations

import random
from collections.abc import Mapping
from string import ascii_lowercase

import pytest

from community.data_quality import Twins, data_quality
from graph.records import Entity, EntityId, Record
from tests.community.conftest import Pictured, day, edge, node

BOATS = "I build small boats and mend old ones at the harbour."
BREAD = "Baking bread for the whole street since 1990, mostly rye."


def called(local: str, said: Mapping[str, str | list[str]]) -> Entity:
    return Entity(
        EntityId(f"member:{local}"),
        None,
        {name: text if isinstance(text, str) else tuple(text) for name, text in said.items()},
    )


def pairs(pictured: Pictured, *records: Record) -> list[tuple[str, str]]:
    return [(each.one, each.other) for each in data_quality(pictured(records), day(9)).twins]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Ada Byron", "bio": BOATS}, {"name": "Byron, Ada", "bio": BOATS + " Truly."}),
        ({"name": "Ada Byron", "bio": BOATS}, {"name": "Ada Byrom", "bio": BOATS}),
        ({"name": "Ada Byron", "bio": BOATS}, {"name": " ADA  BYRON"}),
        ({"name": "Ada Byron", "location": "Hull"}, {"name": "ada byron", "location": "hull"}),
    ],
)
def test_likely_one_person(pictured: Pictured, one: dict[str, str], other: dict[str, str]) -> None:
    assert pairs(pictured, called("1", one), called("2", other)) == [("member:1", "member:2")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Ada Byron", "bio": BOATS}, {"name": "Ada Byron", "bio": BREAD}),
        ({"name": "Ada Byron", "bio": BOATS}, {"name": "Cy Winter", "bio": BOATS}),
        ({"name": "Ada Byron", "location": "Hull"}, {"name": "Ada Byron", "location": "Bonn"}),
        ({"name": "Sam"}, {"name": "Sam"}),
        ({"name": "Ada Byron"}, {"name": "Ada Byrons"}),
    ],
)
def test_likely_two_people(pictured: Pictured, one: dict[str, str], other: dict[str, str]) -> None:
    assert pairs(pictured, called("1", one), called("2", other)) == []


def test_who_may_not_be_named_is_in_no_pair(pictured: Pictured) -> None:
    said = {"name": "Ada Byron", "bio": BOATS}
    found = data_quality(
        pictured(
            [
                called("1", said),
                called("2", {**said, "age_band": "minor"}),
                called("3", {**said, "visibility": "hidden"}),
                called("4", {**said, "consent": ["research"]}),
            ]
        ),
        day(9),
    )
    assert found.twins == ()
    figure = next(each for each in found.figures if each.name == "members who may be here twice")
    assert (figure.value, figure.members) == (3, ("member:1",))


def test_planted_twins_are_found_among_many_of_the_same_name(pictured: Pictured) -> None:
    drawn = random.Random(7)
    words = ["".join(drawn.choices(ascii_lowercase, k=6)) for _ in range(500)]
    texts = [" ".join(drawn.choices(words, k=12)) for _ in range(1500)]
    records = [
        node(f"member:{number}", name=f"Sam {drawn.choice('ABCDEFGH')}. Smith", bio=text)
        for number, text in enumerate(texts)
    ]
    records += [
        node(f"member:twin{number}", name=str(records[number].name), bio=texts[number] + " too")
        for number in range(0, 1500, 50)
    ]
    found = data_quality(pictured(records), day(9)).twins
    assert {(each.one, each.other) for each in found} == {
        (f"member:{number}", f"member:twin{number}") for number in range(0, 1500, 50)
    }
    assert all(isinstance(each, Twins) and each.texts for each in found)


def test_times_that_cannot_be_right(pictured: Pictured) -> None:
    records = [
        node("member:ada", 5, name="Ada"),
        node("skill:s", name="S"),
        edge("member:ada", "HAS_SKILL", "skill:s", 2),
        node("activity:a", name="Picnic", starts_at="2026-01-02T00:00:00.000000Z",
             ends_at="2026-01-01T00:00:00.000000Z"),
    ]  # fmt: skip
    found = {each.name: each for each in data_quality(pictured(records), day(9)).figures}
    assert found["members with deeds before they joined"].members == ("member:ada",)
    early = found["activities that end before they begin"]
    assert (early.value, early.note) == (1, "for example Picnic.")
