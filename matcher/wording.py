"""How names, counts and times stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.view import CommunityView


def listed(names: Iterable[str]) -> str:
    """`a, b and c`."""
    names = list(names)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def times(count: int) -> str:
    """`once`, `twice`, `3 times`."""
    return ("once", "twice")[count - 1] if 1 <= count <= 2 else f"{count} times"


def days(count: int) -> str:
    """`a day`, `2 days`."""
    return "a day" if count == 1 else f"{count} days"


def rarest(view: CommunityView, nodes: Iterable[int], count: int) -> list[int]:
    """The nodes with the fewest neighbours: what two have in common says more the rarer it is."""
    return sorted(nodes, key=lambda node: (view.degree(node), node))[:count]
