"""A context manager out of anything that has `close`."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closing:
    """Base of what is closed at the end of a `with` block, however that ends."""

    def close(self) -> None:
        """Release what it holds."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
