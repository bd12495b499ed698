from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from graph.schema import KINDS_IN_ORDER, EntityKind
from graph.snapshot import Snapshot
from matcher import kept_nearest, large
from matcher.ground import Ground
from matcher.kept_nearest import begun_by_nodes
from matcher.vector_search import Found, Wanted, nearest
from matcher.vectors import question_parts, vector_of
from matcher.view import CommunityView
from tests.graph.many_vectors import around, community
from tests.matcher.test_vector_search import compared

pytestmark = pytest.mark.large

MANY, DIMENSIONS = 20_000, 64
WISHES = (
    Wanted((EntityKind.MEMBER,), 30),
    Wanted(KINDS_IN_ORDER, 40),
    Wanted((EntityKind.SKILL, EntityKind.PURPOSE), 3),
    Wanted((EntityKind.GROUP,), 5),
)


@pytest.fixture(autouse=True)
def _every_community_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "NODES", 0)
    monkeypatch.setattr(kept_nearest, "SHARED_BY", 0)


@pytest.fixture(scope="module")
def many() -> Snapshot:
    return community(around(300, MANY, DIMENSIONS, noise=0.9))


@pytest.fixture(scope="module")
def few() -> Snapshot:
    return community(around(20, 500, DIMENSIONS))


def vectors_of(snapshot: Snapshot, nodes: Sequence[int]) -> npt.NDArray[np.float32]:
    found = [vector_of(snapshot, node) for node in nodes]
    return np.stack([vector for vector in found if vector is not None])


def asked(view: CommunityView, nodes: Sequence[int]) -> list[Found]:
    parts = question_parts(vectors_of(view.snapshot, nodes))
    begun = begun_by_nodes(view, parts, nodes, WISHES)
    return nearest(view.snapshot, parts, WISHES, begun=begun)


def as_pairs(found: Sequence[Found]) -> list[list[tuple[float, int]]]:
    return [list(zip(c.tolist(), n.tolist(), strict=True)) for n, c in found]


def plain(view: CommunityView, nodes: Sequence[int]) -> list[list[tuple[float, int]]]:
    parts = question_parts(vectors_of(view.snapshot, nodes))
    return [compared(view.snapshot, parts, wish) for wish in WISHES]


def skills(snapshot: Snapshot, *places: int) -> list[int]:
    begin, _ = snapshot.range(EntityKind.SKILL)
    return [begin + place for place in places]


@pytest.mark.parametrize("places", [(0,), (0, 1), (4, 0, 7, 9)])
@pytest.mark.parametrize("members", [(), (20,), (70, 300)])
def test_few_texts_are_compared_as_before(
    few: Snapshot, places: tuple[int, ...], members: tuple[int, ...]
) -> None:
    view = CommunityView(few)
    for nodes in ([*members, *skills(few, *places)], [*skills(few, *places), *members]):
        for _ in range(2):
            assert as_pairs(asked(view, nodes)) == plain(view, nodes)


@pytest.mark.parametrize("members", [0, 1, 2])
def test_nearly_all_of_the_nearest_are_found(many: Snapshot, members: int) -> None:
    view, shares = CommunityView(many), []
    begin, _ = many.range(EntityKind.MEMBER)
    for turn in range(10):
        own = [begin + 40 * turn + place for place in range(members)]
        nodes = [*own, *skills(many, turn, (turn + 3) % 10)]
        found, exact = as_pairs(asked(view, nodes)), plain(view, nodes)
        for some, every in zip(found, exact, strict=True):
            assert len(some) == len(every)
            assert some == sorted(some, key=lambda pair: (-pair[0], pair[1]))
            assert len({node for _, node in some}) == len(some)
        shares += [len(set(found[wish]) & set(exact[wish])) / len(exact[wish]) for wish in (0, 1)]
    assert np.mean(shares) >= 0.97


def test_what_is_kept_is_not_searched_for(many: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    view, nodes = CommunityView(many), skills(many, 1, 2)
    first = as_pairs(asked(view, nodes))

    def fails(*_: object) -> None:
        pytest.fail("this is known")

    monkeypatch.setattr(kept_nearest, "nearest", fails)
    assert as_pairs(asked(view, nodes)) == first


@pytest.mark.parametrize("gone", [1, 8, 25])
def test_whoever_is_gone_is_found_no_more(few: Snapshot, gone: int) -> None:
    view, nodes = CommunityView(few), [*skills(few, 3), 100]
    before = as_pairs(asked(view, nodes))
    leaving = np.sort([node for _, node in before[0][:gone]]).astype(np.int32)
    later = Ground.of(view).without(leaving).view()
    after = as_pairs(asked(later, nodes))
    assert after == plain_without(view, nodes, leaving)
    assert as_pairs(asked(view, nodes)) == before


def plain_without(
    view: CommunityView, nodes: Sequence[int], leaving: npt.NDArray[np.int32]
) -> list[list[tuple[float, int]]]:
    parts = question_parts(vectors_of(view.snapshot, nodes))
    every = [compared(view.snapshot, parts, Wanted(wish.kinds, 10_000)) for wish in WISHES]
    left = set(leaving.tolist())
    return [
        [pair for pair in pairs if pair[1] not in left][: wish.count]
        for pairs, wish in zip(every, WISHES, strict=True)
    ]


def test_what_nobody_shares_is_not_kept(few: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    view = CommunityView(few)
    parts = question_parts(vectors_of(few, [7]))
    assert begun_by_nodes(view, parts, [7], WISHES) is None  # a member's own
    assert begun_by_nodes(view, parts, [], WISHES) is None  # somebody's words
    [skill] = skills(few, 0)
    monkeypatch.setattr(kept_nearest, "SHARED_BY", 16)
    assert begun_by_nodes(view, parts, [skill], WISHES) is None
    monkeypatch.setattr(kept_nearest, "SHARED_BY", 0)
    assert begun_by_nodes(view, parts, [skill], WISHES) is not None
    monkeypatch.setattr(large, "NODES", few.size + 1)
    assert begun_by_nodes(view, parts, [skill], WISHES) is None
