from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from graph.records import EntityId, Record
from matcher import RecommendationRequest
from tests.matcher.asked import paths_to
from tests.matcher.conftest import Community, edge, node

Build = Callable[[Iterable[Record]], Community]
ASK = RecommendationRequest(goal="mentors", member=EntityId("member:ada"))


def test_the_likeliest_path_comes_first_and_its_edges_are_stored(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    stored = {(e.kind, e.source, e.target) for e in house.store.relationships()}
    for result in house.matcher().recommend(ASK).results:
        assert result.explanation.paths
        strengths = [path.strength for path in result.explanation.paths]
        assert all(0 < strength <= 1 for strength in strengths)
        for path in result.explanation.paths:
            assert path.nodes[-1] == result.id
            assert len(path.nodes) == len(path.edges) + 1 == len(path.names)
            assert len(path.edges) <= 4
            for step, (one, other) in zip(
                path.edges, zip(path.nodes, path.nodes[1:], strict=False), strict=True
            ):
                assert {step.source, step.target} == {one, other}
                assert (step.kind, step.source, step.target) in stored


def test_strength_is_the_product_of_transition_probabilities(build: Build) -> None:
    house = build(
        [
            *(node(f"member:{name}", name=name) for name in ("ada", "bob")),
            node("group:g", name="G"),
            edge("member:ada", "JOINED", "group:g"),
            edge("member:bob", "JOINED", "group:g"),
        ]
    )
    question = house.matcher().question(ASK, None)
    bob = question.snapshot.node(EntityId("member:bob"))
    # The group is a seed since Ada is in it, so the path begins with her.
    [[path]] = paths_to(question, [bob])
    assert path.nodes == ("member:ada", "group:g", "member:bob")
    # Ada has one way to go; from the group it is either of two members of equal degree.
    assert path.strength == pytest.approx(1.0 * 0.5)


def test_a_negative_edge_is_never_a_step(build: Build) -> None:
    house = build(
        [
            *(node(f"member:{name}", name=name) for name in ("ada", "bob", "cy")),
            node("activity:a", name="A"),
            edge("member:ada", "ATTENDED", "activity:a", 1),
            edge("member:bob", "DECLINED", "activity:a", 1),
            edge("member:cy", "ATTENDED", "activity:a", 1),
        ]
    )
    answer = house.matcher().recommend(RecommendationRequest("peers", member=ASK.member))
    assert [result.name for result in answer.results] == ["cy"]
