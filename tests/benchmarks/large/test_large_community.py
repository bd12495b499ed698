"""The large community: the same for a seed, valid, and shaped as communities are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from benchmarks.large.community import LargeCommunity, large_community, member_id
from benchmarks.large.generating import generate
from benchmarks.large.shape import Shape
from graph.adjacency import Adjacency
from graph.packing import HIDDEN, NO_TIME, PAUSED
from graph.schema import (
    KINDS_IN_ORDER,
    RELATIONSHIP_CODES,
    RELATIONSHIPS,
    EntityKind,
    RelationshipKind,
)

MEMBERS = 4_000
_TIES = [
    RELATIONSHIP_CODES[RelationshipKind(name)]
    for name in ("CONNECTED", "FOLLOWS", "HELPED", "MENTORS")
]


@pytest.fixture(scope="module")
def community(tmp_path_factory: pytest.TempPathFactory) -> LargeCommunity:
    return large_community(MEMBERS, 1, tmp_path_factory.mktemp("large"))


def test_the_same_seed_makes_the_same_community() -> None:
    one, again, other = generate(1_000, 1), generate(1_000, 1), generate(1_000, 2)
    assert one.graph.ids == again.graph.ids
    for name in ("facts", "sources", "targets", "edge_facts", "vectors"):
        assert np.array_equal(getattr(one.graph, name), getattr(again.graph, name)), name
    assert np.array_equal(one.held_out, again.held_out)
    assert len(one.graph.sources) != len(other.graph.sources)


def test_it_is_kept_and_opened_again(tmp_path: Path) -> None:
    made = large_community(1_000, 1, tmp_path)
    written = (made.directory / "manifest.json").stat().st_mtime_ns
    opened = large_community(1_000, 1, tmp_path)
    assert (opened.directory / "manifest.json").stat().st_mtime_ns == written
    assert np.array_equal(made.snapshot.out.neighbours, opened.snapshot.out.neighbours)
    assert np.array_equal(made.held_out, opened.held_out)


def test_what_was_kept_and_is_damaged_is_made_again(tmp_path: Path) -> None:
    made = large_community(1_000, 1, tmp_path)
    (made.directory / "manifest.json").write_text("{}")
    again = large_community(1_000, 1, tmp_path)
    assert np.array_equal(made.snapshot.out.neighbours, again.snapshot.out.neighbours)


def test_too_few_members_are_refused() -> None:
    with pytest.raises(ValueError, match="999 members are too few"):
        large_community(999, 1)


def test_everything_grows_with_the_members_but_topics_with_their_root() -> None:
    small, large = Shape.of(10_000), Shape.of(1_000_000)
    assert large.nodes == 1_250_001
    assert (small.skills, large.skills) == (200, 2_000)
    assert large.activities == 100 * small.activities


def test_relationships_join_what_they_may(community: LargeCommunity) -> None:
    snapshot = community.snapshot
    kinds = np.searchsorted(snapshot.kind_offsets, np.arange(snapshot.size), side="right") - 1
    for kind, rule in RELATIONSHIPS.items():
        of_kind = snapshot.out.kinds == RELATIONSHIP_CODES[kind]
        sources = {KINDS_IN_ORDER[k] for k in np.unique(kinds[snapshot.out.owners()[of_kind]])}
        targets = {KINDS_IN_ORDER[k] for k in np.unique(kinds[snapshot.out.neighbours[of_kind]])}
        assert sources <= rule.sources
        assert targets <= rule.targets


def test_there_are_about_22_relationships_a_member(community: LargeCommunity) -> None:
    assert 20 < len(community.snapshot.out) / MEMBERS < 24


def test_nothing_happens_before_its_member_came(community: LargeCommunity) -> None:
    snapshot = community.snapshot
    times, owners = snapshot.out.times, snapshot.out.owners()
    ties = np.isin(snapshot.out.kinds, _TIES)
    assert (times[ties] != NO_TIME).all()
    assert (times[ties] >= snapshot.node_times[owners[ties]]).all()
    assert (times[ties] >= snapshot.node_times[snapshot.out.neighbours[ties]]).all()


def test_a_few_do_much_and_a_skill_is_common(community: LargeCommunity) -> None:
    snapshot = community.snapshot
    begin, end = snapshot.range(EntityKind.MEMBER)
    degrees = degrees_of(snapshot.out)[begin:end]
    assert np.percentile(degrees, 99) > 3 * np.median(degrees)
    skills = degrees_of(snapshot.into)[slice(*snapshot.range(EntityKind.SKILL))]
    assert skills.max() > MEMBERS / 5


def degrees_of(side: Adjacency) -> npt.NDArray[np.int64]:
    return side.degrees()


def test_a_few_members_hide_and_pause(community: LargeCommunity) -> None:
    flags = community.snapshot.flags[slice(*community.snapshot.range(EntityKind.MEMBER))]
    assert 0.01 < np.mean(flags & HIDDEN != 0) < 0.03
    assert 0.02 < np.mean(flags & PAUSED != 0) < 0.04


def test_held_out_ties_are_not_in_it(community: LargeCommunity) -> None:
    snapshot = community.snapshot
    tied = np.isin(snapshot.out.kinds, _TIES)
    owners = snapshot.out.owners()[tied].tolist()
    pairs = set(zip(owners, snapshot.out.neighbours[tied].tolist(), strict=True))
    for one, other in community.held_out.tolist():
        ends = snapshot.node(member_id(one)), snapshot.node(member_id(other))
        assert ends not in pairs
        assert ends[::-1] not in pairs
    assert 0.04 < len(community.held_out) / (len(pairs) + len(community.held_out)) < 0.06


def test_texts_of_a_topic_are_alike(community: LargeCommunity) -> None:
    # Every eighth: neighbours are of one circle, and so of one topic.
    texts, abouts = community.meanings.texts(community.abouts)[::8], community.abouts[::8]
    cosines = texts @ texts.T
    apart = ~np.eye(len(texts), dtype=bool)
    same_skill = (abouts[:, None] == abouts) & apart
    topics = abouts // 20
    same_topic = (topics[:, None] == topics) & ~same_skill & apart
    other = topics[:, None] != topics
    assert 0.6 < cosines[same_skill].mean() < 0.8
    assert 0.45 < cosines[same_topic].mean() < 0.6
    assert 0.0 < cosines[other].mean() < 0.2


def test_the_snapshot_holds_the_vectors_that_are_made_again(community: LargeCommunity) -> None:
    (begin, block), *_ = community.meanings.blocks(community.abouts)
    assert begin == 0
    node = int(community.vector_nodes[17])
    row = community.snapshot.vectors[community.snapshot.vector_rows[node]].astype(np.float32)
    assert block[17] @ (row / np.linalg.norm(row)) == pytest.approx(1.0, abs=1e-3)
