"""An invented community of any size, the same for the same seed: for speed, not for quality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import numpy as np

from graph.progress import Progress, silent
from graph.records import Entity, EntityId, Record, Relationship, entity_id
from graph.schema import EntityKind, RelationshipKind
from graph.store import GraphStore

START = datetime(2020, 1, 1, tzinfo=UTC)
_SPAN_SECONDS = 3 * 365 * 86_400
_MEMBERS_SHARE = 0.3
_VERBS = ("view", "like", "comment", "rate")
_BATCH = 20_000
"""Records in one transaction."""


def community_records(nodes: int, edges: int, seed: int) -> Iterator[Record]:
    """`nodes` members and pieces of content, then `edges` engagements of one with the other.

    How often a member or a piece of content takes part falls off as in real communities: a few
    have very many edges (Zipf).
    """
    random = np.random.default_rng(seed)
    members = int(nodes * _MEMBERS_SHARE)
    for number in range(members):
        yield Entity(_member(number), START, {"name": f"Member {number}"})
    for number in range(nodes - members):
        yield Entity(_content(number), START, {"kind": "post", "title": f"Post {number}"})
    sources = (random.zipf(1.3, edges) + random.integers(members, size=edges)) % members
    targets = (random.zipf(1.3, edges) + random.integers(nodes, size=edges)) % (nodes - members)
    later = random.integers(_SPAN_SECONDS, size=edges)
    verbs = random.integers(len(_VERBS), size=edges)
    for number, (source, target, seconds, verb) in enumerate(
        zip(sources.tolist(), targets.tolist(), later.tolist(), verbs.tolist(), strict=True)
    ):
        yield Relationship(
            RelationshipKind.ENGAGED,
            _member(source),
            _content(target),
            key=f"{number:x}",
            at=START + timedelta(seconds=seconds),
            properties={"verb": _VERBS[verb]},
        )


def _member(number: int) -> EntityId:
    return entity_id(EntityKind.MEMBER, f"{number}")


def _content(number: int) -> EntityId:
    return entity_id(EntityKind.CONTENT, f"{number}")


def write_all(
    store: GraphStore, records: Iterable[Record], total: int, progress: Progress = silent
) -> None:
    """Write the records in transactions of moderate size."""
    waiting = iter(records)
    written = 0
    while batch := list(islice(waiting, _BATCH)):
        store.write(batch)
        written += len(batch)
        progress("records written", written, total)
