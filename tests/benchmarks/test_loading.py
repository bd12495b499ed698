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
from benchmarks.peers.row_per_edge import Neo4jRows, sqlite_edges
from benchmarks.synthetic import community_records, write_all
from tests.conftest import StoreAddress

EDGES = 300


def test_rows_from_sqlite_are_the_exported_edges(
    sqlite_address: StoreAddress, community: str
) -> None:
    with sqlite_address.open(community) as store:
        write_all(store, community_records(30, EDGES, seed=1), 30 + EDGES)
        rows = sqlite_edges(Path(sqlite_address.url.removeprefix("sqlite:///")), community)
        demand_same_edges(store.export("none"), rows, EDGES)


@pytest.mark.neo4j
def test_rows_from_neo4j_are_the_exported_edges(
    neo4j_address: StoreAddress, community: str
) -> None:
    with neo4j_address.open(community) as store:
        write_all(store, community_records(30, EDGES, seed=1), 30 + EDGES)
        with closing(Neo4jRows(neo4j_address.url, neo4j_address.password)) as driver:
            demand_same_edges(store.export("none"), driver.edges(community), EDGES)


def test_a_race_between_different_edges_is_not_run(
    sqlite_address: StoreAddress, community: str
) -> None:
    with sqlite_address.open(community) as store:
        write_all(store, community_records(30, EDGES, seed=1), 30 + EDGES)
        exported = store.export("none")
        rows = sqlite_edges(Path(sqlite_address.url.removeprefix("sqlite:///")), community)
    wrong = replace(exported, edge_facts=exported.edge_facts ^ np.int64(1))
    with pytest.raises(SystemExit, match="not the same"):
        demand_same_edges(wrong, rows, EDGES)
    with pytest.raises(SystemExit, match="not the same"):
        demand_same_edges(exported, rows[1:], EDGES)


def test_the_command_prints_a_table_and_keeps_every_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "loading.json"
    loading.main(["--sqlite-edges", "2000", "--passes", "3", "--json", str(kept)])

    report = json.loads(kept.read_text())
    (contest,) = report["contests"]
    assert contest["edges"] == 2000
    assert len(contest["export_seconds"]) == len(contest["row_per_edge_seconds"]) == 3
    printed = capsys.readouterr().out
    assert "| SQLite | 2,000 |" in printed
    assert "seed 7" in printed
