"""Vectors of texts, and the export of a community into arrays. Each test runs on each store."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph import Entity, EntityId, GraphStore
from graph.errors import InvalidRecord
from graph.store import TextToEmbed, WriteReport
from graph.texts import text_hash
from tests.conftest import OpenStore
from tests.graph.facts import ADA, ARCHES, BEN, CAROL, EVERYTHING, HELPED, MATHS, NOTES, REPLY
from tests.graph.pictures import export_by_id, export_of_streams

TWIN = Entity(EntityId("content:twin"), None, dict(NOTES.properties))


def vectors(*rows: tuple[float, ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array(rows, np.float32)


def test_each_different_text_is_embedded_once(store: GraphStore) -> None:
    store.write([NOTES, TWIN, BEN, CAROL, MATHS])
    texts = ["Notes\non the engine", "bridges and arches", "Mathematics"]
    wanted = [TextToEmbed(text_hash(text), text) for text in texts]
    found = store.texts_without_vector("model")
    assert found == sorted(wanted, key=lambda each: each.digest)


def test_vectors_are_kept_by_model_and_text(store: GraphStore) -> None:
    store.write([NOTES, TWIN, BEN, CAROL])
    notes, ben = text_hash("Notes\non the engine"), text_hash("bridges and arches")
    rows = vectors((0.25, -1.0, 3e-8), (1.0, 0.0, 0.1))
    assert store.write_vectors("model", [notes, ben], rows) == WriteReport(created=2, revision=2)
    for entity, row in ((NOTES, rows[0]), (TWIN, rows[0]), (BEN, rows[1])):
        found = store.vector("model", entity.id)
        assert found is not None
        assert found.dtype == np.float32
        assert found.tolist() == row.tolist()
    assert store.vector("model", CAROL.id) is None
    assert store.vector("another", BEN.id) is None
    assert store.texts_without_vector("model") == []
    assert len(store.texts_without_vector("another")) == 2


def test_vectors_that_are_there_already_change_nothing(store: GraphStore) -> None:
    store.write([NOTES, BEN])
    notes, ben = text_hash("Notes\non the engine"), text_hash("bridges and arches")
    store.write_vectors("model", [notes], vectors((1.0, 0.0)))
    again = store.write_vectors("model", [notes], vectors((1.0, 0.0)))
    assert again == WriteReport(unchanged=1, revision=2)
    both = store.write_vectors("model", [notes, ben], vectors((1.0, 0.0), (0.0, 1.0)))
    assert both == WriteReport(created=1, unchanged=1, revision=3)
    assert store.write_vectors("model", [], np.zeros((0, 2), np.float32)).revision == 3


def test_a_changed_text_has_no_stale_vector(store: GraphStore) -> None:
    store.write([NOTES, TWIN])
    digest = text_hash("Notes\non the engine")
    store.write_vectors("model", [digest], vectors((1.0, 0.0)))
    changed = replace(NOTES, properties={"title": "Notes", "body": "on the loom"})
    store.write([changed])
    assert store.vector("model", NOTES.id) is None
    assert store.vector("model", TWIN.id) is not None
    assert [each.text for each in store.texts_without_vector("model")] == ["Notes\non the loom"]
    assert store.export("model").vector_numbers.size == 1
    untouched = replace(TWIN, properties={**TWIN.properties, "score": 3})
    store.write([untouched])
    assert store.vector("model", TWIN.id) is not None


def test_an_earlier_text_leaves_no_vector_behind(store: GraphStore) -> None:
    store.write([BEN])
    digest = text_hash("bridges and arches")
    store.write_vectors("model", [digest], vectors((1.0, 0.0)))
    store.write([replace(BEN, properties={"bio": "tunnels"})])
    store.write([BEN])
    assert [each.digest for each in store.texts_without_vector("model")] == [digest]


def test_a_text_forgotten_while_it_was_embedded_gets_no_vector(store: GraphStore) -> None:
    store.write([NOTES, BEN])
    (first, second) = store.texts_without_vector("model")
    store.forget(NOTES.id)
    report = store.write_vectors(
        "model", [first.digest, second.digest], vectors((1.0, 0.0), (0.0, 1.0))
    )
    assert report.created == 1
    store.write([NOTES])
    assert [each.text for each in store.texts_without_vector("model")] == ["Notes\non the engine"]


@pytest.mark.parametrize(
    "bad",
    [
        vectors((float("nan"), 0.0)),
        vectors((float("inf"), 0.0)),
        vectors((1.0, 0.0), (0.0, 1.0)),
        np.ones(2, np.float32),
        vectors((1.0, 0.0, 0.0)),
    ],
)
def test_bad_vectors_are_refused(
    store: GraphStore, bad: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
) -> None:
    store.write([NOTES, BEN])
    store.write_vectors("model", [text_hash("bridges and arches")], vectors((1.0, 0.0)))
    with pytest.raises(InvalidRecord, match="vectors"):
        store.write_vectors("model", [text_hash("Notes\non the engine")], bad)
    assert store.vector("model", NOTES.id) is None
    assert store.revision() == 2


def test_an_export_says_what_the_streams_say(store: GraphStore) -> None:
    activity = Entity(
        EntityId("activity:walk"), None, {"name": "Walk", "starts_at": "2024-05-01T10:00:00Z"}
    )
    hidden = replace(CAROL, properties={"visibility": "hidden", "capacity": 3})
    store.write([*EVERYTHING, activity, hidden])
    assert export_by_id(store.export("model")) == export_of_streams(store)
    store.forget(ADA.id)
    store.write([replace(REPLY, at=None), replace(BEN, at=None)])
    assert export_by_id(store.export("model")) == export_of_streams(store)


def test_an_export_has_the_types_it_promises(store: GraphStore) -> None:
    store.write(EVERYTHING)
    digests = [each.digest for each in store.texts_without_vector("model")]
    store.write_vectors("model", digests, np.ones((len(digests), 4), np.float32))
    graph = store.export("model")
    for array in (graph.numbers, graph.facts, graph.sources, graph.targets, graph.edge_facts):
        assert array.dtype == np.int64
    assert graph.starts.dtype == np.int32
    assert graph.vector_numbers.dtype == np.int64
    assert graph.vectors.dtype == np.float32
    assert graph.vectors.shape == (7, 4)
    assert graph.revision == 2
    assert len(store.export("another").vectors) == 0


def test_an_export_of_nothing(store: GraphStore) -> None:
    graph = store.export("model")
    assert export_by_id(graph) == (0, [], [], [])
    assert graph.vectors.ndim == 2


def test_vectors_of_two_communities_are_apart(
    store: GraphStore, open_community: OpenStore, community: str
) -> None:
    other = open_community(f"{community}-too")
    store.write([ADA, ARCHES])
    other.write([BEN, ADA, HELPED])
    digest = text_hash("engines that weave numbers")
    store.write_vectors("model", [digest], vectors((1.0, 0.0)))
    assert other.vector("model", ADA.id) is None
    other.write_vectors("model", [digest], vectors((0.0, 1.0)))
    store.forget(ADA.id)
    found = other.vector("model", ADA.id)
    assert found is not None
    assert found.tolist() == [0.0, 1.0]
    assert export_by_id(other.export("model"))[3] == [(ADA.id, [0.0, 1.0])]
