"""What was worked out once is not worked out again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping
from typing import TypeVar, cast

T = TypeVar("T")


def once(memo: MutableMapping[Hashable, object], key: Hashable, work_out: Callable[[], T]) -> T:
    """What `memo` holds under the key, worked out and put there if it was not yet."""
    if key not in memo:
        memo[key] = work_out()
    return cast("T", memo[key])
