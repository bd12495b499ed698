"""What the SQLite store does on bad days: wrong files, locks, full disks, missing rights."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from graph import Entity, EntityId, RelationshipKind, list_communities
from graph.errors import (
    SchemaTooNew,
    StoreTimeout,
    StoreUnavailable,
)
from graph.sqlite_schema import MIGRATIONS
from tests.graph.facts import ADA, BEN, ENTITIES, EVERYTHING, RELATIONSHIPS, edge
from tests.graph.pictures import content
from tests.graph.sqlite_files import locked, opened, said_by


def test_a_file_that_is_no_database(path: Path, url: str) -> None:
    path.write_bytes(b"To whom it may concern: " * 500)
    before = path.read_bytes()
    for attempt in (lambda: opened(url), lambda: list_communities(url)):
        with pytest.raises(StoreUnavailable, match="not a Kinpath database"):
            attempt()
    assert path.read_bytes() == before


def test_a_database_of_another_program(path: Path, url: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE accounts (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreUnavailable, match="of another program; nothing was changed"):
        opened(url)
    assert path.read_bytes() == before


def test_a_damaged_database(path: Path, url: str) -> None:
    with opened(url) as store:
        store.write([replace(ADA, properties={"bio": "x" * 200_000}), *EVERYTHING])
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreUnavailable, match="damaged"):
        opened(url, create=False)


def test_a_folder_in_place_of_a_file(path: Path, url: str) -> None:
    path.mkdir()
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        opened(url)
    (path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="cannot make its folder"):
        opened(f"sqlite:///{path}/file/kinpath.db")


def test_a_newer_schema_is_left_alone(path: Path, url: str) -> None:
    with opened(url) as store:
        store.write([ADA])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    for attempt in (lambda: opened(url), lambda: list_communities(url)):
        with pytest.raises(SchemaTooNew, match="upgrade Kinpath"):
            attempt()
    assert path.read_bytes() == before


def test_a_locked_database_is_waited_for_until_the_deadline(path: Path, url: str) -> None:
    with opened(url, deadline=0.2) as store:
        store.write([ADA])
        with locked(path):
            with pytest.raises(StoreTimeout, match="longer than the deadline"):
                store.write([BEN])
            assert store.entity(ADA.id) == ADA
        assert store.write([BEN]).revision == 2


def test_a_lock_that_is_let_go_in_time_is_not_noticed(path: Path, url: str) -> None:
    with opened(url) as store:
        store.write([ADA])
        held, release = threading.Event(), threading.Event()

        def hold() -> None:
            with locked(path):
                held.set()
                release.wait(10)

        holder = threading.Thread(target=hold)
        holder.start()
        held.wait(10)
        threading.Timer(0.1, release.set).start()
        assert store.write([BEN]).revision == 2
        holder.join()


def test_a_small_write_gets_in_between_two_batches_of_a_load(path: Path, url: str) -> None:
    batches, loaded = 0, threading.Event()

    def load() -> None:
        nonlocal batches
        while not loaded.is_set():
            with locked(path):
                batches += 1
                time.sleep(0.06)
            time.sleep(0.004)

    with opened(url) as store:
        store.write([ADA])
        loading = threading.Thread(target=load)
        loading.start()
        try:
            for number in range(8):
                store.write([Entity(EntityId(f"member:{number}"))])
                time.sleep(0.013)
        finally:
            loaded.set()
            loading.join()
    assert batches < 25


def test_a_call_that_takes_too_long_is_broken_off(url: str) -> None:
    with opened(url) as store:
        people = [Entity(EntityId(f"member:{number}")) for number in range(3000)]
        follows = [edge(ADA, RelationshipKind.FOLLOWS, each) for each in people]
        store.write([ADA, *people, *follows])
    with opened(url, deadline=0.0) as hurried:
        with pytest.raises(StoreTimeout, match="outlived its deadline"):
            hurried.export("model")
        assert hurried.revision() == 1


def test_a_full_database_keeps_what_it_had(url: str) -> None:
    with opened(url) as store:
        store.write(EVERYTHING)
        before = content(store)
        pages = store._database._writer.execute("PRAGMA page_count").fetchone()[0]
        store._database._writer.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreUnavailable, match="disk is full"):
            store.write([replace(BEN, properties={"bio": "x" * 100_000})])
        assert content(store) == before
        assert store.revision() == 1
        store._database._writer.execute("PRAGMA max_page_count = 1000000")
        assert store.write([replace(BEN, properties={"bio": "x" * 100_000})]).updated == 1


OUT_OF_ROOM = """
import resource, sys
from dataclasses import replace
from graph import open_store
from graph.errors import StoreUnavailable
from tests.graph.facts import BEN
with open_store(sys.argv[1], "acme") as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))
    try:
        store.write([replace(BEN, properties={"bio": "x" * (4 << 20)})])
    except StoreUnavailable as error:
        print(type(error).__name__)
    print(store.revision(), store.counts()["member"])
"""


def test_a_write_that_the_system_refuses_leaves_all_as_it_was(url: str) -> None:
    with opened(url) as store:
        store.write(EVERYTHING)
        before = content(store)
    assert said_by(OUT_OF_ROOM, url) == ["StoreUnavailable", "1", "3"]
    with opened(url, create=False) as store:
        assert content(store) == before


READ_ONLY = """
import os, sys
import graph.sqlite_store
from graph import open_store
from graph.errors import StoreUnavailable
from tests.graph.facts import ADA, RELATIONSHIPS
if os.geteuid() == 0:
    os.setuid(65534)  # permissions do not hold root back
with open_store(sys.argv[1], "acme") as store:
    print(len(list(store.entities())), len(list(store.relationships())))
    for attempt in (lambda: store.remove(RELATIONSHIPS), lambda: store.forget(ADA.id)):
        try:
            attempt()
        except StoreUnavailable as error:
            print("may not be written" in str(error))
    print(store.revision())
"""


def test_a_file_that_may_not_be_written_can_still_be_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kinpath.db"
        with opened(f"sqlite:///{path}") as store:
            store.write(EVERYTHING)
        path.chmod(0o444)
        path.parent.chmod(0o777)
        said = said_by(READ_ONLY, f"sqlite:///{path}")
        assert said == [str(len(ENTITIES)), str(len(RELATIONSHIPS)), "True", "True", "1"]
