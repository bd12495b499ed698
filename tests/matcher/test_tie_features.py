"""Features of the web of people: by hand, and as networkx works them out."""

from __future__ import annotations

from math import isnan, log

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Record
from matcher.features.ties import RESTART
from tests.matcher.asked import ask, by_id
from tests.matcher.conftest import edge, node

NAMES = ("ada", "bob", "cy", "di", "eve", "flo", "gus")
Pairs = list[tuple[str, str]]
TIE_FEATURES = ("social_walk", "common_ties", "tie_pattern")
pairs = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] != p[1]),
    min_size=1,
    max_size=14,
)


def friends(tied: Pairs, kind: str = "CONNECTED") -> list[Record]:
    return [
        *(node(f"member:{name}") for name in NAMES),
        *(edge(f"member:{one}", kind, f"member:{other}") for one, other in dict.fromkeys(tied)),
    ]


DIAMOND = friends([("ada", "bob"), ("cy", "ada"), ("bob", "di"), ("cy", "di"), ("cy", "eve")])


def test_common_ties_by_hand() -> None:
    found = by_id(ask(DIAMOND, "peers"), "common_ties")
    # Bob has two ties, Cy three: Di shares both of them with Ada, Eve only Cy.
    assert found["member:di"] == pytest.approx(1 / log(2) + 1 / log(3))
    assert found["member:eve"] == pytest.approx(1 / log(3))
    assert found["member:bob"] == found["member:gus"] == 0.0


def test_how_many_ties_somebody_has() -> None:
    found = by_id(ask(DIAMOND, "peers"), "number_of_ties")
    assert [found[f"member:{name}"] for name in NAMES] == [2, 2, 3, 2, 1, 0, 0]


def test_a_walk_over_two_people_by_hand() -> None:
    found = by_id(ask(friends([("ada", "bob")]), "peers"), "social_walk")
    # p(ada) = r + (1 - r) p(bob) and p(bob) = (1 - r) p(ada).
    assert found["member:ada"] == pytest.approx(1 / (2 - RESTART), abs=1e-4)
    assert found["member:bob"] == pytest.approx((1 - RESTART) / (2 - RESTART), abs=1e-4)
    assert found["member:cy"] == 0.0


def test_who_is_tied_to_the_same_fits_the_pattern() -> None:
    found = by_id(ask(DIAMOND, "peers"), "tie_pattern")
    # Whoever is tied to Bob is tied to Cy as well, and the other way round.
    assert found["member:bob"] > 0
    assert found["member:cy"] > 0
    assert found["member:gus"] == 0.0


@given(tied=pairs)
def test_common_ties_are_those_of_networkx(tied: Pairs) -> None:
    graph = nx.Graph(tied)
    graph.add_nodes_from(NAMES)
    asker = tied[0][0]
    found = by_id(ask(friends(tied, "FOLLOWS"), "peers", f"member:{asker}"), "common_ties")
    others = [(asker, name) for name in NAMES if name != asker]
    for _, name, index in nx.adamic_adar_index(graph, others):
        assert found[f"member:{name}"] == pytest.approx(index)


@given(tied=pairs)
def test_the_social_walk_is_that_of_networkx(tied: Pairs) -> None:
    weighted: nx.Graph[str] = nx.Graph()
    for one, other in dict.fromkeys(tied):  # two edges between the same two add up
        before = weighted.get_edge_data(one, other, {"weight": 0.0})["weight"]
        weighted.add_edge(one, other, weight=before + 1.0)
    asker = tied[0][0]
    exact = nx.pagerank(weighted, 1 - RESTART, {asker: 1.0}, max_iter=1000, tol=1e-12)
    found = by_id(ask(friends(tied), "peers", f"member:{asker}"), "social_walk")
    assert found == pytest.approx({f"member:{n}": exact.get(n, 0.0) for n in NAMES}, abs=1e-4)


@pytest.mark.parametrize("feature", TIE_FEATURES)
def test_nobody_asks(feature: str) -> None:
    told = [*DIAMOND, node("skill:s"), edge("member:bob", "HAS_SKILL", "skill:s")]
    found = by_id(ask(told, "peers", None, ("skill:s",)), feature)
    assert all(isnan(value) for value in found.values())
    assert len(found) == len(NAMES)


def test_who_knows_nobody_has_neither_walk_nor_pattern() -> None:
    alone = ask(DIAMOND, "peers", "member:gus")
    assert all(isnan(value) for value in by_id(alone, "social_walk").values())
    assert all(isnan(value) for value in by_id(alone, "tie_pattern").values())
    assert set(by_id(alone, "common_ties").values()) == {0.0}
