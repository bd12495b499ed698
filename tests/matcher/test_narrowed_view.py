from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from weakref import ref

import numpy as np
import pytest

from benchmarks.large.community import large_community
from graph.adjacency import Adjacency
from graph.lending import Lending
from graph.records import EntityId, Record
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher import Matcher, RecommendationRequest
from matcher.ground import INHERITED, Ground
from matcher.strengths import relative_strengths
from matcher.view import CommunityView
from matcher.visibility import Standing, Views
from tests.matcher.conftest import Community, edge, node
from tests.matcher.test_visibility import HIDDEN_LIFE

pytestmark = pytest.mark.large

Build = Callable[[Iterable[Record]], Community]
ADA = EntityId("member:ada")
GOALS = ("mentors", "peers", "next_steps")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return large_community(1_000, 1, tmp_path_factory.mktemp("large")).snapshot


def rows(snapshot: Snapshot, side: Adjacency) -> dict[str, list[tuple[object, ...]]]:
    """The edges of each node that is to be seen, by its id."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for entity in range(snapshot.size):
        if snapshot.find(snapshot.id(entity)) is not None:
            begin, end = side.spans[entity].tolist()
            columns = [column[begin:end].tolist() for column in side.columns[1:]]
            neighbours = [snapshot.id(each) for each in side.neighbours[begin:end].tolist()]
            found[snapshot.id(entity)] = list(zip(neighbours, *columns, strict=True))
    return found


def views(snapshot: Snapshot, apart: frozenset[int]) -> tuple[CommunityView, CommunityView]:
    """The view of somebody who is apart from these, narrowed and copied."""
    stands = Standing(minor=False, apart=apart, spared=None)
    narrows, copied = Views(snapshot, 0), Views(snapshot)
    return narrows._narrowed(stands), copied._view(None, copied._unseen(stands))


@pytest.mark.parametrize("narrowed_from", [0, 1_000_000])
def test_the_memory_of_views_is_free_as_soon_as_nobody_uses_them(
    snapshot: Snapshot, narrowed_from: int
) -> None:
    whole = replace(snapshot)
    matcher = Matcher(whole)
    matcher._views = Views(whole, narrowed_from)
    begin, _ = whole.range(EntityKind.MEMBER)
    stands = Standing(minor=False, apart=frozenset([begin + 1]), spared=None)
    gc.disable()  # a full collection may be minutes away
    try:
        for goal in GOALS:
            matcher.recommend_json(RecommendationRequest(goal, whole.id(begin)))
        views = matcher._views
        view = views.of(None, None) if narrowed_from else views._narrowed(stands)
        left = ref(matcher), ref(views), ref(view)
        del views, view, matcher
        assert [each() is None for each in left] == [True] * 3
    finally:
        gc.enable()


@pytest.mark.parametrize("seed", range(5))
def test_a_narrowed_view_has_the_rows_of_a_copy(snapshot: Snapshot, seed: int) -> None:
    chance = np.random.default_rng(seed)
    begin, end = snapshot.range(EntityKind.MEMBER)
    apart = frozenset(chance.integers(begin, end, 1 + seed * 3).tolist())
    narrowed, copied = views(snapshot, apart)
    assert narrowed.unseen == copied.unseen
    for side in ("out", "into"):
        found = rows(narrowed.snapshot, getattr(narrowed.snapshot, side))
        assert found == rows(copied.snapshot, getattr(copied.snapshot, side))
    for name in ("walk_graph", "social_graph"):
        few, whole = getattr(narrowed, name), getattr(copied, name)
        for there in range(copied.snapshot.size):
            here = narrowed.snapshot.node(copied.snapshot.id(there))
            neighbours, probabilities = few.row(here)
            ids = [narrowed.snapshot.id(each) for each in neighbours.tolist()]
            assert ids == [copied.snapshot.id(each) for each in whole.row(there)[0].tolist()]
            assert probabilities == pytest.approx(whole.row(there)[1], abs=0.05)
            assert not ids or probabilities.sum() == pytest.approx(1.0, abs=1e-5)


def test_what_strengths_tell_is_not_kept_beside_them(snapshot: Snapshot) -> None:
    view = Views(snapshot).of(None, None)
    assert not len(view.meanings.own)
    assert np.shares_memory(view.said.codes, view.snapshot.out.strengths)
    everywhere = slice(len(view.snapshot.out))
    assert view.said.at(everywhere).tolist() == relative_strengths(view.snapshot)[0].tolist()
    # What is written behind the edges is how much they say, which may be another number.
    ground = Ground.of(view)
    assert not np.shares_memory(ground.said.codes, ground.snapshot.out.strengths)


def test_strengths_go_with_the_edges_that_moved(snapshot: Snapshot) -> None:
    begin, _ = snapshot.range(EntityKind.MEMBER)
    narrowed, copied = views(snapshot, frozenset({begin + 1, begin + 5}))
    for there in range(copied.snapshot.size):
        here = narrowed.snapshot.node(copied.snapshot.id(there))
        few = narrowed.said.at(slice(*narrowed.snapshot.out.spans[here]))
        whole = copied.said.at(slice(*copied.snapshot.out.spans[there]))
        assert few.tolist() == whole.tolist()


@pytest.mark.parametrize("blocks", [("member:x", "member:ada"), ("member:ada", "member:x")])
def test_whoever_is_blocked_is_in_nothing_that_is_shown(
    build: Build, mentoring: list[Record], blocks: tuple[str, str]
) -> None:
    house = build([*mentoring, node("member:x", name="Xavier"), *HIDDEN_LIFE])
    shown = _answers(house.matcher())
    assert "Xavier" in shown
    assert "hidden way" in shown
    house.write(edge(blocks[0], "BLOCKS", blocks[1], 10))
    shown = _answers(house.matcher())
    for name in ("Xavier", "member:x", "hidden way", "content:x1", "content:x2"):
        assert name not in shown


def test_without_room_the_view_is_copied(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, _ = snapshot.range(EntityKind.MEMBER)
    monkeypatch.setattr(Lending, "lend", Lending(0, 0).lend)
    narrowed, copied = views(snapshot, frozenset({begin}))
    assert narrowed.snapshot.size == copied.snapshot.size < snapshot.size


def test_views_are_made_while_others_are_read(snapshot: Snapshot) -> None:
    begin, end = snapshot.range(EntityKind.MEMBER)
    house = Views(snapshot, 0)
    ground = house._ground(False)
    public = ground.view().snapshot

    def look(seed: int) -> bool:
        apart = np.unique(np.random.default_rng(seed).integers(begin, end, 3)).astype(np.int32)
        view = ground.without(apart).view()
        apart = public.of_whole(apart)
        side, told = view.snapshot.out, 0
        for one in range(0, public.size, 7):
            row = side.neighbours[slice(*side.spans[one])].tolist()
            before = public.out.neighbours[slice(*public.out.spans[one])].tolist()
            told += row == ([] if one in apart else [x for x in before if x not in apart])
        return told == len(range(0, public.size, 7))

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(look, range(60)))


def test_every_table_of_a_view_is_inherited_or_its_own() -> None:
    tables = {name for name, each in vars(CommunityView).items() if _is_table(each)}
    from_these = {
        "walk_graph",
        "social_graph",
        "said",
        "meanings",
        "_strengths",
        "_latest_event",
        "parents",
        "has_replies",
        "asks",
        "has_unprofiled",
    }
    assert tables - set(INHERITED) == from_these


def test_an_earlier_time_is_shown_without_the_absent(snapshot: Snapshot) -> None:
    begin, _ = snapshot.range(EntityKind.MEMBER)
    narrowed, copied = views(snapshot, frozenset({begin + 2}))
    found = narrowed.snapshot.without([])
    assert rows(found, found.out) == rows(copied.snapshot, copied.snapshot.out)


def _is_table(each: object) -> bool:
    return isinstance(each, cached_property)


def _answers(matcher: Matcher) -> str:
    matcher._views = Views(matcher.snapshot, 0)
    asked = (RecommendationRequest(goal=goal, member=ADA) for goal in GOALS)
    return str([matcher.recommend(request) for request in asked])
