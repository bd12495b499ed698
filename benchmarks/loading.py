"""How fast a community leaves a store as arrays, beside reading a row per edge.

`python -m benchmarks.loading` measures SQLite on 2 million edges, and with `--neo4j URL` a Neo4j
on 250,000. Each export is checked against the rival's edges before it is timed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.alternating import alternate, spread, times_faster
from benchmarks.peers.row_per_edge import Columns, Neo4jRows, Rows, SqliteRows
from benchmarks.report import replace_block, surroundings, table, tell, write_json
from benchmarks.synthetic import community_records, write_all
from graph.packing import unpack_kinds, unpack_times, unpack_verbs
from graph.store import GraphStore, PackedGraph, open_store

SEED = 7
COMMUNITY = "kinpath-benchmark"
MODEL = "none"
"""There are no vectors: edges are what is measured."""
SQLITE_EDGES, NEO4J_EDGES = 2_000_000, 250_000
EDGES_PER_NODE = 20
PASSES = 7


EXPORT, USUAL, LEANEST = "export", "usual rows", "leanest rows"


@dataclass(frozen=True, slots=True)
class Contest:
    """One store: how long each way to read `edges` edges took, pass by pass."""

    store: str
    edges: int
    seconds: dict[str, list[float]]

    def rates(self, way: str) -> list[float]:
        """Millions of edges a second in each pass."""
        return [self.edges / each / 1e6 for each in self.seconds[way]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write what was asked for."""
    chosen = command_line().parse_args(arguments)
    contests = [_sqlite(chosen.sqlite_edges, chosen.passes)]
    if chosen.neo4j:
        contests.append(_neo4j(chosen.neo4j, chosen.password, chosen.neo4j_edges, chosen.passes))
    text = as_text(contests)
    sys.stdout.write(text + "\n")
    if chosen.json:
        write_json(chosen.json, as_json(contests))
    if chosen.docs:
        replace_block(chosen.docs, "loading", text)


def _sqlite(edges: int, passes: int) -> Contest:
    with TemporaryDirectory(prefix="kinpath-benchmark-") as folder:
        path = Path(folder) / "synthetic.db"
        with open_store(f"sqlite:///{path}", COMMUNITY) as store:
            return _contest("SQLite", store, SqliteRows(path, COMMUNITY), edges, passes)


def _neo4j(url: str, password: str | None, edges: int, passes: int) -> Contest:
    with (
        open_store(url, COMMUNITY, password=password) as store,
        closing(Neo4jRows(url, password, COMMUNITY)) as rows,
    ):
        if store.revision():
            raise SystemExit(f"{store.url} already holds {COMMUNITY!r}: use a database of its own")
        return _contest("Neo4j", store, rows, edges, passes)


def _contest(name: str, store: GraphStore, rows: Rows, edges: int, passes: int) -> Contest:
    nodes = edges // EDGES_PER_NODE
    write_all(store, community_records(nodes, edges, SEED), nodes + edges, tell)
    demand_same_edges(store.export(MODEL), rows)
    ways = {EXPORT: lambda: store.export(MODEL), USUAL: rows.usual, LEANEST: rows.leanest}
    return Contest(name, edges, alternate(ways, passes, tell))


def demand_same_edges(exported: PackedGraph, rows: Rows) -> None:
    """All ways must have read the same; SystemExit when they did not.

    The usual rows number nodes as they are met, so that of them kinds, verbs and times are
    compared, and how many edges each node has.
    """
    facts = exported.edge_facts
    packed = np.stack([exported.sources, exported.targets, facts], axis=1)
    parts = np.stack([unpack_kinds(facts), unpack_verbs(facts), unpack_times(facts)], axis=1)
    usual, leanest = rows.usual(), rows.leanest()
    same = (
        np.array_equal(_in_order(packed), _in_order(leanest))
        and np.array_equal(_in_order(parts.astype(np.int64)), _in_order(usual[:, 2:]))
        and all(np.array_equal(_degrees(packed[:, end]), _degrees(usual[:, end])) for end in (0, 1))
    )
    if not same:
        raise SystemExit(
            f"the export's {len(packed)} edges are not those of the {len(usual)} usual "
            f"and {len(leanest)} leanest rows"
        )


def _in_order(rows: Columns) -> Columns:
    return rows[np.lexsort(rows.T[::-1])]


def _degrees(ends: Columns) -> Columns:
    return np.sort(np.unique(ends, return_counts=True)[1])


def as_text(contests: Sequence[Contest]) -> str:
    """Markdown, readable as it stands."""
    rows = []
    for contest in contests:
        row = [contest.store, f"{contest.edges:,}", spread(contest.rates(EXPORT), 2)]
        for way in (USUAL, LEANEST):
            faster = times_faster(contest.seconds[EXPORT], contest.seconds[way])
            row += [spread(contest.rates(way), 3), spread(faster)]
        rows.append(row)
    header = ["store", "edges", "export, M/s"]
    header += [f"{way}{unit}" for way in (USUAL, LEANEST) for unit in (", M/s", ": times slower")]
    versions = ", ".join(f"{name} {found}" for name, found in surroundings().items())
    passes = len(contests[0].seconds[EXPORT])
    return (
        f"{table(header, rows)}\n\nMillions of edges a second and paired ratios, median [least, "
        f"greatest] of {passes} alternating passes in one process; seed {SEED}. The export also "
        f"brings the nodes with their names, one for every {EDGES_PER_NODE} edges, and the rows do "
        f"not.\n{versions}."
    )


def as_json(contests: Sequence[Contest]) -> dict[str, Any]:
    """Every pass of every contest, in seconds."""
    return {
        "seed": SEED,
        "versions": surroundings(),
        "contests": [
            {"store": contest.store, "edges": contest.edges, "seconds": contest.seconds}
            for contest in contests
        ],
    }


def command_line() -> argparse.ArgumentParser:
    """The options, as `--help` shows them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.loading", description=__doc__)
    parser.add_argument(
        "--neo4j", metavar="URL", help="a Neo4j to measure too; the invented community stays in it"
    )
    parser.add_argument("--password", help="of the Neo4j user")
    parser.add_argument("--sqlite-edges", type=int, default=SQLITE_EDGES, metavar="N")
    parser.add_argument("--neo4j-edges", type=int, default=NEO4J_EDGES, metavar="N")
    parser.add_argument("--passes", type=int, default=PASSES, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every pass there")
    parser.add_argument(
        "--docs", type=Path, metavar="FILE", help="also replace the block 'loading' of a document"
    )
    return parser


if __name__ == "__main__":
    main()
