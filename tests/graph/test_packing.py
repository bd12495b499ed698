"""The 64-bit forms of facts, against values worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Entity, EntityId, Relationship, RelationshipKind
from graph.errors import InvalidRecord
from graph.packing import (
    ASKS,
    AUTOMATIC,
    EPOCH,
    HAS_CAPACITY,
    HIDDEN,
    MAX_STRENGTH,
    MENTOR,
    MINOR,
    NO_CONSENT,
    NO_TIME,
    NOT_MENTOR,
    PAUSED,
    moment_of,
    pack_entity,
    pack_relationship,
    seconds,
    starts_at,
    strength,
    unpack_capacities,
    unpack_flags,
    unpack_kinds,
    unpack_strengths,
    unpack_times,
    unpack_verbs,
)
from graph.schema import RELATIONSHIP_CODES, VERB_CODES
from tests.graph import strategies
from tests.graph.facts import ADA, BEN, HELPED, MATHS, NOTES, edge


@pytest.mark.parametrize(
    ("moment", "second"),
    [
        (EPOCH, 0),
        (datetime(2000, 1, 2, tzinfo=UTC), 86_400),
        (EPOCH + timedelta(microseconds=999_999), 0),
        (EPOCH - timedelta(microseconds=1), -1),
        (datetime(1, 1, 1, tzinfo=UTC), NO_TIME + 1),
        (datetime(9999, 1, 1, tzinfo=UTC), 2**31 - 1),
        (None, NO_TIME),
    ],
)
def test_times_are_seconds_since_2000(moment: datetime | None, second: int) -> None:
    assert seconds(moment) == second


def test_a_packed_time_is_read_again() -> None:
    assert moment_of(86_401) == datetime(2000, 1, 2, 0, 0, 1, tzinfo=UTC)
    assert moment_of(NO_TIME) is None


def test_a_packed_entity_by_hand() -> None:
    member = replace(ADA, at=EPOCH + timedelta(seconds=5), properties={"capacity": 3})
    assert pack_entity(member) == (5 << 32) | (3 << 16) | HAS_CAPACITY
    before = replace(ADA, at=EPOCH - timedelta(seconds=1), properties={})
    assert pack_entity(before) == -(1 << 32)


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        ({}, 0),
        ({"visibility": "hidden"}, HIDDEN),
        ({"visibility": "community"}, 0),
        ({"consent": ("research",)}, NO_CONSENT),
        ({"consent": ()}, NO_CONSENT),
        ({"consent": "research|matching"}, 0),
        ({"consent": ("matching",)}, 0),
        ({"paused": True}, PAUSED),
        ({"paused": "true"}, PAUSED),
        ({"paused": False}, 0),
        ({"age_band": "minor"}, MINOR),
        ({"automatic": True}, AUTOMATIC),
        ({"roles": ("mentor", "mentee")}, MENTOR),
        ({"roles": ("mentee",)}, NOT_MENTOR),
        ({"roles": ("treasurer",)}, 0),
        ({"visibility": "hidden", "age_band": "minor", "roles": "mentor"}, HIDDEN | MINOR | MENTOR),
    ],
)
def test_the_flags_of_a_member(said: dict[str, Any], flags: int) -> None:
    assert pack_entity(replace(ADA, at=EPOCH, properties=said)) == flags


def test_the_flags_of_things() -> None:
    hidden: dict[str, Any] = {"visibility": "hidden", "paused": True, "capacity": 4}
    assert pack_entity(Entity(MATHS.id, EPOCH, hidden)) == HIDDEN
    assert pack_entity(Entity(NOTES.id, EPOCH, {"kind": "question"})) == ASKS
    assert pack_entity(Entity(NOTES.id, EPOCH, {"kind": "answer"})) == 0


@pytest.mark.parametrize(
    ("said", "limit"), [(0, 0), (7, 7), (2.9, 2), (-1, 0), (2**63 - 1, 65_535), (1e300, 65_535)]
)
def test_a_capacity_fits_its_sixteen_bits(said: float, limit: int) -> None:
    packed = np.array([pack_entity(replace(ADA, properties={"capacity": said}))])
    assert unpack_capacities(packed).tolist() == [limit]
    assert unpack_flags(packed).tolist() == [HAS_CAPACITY]


@pytest.mark.parametrize(
    ("said", "second"),
    [
        ({"starts_at": "2000-01-02T00:00:00Z"}, 86_400),
        ({"starts_at": "2000-01-02"}, 86_400),
        ({"starts_at": "soon"}, NO_TIME),
        ({"starts_at": "0001-01-01T00:00:00+05:00"}, NO_TIME),
        ({"starts_at": 5}, NO_TIME),
        ({}, NO_TIME),
    ],
)
def test_when_an_activity_begins(said: dict[str, Any], second: int) -> None:
    assert starts_at(Entity(EntityId("activity:walk"), None, said)) == second


@pytest.mark.parametrize(
    ("relationship", "expected"),
    [
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="like"), 0.5),
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="stare"), 0.0),
        (edge(BEN, RelationshipKind.ENGAGED, NOTES), 0.0),
        (edge(BEN, RelationshipKind.HAS_SKILL, MATHS, level=0.25), 0.25),
        (edge(BEN, RelationshipKind.HAS_SKILL, MATHS, level=-3.0), 0.0),
        (edge(BEN, RelationshipKind.SEEKS_SKILL, MATHS, level=9.0), 1.0),
        (edge(BEN, RelationshipKind.HAS_SKILL, MATHS, level=0.25, derived=True), 1.0),
        (edge(BEN, RelationshipKind.HAS_SKILL, MATHS), 1.0),
        (edge(BEN, RelationshipKind.RELATED, MATHS, verb="sings"), 0.0),
        (HELPED, 1.0),
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="view", value=7), 0.2 * 7),
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="rate", value=4.5), 0.5 * 4.5),
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="complete", value=0.25), 0.25),
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="rate", value=0), 0.0),
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="rate", value=-3), 0.0),
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="view", value=2**63 - 1), MAX_STRENGTH),
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="view", value=1e308), MAX_STRENGTH),
        # Neither a truth value nor text is an amount.
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="rate", value=False), 0.5),
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="rate", value="5"), 0.5),
        (edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="like", value=9), 0.5),
    ],
)
def test_how_strongly_a_relationship_holds(relationship: Relationship, expected: float) -> None:
    assert strength(relationship) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_no_record_has_an_amount_that_is_no_number(value: float) -> None:
    with pytest.raises(InvalidRecord, match="value"):
        edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="view", value=value).checked()


@given(value=st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**63 - 1))
def test_every_amount_fits_its_sixteen_bits(value: float) -> None:
    seen = edge(BEN, RelationshipKind.ENGAGED, NOTES, verb="view", value=value)
    kept = float(unpack_strengths(np.array([pack_relationship(seen)], np.int64))[0])
    # A half float keeps eleven bits, and below 2^-14 steps of 2^-24.
    assert kept == pytest.approx(min(max(0.2 * value, 0.0), MAX_STRENGTH), rel=2**-11, abs=2**-24)


def test_a_packed_relationship_by_hand() -> None:
    liked = edge(BEN, RelationshipKind.ENGAGED, NOTES, at=EPOCH + timedelta(seconds=9), verb="like")
    half = 0x3800  # 0.5 as a half float
    expected = (9 << 32) | (half << 16) | (VERB_CODES["like"] << 8)
    assert pack_relationship(liked) == expected | RELATIONSHIP_CODES[RelationshipKind.ENGAGED]


@given(relationship=strategies.relationships())
def test_what_is_packed_is_unpacked(relationship: Relationship) -> None:
    packed = np.array([pack_relationship(relationship)], np.int64)
    verb = str(relationship.properties.get("verb", ""))
    assert unpack_times(packed).tolist() == [seconds(relationship.at)]
    assert unpack_kinds(packed).tolist() == [RELATIONSHIP_CODES[relationship.kind]]
    assert unpack_verbs(packed).tolist() == [VERB_CODES.get(verb, 0)]
    assert unpack_strengths(packed).tolist() == [float(np.float16(strength(relationship)))]


@given(entity=strategies.entities)
def test_entities_are_packed_within_their_bits(entity: Entity) -> None:
    packed = np.array([pack_entity(entity)], np.int64)
    assert unpack_times(packed).tolist() == [seconds(entity.at)]
    assert unpack_flags(packed)[0] < 1 << 9
