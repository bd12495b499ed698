"""A library that is not installed is named, and so is what to install."""

from __future__ import annotations

import math

import pytest

from benchmarks.bench_extra import from_bench_extra


def test_what_is_there_is_imported() -> None:
    assert from_bench_extra("math") is math


def test_what_is_missing_says_how_to_get_it() -> None:
    message = "no_such_rival is missing.*pip install 'kinpath\\[bench\\]'"
    with pytest.raises(ImportError, match=message):
        from_bench_extra("no_such_rival.models")
