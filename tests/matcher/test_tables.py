"""Who has to do with whom and who did what, as tables: entries worked out by hand."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from graph.records import EntityId, Record
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher.strengths import relative_strengths
from matcher.tables import (
    TIES,
    Rarity,
    Table,
    deeds,
    in_few_dimensions,
    of_kinds,
    ties,
    topic_rows,
)
from tests.graph.packed import snapshot
from tests.matcher.conftest import edge, node

NAMES = ("ada", "bob", "cy", "di")


def people() -> list[Record]:
    return [node(f"member:{name}") for name in NAMES]


def done_in(found: Snapshot) -> Table:
    return deeds(found, relative_strengths(found)[0])


def unit_rows(found: Snapshot, kind: EntityKind) -> sparse.csr_array:
    """What all members did with things of a kind, in rows of unit length."""
    table, (begin, end) = done_in(found), found.range(EntityKind.MEMBER)
    part = of_kinds(table, found, kind)
    return Rarity.of(part, end - begin).rows(table, np.arange(begin, end))


def entries(table: Table, found: Snapshot) -> dict[tuple[str, str], float]:
    """The entries by the names of their row and column."""
    matrix = table.matrix.of_scipy()
    rows, places = matrix.nonzero()
    return {
        (found.name(table.first + row), found.name(int(table.columns[place]))): float(
            matrix[row, place]
        )
        for row, place in zip(rows.tolist(), places.tolist(), strict=True)
    }


def test_a_tie_holds_both_ways_and_counts_once() -> None:
    found = snapshot(
        [
            *people(),
            node("group:g"),
            edge("member:ada", "FOLLOWS", "member:bob"),
            edge("member:bob", "FOLLOWS", "member:ada"),
            edge("member:bob", "HELPED", "member:ada", 3),
            edge("member:cy", "MENTORS", "member:bob"),
            edge("member:cy", "HELPED", "member:cy"),
            edge("member:di", "BLOCKS", "member:ada"),
            edge("member:di", "INVITED", "member:ada"),
            edge("member:di", "JOINED", "group:g"),
        ]
    )
    assert entries(ties(found), found) == {
        ("ada", "bob"): 1.0, ("bob", "ada"): 1.0, ("bob", "cy"): 1.0, ("cy", "bob"): 1.0,
    }  # fmt: skip


@given(
    drawn=st.lists(
        st.tuples(st.sampled_from(TIES), st.sampled_from(NAMES), st.sampled_from(NAMES)),
        max_size=15,
    )
)
def test_ties_are_symmetric_without_diagonal(drawn: list[tuple[str, str, str]]) -> None:
    told = [edge(f"member:{one}", kind, f"member:{other}") for kind, one, other in drawn]
    table = ties(snapshot([node("skill:s"), node("community:c"), *people(), *told]))
    dense = table.matrix.of_scipy().toarray()
    assert (dense == dense.T).all()
    assert not dense.diagonal().any()
    assert set(table.matrix.data.tolist()) <= {1.0}
    pairs = {frozenset((one, other)) for _, one, other in drawn if one != other}
    assert len(table.matrix.data) == 2 * len(pairs)


def test_the_strongest_of_several_deeds_counts() -> None:
    found = snapshot(
        [
            *people(),
            node("community:host"),
            *(node(f"content:{name}") for name in ("c1", "c2")),
            node("skill:s"),
            edge("member:ada", "ENGAGED", "content:c1", verb="like"),
            edge("member:ada", "ENGAGED", "content:c1", 4, verb="comment"),
            edge("member:ada", "ENGAGED", "content:c2", verb="reject"),
            edge("member:ada", "ENGAGED", "community:host", verb="view"),
            edge("member:bob", "CREATED", "content:c1", 1),
            edge("member:bob", "ENGAGED", "content:c1", 2, verb="like"),
            edge("member:bob", "HAS_SKILL", "skill:s", level=0.25),
            edge("member:cy", "DISMISSED", "content:c2"),
        ]
    )
    table = done_in(found)
    assert entries(table, found) == {
        ("ada", "c1"): float(np.float16(0.8)), ("bob", "c1"): 1.0, ("bob", "s"): 0.25,
    }  # fmt: skip
    # What says nothing (strength 0) and the community itself have no column.
    assert [found.name(int(node)) for node in table.columns] == ["s", "c1"]
    assert table.matrix.data.all()
    assert entries(of_kinds(table, found, EntityKind.SKILL).copied(), found) == {("bob", "s"): 0.25}
    assert len(table.row(found.node(EntityId("member:cy")))[0]) == 0


def test_rows_have_unit_length_and_rare_things_count_more() -> None:
    found = snapshot(
        [
            *people(),
            *(node(f"group:{name}") for name in ("all", "two", "one")),
            *(edge(f"member:{name}", "JOINED", "group:all") for name in NAMES),
            *(edge(f"member:{name}", "JOINED", "group:two") for name in ("ada", "bob")),
            edge("member:ada", "JOINED", "group:one"),
        ]
    )
    rows = unit_rows(found, EntityKind.GROUP).toarray()
    two, one = log(4 / 2), log(4 / 1)  # what all four have tells nobody apart
    length = sqrt(two * two + one * one)
    columns = [found.name(int(node)) for node in done_in(found).columns]
    ada = dict(zip(columns, rows[0].tolist(), strict=True))
    assert ada == pytest.approx({"all": 0.0, "two": two / length, "one": one / length})
    assert dict(zip(columns, rows[1].tolist(), strict=True)) == {"all": 0.0, "two": 1.0, "one": 0.0}
    assert np.sqrt((rows * rows).sum(axis=1)) == pytest.approx([1.0, 1.0, 0.0, 0.0])


def test_topics_of_things_by_rarity() -> None:
    found = snapshot(
        [
            *(node(f"skill:{name}") for name in ("s", "t")),
            *(node(f"content:c{number}") for number in range(3)),
            node("group:g"),
            *(edge(f"content:c{number}", "ABOUT", "skill:s") for number in range(3)),
            edge("content:c0", "ABOUT", "skill:t"),
            edge("group:g", "DEVELOPS", "skill:t"),
        ]
    )
    rows = topic_rows(found).of_scipy()
    common, rare = log(4 / 3), log(4 / 2)
    both = rows[[found.node(EntityId("content:c0"))]].toarray()[0]
    length = sqrt(common * common + rare * rare)
    assert both == pytest.approx([common / length, rare / length])
    assert rows[[found.node(EntityId("group:g"))]].toarray()[0].tolist() == [0.0, 1.0]
    assert not rows[[found.node(EntityId("skill:s"))]].toarray().any()


@pytest.mark.parametrize(
    "told",
    [[], people(), [node("community:host"), *people()], [node("skill:s"), node("content:c")]],
)
def test_tables_without_entries(told: list[Record]) -> None:
    found = snapshot(told)
    begin, end = found.range(EntityKind.MEMBER)
    members = end - begin
    tied, done = ties(found), done_in(found)
    assert (len(tied.matrix.data), tied.matrix.shape) == (0, (members, members))
    assert (len(done.matrix.data), done.matrix.shape) == (0, (members, 0))
    assert unit_rows(found, EntityKind.CONTENT).shape == (members, 0)
    assert of_kinds(done, found, EntityKind.CONTENT).copied().matrix.shape == (members, 0)
    assert not len(topic_rows(found).data)
    assert tied.spread(np.zeros(members), found.size).tolist() == [0.0] * found.size


def test_few_dimensions_tell_circles_apart() -> None:
    # Two circles of two: within one they did alike, though the last two never the same thing.
    rows = np.zeros((5, 12))
    rows[0, :3] = rows[1, 1:4] = 1.0
    rows[2, 6:9], rows[3, 8:11] = 1.0, 1.0
    unit = sparse.csr_array(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1))
    found = in_few_dimensions(unit, 2)
    assert found[0] @ found[1] == pytest.approx(1.0, abs=1e-6)
    assert found[2] @ found[3] == pytest.approx(1.0, abs=1e-6)
    assert abs(found[0] @ found[2]) < 1e-6
    assert found[4].tolist() == [0.0, 0.0]
    np.testing.assert_array_equal(found, in_few_dimensions(unit, 2))


def test_few_dimensions_of_rows_that_share_nothing_do_not_fail() -> None:
    unit = sparse.csr_array(np.eye(40))
    assert np.isfinite(in_few_dimensions(unit, 8)).all()
    assert not in_few_dimensions(unit[:5], 8).any()
