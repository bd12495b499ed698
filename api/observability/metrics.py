"""Metrics of a server for Prometheus: requests, questions, problems, and how far communities are.

No label names a member. Where several processes answer, their counters are kept in files of one
folder and summed by whichever is asked; figures of a community come from the store, and from the
snapshot of the process that is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from time import time

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from api.engine import Engine
from api.observability.answered import Answered
from api.webhooks.outbox import Outbox
from graph.errors import StoreError
from graph.snapshot_files import MANIFEST

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper ends of the histogram's buckets."""
_COMMUNITY = "community"
NOBODY = "-"
"""In place of a community where a request is about none: nobody known asks, or for no community."""

OpenEngines = Callable[[], Iterable[Engine]]


class Metrics:
    """What one process counts, and how to tell it together with what the others counted.

    Args:
        engines: those of the communities that are open in this process.
        folder: where processes that answer together keep their counters; None: there is one.
        more: further collectors, such as of queues.
    """

    def __init__(
        self, engines: OpenEngines, folder: Path | None = None, more: Iterable[Collector] = ()
    ) -> None:
        # When each counter began is nobody's question here. The function has no types.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._own = CollectorRegistry()
        self._folder = folder
        self._told: list[Collector] = [Standing(engines), *more]
        self._requests = Counter(
            "kinpath_requests",
            "Requests that were answered.",
            ("operation", "status", _COMMUNITY),
            registry=self._own,
        )
        self._seconds = Histogram(
            "kinpath_request_seconds",
            "From the first byte of a request to the last one of its answer.",
            ("operation", _COMMUNITY),
            buckets=_SECONDS,
            registry=self._own,
        )
        self._questions = Counter(
            "kinpath_questions",
            "Questions that got recommendations, by goal.",
            ("goal", _COMMUNITY),
            registry=self._own,
        )
        self._problems = Counter(
            "kinpath_problems",
            "Requests that were answered by a problem, such as store-unavailable.",
            ("problem", _COMMUNITY),
            registry=self._own,
        )

    def count(self, answered: Answered) -> None:
        """Count a request."""
        community = answered.community or NOBODY
        self._requests.labels(answered.operation, str(answered.status), community).inc()
        self._seconds.labels(answered.operation, community).observe(answered.seconds)
        for goal in answered.goals:
            self._questions.labels(goal, community).inc()
        if answered.problem is not None:
            self._problems.labels(_short(answered.problem), community).inc()

    def text(self, community: str | None = None) -> bytes:
        """All of it in Prometheus' text format; with a community, only what is about that one."""
        registry = CollectorRegistry()
        counted: Collector = self._own if self._folder is None else _of_all(self._folder)
        for collector in (counted, *self._told):
            registry.register(_About(collector, community))
        return generate_latest(registry)


class Standing(Collector):
    """How far each open community is, asked for at the moment."""

    def __init__(self, engines: OpenEngines) -> None:
        self._engines = engines

    def collect(self) -> Iterator[Metric]:
        """Gauges by community."""
        up = _gauge("kinpath_store_up", "Whether the store answers: 1 or 0.")
        lag = _gauge(
            "kinpath_revision_lag", "Revisions that were written and are not in the snapshot yet."
        )
        age = _gauge("kinpath_snapshot_age_seconds", "Since the snapshot in use was written.")
        queue = _gauge("kinpath_webhooks_waiting", "Messages to webhooks that were not heard yet.")
        for engine in self._engines():
            _measure(engine, up, lag, age, queue)
        info = InfoMetricFamily("kinpath", "What runs.", value={"version": version("kinpath")})
        yield from (up, lag, age, queue, info)


class _About(Collector):
    """What another collector tells, or of that only what is about one community."""

    def __init__(self, collector: Collector, community: str | None) -> None:
        self._collector = collector
        self._community = community

    def collect(self) -> Iterator[Metric]:
        for metric in self._collector.collect():
            if self._community is not None:
                metric.samples = [
                    sample
                    for sample in metric.samples
                    if sample.labels.get(_COMMUNITY) == self._community
                ]
            yield metric


def _measure(
    engine: Engine,
    up: GaugeMetricFamily,
    lag: GaugeMetricFamily,
    age: GaugeMetricFamily,
    queue: GaugeMetricFamily,
) -> None:
    community = [engine.store.community]
    try:
        revision = engine.store.revision()
        queue.add_metric(community, Outbox(engine.documents).waiting())
    except StoreError:
        up.add_metric(community, 0)
        return
    up.add_metric(community, 1)
    snapshot = engine.snapshot_in_use
    if snapshot is None:
        return
    lag.add_metric(community, max(0, revision - snapshot.revision))
    # What was deleted meanwhile, since somebody was forgotten, has no age.
    if snapshot.origin is not None:
        with suppress(FileNotFoundError):
            written = (snapshot.origin.directory / MANIFEST).stat().st_mtime
            age.add_metric(community, max(0.0, time() - written))


def _gauge(name: str, words: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, labels=[_COMMUNITY])


def _of_all(folder: Path) -> Collector:
    """The counters of all processes, also of those that have ended."""
    # Their module has no types.
    return MultiProcessCollector(None, path=str(folder))  # type: ignore[no-untyped-call]


def _short(problem: str) -> str:
    """`/problems/store-unavailable` is `store-unavailable`."""
    return problem.rpartition("/")[2]
