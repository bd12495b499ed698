"""Whom no list names: over a community drawn at random, with every reason to be left out."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RelationshipKind
from matcher.worklist import Entry, remember
from tests.matcher.conftest import edge, node
from tests.matcher.worklist.conftest import Build, asked, list_of, member

SIZE = 60


def crowd(seed: int) -> list[Record]:
    """Members of whom some hide, are paused, do not consent, are minors, full, or block others."""
    draw = np.random.default_rng(seed)
    kinds: list[dict[str, object]] = [
        {}, {}, {}, {}, {"visibility": "hidden"}, {"paused": True}, {"consent": ["research"]},
        {"age_band": "minor"}, {"roles": ["mentor"], "capacity": 0},
    ]  # fmt: skip
    records: list[Record] = [node("skill:optics", name="optics")]
    records += [node(f"group:g{n}", 1, name=f"Group {n}") for n in range(8)]
    for number in range(SIZE):
        name = f"m{number}"
        said = kinds[number % len(kinds)]
        records.append(member(name, int(draw.integers(0, 99)), **said))
        records.append(edge(f"member:{name}", "JOINED", f"group:g{draw.integers(8)}", 95))
        if number % 2:
            records.append(edge(f"member:{name}", "SEEKS_SKILL", "skill:optics", 96))
        else:
            records.append(edge(f"member:{name}", "HAS_SKILL", "skill:optics", 96))
        if number % 5 == 0:
            records += asked(name, f"q{number}", 97)
    for one, other in draw.integers(0, SIZE, (SIZE, 2)).tolist():
        kind = ("BLOCKS", "CONNECTED", "DISMISSED")[(one + other) % 3]
        if one != other:
            records.append(edge(f"member:m{one}", kind, f"member:m{other}", 50))
    return records


def named(entry: Entry) -> list[EntityId]:
    every = (entry.member, entry.target, entry.served)
    return [who.id for who in every if who and who.id.startswith("member:")]


@pytest.mark.slow
def test_no_list_names_who_must_not_be_named_or_brings_together_who_must_not_meet(
    build: Build,
) -> None:
    records = crowd(seed=7)
    house = build(records)
    said = {r.id: r.properties for r in records if isinstance(r, Entity)}
    edges = [record for record in records if isinstance(record, Relationship)]
    blocks = {frozenset((e.source, e.target)) for e in edges if e.kind is RelationshipKind.BLOCKS}
    entries: list[Entry] = []
    for day_number in (100, 101, 102):
        found = list_of(house, at=day_number, count=20, hold_out=0.2, rest_days=0)
        remember(house.store, found)
        entries += [*found.entries, *found.held_out]
    assert len(entries) > 20
    assert len({entry.cause for entry in entries}) >= 4
    for entry in entries:
        people = named(entry)
        for who in people:
            assert said[who].get("visibility") != "hidden"
            assert not said[who].get("paused")
            assert said[who].get("consent") is None
        assert len({said[who].get("age_band") for who in people}) == 1
        assert not blocks & {frozenset(pair) for pair in combinations(people, 2)}
        if entry.cause.value == "seeks_mentor":
            assert said[entry.target.id].get("capacity") != 0
    # Nor is the same proposed to the same twice, on whatever day.
    pairs = [frozenset((entry.member.id, entry.target.id)) for entry in entries]
    assert len(pairs) == len(set(pairs))
