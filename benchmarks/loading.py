"""How fast a community leaves a store as arrays, beside reading a row per edge.

`python -m benchmarks.loading` measures SQLite on 2 million edges, and with `--neo4j URL` a Neo4j
on 250,000. Each export is checked against the rival's edges before it is timed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.alternating import Timings, alternate, spread
from benchmarks.peers.row_per_edge import Edges, Neo4jRows, sqlite_edges
from benchmarks.report import replace_block, surroundings, table, tell, write_json
from benchmarks.synthetic import community_records, write_all
from graph.store import GraphStore, PackedGraph, open_store

SEED = 7
COMMUNITY = "kinpath-benchmark"
MODEL = "none"
"""There are no vectors: edges are what is measured."""
SQLITE_EDGES, NEO4J_EDGES = 2_000_000, 250_000
EDGES_PER_NODE = 20
PASSES = 7


@dataclass(frozen=True, slots=True)
class Contest:
    """One store: `timings.ours` is Kinpath's export, `theirs` the row per edge."""

    store: str
    edges: int
    timings: Timings

    def rates(self, seconds: Sequence[float]) -> list[float]:
        """Millions of edges a second in each pass."""
        return [self.edges / each / 1e6 for each in seconds]


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
            return _contest("SQLite", store, lambda: sqlite_edges(path, COMMUNITY), edges, passes)


def _neo4j(url: str, password: str | None, edges: int, passes: int) -> Contest:
    with (
        open_store(url, COMMUNITY, password=password) as store,
        closing(Neo4jRows(url, password)) as rows,
    ):
        if store.revision():
            raise SystemExit(f"{store.url} already holds {COMMUNITY!r}: use a database of its own")
        return _contest("Neo4j", store, lambda: rows.edges(COMMUNITY), edges, passes)


def _contest(
    name: str, store: GraphStore, rows: Callable[[], Edges], edges: int, passes: int
) -> Contest:
    nodes = edges // EDGES_PER_NODE
    write_all(store, community_records(nodes, edges, SEED), nodes + edges, tell)
    demand_same_edges(store.export(MODEL), rows(), edges)
    timings = alternate(lambda: store.export(MODEL), rows, passes, tell)
    return Contest(name, edges, timings)


def demand_same_edges(exported: PackedGraph, rows: Edges, edges: int) -> None:
    """Both ways must have read the same; SystemExit when they did not."""
    ours = np.stack([exported.sources, exported.targets, exported.edge_facts], axis=1)
    if len(rows) != edges or not np.array_equal(_in_order(ours), _in_order(rows)):
        raise SystemExit(f"the export has {len(ours)} edges, row by row {len(rows)}: not the same")


def _in_order(edges: Edges) -> Edges:
    return edges[np.lexsort(edges.T[::-1])]


def as_text(contests: Sequence[Contest]) -> str:
    """Markdown, readable as it stands."""
    rows = [
        [
            contest.store,
            f"{contest.edges:,}",
            spread(contest.rates(contest.timings.ours), 2),
            spread(contest.rates(contest.timings.theirs), 2),
            spread(contest.timings.ratios),
        ]
        for contest in contests
    ]
    header = ["store", "edges", "export, M edges/s", "row per edge, M edges/s", "times faster"]
    versions = ", ".join(f"{name} {found}" for name, found in surroundings().items())
    return (
        f"{table(header, rows)}\n\nMedian [least, greatest] of {len(contests[0].timings.ours)} "
        f"alternating passes in one process; seed {SEED}. The export also brings "
        f"{EDGES_PER_NODE} times fewer nodes with their names, which the rows do not.\n{versions}."
    )


def as_json(contests: Sequence[Contest]) -> dict[str, Any]:
    """Every pass of every contest, in seconds."""
    return {
        "seed": SEED,
        "versions": surroundings(),
        "contests": [
            {
                "store": contest.store,
                "edges": contest.edges,
                "export_seconds": contest.timings.ours,
                "row_per_edge_seconds": contest.timings.theirs,
            }
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
