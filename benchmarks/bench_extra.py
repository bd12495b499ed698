"""The libraries of the extras for benchmarks, imported when a rival needs one."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


def from_bench_extra(module: str, extra: str = "bench") -> ModuleType:
    """The module of that full name. Raises ImportError that says what to install."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{error.name} is missing, which this rival is made of: pip install 'kinpath[{extra}]'"
        ) from error
