"""Puts entries in order: each need gets its share, until the day's attention is used up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from graph.records import EntityId
from matcher.stream.attention import Attention
from matcher.stream.entries import Kind, Need, StreamEntry
from matcher.stream.needs import Mix

ONCE_A_DAY = (Kind.MENTOR,)
"""Nobody asks two people on one day to be their mentor."""


def mixed(
    offered: Mapping[Need, Sequence[StreamEntry]],
    mix: Mix,
    attention: Attention,
    begun: Sequence[StreamEntry] = (),
    gone: Sequence[int] = (),
) -> list[StreamEntry]:
    """The entries of a day in order.

    At each place comes the need that is furthest behind its share: for which `mix * (n + 1)` less
    what it has is greatest, where n entries are there already. A need that has nothing left, or
    nothing that still fits, gives its place to the others.

    Args:
        offered: for each need its entries, best first.
        mix: the share of each need.
        attention: how much there may be.
        begun: entries that were shown earlier today; they come first.
        gone: minutes of each of those that were shown today and are not open any more.
    """
    chosen = list(begun)
    waiting = {
        need: [e for e in offered.get(need, ()) if not any(_repeats(e, each) for each in begun)]
        for need in Need
    }
    while len(chosen) + len(gone) < attention.entries:
        found = _next(waiting, mix, chosen, _left(attention, chosen, gone))
        if found is None:
            break
        chosen.append(found)
        for need, entries in waiting.items():
            waiting[need] = [entry for entry in entries if not _repeats(entry, found)]
    return chosen


def _repeats(entry: StreamEntry, chosen: StreamEntry) -> bool:
    """Whether it leads to the same, or is of a kind that comes once a day."""
    return entry.id == chosen.id or (entry.kind in ONCE_A_DAY and entry.kind is chosen.kind)


def in_turns(sources: Iterable[Iterable[StreamEntry]]) -> Iterator[StreamEntry]:
    """The first of each source, then the second of each, …; each thing once."""
    seen: set[EntityId] = set()
    for row in zip_longest(*sources):
        for entry in row:
            if entry is not None and entry.id not in seen:
                seen.add(entry.id)
                yield entry


def _next(
    waiting: Mapping[Need, Sequence[StreamEntry]],
    mix: Mix,
    chosen: Sequence[StreamEntry],
    left: int | None,
) -> StreamEntry | None:
    given = {need: sum(entry.need is need for entry in chosen) for need in Need}
    behind = sorted(Need, key=lambda need: given[need] - mix[need] * (len(chosen) + 1))
    for need in behind:
        for entry in waiting[need]:
            if left is None or entry.minutes <= left:
                return entry
    return None


def _left(attention: Attention, chosen: Sequence[StreamEntry], gone: Sequence[int]) -> int | None:
    """Minutes that are left of the day's; None where they are not counted."""
    if attention.minutes is None:
        return None
    return attention.minutes - sum(entry.minutes for entry in chosen) - sum(gone)
