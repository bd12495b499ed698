from __future__ import annotations

from collections.abc import Hashable
from threading import Thread

import numpy as np
import pytest

from matcher.memo import once
from matcher.workspace import Workspace


def test_arrays_are_kept_until_they_are_too_small_or_work_fails() -> None:
    space = Workspace(np.zeros)
    with space.lent(4) as first:
        assert len(first) == 4
        with space.lent(2) as inner:  # what is lent is not lent again
            assert inner is not first
    with space.lent(3) as second:
        assert second is first
    with space.lent(9) as larger:
        assert len(larger) == 9
    with pytest.raises(ValueError, match="broke off"), space.lent(5):
        raise ValueError("broke off")
    with space.lent(5) as fresh:
        assert fresh is not larger


def test_each_thread_has_its_own() -> None:
    space = Workspace(np.zeros)
    seen = []

    def work() -> None:
        with space.lent(3) as arrays:
            seen.append(arrays)

    with space.lent(3) as own:
        work_elsewhere = Thread(target=work)
        work_elsewhere.start()
        work_elsewhere.join()
    assert seen[0] is not own


def test_what_was_worked_out_once_is_not_worked_out_again() -> None:
    memo: dict[Hashable, object] = {}
    asked: list[int] = []

    def square() -> int:
        asked.append(3)
        return 9

    assert [once(memo, ("square", 3), square) for _ in range(2)] == [9, 9]
    assert asked == [3]
