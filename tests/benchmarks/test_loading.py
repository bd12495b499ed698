"""The race between the export and a row per edge: both must bring the same edges."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import loading
from benchmarks.loading import demand_same_edges
from benchmarks.peers.row_per_edge import Neo4jRows, SqliteRows
from benchmarks.synthetic import community_records, write_all
from tests.conftest import StoreAddress

EDGES = 300


def test_rows_from_sqlite_are_the_exported_edges(
    sqlite_address: StoreAddress, community: str
) -> None:
    with sqlite_address.open(community) as store:
        write_all(store, community_records(30, EDGES, seed=1), 30 + EDGES)
        demand_same_edges(store.export("none"), rows_of(sqlite_address, community))


@pytest.mark.neo4j
def test_rows_from_neo4j_are_the_exported_edges(
    neo4j_address: StoreAddress, community: str
) -> None:
    with (
        neo4j_address.open(community) as store,
        closing(Neo4jRows(neo4j_address.url, neo4j_address.password, community)) as rows,
    ):
        write_all(store, community_records(30, EDGES, seed=1), 30 + EDGES)
        assert len(rows.usual()) == len(rows.leanest()) == EDGES
        demand_same_edges(store.export("none"), rows)


def test_a_race_between_different_edges_is_not_run(
    sqlite_address: StoreAddress, community: str
) -> None:
    with sqlite_address.open(community) as store:
        write_all(store, community_records(30, EDGES, seed=1), 30 + EDGES)
        exported = store.export("none")
    rows = rows_of(sqlite_address, community)
    for wrong in (
        replace(exported, edge_facts=exported.edge_facts ^ np.int64(1)),
        replace(exported, targets=exported.targets[::-1]),
        replace(
            exported,
            sources=exported.sources[1:],
            targets=exported.targets[1:],
            edge_facts=exported.edge_facts[1:],
        ),
    ):
        with pytest.raises(SystemExit, match="are not those of"):
            demand_same_edges(wrong, rows)


def rows_of(address: StoreAddress, community: str) -> SqliteRows:
    return SqliteRows(Path(address.url.removeprefix("sqlite:///")), community)


def test_the_command_prints_a_table_and_keeps_every_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "loading.json"
    loading.main(["--sqlite-edges", "2000", "--passes", "3", "--json", str(kept)])

    report = json.loads(kept.read_text())
    (contest,) = report["contests"]
    assert contest["edges"] == 2000
    assert [len(passes) for passes in contest["seconds"].values()] == [3, 3, 3]
    printed = capsys.readouterr().out
    assert "| SQLite | 2,000 |" in printed
    assert "seed 7" in printed
