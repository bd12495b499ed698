"""What is stored for the rivals on Neo4j says what Kinpath works out."""

from __future__ import annotations

from collections import defaultdict
from math import log

import numpy as np
import pytest

from benchmarks.peers.neo4j_properties import Properties
from graph.records import EntityId
from graph.schema import RelationshipKind
from graph.snapshot import Snapshot
from matcher.view import CommunityView
from matcher.walks import WALK_WEIGHTS
from tests.graph.packed import snapshot
from tests.matcher.conftest import edge, node
from tests.matcher.small_communities import random_snapshot

_KINDS = tuple(RelationshipKind)


def small() -> Snapshot:
    """Ben answered today, and asked 30 days ago; two of three members have to do with maths."""
    return snapshot(
        [
            node("member:ben"),
            node("member:cy", capacity=2),
            node("member:di"),
            node("skill:maths", name="maths"),
            node("content:answer", 60, title="answer"),
            node("content:question", 30, kind="question", title="question"),
            edge("member:ben", "CREATED", "content:answer", 60),
            edge("member:ben", "CREATED", "content:question", 30),
            edge("member:ben", "HAS_SKILL", "skill:maths"),
            edge("member:cy", "HAS_SKILL", "skill:maths"),
            edge("member:cy", "CONNECTED", "member:di", 2),
        ]
    )


@pytest.mark.parametrize("seed", range(3))
def test_steps_are_as_likely_as_those_of_walks(seed: int) -> None:
    whole = random_snapshot(seed)
    found, graph = Properties.of(whole), CommunityView(whole).walk_graph
    out, steps = whole.out, defaultdict[tuple[int, int], float](float)
    weights = {kind: weight for kind, (weight, _) in WALK_WEIGHTS.items()}
    for at, (source, target) in enumerate(
        zip(out.owners().tolist(), out.neighbours.tolist(), strict=True)
    ):
        weight = weights.get(_KINDS[out.kinds[at]], 0.0) * found.edges["now"][at]
        for one, other in ((source, target), (target, source)):
            steps[one, other] += weight * found.nodes["pull"][other] / found.nodes["total"][one]
    for one in range(whole.size):
        neighbours, likely = graph.row(one)
        for other, chance in zip(neighbours.tolist(), likely.tolist(), strict=True):
            assert steps[one, other] == pytest.approx(chance, rel=1e-4)


def test_what_is_stored_of_members_and_things() -> None:
    whole = small()
    found = Properties.of(whole)

    def of(name: str) -> dict[str, object]:
        return found.of_node(whole.node(EntityId(name)))

    # The question counts a tenth, and has faded to 1/e in 30 days.
    assert of("member:ben")["recent"] == pytest.approx(1.0 + 0.1 * np.exp(-1.0))
    assert of("member:ben")["seen"] == 0.0
    assert of("member:cy")["room"] == 2.0
    assert "room" not in of("member:ben")
    assert [of(f"member:{name}")["ties"] for name in ("ben", "cy", "di")] == [0.0, 1.0, 1.0]
    assert of("skill:maths")["rarity"] == pytest.approx(log(3 / 2))
    assert of("content:question")["asks"] is True


def test_relationships_fade_by_age_where_they_are_events() -> None:
    found, out = Properties.of(small()), small().out
    soon = dict(zip(zip(out.owners().tolist(), out.neighbours.tolist(), strict=True),
                    found.edges["soon"].tolist(), strict=True))  # fmt: skip
    whole = small()
    ben, cy = whole.node(EntityId("member:ben")), whole.node(EntityId("member:cy"))
    assert soon[ben, whole.node(EntityId("content:answer"))] == 1.0
    assert soon[ben, whole.node(EntityId("content:question"))] == pytest.approx(2**-1.5)
    assert soon[cy, whole.node(EntityId("member:di"))] == 1.0
