"""The registry of rivals in speed: each is one file in `benchmarks/peers` and one line here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

WALK, VECTORS, WHOLE, EVERYONE, ALIKE = "walk", "vectors", "whole", "everyone", "alike"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a rival lives.

    Attributes:
        subject: what it competes in.
        module: in `benchmarks.peers`, imported when it is asked for.
        function: makes the contender there.
        largest: members of the largest community that it can hold or answers in any patience.
        on_server: whether it is made with a session with a Neo4j as well.
    """

    subject: str
    module: str
    function: str
    largest: int = 10_000_000
    on_server: bool = False


RIVALS: Mapping[str, Entry] = {
    "scipy": Entry(WALK, "power_iteration", "power_iteration"),
    "networkit": Entry(WALK, "networkit_push", "networkit_push"),
    "scikit-network": Entry(WALK, "scikit_network_pagerank", "scikit_network_pagerank"),
    "igraph": Entry(WALK, "igraph_pagerank", "igraph_pagerank"),
    "networkx": Entry(WALK, "networkx_pagerank", "networkx_pagerank", largest=100_000),
    "faiss-flat": Entry(VECTORS, "faiss_index", "faiss_flat"),
    "faiss-ivf": Entry(VECTORS, "faiss_index", "faiss_ivf"),
    "usearch": Entry(VECTORS, "usearch_index", "usearch_index"),
    "gds-pagerank": Entry(WALK, "gds_pagerank", "gds_pagerank", 100_000, on_server=True),
    "implicit": Entry(EVERYONE, "implicit_everyone", "implicit_everyone"),
    "gds-everyone": Entry(EVERYONE, "gds_everyone", "gds_everyone", 100_000, on_server=True),
    "gds-alike": Entry(ALIKE, "gds_alike", "gds_alike", 100_000, on_server=True),
    "cypher": Entry(WHOLE, "neo4j_cypher", "neo4j_cypher", 100_000, on_server=True),
}
"""By the name that `--rivals` takes."""


def names_of(chosen: str) -> list[str]:
    """The rivals that `all`, `none` or a list of names with commas stands for.

    Raises:
        ValueError: a name is not known.
    """
    if chosen in ("all", "none"):
        return list(RIVALS) if chosen == "all" else []
    names = [name.strip() for name in chosen.split(",") if name.strip()]
    for name in names:
        if name not in RIVALS:
            raise ValueError(f"{name!r} is not one of all, none, {', '.join(RIVALS)}")
    return names


def made(
    subject: str,
    names: Sequence[str],
    members: int,
    task: object,
    left_out: dict[str, str],
    server: object = None,
) -> Iterator[Any]:
    """What the rivals of a subject make of its task; why others make nothing goes to `left_out`."""
    for name in names:
        entry = RIVALS[name]
        if entry.subject != subject:
            continue
        reason = _hindered(entry, members, server)
        if reason:
            left_out[name] = reason
            continue
        given = (task, server) if entry.on_server else (task,)
        try:
            yield getattr(import_module(f"benchmarks.peers.{entry.module}"), entry.function)(*given)
        except ImportError as missing:
            left_out[name] = str(missing)


def _hindered(entry: Entry, members: int, server: object) -> str | None:
    if members > entry.largest:
        return f"is not asked above {entry.largest:,} members"
    if entry.on_server and server is None:
        return "needs --neo4j URL"
    return None
