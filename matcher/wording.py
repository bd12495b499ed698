"""How names, counts and times stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from graph.schema import EntityKind
from matcher.view import CommunityView

MAX_NAME = 80
_PLAIN = (EntityKind.SKILL, EntityKind.GROUP, EntityKind.MEMBER)


def quoted(view: CommunityView, node: int) -> str:
    """A node's name: skills, groups and members plain, works in quotation marks.

    A reply goes by the name of what it replies to.
    """
    parent = int(view.parents[node])
    name = view.snapshot.name(parent if parent >= 0 else node)
    name = name if len(name) <= MAX_NAME else name[: MAX_NAME - 1].rstrip() + "…"
    return name if view.snapshot.kind(node) in _PLAIN else f"“{name}”"


def listed(names: Iterable[str]) -> str:
    """`a, b and c`."""
    names = list(names)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def times(count: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def days(count: int) -> str:
    """`a day`, `2 days`."""
    return "a day" if count == 1 else f"{count} days"


def rarest(view: CommunityView, nodes: Iterable[int], count: int) -> list[int]:
    """The nodes with the fewest neighbours: what two have in common says more the rarer it is."""
    return sorted(nodes, key=lambda node: (view.degree(node), node))[:count]
