from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from graph.schema import KINDS_IN_ORDER, EntityKind
from graph.snapshot import Snapshot
from graph.vector_cells import CELLS_FROM
from matcher.vector_search import FEW, Wanted, nearest
from matcher.vectors import QuestionParts, question_parts, similarities
from tests.graph.many_vectors import around, community

pytestmark = pytest.mark.large

Mask = npt.NDArray[np.bool_]
MEMBERS = (EntityKind.MEMBER,)
MANY, DIMENSIONS = 20_000, 64


@pytest.fixture(scope="module")
def large() -> Snapshot:
    return community(around(300, MANY, DIMENSIONS, noise=0.9))


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return community(around(20, 500, DIMENSIONS))


def asked(count: int, parts: int = 1, seed: int = 9) -> list[QuestionParts]:
    """Questions about what the communities talk of, that nobody of them said."""
    texts = around(300, MANY, DIMENSIONS, noise=0.9, chance=seed)[: count * parts]
    return [question_parts(each) for each in texts.reshape(count, parts, DIMENSIONS)]


def compared(
    snapshot: Snapshot, parts: QuestionParts, wanted: Wanted, allowed: Mask | None = None
) -> list[tuple[float, int]]:
    """What a search finds that compares everything: cosines and nodes, sorted by hand."""
    nodes = [n for kind in wanted.kinds for n in range(*snapshot.range(kind))]
    among = np.array([n for n in nodes if allowed is None or allowed[n]], dtype=np.int32)
    cosines = similarities(snapshot, parts, among)
    known = zip(cosines.tolist(), among.tolist(), strict=True)
    pairs = [(cosine, node) for cosine, node in known if not np.isnan(cosine)]
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1]))[: wanted.count]


def found(
    snapshot: Snapshot, parts: QuestionParts, wanted: Wanted, allowed: Mask | None = None
) -> list[tuple[float, int]]:
    [(nodes, cosines)] = nearest(snapshot, parts, [wanted], allowed)
    assert nodes.dtype == np.int32
    assert cosines.dtype == np.float32
    return list(zip(cosines.tolist(), nodes.tolist(), strict=True))


@pytest.mark.parametrize("parts", [1, 2, 5])
@pytest.mark.parametrize("count", [1, 7, 50, 1_000])
def test_few_texts_are_all_compared(small: Snapshot, parts: int, count: int) -> None:
    every_other = np.arange(small.size) % 2 == 0
    for question in asked(10, parts):
        for kinds in (MEMBERS, KINDS_IN_ORDER):
            wanted = Wanted(kinds, count)
            assert found(small, question, wanted) == compared(small, question, wanted)
            some = found(small, question, wanted, every_other)
            assert some == compared(small, question, wanted, every_other)


@pytest.mark.parametrize("share", [1.0, 0.5, 0.1, 0.01])
@pytest.mark.parametrize("parts", [1, 4])
def test_nearly_all_of_the_nearest_are_found(large: Snapshot, share: float, parts: int) -> None:
    allowed = np.random.default_rng(4).random(large.size) < share
    shares = []
    for question in asked(30, parts):
        wanted = Wanted(MEMBERS, 50)
        exact = compared(large, question, wanted, allowed)
        some = found(large, question, wanted, None if share == 1.0 else allowed)
        assert len(some) == 50
        assert all(allowed[node] for _, node in some)
        shares.append(len(set(exact) & set(some)) / 50)
    assert np.mean(shares) >= 0.97


def test_what_is_found_is_ordered_and_exact(large: Snapshot) -> None:
    for question in asked(20, parts=3):
        some = found(large, question, Wanted(KINDS_IN_ORDER, 200))
        nodes = np.array([node for _, node in some], dtype=np.int32)
        assert [cosine for cosine, _ in some] == similarities(large, question, nodes).tolist()
        assert some == sorted(set(some), key=lambda pair: (-pair[0], pair[1]))


