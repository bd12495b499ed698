"""The Cypher that does the same job: its answers and shares, by hand and beside Kinpath's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from math import exp, log

import neo4j
import numpy as np
import pytest

from benchmarks.large.whole_task import WholeQuestion
from benchmarks.peers.neo4j_loading import load
from benchmarks.peers.neo4j_same_job import Asking, query
from benchmarks.peers.neo4j_session import connected
from graph.neo4j_address import parse_address
from graph.records import EntityId, Record
from graph.snapshot import Snapshot
from matcher import Matcher, RecommendationRequest
from tests.graph.packed import Vectors, snapshot
from tests.matcher.conftest import edge, node
from tests.neo4j_server import Neo4jMissing, Neo4jServer, running_server

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]

ADA = EntityId("member:ada")
DIMENSIONS = 8
MATHS, BREAD, MUSIC, REST = np.eye(DIMENSIONS, dtype=np.float32)[:4]
NAMES = ("ada", "ben", "cy", "dan", "eve", "fay", "gus")
WALKS = {"walk_from_all", "walk_from_seeds", "walk_from_asker"}
"""Features of which Cypher says something like Kinpath; of the others, the very same."""


def between(one: np.ndarray, other: np.ndarray, part: float) -> np.ndarray:
    """A unit vector whose cosine with one of two at right angles is `part`."""
    return np.asarray(part * one + (1 - part**2) ** 0.5 * other, dtype=np.float32)


@pytest.fixture(scope="module")
def community() -> Snapshot:
    """Ada seeks maths. Ben wrote on it today, Gus long ago; Cy knows bread, and looks for music.

    Music is what Ada knows. Dan is paused, Eve mentors Ada, and Fay, who knows maths, has no room.
    """
    records: list[Record] = [
        *(node(f"member:{name}") for name in NAMES if name not in ("dan", "fay")),
        node("member:dan", paused=True),
        node("member:fay", capacity=1),
        *(node(f"skill:{name}", name=name) for name in ("maths", "bread", "music")),
        node("content:new", 300, title="new"),
        node("content:old", 0, title="old"),
        edge("member:ada", "SEEKS_SKILL", "skill:maths"),
        edge("member:ada", "HAS_SKILL", "skill:music"),
        edge("member:ben", "CREATED", "content:new", 300),
        edge("member:ben", "HAS_SKILL", "skill:maths"),
        edge("member:ben", "SEEKS_SKILL", "skill:bread"),
        edge("member:gus", "CREATED", "content:old", 0),
        edge("member:cy", "HAS_SKILL", "skill:bread"),
        edge("member:cy", "SEEKS_SKILL", "skill:music"),
        edge("member:dan", "HAS_SKILL", "skill:maths"),
        edge("member:fay", "HAS_SKILL", "skill:maths"),
        edge("member:fay", "MENTORS", "member:gus", 1),
        edge("member:eve", "MENTORS", "member:ada", 2),
        edge("member:eve", "CONNECTED", "member:ben", 2),
        edge("content:new", "ABOUT", "skill:maths"),
        edge("content:old", "ABOUT", "skill:maths"),
    ]
    vectors: Vectors = {
        EntityId("skill:maths"): MATHS,
        EntityId("skill:bread"): BREAD,
        EntityId("skill:music"): MUSIC,
        EntityId("content:new"): between(MATHS, REST, 0.8),
        EntityId("content:old"): between(MATHS, BREAD, 0.6),
        EntityId("member:ada"): between(MATHS, MUSIC, 0.6),
        EntityId("member:ben"): MATHS,
        EntityId("member:cy"): BREAD,
        EntityId("member:gus"): between(MATHS, BREAD, 0.5),
    }
    return snapshot(records, vectors)


@pytest.fixture(scope="module")
def session() -> Iterator[neo4j.Session]:
    try:
        with running_server() as server, _session(server) as found:
            yield found
    except Neo4jMissing as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))


def _session(server: Neo4jServer):  # type: ignore[no-untyped-def]
    return connected(parse_address(server.url, server.password))


@pytest.fixture(scope="module")
def numbers(session: neo4j.Session, community: Snapshot) -> dict[int, int]:
    rows, scales = community.vector_rows, community.vector_scales

    def texts() -> Iterator[tuple[int, list[float]]]:
        for at in np.flatnonzero(rows >= 0).tolist():
            vector = community.vectors[rows[at]] * scales[rows[at]]
            yield at, (vector / np.linalg.norm(vector)).tolist()

    return load(session, community, texts)


@pytest.fixture(params=[False, True], ids=["same job", "by vectors"])
def asking(
    request: pytest.FixtureRequest,
    session: neo4j.Session,
    community: Snapshot,
    numbers: dict[int, int],
) -> Asking:
    return Asking(community, session, numbers, by_vectors=request.param)


def test_who_is_recommended_and_by_which_paths(
    session: neo4j.Session, community: Snapshot, numbers: dict[int, int]
) -> None:
    asking = Asking(community, session, numbers, by_vectors=False)
    rows = asking.answer(WholeQuestion("mentors", ADA), 10)
    assert [community.id(row["node"]) for row in rows] == ["member:ben", "member:gus", "member:cy"]
    ways = [
        ([community.id(node) for node in nodes], [kind for kind, _ in steps])
        for _, nodes, steps in rows[0]["paths"]
    ]
    assert (["member:ada", "skill:maths", "member:ben"], ["HAS_SKILL"]) in ways
    assert (
        ["member:ada", "skill:maths", "content:new", "member:ben"],
        ["ABOUT", "CREATED"],
    ) in ways
    strengths = [strength for strength, _, _ in rows[0]["paths"]]
    assert strengths == sorted(strengths, reverse=True)
    assert len(strengths) <= 3


def test_shares_by_hand(
    session: neo4j.Session, community: Snapshot, numbers: dict[int, int]
) -> None:
    # Parts of the question are maths, and Ada's own text, which is less like all of the evidence
    # but for music. Ben: content of today, .8 like maths, that touches Ada's only seed; and maths
    # itself, which counts .2. Gus: content that is .6 like it, and 300 days old. Cy: bread.
    ben = exp(6 * 0.8 + 2) + 0.2 * exp(6 * 1.0 + 2)
    gus = exp(6 * 0.6 + 2) * (1 + 300 / 30) ** -1.5
    cy = 0.2 * exp(0.0)
    mean = (ben + gus + cy) / 3
    asking = Asking(community, session, numbers, by_vectors=False)
    rows = asking.answer(WholeQuestion("mentors", ADA), 10)
    found = {community.id(row["node"]): row["shares"]["evidence_wide"] for row in rows}
    expected = {"member:ben": ben, "member:gus": gus, "member:cy": cy}
    for member, value in expected.items():
        assert found[EntityId(member)] == pytest.approx(0.2 * log(1 + value / mean), rel=0.02)


@pytest.mark.parametrize("text", [None, between(BREAD, MATHS, 0.6)], ids=["member", "text"])
def test_features_are_those_of_kinpath(
    asking: Asking, community: Snapshot, text: np.ndarray | None
) -> None:
    words = None if text is None else "bread"
    rows = asking.answer(WholeQuestion("mentors", ADA, words or "", text), 10)
    matcher = Matcher(community)
    question = matcher.question(RecommendationRequest("mentors", ADA, words), text)
    candidates = np.sort(np.array([row["node"] for row in rows], dtype=np.int32))
    scored = matcher.score(question, candidates)
    for row in rows:
        place = int(np.searchsorted(candidates, row["node"]))
        ours = dict(zip(scored.features, scored.shares[place].tolist(), strict=True))
        assert len({*row["shares"]} - WALKS) >= 7
        for name in {*row["shares"]} - WALKS:
            assert row["shares"][name] == pytest.approx(ours[name], abs=0.02), name
        assert row["score"] == pytest.approx(sum(row["shares"].values()))


def test_peers_are_those_with_whom_one_shares_something(
    asking: Asking, community: Snapshot
) -> None:
    rows = asking.answer(WholeQuestion("peers", ADA), 10)
    shown = [community.id(row["node"]) for row in rows]
    assert shown
    assert not {"member:ada", "member:dan"} & set(shown)


def test_each_goal_and_way_is_one_query_with_parameters() -> None:
    texts = {
        query(goal, by_text=by_text, by_vectors=by_vectors)
        for goal in ("mentors", "peers")
        for by_text in (False, True)
        for by_vectors in (False, True)
    }
    assert len(texts) == 8
    assert all(text.count("$asker") == 1 and ";" not in text for text in texts)
