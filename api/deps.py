"""What routes ask FastAPI for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request

from api.engine import Engine


async def engine_of(request: Request) -> Engine:
    """The engine that the application was made with. Not `def`: that would be run in a thread."""
    engine: Engine = request.app.state.engine
    return engine


AnyEngine = Annotated[Engine, Depends(engine_of)]
MemberPath = Annotated[str, Path(description="`ada` or `member:ada`, percent-encoded.")]
