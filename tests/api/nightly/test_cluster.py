"""A Ray cluster of two workers gives the same rows as one machine, and replaces who is killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from api.nightly import NightlyRun, answer_community
from api.nightly.cluster import Cluster, joined
from api.nightly.errors import RunFailed
from graph.errors import InvalidRequest
from graph.store import GraphStore
from tests.api.nightly.conftest import Inline, answered, into
from tests.api.nightly.test_processes_nightly import KillsOnce

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("ray") is None and os.environ.get("CI") != "true", reason="Ray is an extra"
    ),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A cluster of this machine for these tests alone; it is shut down with them."""
    with joined("local", 2) as found:
        yield found


def test_it_listens_to_this_machine_alone(cluster: Cluster) -> None:
    ray: Any = import_module("ray")
    assert [node["NodeManagerAddress"] for node in ray.nodes()] == ["127.0.0.1"]
    assert ray.cluster_resources()["CPU"] == 2


def test_the_rows_are_those_of_one_machine(
    circles: GraphStore, wanted: NightlyRun, cluster: Cluster
) -> None:
    here = into(wanted, "here")
    expected = answered(circles, here)
    manifest = answer_community(circles, wanted, cluster)
    assert manifest.finished
    assert_frame_equal(wanted.folder.rows().collect(), expected)
    assert [part.read_bytes() for part in wanted.folder.parts()] == [
        part.read_bytes() for part in here.folder.parts()
    ]


def test_a_killed_worker_loses_nothing(
    circles: GraphStore, wanted: NightlyRun, cluster: Cluster
) -> None:
    expected = answered(circles, into(wanted, "calm"))
    killing = KillsOnce(cluster)
    manifest = answer_community(circles, wanted, killing)
    assert killing.killed not in (None, os.getpid())
    assert manifest.finished
    assert_frame_equal(wanted.folder.rows().collect(), expected)


def test_what_a_worker_finds_wrong_is_told(
    circles: GraphStore, wanted: NightlyRun, cluster: Cluster
) -> None:
    with pytest.raises(KeyboardInterrupt):
        answer_community(circles, wanted, Inline(parts=0))
    next(wanted.folder.snapshot.glob("*flags*")).write_bytes(b"damaged")
    with pytest.raises(RunFailed, match="flags"):
        answer_community(circles, wanted, cluster)


def test_a_cluster_that_is_not_there_is_told() -> None:
    with (
        pytest.raises(InvalidRequest, match=r"--ray finds no cluster at 127.0.0.1:1: "),
        joined("127.0.0.1:1", 1),
    ):
        pass
