"""Journeys made for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from graph.records import Record
from tests.community.conftest import edge, node


def journey(name: str, stages: Sequence[str], calls: dict[str, str] | None = None) -> list[Record]:
    """A journey and its stages in order, and what some of them ask for."""
    found: list[Record] = [node(f"journey:{name}", name=name.title())]
    for stage in stages:
        found.append(node(f"stage:{name}/{stage}", name=stage))
        found.append(edge(f"stage:{name}/{stage}", "PART_OF", f"journey:{name}"))
    for before, after in pairwise(stages):
        found.append(edge(f"stage:{name}/{before}", "NEXT", f"stage:{name}/{after}"))
    for stage, asked in (calls or {}).items():
        found.append(edge(f"stage:{name}/{stage}", "CALLS_FOR", asked))
    return found


def told(member: str, name: str, **days: float | None) -> list[Record]:
    """`told("ada", "maker", spark=3, pilot=9)`: on which days a member reached which stages."""
    return [reached(member, f"stage:{name}/{stage}", at) for stage, at in days.items()]


def reached(member: str, stage: str, at: float | None) -> Record:
    return edge(f"member:{member}", "REACHED", stage, at, key=str(at))


def members(names: Iterable[str], joined: float | None = 0.0, **said: object) -> list[Record]:
    return [node(f"member:{name}", joined, name=name.title(), **said) for name in names]
