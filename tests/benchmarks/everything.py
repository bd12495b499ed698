"""`make bench`: every benchmark, on a Neo4j of its own; the figures go into the documentation."""

from __future__ import annotations

from pathlib import Path

from benchmarks import loading, quality
from tests.neo4j_server import running_server

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    """Measure everything; takes about a quarter of an hour."""
    with running_server(gds=True, optimised=True) as server:
        quality.main(
            [
                *("--rivals", "all", "--ablation", "--docs", str(DOCUMENT)),
                *("--gds", server.url, "--gds-password", server.password),
            ]
        )
    with running_server() as server:
        loading.main(
            ["--neo4j", server.url, "--password", server.password, "--docs", str(DOCUMENT)]
        )


if __name__ == "__main__":
    main()
