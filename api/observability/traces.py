"""Whether traces are made: only where a collector is named, and the extra is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from api.observability.tracing import Tracing


def add_tracing(app: FastAPI, address: str | None) -> Tracing | None:
    """Have every request of the application traced to a collector; None: no trace is made.

    Raises:
        InvalidRequest: what makes traces is not installed.
    """
    if address is None:
        return None
    try:
        from api.observability.tracing import Traced, Tracing  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise InvalidRequest("KINPATH_TRACES", "needs `pip install 'kinpath[otel]'`") from None
    tracing = Tracing.to(address)
    app.add_middleware(Traced, tracing=tracing)
    return tracing
