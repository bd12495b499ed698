"""What is particular to the SQLite store: its address, its file, its log and its handles."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from graph import (
    Entity,
    EntityId,
    Relationship,
    RelationshipKind,
    list_communities,
    open_store,
    sqlite_paging,
)
from graph.documents import open_documents
from graph.errors import (
    CommunityNotFound,
    InvalidStoreUrl,
    StoreUnavailable,
)
from graph.sqlite_database import CHECKPOINT_BYTES
from graph.sqlite_store import path_of
from tests.graph.facts import ADA, BEN, EVERYTHING, HELPED, MATHS, RELATIONSHIPS, edge
from tests.graph.sqlite_files import ROOT, bytes_on_disk, opened


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///kinpath.db", "kinpath.db"),
        ("sqlite:///data/a b%20?#.db", "data/a b%20?#.db"),
        ("sqlite:////var/lib/kinpath.db", "/var/lib/kinpath.db"),
        ("sqlite:///~/kinpath.db", str(Path.home() / "kinpath.db")),
    ],
)
def test_an_address_names_a_file(url: str, path: str) -> None:
    assert path_of(url) == Path(path)


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///", "sqlite://kinpath.db", "sqlite:///:memory:", "sqlite:///a\0"]
)
def test_an_address_that_names_no_file_is_refused(url: str) -> None:
    with pytest.raises(InvalidStoreUrl, match="must be sqlite:///"):
        open_store(url, "acme")


@pytest.mark.parametrize("name", ["a b%20?#ü.db", "deep/er/kinpath.db"])
def test_the_file_and_its_folder_are_made(tmp_path: Path, name: str) -> None:
    url = f"sqlite:///{tmp_path / name}"
    with opened(url) as store:
        store.write([ADA])
    assert (tmp_path / name).is_file()
    assert list_communities(url) == ["acme"]


def test_nothing_is_made_when_that_is_not_wanted(path: Path, url: str) -> None:
    with pytest.raises(StoreUnavailable, match="no such file"):
        opened(url, create=False)
    assert list_communities(url) == []
    assert not path.exists()
    with open_store(url, "other") as store:
        store.write([ADA])
    with pytest.raises(CommunityNotFound, match=r"no community 'acme' in .*; it has 'other'"):
        opened(url, create=False)


def test_a_relative_address_stays_where_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with opened("sqlite:///kinpath.db") as store:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        store.write([ADA])
        assert store.entity(ADA.id) == ADA
        store.forget(ADA.id)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_person_can_read_the_file(path: Path, url: str) -> None:
    with opened(url) as store:
        store.write(EVERYTHING)
    with closing(sqlite3.connect(path)) as connection:
        (entity,) = connection.execute(
            "SELECT community, kind, id, name, at, properties, revision FROM entities "
            "WHERE id = 'member:ada'"
        )
        (known,) = connection.execute(
            "SELECT community, source, kind, target, properties, revision FROM relationships "
            "WHERE kind = 'HAS_SKILL'"
        )
    assert entity[:5] == ("acme", "member", "member:ada", "Ada", "2018-03-12T16:59:28.317000Z")
    assert json.loads(entity[5]) == {**ADA.properties, "roles": ["mentor", "mentee"]}
    assert known == ("acme", "member:ada", "HAS_SKILL", "skill:maths", '{"level": 0.75}', 1)


def test_the_file_is_kept_as_safely_as_promised(path: Path, url: str) -> None:
    with opened(url) as store:
        store.write([ADA])
        writer = store._database._writer
        pragmas = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "mmap_size")
        values = [writer.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
        assert values == ["wal", 2, 1, 1, 0]
        assert writer.execute("PRAGMA wal_autocheckpoint").fetchone()[0] == 0
        with store._database.reading() as session, pytest.raises(sqlite3.OperationalError):
            session.execute("DELETE FROM entity")
    assert [file.name for file in path.parent.iterdir()] == ["kinpath.db"]


def test_nothing_of_a_forgotten_member_stays_in_the_files(path: Path, url: str) -> None:
    purpose = Entity(EntityId("purpose:p"), None, {"statement": "QUIETLIGHT for all"})
    post = Entity(EntityId("content:c"), None, {"title": "HALFMOON", "body": "TALLGRASS " * 2000})
    zoe = Entity(EntityId("member:zoe-ROWAN"), None, {"name": "Zoe BLUESTONE", "bio": "EARLY"})
    later = replace(zoe, properties={"name": "Zoe BLUESTONE", "bio": "LATER"})
    words = [b"QUIETLIGHT", b"HALFMOON", b"TALLGRASS", b"ROWAN", b"BLUESTONE", b"EARLY", b"LATER"]
    words.append(b"OAKLEAF")
    vector = np.frombuffer(b"VECTORMARK12", np.float32).reshape(1, -1)
    with opened(url) as store:
        store.write([BEN, ADA, HELPED, zoe, purpose, post])
        store.write(
            [
                later,
                edge(zoe, RelationshipKind.HOLDS, purpose),
                edge(zoe, RelationshipKind.CREATED, post, "OAKLEAF"),
                edge(BEN, RelationshipKind.ENDORSED, zoe, note="OAKLEAF"),
            ]
        )
        digests = [each.digest for each in store.texts_without_vector("model")]
        store.write_vectors("model", digests, vector.repeat(len(digests), axis=0))
        before = bytes_on_disk(path)
        assert [word for word in words if word not in before] == []
        vectors_before = before.count(b"VECTORMARK12")
        report = store.forget(zoe.id)
        after = bytes_on_disk(path)
        assert [word for word in words if word in after] == []
        assert report.vectors == 3
        assert after.count(b"VECTORMARK12") < vectors_before
        assert store.counts() == {"member": 2, "HELPED": 1}


def test_a_reader_delays_erasing_but_not_for_ever(path: Path, url: str) -> None:
    with opened(url) as store:
        store.write([ADA, BEN, replace(MATHS, properties={"name": "TALLGRASS"})])
        reading = store.entities()
        next(reading)
        store.forget(MATHS.id)
        assert b"TALLGRASS" in bytes_on_disk(path)
        assert [each.id for each in reading] == [BEN.id, MATHS.id]
        store.write([replace(BEN, at=None)])
        assert b"TALLGRASS" not in bytes_on_disk(path)


def test_the_log_does_not_grow_for_ever(path: Path, url: str) -> None:
    log = path.with_name("kinpath.db-wal")
    with opened(url) as store:
        sizes = []
        for number in range(12):
            store.write([replace(ADA, properties={"bio": str(number) * (4 << 20)})])
            sizes.append(log.stat().st_size)
    assert max(sizes) < 2 * CHECKPOINT_BYTES
    assert 0 in sizes


def test_a_closed_handle_says_so(url: str) -> None:
    store = opened(url)
    store.write(EVERYTHING)
    unfinished = store.entities()
    next(unfinished)
    store.close()
    store.close()
    for attempt in (store.revision, store.counts, lambda: store.write([ADA])):
        with pytest.raises(StoreUnavailable, match="this handle is closed"):
            attempt()
    unfinished.close()  # type: ignore[attr-defined]  # it is a generator
    assert len(store._database._idle) == 0


def test_two_processes_may_make_the_file_at_the_same_time(url: str) -> None:
    code = (
        "import sys; from graph import open_store; from tests.graph.facts import *;"
        "store = open_store(sys.argv[1], 'acme'); store.write(EVERYTHING); store.close()"
    )
    several = [
        subprocess.Popen([sys.executable, "-c", code, url], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    assert [each.communicate(timeout=60)[1] for each in several] == [b""] * 4
    with opened(url, create=False) as store:
        assert store.revision() == 1
        assert len(list(store.relationships())) == len(RELATIONSHIPS)


def test_an_export_of_many_revisions_is_one_picture(url: str) -> None:
    chance = np.random.default_rng(7)
    with opened(url) as store:
        people = [Entity(EntityId(f"member:{number}")) for number in range(50)]
        store.write(people)
        wanted = set()
        for revision in range(20):
            pairs = chance.integers(0, 50, (30, 2)).tolist()
            edges = [
                Relationship(
                    RelationshipKind.FOLLOWS, people[one].id, people[two].id, str(revision)
                )
                for one, two in pairs
            ]
            store.write(edges)
            wanted |= {(each.source, each.target, each.key) for each in edges}
        graph = store.export("model")
    assert len(graph.sources) == len(graph.targets) == len(graph.edge_facts) == len(wanted)
    assert set(zip(graph.sources.tolist(), graph.targets.tolist(), strict=True)) == {
        (graph.numbers[graph.ids.index(one)], graph.numbers[graph.ids.index(two)])
        for one, two, _ in wanted
    }


def test_a_page_is_read_off_an_index_without_sorting(tmp_path: Path) -> None:
    file = tmp_path / "kinpath.db"
    with open_store(f"sqlite:///{file}", "here") as store:
        store.write(EVERYTHING)
    with closing(sqlite3.connect(file)) as connection:
        for name, statement in vars(sqlite_paging).items():
            if name in ("_BY_ID", "_BY_NAME", "_BY_CHANGE", "_EDGES_BY_CHANGE", "_EDGES_OF_SOURCE"):
                rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", defaultdict(int))
                plan = " ".join(row[3] for row in rows)
                assert "SCAN" not in plan, (name, plan)
                assert "TEMP B-TREE" not in plan, (name, plan)


def test_the_state_of_the_database_changes_with_each_commit_and_only_then(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/kinpath.db"
    with opened(url) as store, opened(url) as other, open_documents(url, "acme") as documents:
        states = [store.state()]
        store.revision()
        assert store.state() == states[-1]
        for commit in (
            lambda: store.write([ADA]),
            lambda: other.write([BEN]),
            lambda: documents.put("goals", "all", {}),
        ):
            commit()
            states.append(store.state())
        assert len(set(states)) == len(states)
        assert store.revision() == other.revision() == 2
        assert store.stamp() == other.stamp()


def test_a_closed_handle_remembers_nothing(tmp_path: Path) -> None:
    store = opened(f"sqlite:///{tmp_path}/kinpath.db")
    store.revision()
    store.close()
    with pytest.raises(StoreUnavailable):
        store.revision()
