"""Ids, texts, numbers and times of every sort return as they were. Each test runs on each store."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from graph import (
    Entity,
    EntityId,
    GraphStore,
    Record,
    Relationship,
    RelationshipKind,
)
from graph.errors import InvalidRecord
from graph.records import Value
from tests.graph.facts import (
    ADA,
    BEN,
    CAROL,
    HELPED,
    NOTES,
    edge,
)
from tests.graph.pictures import exact, relationship_order

TRICKY = (
    "ada",
    "Ada",
    "ADA",
    " ada",
    "ada ",
    "a\0da",
    "a\nda",
    "a'd\"a",
    "a`d}a",
    "a:d:a",
    "a%20a",
    "é",
    "e\u0301",
    "ß",
    "ss",
    "ﬁ",
    "日本",
    "עדה",
    "\u202eada",
    "👩\u200d🔬",
    "\ue000",
    "\uffff",
    "\U00010000",
    "\U0010ffff",
    "x" * 256,
    "𝔄" * 256,
)


def test_ids_of_any_unicode_stay_apart_and_come_by_code_points(store: GraphStore) -> None:
    members = [Entity(EntityId(f"member:{local}")) for local in TRICKY]
    follows = [
        edge(one, RelationshipKind.FOLLOWS, other, key=one.id)
        for one, other in zip(members, reversed(members), strict=True)
    ]
    shuffled: list[Record] = [*members, *follows]
    random.Random(5).shuffle(shuffled)
    assert store.write(shuffled).created == 2 * len(TRICKY)
    assert [each.id for each in store.entities()] == sorted(each.id for each in members)
    assert list(store.relationships()) == sorted(follows, key=relationship_order)
    assert store.existing([each.id for each in members]) == {each.id for each in members}
    for member, follow in zip(members, follows, strict=True):
        assert store.entity(member.id) == member
        assert follow in list(store.relationships(touching=member.id))
    assert store.write(shuffled).unchanged == 2 * len(TRICKY)


PROPERTIES: dict[str, Value] = {
    "id": "not the id", "community": "another", "kind": "question", "name": "A", "at": "never",
    "revision": -1, "number": 7, "fingerprint": "", "facts": 0, "properties": "{}", "key": "k",
    "with space": "x", "with`tick": "x", "ключ": "значение", "$x": "$y", "a.b": "c",
    "text": "", "nul": "a\0b", "lines": "a\r\nb\u2028c", "right": "עדה", "emoji": "👩\u200d🔬",
    "yes": True, "no": False, "one": 1, "one_float": 1.0, "large": 2**63 - 1, "small": -(2**63),
    "tenth": 0.1, "tiny": 5e-324, "huge": 1.7976931348623157e308, "minus_zero": -0.0,
    "list": ("b", "", "a", "a"), "empty_list": (), "list_of_one": ("1",),
}  # fmt: skip


def test_every_property_returns_as_it_was(store: GraphStore) -> None:
    entity = Entity(ADA.id, None, PROPERTIES)
    relationship = Relationship(
        RelationshipKind.FOLLOWS, ADA.id, ADA.id, "k\0y", properties=PROPERTIES
    )
    store.write([entity, relationship])
    assert exact(store.entity(ADA.id)) == exact(entity)
    assert [exact(each) for each in store.relationships()] == [exact(relationship)]
    assert store.write([entity, relationship]).unchanged == 2


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2020, 2, 29, 23, 30, 0, 1, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
        None,
    ],
)
def test_times_return_in_utc_to_the_microsecond(store: GraphStore, moment: datetime | None) -> None:
    store.write([replace(ADA, at=moment), replace(BEN, at=None), replace(HELPED, at=moment)])
    assert store.entity(ADA.id).at == moment
    (helped,) = store.relationships()
    assert helped.at == moment
    assert moment is None or helped.at is None or helped.at.tzinfo is UTC


def test_a_text_of_ten_megabytes(store: GraphStore) -> None:
    text = "Zwölf Boxkämpfer 🥊 " * 500_000
    long = replace(NOTES, properties={"body": text})
    assert store.write([long]).created == 1
    assert store.entity(NOTES.id) == long
    assert store.write([long]).unchanged == 1
    assert len(store.texts_without_vector("model")[0].text) <= 8_000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("value", float("nan")),
        ("value", float("inf")),
        ("value", -float("inf")),
        ("value", 2**63),
        ("bio", "half a character \ud800"),
        ("bio\udfff", "x"),
        ("value", None),
        ("value", (1, 2)),
        ("", "x"),
    ],
)
def test_a_bad_value_is_refused_and_nothing_of_its_batch_is_kept(
    store: GraphStore, name: str, value: Value
) -> None:
    store.write([CAROL])
    bad = replace(BEN, properties={name: value})
    with pytest.raises(InvalidRecord, match="member:ben"):
        store.write([ADA, bad])
    assert list(store.entities()) == [CAROL]
    assert store.revision() == 1