def test_several_wishes_are_answered_in_one_pass(small: Snapshot, large: Snapshot) -> None:
    wishes = [
        Wanted(MEMBERS, 20),
        Wanted((EntityKind.SKILL, EntityKind.PURPOSE), 5),
        Wanted(KINDS_IN_ORDER, 40),
        Wanted((EntityKind.GROUP,), 5),
        Wanted(MEMBERS, 0),
    ]
    for question in asked(10, parts=2):
        every = [
            list(zip(c.tolist(), n.tolist(), strict=True))
            for n, c in nearest(small, question, wishes)
        ]
        assert every == [compared(small, question, each) for each in wishes]
        assert [len(nodes) for nodes, _ in nearest(large, question, wishes)] == [20, 5, 40, 0, 0]


@pytest.mark.parametrize("allowed", [0, 1, 30, FEW, FEW + 1])
def test_of_few_that_are_allowed_none_is_missed(large: Snapshot, allowed: int) -> None:
    mask = np.zeros(large.size, dtype=np.bool_)
    mask[np.random.default_rng(5).permutation(MANY)[:allowed]] = True
    for question in asked(5, parts=2):
        wanted = Wanted(KINDS_IN_ORDER, 100)
        some, exact = (each(large, question, wanted, mask) for each in (found, compared))
        assert len(set(some) & set(exact)) >= 0.9 * len(exact)
        assert len(some) == min(allowed, 100)
        assert some == exact or allowed > FEW


def test_texts_that_are_the_same_are_ordered_by_node() -> None:
    same = community(np.repeat(around(1, 1, DIMENSIONS), CELLS_FROM + 1_000, axis=0))
    for question in asked(3):
        assert [node for _, node in found(same, question, Wanted(MEMBERS, 60))] == list(range(60))
    view = same.without(range(30))
    assert [node for _, node in found(view, asked(1)[0], Wanted(MEMBERS, 9))] == list(range(9))


def test_vectors_without_a_direction_are_at_right_angles_to_everything() -> None:
    vectors = around(30, CELLS_FROM + 1_000, DIMENSIONS)
    vectors[::2] = 0
    blank = community(vectors)
    [question] = asked(1)
    some = {node: cosine for cosine, node in found(blank, question, Wanted(MEMBERS, 6_000))}
    assert len(some) == CELLS_FROM + 1_000
    assert {some[node] for node in range(0, CELLS_FROM, 2)} == {0.0}
    nothing = question_parts(np.zeros((1, DIMENSIONS), dtype=np.float32))
    assert [cosine for cosine, _ in found(blank, nothing, Wanted(MEMBERS, 5))] == [0.0] * 5


def test_without_parts_or_texts_nothing_is_found(small: Snapshot) -> None:
    wanted = Wanted(KINDS_IN_ORDER, 5)
    nobody = question_parts(np.zeros((0, DIMENSIONS), dtype=np.float32))
    assert found(small, nobody, wanted) == []
    [question] = asked(1)
    assert nearest(small, question, []) == []
    assert found(small.without(range(small.size)), question, wanted) == []
    alone = small.without(range(1, small.size))
    assert [node for _, node in found(alone, question, wanted)] == [0]


def test_a_view_is_searched_as_well_as_the_whole(large: Snapshot) -> None:
    view = large.without(range(0, MANY, 3))
    shares = []
    for question in asked(20, parts=2):
        wanted = Wanted(MEMBERS, 50)
        exact = compared(view, question, wanted)
        shares.append(len(set(exact) & set(found(view, question, wanted))) / 50)
    assert np.mean(shares) >= 0.97


def test_who_is_not_to_be_seen_is_not_found(small: Snapshot, large: Snapshot) -> None:
    wanted = Wanted(KINDS_IN_ORDER, 40)
    for snapshot in (small, large):
        for question in asked(5, parts=2):
            every = found(snapshot, question, wanted)
            hidden = np.array(sorted(node for _, node in every[::2]), dtype=np.int32)
            narrowed = replace(snapshot, absent=hidden)
            left = found(narrowed, question, wanted)
            assert len(left) == 40
            assert not set(hidden.tolist()) & {node for _, node in left}
            assert left[:20] == every[1::2] or snapshot is large
            mask = np.zeros(snapshot.size, dtype=np.bool_)
            mask[[node for _, node in every]] = True
            assert found(narrowed, question, wanted, mask) == every[1::2]
