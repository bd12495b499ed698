"""Who stands alone, which groups do, and who holds groups together."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from community.health.cutting import cut_off_by
from community.health.measuring import health
from graph.community_order import communities
from graph.records import Record
from tests.community.conftest import Pictured, edge
from tests.community.health.communities import members, posts

LEFT, RIGHT, ISLAND = ("a1", "a2", "a3", "a4"), ("b1", "b2", "b3", "b4"), ("i1", "i2", "i3")


def circle(names: tuple[str, ...], at: float = 90) -> list[Record]:
    return [edge(f"member:{a}", "CONNECTED", f"member:{b}", at) for a, b in combinations(names, 2)]


def planted() -> list[Record]:
    """Two circles that one member joins, an island, and somebody alone."""
    names = (*LEFT, *RIGHT, *ISLAND, "bridge", "alone")
    records = [*members(*names), *circle(LEFT), *circle(RIGHT), *circle(ISLAND)]
    records += [record for name in names for record in posts(name, range(60, 101, 5))]
    return [*records, edge("member:bridge", "HELPED", "member:a1", 91),
            edge("member:b1", "HELPED", "member:bridge", 92)]  # fmt: skip


def test_an_island_a_bridge_and_a_lonely_member_are_found(pictured: Pictured) -> None:
    found = health(pictured(planted()))
    alone = found.figure("isolated").figure
    assert alone.value == pytest.approx(1 / 13)
    assert alone.members == ("member:alone",)
    islands = found.figure("islands").figure
    assert (islands.value, set(islands.members)) == (1.0, {f"member:{name}" for name in ISLAND})
    bridges = found.figure("bridges").figure
    # The bridge cuts four off; so do the two that it joins: with a1 goes a2, a3 and a4.
    assert set(bridges.members) == {"member:bridge", "member:a1", "member:b1"}
    assert bridges.members[0] == "member:bridge"
    assert "no group hangs on one" in bridges.action


def test_who_blocks_each_other_is_not_tied(pictured: Pictured) -> None:
    records = [*members("ada", "bob"), *posts("ada", [1, 9]), *posts("bob", [1, 9])]
    records.append(edge("member:ada", "CONNECTED", "member:bob", 3))
    assert health(pictured(records)).figure("isolated").figure.value == 0
    records.append(edge("member:bob", "BLOCKS", "member:ada", 5))
    assert health(pictured(records)).figure("isolated").figure.value == 1


@pytest.mark.parametrize("seed", range(20))
def test_cutting_agrees_with_taking_members_away(seed: int) -> None:
    graph = nx.gnm_random_graph(30, 33, seed=seed)
    pairs = np.array([sorted(pair) for pair in graph.edges], dtype=np.int64)
    found = cut_off_by(30, pairs)
    assert set(np.flatnonzero(found).tolist()) == set(nx.articulation_points(graph))
    for member in range(30):
        rest = graph.subgraph(nx.node_connected_component(graph, member) - {member})
        pieces = sorted(len(piece) for piece in nx.connected_components(rest))
        assert found[member] == sum(pieces[:-1])


@pytest.mark.parametrize("seed", range(5))
def test_sub_communities_are_those_that_were_planted(seed: int) -> None:
    graph = nx.planted_partition_graph(4, 25, 0.5, 0.01, seed=seed)
    one, other = np.array(list(graph.edges), dtype=np.int32).T
    labels = communities(100, np.ascontiguousarray(one), np.ascontiguousarray(other))
    assert adjusted_rand_score(np.repeat(np.arange(4), 25), labels) > 0.9
