"""How soon answers know of an event, and what questions cost with many events brought in."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import numpy as np
import numpy.typing as npt

from benchmarks.large.community import LargeCommunity
from benchmarks.large.figures import Contest, Line
from benchmarks.large.generating import COMMUNITY
from benchmarks.large.passes import Timed, one_after_the_other
from benchmarks.large.served import Client, serving
from benchmarks.large.stored import store_community
from benchmarks.large.terms import Terms
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from graph.store import open_store
from matcher.visibility import NARROWED_FROM

EVENTS = 1_000
"""How many are told, one by one, while others ask."""
BROUGHT_IN = 0.019
"""Part of all relationships that is brought in before questions are timed again: next to 2 %."""
SOON = 1.0
"""Seconds within which an answer is to know of an event."""
MOST_PAIRS = 500_000
_AT_ONCE = 1_000
_LATEST = 30.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom questions are asked for, and who has to do with whom.

    Attributes:
        members: their ids.
        tied: pairs of ids: most of what happens is between those who know each other.
        random: draws among them.
    """

    members: Sequence[str]
    tied: Sequence[tuple[str, str]]
    random: np.random.Generator

    @classmethod
    def of(cls, snapshot: Snapshot) -> _Asked:
        """The members of a community, and MOST_PAIRS of their ties."""
        random = np.random.default_rng(2)
        begin, end = snapshot.range(EntityKind.MEMBER)
        sources, targets = snapshot.out.owners(), snapshot.out.neighbours
        ends = [(nodes >= begin) & (nodes < end) for nodes in (sources, targets)]
        ties = random.permutation(np.flatnonzero(ends[0] & ends[1]))[:MOST_PAIRS]
        pairs = zip(sources[ties].tolist(), targets[ties].tolist(), strict=True)
        tied = [(snapshot.id(one), snapshot.id(other)) for one, other in pairs]
        members = [snapshot.id(node) for node in snapshot.nodes(EntityKind.MEMBER).tolist()]
        return cls(members, tied, random)

    def some(self, count: int) -> list[str]:
        """So many different members."""
        return [self.members[each] for each in self.random.permutation(len(self.members))[:count]]


def freshness(community: LargeCommunity, terms: Terms) -> Iterator[Contest]:
    """Events told to a server while it is asked; nothing for communities too small to follow."""
    snapshot = community.snapshot
    if snapshot.size < NARROWED_FROM:
        return
    asked = _Asked.of(snapshot)
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/kinpath.db"
        with open_store(url, COMMUNITY) as store:
            store_community(snapshot, store)
        serves = serving(url, Path(folder) / "cache", asked.members[0])
        with serves as port, Client(port) as client:
            lines = _measured(client, port, asked, len(snapshot.out), terms)
    yield Contest("freshness over HTTP", community.shape.members, tuple(lines))


def _measured(client: Client, port: int, asked: _Asked, edges: int, terms: Terms) -> list[Line]:
    questions = asked.some(terms.whole_questions)
    before = one_after_the_other(client.answer, questions, terms.passes)
    seen = _seen_after(client, asked, port, terms)
    _bring_in(client, asked, int(edges * BROUGHT_IN) - EVENTS)
    after = one_after_the_other(client.answer, questions, terms.passes)
    part = f"questions, {BROUGHT_IN:.1%} of the relationships brought in"
    share = {f"within {SOON:g} s": float((seen < SOON).mean())}
    timed = Timed(seen.reshape(1, -1), [np.zeros(0, np.int64)] * len(seen))
    return [
        Line.of("questions, nothing brought in", before, before, {}, questions=len(questions)),
        Line.of(part, after, before, {}, questions=len(questions)),
        Line.of("until an event is in the answers", timed, timed, share, questions=len(seen)),
    ]


def _seen_after(client: Client, asked: _Asked, port: int, terms: Terms) -> npt.NDArray[np.float64]:
    """(n,) seconds from telling of an event until an answer is from a revision that has it."""
    done = Event()
    load = Thread(target=_ask_on, args=(port, asked.some(200), done), daemon=True)
    load.start()
    events = asked.tied[-EVENTS:]
    found = []
    try:
        for number, (member, other) in enumerate(events):
            terms.progress("events", number, len(events))
            found.append(_until_seen(client, member, other))
    finally:
        done.set()
        load.join()
    return np.array(found)


def _until_seen(client: Client, member: str, other: str) -> float:
    revision = client.tell([{"actor": member, "verb": "endorse", "object": other}])
    told = time.perf_counter()
    while client.answer(member)["revision"] < revision:
        if time.perf_counter() - told > _LATEST:
            break
    return time.perf_counter() - told


def _ask_on(port: int, members: Sequence[str], done: Event) -> None:
    with Client(port) as client:
        for member in cycle(members):
            if done.is_set():
                return
            client.answer(member)


def _bring_in(client: Client, asked: _Asked, events: int) -> None:
    """Tell of so many more events, and wait until answers know of them."""
    revision = 0
    for first in range(0, max(events, 0), _AT_ONCE):
        count = min(_AT_ONCE, events - first)
        told = (asked.tied[(first + each) % len(asked.tied)] for each in range(count))
        revision = client.tell(
            [{"actor": one, "verb": "help", "object": other} for one, other in told]
        )
    until = time.perf_counter() + _LATEST
    while client.answer(asked.members[0])["revision"] < revision and time.perf_counter() < until:
        time.sleep(0.05)
