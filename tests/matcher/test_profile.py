from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from graph.embeddings import DEFAULT_MODEL
from graph.records import EntityId, Record
from matcher import RecommendationRequest
from matcher.features.meaning import profile
from matcher.shown_evidence import evidence_of
from tests.matcher.conftest import Community, edge, node

Build = Callable[[Iterable[Record]], Community]


def test_a_profile_is_the_cosine_of_the_mean_of_what_counts(build: Build) -> None:
    records: list[Record] = [node(f"member:{name}", name=name) for name in ("ada", "bob", "cy")]
    for place in range(6):
        records.append(node(f"content:{place}", kind="post", title=f"Word {place}"))
        records.append(edge("member:bob", "CREATED", f"content:{place}", place))
    records.append(edge("member:ada", "CREATED", "content:0", 1))
    house = build(records)
    texts = house.store.texts_without_vector(DEFAULT_MODEL)
    vectors = np.random.default_rng(5).standard_normal((len(texts), 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    house.store.write_vectors(DEFAULT_MODEL, [text.digest for text in texts], vectors)

    matcher = house.matcher()
    request = RecommendationRequest("mentors", EntityId("member:ada"))
    asked = vectors[:1]
    for text in (asked[0], vectors[3]):  # the second time with lengths that are known
        question = matcher.question(request, text)
        nodes = np.array(
            [matcher.snapshot.node(EntityId(f"member:{n}")) for n in ("ada", "bob", "cy")]
        )
        scored = matcher.score(question, nodes.astype(np.int32))
        found = profile(question, nodes.astype(np.int32), scored.evidence)
        snapshot = matcher.snapshot
        for place in range(3):
            pieces = evidence_of(scored.evidence, np.array([place]))
            rows = snapshot.vector_rows[pieces.nodes[pieces.weights > 0]]
            rows = rows[rows >= 0]
            if not len(rows):
                assert np.isnan(found[place])
                continue
            mean = (snapshot.vectors[rows] * snapshot.vector_scales[rows, None]).sum(axis=0)
            expected = float(mean @ text / np.linalg.norm(mean))
            assert found[place] == pytest.approx(expected, abs=1e-4)
