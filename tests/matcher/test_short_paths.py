"""The compiled search against a plain one, which follows everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.records import EntityId
from graph.schema import RelationshipKind
from matcher import Matcher, RecommendationRequest, large, paths
from matcher.features.walk import start
from matcher.large import is_large
from matcher.question import Question
from matcher.short_paths import MAX_PATHS
from matcher.view import CommunityView, Edge
from matcher.walks import WALK_WEIGHTS
from tests.graph.packed import snapshot
from tests.matcher.asked import paths_to
from tests.matcher.conftest import edge, node
from tests.matcher.small_communities import MEMBERS, random_snapshot

pytestmark = pytest.mark.large

Level = dict[int, tuple[float, tuple[int, ...]]]
"""By node, how likely it is reached and on which way."""


def plain_paths(question: Question, candidate: int) -> list[tuple[int, ...]]:
    """The best ways to the candidate, found by following every step."""
    nodes, mass = start(question)
    first: Level = {
        node: (value, (node,)) for node, value in zip(nodes.tolist(), mass.tolist(), strict=True)
    }
    first = dict(sorted(first.items(), key=likeliest_first)[: paths.MAX_STARTS])
    second = stepped(question.view, first)
    levels = [first, second, stepped(question.view, second)]
    neighbours, last = question.view.walk_graph.column(candidate)
    ways = [
        (-level[node][0] * step, depth, node, (*level[node][1], candidate))
        for node, step in zip(neighbours.tolist(), last.tolist(), strict=True)
        for depth, level in enumerate(levels)
        if node in level
    ]
    found: dict[int, tuple[int, ...]] = {}
    for _, _, neighbour, way in sorted(ways):
        blocked = any(blocks(question.view, each, candidate) for each in way[:-1])
        if neighbour not in found and len(set(way)) == len(way) and not blocked:
            found[neighbour] = way
    return list(found.values())[:MAX_PATHS]


def likeliest_first(item: tuple[int, tuple[float, tuple[int, ...]]]) -> tuple[float, int]:
    return -item[1][0], item[0]


def stepped(view: CommunityView, level: Level) -> Level:
    reached: Level = {}
    for origin, (value, way) in sorted(level.items(), key=likeliest_first)[: most_expanded(view)]:
        neighbours, steps = view.walk_graph.row(origin)
        for reach, step in zip(neighbours.tolist(), steps.tolist(), strict=True):
            if value * step > reached.get(reach, (0.0, ()))[0]:
                reached[reach] = value * step, (*way, reach)
    return reached


def most_expanded(view: CommunityView) -> int:
    return paths.MAX_EXPANDED_OF_LARGE if is_large(view.snapshot) else paths.MAX_EXPANDED


def blocks(view: CommunityView, one: int, other: int) -> bool:
    return any(each.kind is RelationshipKind.BLOCKS for each in view.edges_between(one, other))


def from_asker(question: Question, way: tuple[int, ...]) -> tuple[int, ...]:
    asker = question.member
    if asker is None or asker in way:
        return way
    return (asker, *way) if way[0] in question.view.walk_graph.row(asker)[0].tolist() else way


def telling(edge: Edge) -> tuple[int, int, int]:
    return -list(WALK_WEIGHTS).index(edge.kind), edge.time, edge.verb


def questions(seed: int) -> Iterator[Question]:
    matcher = Matcher(random_snapshot(seed))
    for goal in ("mentors", "next_steps"):
        asker = EntityId(MEMBERS[seed % 9])
        yield matcher.ask(RecommendationRequest(goal, member=asker))
        yield matcher.ask(RecommendationRequest(goal, seeds=(EntityId("skill:s1"),)))


def assert_as_plainly_found(question: Question) -> None:
    view = question.view
    for candidate, found in enumerate(paths_to(question, range(view.snapshot.size))):
        ways = [from_asker(question, way) for way in plain_paths(question, candidate)]
        assert [path.nodes for path in found] == [
            tuple(view.snapshot.id(node) for node in way) for way in ways
        ]
        for path, way in zip(found, ways, strict=True):
            strength = 1.0
            for one, other, said in zip(way, way[1:], path.edges, strict=False):
                neighbours, steps = view.walk_graph.row(one)
                strength *= float(steps[neighbours.tolist().index(other)])
                joining = view.edges_between(one, other)
                best = max((each for each in joining if each.kind in WALK_WEIGHTS), key=telling)
                assert said.kind is best.kind
                assert said.source == view.snapshot.id(best.source)
            assert path.strength == pytest.approx(strength)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_compiled_finds_what_following_everything_finds(seed: int) -> None:
    for question in questions(seed):
        assert_as_plainly_found(question)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_listing_the_likeliest_steps_of_long_rows_changes_nothing(seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "LONG_ROW", 2)
        for question in questions(seed):
            assert_as_plainly_found(question)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_in_a_large_community_fewer_nodes_are_followed_further(seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "NODES", 0)
        patch.setattr(paths, "MAX_STARTS", 3)
        patch.setattr(paths, "MAX_EXPANDED_OF_LARGE", 3)
        for question in questions(seed):
            assert_as_plainly_found(question)


def test_a_hub_that_is_searched_and_not_walked_leads_on_all_the_same() -> None:
    people = [f"member:p{number:03}" for number in range(90)]
    found = snapshot(
        [
            node("member:ada"),
            node("group:hub"),
            *(node(person) for person in people),
            *(edge(person, "JOINED", "group:hub") for person in ["member:ada", *people]),
        ]
    )
    question = Matcher(found).ask(RecommendationRequest("peers", member=EntityId("member:ada")))
    [[path]] = paths_to(question, [found.node(EntityId(people[-1]))])
    assert path.nodes == ("member:ada", "group:hub", people[-1])


def test_without_any_edge_there_is_no_path() -> None:
    found = snapshot([node("member:ada"), node("member:bob")])
    question = Matcher(found).ask(RecommendationRequest("peers", member=EntityId("member:ada")))
    assert paths_to(question, [1]) == [()]
