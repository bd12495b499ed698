"""Everybody computes on one thread, whatever their libraries would take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.bench_extra import from_bench_extra


@contextmanager
def one_thread() -> Iterator[None]:
    """OpenMP and BLAS, as far as they are loaded, have one thread while the block lasts.

    Raises:
        ImportError: says what to install.
    """
    with from_bench_extra("threadpoolctl").threadpool_limits(1):
        yield
