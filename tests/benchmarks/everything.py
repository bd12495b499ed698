"""`make bench`: every benchmark, on a Neo4j of its own; the figures go into the documentation."""

from __future__ import annotations

from pathlib import Path

from benchmarks import loading, quality, speed
from tests.neo4j_server import running_server

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "benchmarks.md"

CACHE = DOCUMENT.parent.parent / ".large"
"""Where large communities are kept for the next run."""


def main() -> None:
    """Measure everything; takes some hours, most of them for a million members."""
    with running_server(gds=True, optimised=True) as server:
        quality.main(
            [
                *("--rivals", "all", "--ablation", "--docs", str(DOCUMENT)),
                *("--gds", server.url, f"--gds-password={server.password}"),
            ]
        )
    with running_server() as server:
        loading.main(
            ["--neo4j", server.url, f"--password={server.password}", "--docs", str(DOCUMENT)]
        )
    pictures = DOCUMENT.with_suffix("")
    with running_server(gds=True, optimised=True) as server:
        speed.main(
            [
                *("--sizes", "10k,100k,1m", "--cache", str(CACHE), "--docs", str(DOCUMENT)),
                *("--plots", str(pictures), "--json", str(pictures)),
                *("--neo4j", server.url, f"--password={server.password}"),
            ]
        )


if __name__ == "__main__":
    main()
