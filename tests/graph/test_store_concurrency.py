"""Several writers at once, and a writer that is killed. Each test runs on each store."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from graph import Entity, EntityId, GraphStore, Relationship, RelationshipKind
from tests.conftest import OpenStore, StoreAddress
from tests.graph.killed_writer import BATCH_SIZE, batch

ROOT = Path(__file__).parents[2]
WRITES = 12
HUB = Entity(EntityId("member:hub"))


def one_write(writer: int, number: int) -> list[Entity | Relationship]:
    """A new member who follows the hub that everybody writes, too."""
    member = Entity(EntityId(f"member:{writer}-{number}"))
    return [HUB, member, Relationship(RelationshipKind.FOLLOWS, member.id, HUB.id)]


def revisions_of(store: GraphStore, writer: int) -> list[int]:
    return [store.write(one_write(writer, number)).revision for number in range(WRITES)]


def run_together(*tasks: Callable[[], list[int]]) -> list[list[int]]:
    with ThreadPoolExecutor(len(tasks)) as threads:
        return [each.result() for each in [threads.submit(task) for task in tasks]]


def test_two_handles_write_at_the_same_time(
    store: GraphStore, open_community: OpenStore, community: str
) -> None:
    other = open_community(community)
    first, second = run_together(lambda: revisions_of(store, 1), lambda: revisions_of(other, 2))
    assert first == sorted(first)
    assert second == sorted(second)
    assert sorted(first + second) == list(range(1, 2 * WRITES + 1))
    assert store.revision() == other.revision() == 2 * WRITES
    assert store.counts() == {"member": 2 * WRITES + 1, "FOLLOWS": 2 * WRITES}


def test_threads_share_one_handle(store: GraphStore) -> None:
    def read() -> list[int]:
        return [
            len(list(store.relationships())) + store.counts().get("member", 0) + store.revision()
            for _ in range(WRITES)
        ]

    first, second, seen = run_together(
        lambda: revisions_of(store, 1), lambda: revisions_of(store, 2), read
    )
    assert sorted(first + second) == list(range(1, 2 * WRITES + 1))
    assert seen == sorted(seen)
    assert store.counts() == {"member": 2 * WRITES + 1, "FOLLOWS": 2 * WRITES}


def test_a_reader_sees_whole_writes_only(store: GraphStore, open_community: OpenStore) -> None:
    reader = open_community(store.community)

    def read() -> list[int]:
        seen = []
        for _ in range(WRITES):
            graph = reader.export("model")
            assert len(graph.sources) == max(len(graph.ids) - 1, 0) == graph.revision
            seen.append(graph.revision)
        return seen

    _, seen = run_together(lambda: revisions_of(store, 1), read)
    assert seen == sorted(seen)


def test_a_killed_writer_loses_nothing_that_was_acknowledged(
    address: StoreAddress, community: str
) -> None:
    chance = random.Random(11)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.graph.killed_writer"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        where = {"url": address.url, "password": address.password, "community": community}
        writer.stdin.write(json.dumps(where) + "\n")
        writer.stdin.flush()
        acknowledged = [int(writer.stdout.readline()) for _ in range(chance.randint(3, 12))]
        time.sleep(chance.random() * 0.05)
        writer.kill()
        acknowledged += [int(line) for line in writer.stdout if line.endswith("\n")]
    with address.open(community, create=False) as store:
        assert_whole(store, len(acknowledged))
        assert store.write(batch(0)).unchanged == len(batch(0))


def assert_whole(store: GraphStore, acknowledged: int) -> None:
    """All acknowledged batches are there; at most the one in flight came after; none is torn."""
    batches = store.revision()
    assert batches in (acknowledged, acknowledged + 1)
    everything = [record for number in range(batches) for record in batch(number)]
    assert store.counts() == {"member": batches * BATCH_SIZE, "FOLLOWS": batches * BATCH_SIZE}
    assert store.write(everything).unchanged == len(everything)
