"""Documents written by several threads and processes at once. Each test runs on each store."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from graph import Document, Documents
from graph.errors import VersionConflict
from tests.conftest import OpenDocuments, StoreAddress
from tests.graph.document_writer import CONTESTED, TEXT_LENGTH

ROOT = Path(__file__).parents[2]
Told = TypeVar("Told")


def keys(documents: list[Document]) -> list[str]:
    return [each.key for each in documents]


def at_once(*tasks: Callable[[], Told]) -> list[Told]:
    """What each task returns; they begin together."""
    gate = threading.Barrier(len(tasks))

    def begin(task: Callable[[], Told]) -> Told:
        gate.wait(30)
        return task()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return [each.result() for each in [threads.submit(begin, task) for task in tasks]]


def test_threads_append_under_numbers_of_their_own(
    documents: Documents, open_collections: OpenDocuments
) -> None:
    def append(handle: Documents, name: int) -> list[str]:
        return [handle.append("log", {"by": name, "n": number}).key for number in range(15)]

    other = open_collections(documents.community)
    handles = [documents, other] * 4
    given = at_once(
        *(lambda each=each, name=name: append(each, name) for name, each in enumerate(handles))
    )
    assert all(mine == sorted(mine) for mine in given)
    assert sorted(key for mine in given for key in mine) == [
        f"{number:016}" for number in range(1, 121)
    ]
    kept = documents.page("log", limit=200)
    for name, mine in enumerate(given):
        assert [(each.key, each.value["n"]) for each in kept if each.value["by"] == name] == list(
            zip(mine, range(15), strict=True)
        )


def test_of_two_threads_that_add_the_same_key_exactly_one_does(
    documents: Documents, open_collections: OpenDocuments
) -> None:
    other = open_collections(documents.community)

    def add(handle: Documents, name: str) -> list[str]:
        return [key for key in map(str, range(40)) if handle.add("contest", key, {"by": name})]

    first, second = at_once(lambda: add(documents, "first"), lambda: add(other, "second"))
    assert sorted(first + second) == sorted(map(str, range(40)))
    by = {each.key: each.value["by"] for each in documents.page("contest")}
    assert by == {**dict.fromkeys(first, "first"), **dict.fromkeys(second, "second")}


def test_who_reads_and_puts_with_the_version_loses_nothing(
    documents: Documents, open_collections: OpenDocuments
) -> None:
    documents.put("total", "sum", {"n": 0})

    def raise_by(handle: Documents, times: int) -> int:
        refused = 0
        while times:
            present = handle.get("total", "sum")
            assert present is not None
            try:
                handle.put("total", "sum", {"n": present.value["n"] + 1}, version=present.version)
            except VersionConflict:
                refused += 1
            else:
                times -= 1
        return refused

    other = open_collections(documents.community)
    at_once(lambda: raise_by(documents, 20), lambda: raise_by(other, 20))
    assert documents.get("total", "sum") == Document("total", "sum", {"n": 40}, 41)


def test_what_is_added_put_and_removed_at_once_stays_whole(
    documents: Documents, open_collections: OpenDocuments
) -> None:
    """Whoever adds, removes and purges the same few keys gets no error, and never half of one."""
    other = open_collections(documents.community)

    def trouble(handle: Documents, seed: int) -> int:
        chance = random.Random(seed)
        for _ in range(60):
            key = str(chance.randrange(3))
            match chance.randrange(5):
                case 0:
                    handle.add("busy", key, {"key": key}, expires=time.time() + 0.002)
                case 1:
                    handle.put("busy", key, {"key": key})
                case 2:
                    handle.remove("busy", key)
                case 3:
                    handle.purge()
                case 4:
                    found = handle.get("busy", key)
                    assert found is None or found.value == {"key": key}
        return seed

    at_once(*(lambda s=s: trouble((documents, other)[s % 2], s) for s in range(4)))
    assert {each.key: each.value for each in documents.page("busy")}.items() <= {
        key: {"key": key} for key in "012"
    }.items()


@contextmanager
def writer(address: StoreAddress, community: str, task: str, name: str) -> Iterator[Any]:
    """A process of its own that is ready to begin with the task."""
    told = {"url": address.url, "password": address.password, "community": community}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.graph.document_writer"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps({**told, "task": task, "name": name}) + "\n")
            process.stdin.flush()
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def begin(process: Any) -> None:
    process.stdin.write("\n")
    process.stdin.flush()


def test_of_two_processes_that_add_the_same_key_exactly_one_does(
    address: StoreAddress, documents: Documents, community: str
) -> None:
    with (
        writer(address, community, "add", "first") as first,
        writer(address, community, "add", "second") as second,
    ):
        begin(first)
        begin(second)
        won = {name: list(map(str.strip, each.stdout)) for name, each in
               (("first", first), ("second", second))}  # fmt: skip
    assert sorted(won["first"] + won["second"], key=int) == [str(n) for n in range(CONTESTED)]
    kept = documents.page("contest", limit=CONTESTED + 1)
    assert {each.key: each.value["by"] for each in kept} == {
        key: name for name, mine in won.items() for key in mine
    }


def test_a_killed_writer_leaves_nothing_half(
    address: StoreAddress, documents: Documents, community: str
) -> None:
    chance = random.Random(5)
    with writer(address, community, "append", "x") as process:
        begin(process)
        acknowledged = [process.stdout.readline() for _ in range(chance.randint(5, 20))]
        time.sleep(chance.random() * 0.02)
        process.kill()
        acknowledged += [line for line in process.stdout if line.endswith("\n")]
    kept = documents.page("log", limit=100_000)
    assert len(kept) in (len(acknowledged), len(acknowledged) + 1)
    assert keys(kept)[: len(acknowledged)] == [line.strip() for line in acknowledged]
    assert [each.value for each in kept] == [
        {"number": number, "text": "x" * TEXT_LENGTH} for number in range(len(kept))
    ]
    assert documents.append("log", {}).key == f"{len(kept) + 1:016}"
