"""A load that is killed is finished by running it again, whenever the kill came."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from graph import GraphStore
from loaders import load
from tests.conftest import StoreAddress
from tests.loaders.bundles import COMMUNITY, Row, Tables, picture, write_bundle

KILLS = 20
BATCH_SIZE = 8
ENOUGH = 600.0
Loader = Callable[[str, float], Any]


def larger_community() -> Tables:
    """Enough rows for many batches, with answers above their questions."""
    members: list[Row] = [{"id": f"m{number}", "name": f"M {number}"} for number in range(60)]
    posts: list[Row] = [
        {"id": f"p{number}", "kind": "post", "author_id": f"m{number}", "skills": ["sewing"]}
        | ({"parent_id": f"p{number + 1}"} if number % 3 == 0 else {})
        for number in range(60)
    ]
    views: list[Row] = [
        {"member_id": f"m{number}", "verb": "view", "object_kind": "content", "object_id": "p7"}
        for number in range(60)
    ]
    return {
        **COMMUNITY,
        "members": [*COMMUNITY["members"], *members],
        "content": [*COMMUNITY["content"], *posts],
        "interactions": [*COMMUNITY["interactions"], *views],
    }


@contextmanager
def loader(address: StoreAddress, path: Path) -> Iterator[Loader]:
    """A process that loads the bundle into a community, and kills itself after some time."""
    told = {"url": address.url, "password": address.password, "path": str(path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.loaders.killed_loader"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    talk, answers = process.stdin, process.stdout

    def say(line: object) -> None:
        talk.write(json.dumps(line) + "\n")
        talk.flush()

    def run(community: str, seconds: float) -> Any:
        say({"community": community, "seconds": seconds})
        return json.loads(answers.readline())

    with process:
        say({**told, "batch_size": BATCH_SIZE})
        yield run
        talk.close()


@pytest.mark.slow
def test_a_load_that_was_killed_at_any_moment_is_finished_by_another(
    address: StoreAddress,
    open_community: Callable[[str], GraphStore],
    community: str,
    tmp_path: Path,
) -> None:
    path = write_bundle(tmp_path / "in", larger_community())
    random = Random(20)
    kills = rounds = 0
    with loader(address, path) as load_until:
        # The first load also makes the database; the second shows how long one takes.
        load_until(f"{community}-0", ENOUGH)
        length = load_until(f"{community}-whole", ENOUGH)["seconds"]
        whole = picture(open_community(f"{community}-whole"))
        assert sum(map(len, whole)) > 300
        while kills < KILLS:
            rounds += 1
            assert rounds <= KILLS, "loads end before they can be killed"
            torn = f"{community}-torn-{rounds}"
            for _ in range(4):
                kills += load_until(torn, random.uniform(0, length))["killed"]
            store = open_community(torn)
            assert load(path, store, batch_size=BATCH_SIZE).total.quarantined == 0
            assert picture(store) == whole
