"""The crew of a Ray cluster: worker processes of many machines that reach the same folder."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from api.nightly.errors import RunFailed
from api.nightly.job import ONE_THREAD, Done, Job, Task, perform
from api.settings import set_unless_said
from graph.errors import InvalidRequest

OPTION = "--ray"
LOCAL = "local"
"""In place of an address: a cluster of this machine, for this run alone."""
TRIES = 5
"""How often Ray does a part again whose worker was killed or whose machine is gone."""
SECONDS_TO_KNOCK = 10.0
"""How long a cluster's address may take to answer."""

_SMALLEST_OBJECT_STORE = 100 * 1024 * 1024
"""Bytes; nothing but the names of parts goes through it."""
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0"}
# Ray has no other switch that keeps its servers on the loopback address.
_ALONE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}


class Cluster:
    """The workers of the cluster that this process has joined, one core each."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray

    def work(self, task: Task, job: Job, parts: Sequence[int]) -> Iterator[Done]:
        """Do the task for each of the parts, on whichever worker is free."""
        ray = self._ray
        errors = ray.exceptions
        remote = ray.remote(num_cpus=1, max_retries=TRIES)(perform)
        waiting = [remote.remote(task, job, part) for part in parts]
        while waiting:
            (ready,), waiting = ray.wait(waiting)
            try:
                yield ray.get(ready)
            except errors.RayTaskError as error:
                raise _failed(error.cause) from error
            except errors.RayError as error:
                raise _failed(error) from error


@contextmanager
def joined(address: str, workers: int) -> Iterator[Cluster]:
    """The cluster at an address (`auto`: that of this machine; `local`: a new one) until the end.

    Args:
        address: as `ray.init` takes it, or `local`.
        workers: how many a `local` one has; another has as many as its machines have cores.

    Raises:
        InvalidRequest: Ray is not installed, or there is no cluster.
    """
    alone = address == LOCAL
    ray = _imported({**_QUIET, **(_ALONE if alone else {})})
    place = _local(workers) if alone else {"address": address}
    try:
        _knock(address)
        ray.init(
            **place,
            runtime_env={"env_vars": ONE_THREAD},
            log_to_driver=False,
            configure_logging=False,
        )
    except (OSError, ValueError) as error:
        first = str(error).strip().partition("\n")[0]
        raise InvalidRequest(OPTION, f"finds no cluster at {address}: {first}") from None
    try:
        yield Cluster(ray)
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """OSError where nothing listens at `host:port`: Ray itself would wait for minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host, int(port)), SECONDS_TO_KNOCK).close()


def _local(workers: int) -> dict[str, object]:
    return {
        "num_cpus": workers,
        "include_dashboard": False,
        "object_store_memory": _SMALLEST_OBJECT_STORE,
    }


def _imported(environment: Mapping[str, str]) -> Any:
    set_unless_said(environment)  # Ray reads it when it is imported
    try:
        import ray  # noqa: PLC0415 - it is an extra, and takes a second
        import ray.exceptions  # noqa: PLC0415
    except ImportError:
        raise InvalidRequest(OPTION, "needs Ray: pip install 'kinpath[ray]'") from None
    return ray


def _failed(error: Exception) -> RunFailed:
    if isinstance(error, RunFailed):
        return error
    return RunFailed(f"a worker of the cluster failed ({type(error).__name__}: {error})")
