"""What networkx, polars and GraphML get is what the store holds."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Entity, EntityId, GraphStore, Relationship, RelationshipKind, open_store
from graph.errors import EntityNotFound
from graph.interop import to_networkx, to_polars, write_graphml
from tests.graph import facts

HIDDEN = Entity(EntityId("member:hidden"), None, {"visibility": "hidden"})


@pytest.fixture
def told(store: GraphStore) -> GraphStore:
    store.write([*facts.EVERYTHING, HIDDEN])
    return store


def test_networkx_holds_every_entity_and_relationship(told: GraphStore) -> None:
    graph = to_networkx(told)
    assert graph.graph == {"community": told.community, "revision": 1}
    assert list(graph) == [entity.id for entity in told.entities()]
    assert graph.number_of_edges() == len(facts.RELATIONSHIPS)
    assert graph.nodes[facts.ADA.id] == {
        "kind": "member",
        "name": "Ada",
        "at": facts.MARCH,
        "properties": dict(facts.ADA.properties),
    }
    assert graph.edges[facts.BEN.id, facts.NOTES.id, "ENGAGED:like@2"] == {
        "kind": "ENGAGED",
        "key": "like@2",
        "at": facts.APRIL,
        "properties": {"verb": "like"},
    }
    assert graph.has_edge(facts.CAROL.id, facts.ADA.id, "ENDORSED")


def test_the_surroundings_of_one_end_after_so_many_hops(told: GraphStore) -> None:
    alone = to_networkx(told, around=facts.WEAVING.id, hops=0)
    assert (list(alone), alone.number_of_edges()) == ([facts.WEAVING.id], 0)
    near = to_networkx(told, around=facts.WEAVING.id, hops=1)
    assert set(near) == {facts.WEAVING.id, facts.ADA.id}
    assert list(near.edges(keys=True)) == [(facts.ADA.id, facts.WEAVING.id, "HOLDS")]
    further = to_networkx(told, around=facts.WEAVING.id, hops=2)
    assert set(further) == set(near) | {
        facts.MATHS.id, facts.NOTES.id, facts.BEN.id, facts.CAROL.id,
    }  # fmt: skip
    assert further.nodes[facts.BEN.id]["name"] == "Ben"
    # Both are two hops away: what joins them is beyond.
    assert not further.has_edge(facts.CAROL.id, facts.MATHS.id)
    whole = to_networkx(told, around=facts.WEAVING.id, hops=9)
    assert set(whole) == {entity.id for entity in facts.ENTITIES}
    assert whole.number_of_edges() == len(facts.RELATIONSHIPS)


def test_the_surroundings_of_nobody_are_an_error(told: GraphStore) -> None:
    with pytest.raises(EntityNotFound, match="member:eve"):
        to_networkx(told, around=EntityId("member:eve"))
    with pytest.raises(ValueError, match="negative"):
        to_networkx(told, around=facts.ADA.id, hops=-1)


def test_polars_holds_every_entity_and_relationship(told: GraphStore) -> None:
    frames = to_polars(told)
    entities, relationships = frames["entities"], frames["relationships"]
    assert entities["id"].to_list() == [entity.id for entity in told.entities()]
    assert entities.schema["at"] == pl.Datetime("us", "UTC")
    ada = entities.row(by_predicate=pl.col("id") == facts.ADA.id, named=True)
    assert (ada["kind"], ada["name"], ada["at"]) == ("member", "Ada", facts.MARCH)
    assert json.loads(ada["properties"])["roles"] == ["mentor", "mentee"]
    assert entities["at"].null_count() == 3
    edges = relationships.select("source", "kind", "target", "key").rows()
    assert edges == [
        (edge.source, edge.kind.value, edge.target, edge.key) for edge in told.relationships()
    ]
    bio = pl.col("properties").str.json_path_match("$.bio")
    assert entities.filter(bio.is_not_null()).height == 2


def test_an_empty_community_is_empty_in_every_form(store: GraphStore, tmp_path: Path) -> None:
    assert to_networkx(store).number_of_nodes() == 0
    frames = to_polars(store)
    assert [frame.height for frame in frames.values()] == [0, 0]
    assert frames["relationships"].schema["at"] == pl.Datetime("us", "UTC")
    write_graphml(store, tmp_path / "empty.graphml")
    assert nx.read_graphml(tmp_path / "empty.graphml").number_of_nodes() == 0


def test_graphml_can_be_read_again(told: GraphStore, tmp_path: Path) -> None:
    write_graphml(told, tmp_path / "acme.graphml.gz")
    graph = nx.read_graphml(tmp_path / "acme.graphml.gz", force_multigraph=True)
    assert set(graph) == {entity.id for entity in told.entities()}
    assert graph.number_of_edges() == len(facts.RELATIONSHIPS)
    assert graph.nodes[facts.ADA.id] == {
        "kind": "member",
        "name": "Ada",
        "at": "2018-03-12T16:59:28.317000Z",
        "property_name": "Ada",
        "bio": "engines that weave numbers",
        "roles": "mentor|mentee",
    }
    assert graph.nodes[facts.CAROL.id] == {
        "kind": "member", "name": "carol", "capacity": 2, "paused": False,
    }  # fmt: skip
    (helped,) = graph.get_edge_data(facts.ADA.id, facts.BEN.id).values()
    assert helped == {
        "kind": "HELPED", "key": "q1", "at": "2018-04-01T00:00:00.000000Z", "value": 3,
    }  # fmt: skip


def test_what_xml_cannot_hold_is_replaced(store: GraphStore, tmp_path: Path) -> None:
    bell, null = Entity(EntityId("member:a\x07")), Entity(EntityId("member:a\x00"))
    told = Entity(
        EntityId("member:b"), None, {"b\x01": "x\x02<&>\uffff", "b\x02": 1, "kind": "staff"}
    )
    follows = Relationship(RelationshipKind.FOLLOWS, bell.id, null.id, "\x1f")
    store.write([bell, null, told, follows])
    write_graphml(store, tmp_path / "odd.graphml")
    graph = nx.read_graphml(tmp_path / "odd.graphml")
    assert set(graph) == {"member:a\ufffd", "member:a\ufffd (2)", "member:b"}
    assert graph.nodes["member:b"] == {
        "kind": "member",
        "name": "b",
        "property_kind": "staff",
        "b\ufffd": "x\ufffd<&>\ufffd",
        "b\ufffd (2)": 1,
    }
    (said_of_edge,) = (said for *_, said in graph.edges(data=True))
    assert said_of_edge["key"] == "\ufffd"


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_any_text_makes_a_graphml_that_can_be_read(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("graphml")
    with open_store(f"sqlite:///{directory / 'any.db'}", "acme") as store:
        store.write([Entity(EntityId(f"member:{text}"), None, {text: text, "name": text})])
        write_graphml(store, directory / "any.graphml")
    assert nx.read_graphml(directory / "any.graphml").number_of_nodes() == 1
