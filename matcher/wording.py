"""How names, counts and times stand in a sentence, and which sentences are no reason alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.view import CommunityView

NO_REASON = "has been active in this community"
"""What is told of whoever and whatever is there for being much used alone."""
HAS_ROOM, LAST_ACTIVE = "has room for", "was active here"
NO_ANSWER, BEGINS = "has no answer yet", "begins on"


def tells_why(reasons: Sequence[str]) -> bool:
    """Whether any of them says more than that somebody is here, or that something is open."""
    alone = NO_REASON, HAS_ROOM, LAST_ACTIVE, NO_ANSWER, BEGINS
    return any(not reason.startswith(alone) for reason in reasons)


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
