"""What routes ask FastAPI for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Path, Request
from starlette.concurrency import run_in_threadpool

from api.access.needs import principal_of
from api.access.principals import Principal
from api.access.serving import serving_of
from api.engine import Engine
from api.jobs.running import Jobs


async def asking(request: Request) -> Principal:
    """Who asks. Not `def`: that would be run in a thread."""
    return principal_of(request)


def jobs_of(request: Request) -> Jobs:
    """What runs the jobs of this process."""
    jobs: Jobs = request.app.state.jobs
    return jobs


async def engine_of(request: Request) -> AsyncIterator[Engine]:
    """The engine of the community that whoever asks may reach, for as long as it takes."""
    community = principal_of(request).community
    engines = serving_of(request).engines
    loan = engines.at_hand(community)
    if loan is None:
        loan = await run_in_threadpool(engines.borrow, community)
    try:
        yield loan.engine
    finally:
        engines.give_back(loan)


AnyEngine = Annotated[Engine, Depends(engine_of)]
AnyPrincipal = Annotated[Principal, Depends(asking)]
MemberPath = Annotated[str, Path(description="`ada` or `member:ada`, percent-encoded.")]
