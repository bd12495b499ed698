from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest

from graph.embeddings import DEFAULT_MODEL
from graph.records import EntityId, Record
from graph.schema import KINDS_IN_ORDER, EntityKind
from graph.snapshot import Snapshot
from matcher.closeness import Closeness
from matcher.vectors import question_parts, similarities, vector_of
from matcher.view import CommunityView
from tests.matcher.conftest import Community, edge, node

Build = Callable[[Iterable[Record]], Community]
SUBJECTS = ("optics", "bread", "sailing", "choirs", "gardens", "repair")


@pytest.fixture
def view(build: Build) -> CommunityView:
    records: list[Record] = [node("member:ada", name="Ada")]
    for place, subject in enumerate(SUBJECTS * 3):
        content = f"content:{place:02}"
        records.append(node(content, kind="post", title=f"A word about {subject}, {place}"))
        if place >= len(SUBJECTS):
            records.append(edge(content, "REPLIES_TO", f"content:{place - 5:02}", 1))
    house = build(records)
    texts = house.store.texts_without_vector(DEFAULT_MODEL)
    vectors = np.random.default_rng(1).standard_normal((len(texts), 48)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    house.store.write_vectors(DEFAULT_MODEL, [text.digest for text in texts], vectors)
    return CommunityView(house.matcher().snapshot)


def plain_cosines(snapshot: Snapshot, parts: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Of every node to the nearest part, in floating point, without what replies inherit."""
    found = np.full(snapshot.size, np.nan)
    for number in range(snapshot.size):
        vector = vector_of(snapshot, number)
        if vector is not None:
            found[number] = float((parts @ vector).max())
    return found


def parts_of(snapshot: Snapshot, *contents: str) -> npt.NDArray[np.float32]:
    vectors = [vector_of(snapshot, snapshot.node(EntityId(each))) for each in contents]
    return np.stack([vector for vector in vectors if vector is not None])


def test_whole_numbers_give_the_cosines_of_floating_point(view: CommunityView) -> None:
    snapshot = view.snapshot
    parts = parts_of(snapshot, "content:01", "content:04")
    everything = np.arange(snapshot.size, dtype=np.int32)
    found = similarities(snapshot, question_parts(parts), everything)
    # A stored vector is a unit vector to about half a percent: 127 steps for its longest number.
    np.testing.assert_allclose(found, plain_cosines(snapshot, parts), atol=0.01)


def test_replies_are_as_close_as_what_they_answer(view: CommunityView) -> None:
    snapshot = view.snapshot
    parts = parts_of(snapshot, "content:02")
    closeness = Closeness(view, parts)
    everything = np.arange(snapshot.size, dtype=np.int32)
    own = similarities(snapshot, question_parts(parts), everything)
    answered = view.parents >= 0
    expected = own.copy()
    expected[answered] = np.fmax(own[answered], own[view.parents[answered]])
    np.testing.assert_array_equal(closeness.at(everything), expected)
    assert closeness.of(3) == pytest.approx(float(expected[3]), nan_ok=True)

    for count in (1, 3, 8, 100):
        for kinds in (KINDS_IN_ORDER, (EntityKind.CONTENT,)):
            numbers = [n for n in range(snapshot.size) if snapshot.kind(n) in kinds]
            positive = [n for n in numbers if expected[n] > 0]
            best = sorted(positive, key=lambda n: (-expected[n], n))[:count]
            assert closeness.best(kinds, count)[0].tolist() == best


def test_without_parts_nothing_is_close(view: CommunityView) -> None:
    closeness = Closeness(view, np.zeros((0, view.snapshot.vectors.shape[1]), dtype=np.float32))
    everything = np.arange(view.snapshot.size, dtype=np.int32)
    assert np.isnan(closeness.at(everything)).all()
    assert closeness.best(KINDS_IN_ORDER, 5)[0].tolist() == []
    nodes, cosines = closeness.nearest(KINDS_IN_ORDER, 5)
    assert (len(nodes), len(cosines)) == (0, 0)
