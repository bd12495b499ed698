"""How names, counts and times stand in a sentence, and which sentences are no reason alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from community.phrases import Listing, counted, listed, marked, numerals, phrase
from matcher.view import CommunityView

NO_REASON = marked("has been active in this community")
"""What is told of whoever and whatever is there for being much used alone."""
HAS_ROOM, LAST_ACTIVE = "has room for", "was active here"
NO_ANSWER, BEGINS = marked("has no answer yet"), "begins on"


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """How sentences are put together, whether as plain text or so that they can be translated.

    Attributes:
        say: a sentence of a template and what stands in `{0}`, `{1}` and so on.
        listed: `a, b and c`.
        joined: the same of parts that have commas of their own: `a, x, and b, y`.
        counted: of two templates, for one and for many, and a `{count}`.
        beside: a name, and in brackets what is said of it.
        times, days: see the functions of that name.
    """

    say: Callable[..., str]
    listed: Callable[[Iterable[str]], str]
    joined: Callable[[Iterable[str]], str]
    counted: Callable[[str, str, int], str]
    beside: Callable[[str, str], str]
    times: Callable[[int], str]
    days: Callable[[int], str]


def tells_why(reasons: Sequence[str]) -> bool:
    """Whether any of them says more than that somebody is here, or that something is open."""
    alone = NO_REASON, HAS_ROOM, LAST_ACTIVE, NO_ANSWER, BEGINS
    return any(not reason.startswith(alone) for reason in reasons)


@lru_cache(maxsize=1_024)
def times(count: int) -> str:
    """`once`, `twice`, `3 times`."""
    return ("once", "twice")[count - 1] if 1 <= count <= 2 else f"{count} times"


def days(count: int) -> str:
    """`a day`, `2 days`."""
    return "a day" if count == 1 else f"{count} days"


def told_times(count: int) -> str:
    """The same as `times`, to be translated."""
    if 1 <= count <= 2:
        return phrase("once") if count == 1 else phrase("twice")
    return counted("{count} time", "{count} times", count)


def told_days(count: int) -> str:
    """The same as `days`, to be translated."""
    return counted("a day", "{count} days", count)


def _counted(one: str, many: str, count: int) -> str:
    return (one if count == 1 else many).format(count=count)


def _beside(name: str, detail: str) -> str:
    return f"{name} ({detail})"


def _told_beside(name: str, detail: str) -> str:
    return numerals("{0} ({1})", name, detail)


ENGLISH = Words(str.format, listed, ", and ".join, _counted, _beside, times, days)
"""Plain text, which takes no time: for answers as JSON."""
PHRASES = Words(
    phrase,
    Listing.of,
    partial(Listing.joined, ", and "),
    counted,
    _told_beside,
    told_times,
    told_days,
)


def rarest(view: CommunityView, nodes: Iterable[int], count: int) -> list[int]:
    """The nodes with the fewest neighbours: what two have in common says more the rarer it is."""
    return sorted(nodes, key=lambda node: (view.degree(node), node))[:count]
