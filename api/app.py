"""The HTTP API of one community.

A server process serves the one community that its settings name, so that no route can reach
another. Paths already begin with `/v1`; several communities behind one server become
`/v1/communities/{community}/…` with an engine for each, next to these paths.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from threading import Thread

from fastapi import FastAPI

from api.bodies import BodyGuard
from api.dashboard.mounting import add_dashboard
from api.engine import Engine
from api.errors import add_error_handlers
from api.observability.logs import log_request
from api.observability.metrics import Metrics
from api.observability.observed import Observed, Operations, operations_in
from api.resources.routes import resource_routers
from api.routes import (
    alignment,
    community_health,
    events,
    feedback,
    health,
    journeys,
    metrics_page,
    outcomes,
    purpose,
    recommendations,
    reputation,
    shared_purpose,
    stream,
    why_not,
    worklist,
)
from api.settings import Settings, read_settings, set_library_defaults, shared_counters
from api.single_questions import SingleQuestions
from graph.errors import KinpathError
from matcher.warming import answer_once

_DESCRIPTION = """Recommends mentors, peers and next steps to the members of a community, and says \
why. Every error is a problem as in RFC 9457 (`application/problem+json`)."""

PATIENCE = 5.0
"""Seconds that a server which is told to stop waits for the first snapshot."""

_TAGS = [
    {"name": "resources", "description": "Members, things and what happened, one by one."},
    {"name": "recommendations", "description": "Who and what suits whom, and why."},
    {"name": "journeys", "description": "Where members stand, and what moves them on."},
    {"name": "events", "description": "What happened; the next answer knows of it."},
    {"name": "feedback", "description": "What members say of what was recommended."},
    {"name": "stream", "description": "What serves a member today."},
    {"name": "worklist", "description": "Whom a connector introduces to whom today."},
    {"name": "community", "description": "Figures of the community as a whole."},
    {"name": "purposes", "description": "What members are for."},
    {"name": "health", "description": "For whoever runs the server."},
]


def create_app(settings: Settings) -> FastAPI:
    """The application that serves the community which the settings mean.

    The store is opened at once, so that a wrong setting ends here; the snapshot is taken in the
    background.

    Raises:
        KinpathError: the store or the community cannot be opened.
    """
    set_library_defaults()
    engine = Engine.open(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        warming = app.state.warming = Thread(target=_warm, args=(engine,), daemon=True)
        warming.start()
        _operations(app)  # now, and not while somebody waits
        yield
        # The first snapshot may still be under way: its store is not closed beneath it at once.
        warming.join(PATIENCE)
        engine.close()

    app = FastAPI(
        title="Kinpath",
        version=version("kinpath"),
        description=_DESCRIPTION,
        openapi_tags=_TAGS,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.engine = engine
    for routes in (
        recommendations,
        why_not,
        events,
        feedback,
        stream,
        worklist,
        alignment,
        journeys,
        outcomes,
        purpose,
        community_health,
        reputation,
        shared_purpose,
        health,
        metrics_page,
    ):
        app.include_router(routes.router)
    add_dashboard(app)
    for router in resource_routers():
        app.include_router(router)
    add_error_handlers(app)
    app.add_middleware(SingleQuestions, engine=engine)
    app.add_middleware(BodyGuard)
    metrics = app.state.metrics = Metrics(lambda: [engine], shared_counters())
    app.add_middleware(
        Observed, operations=lambda: _operations(app), listeners=[log_request, metrics.count]
    )
    return app


def app_of_environment() -> FastAPI:
    """The application as the environment says; what a server process begins with."""
    return create_app(read_settings())


def _operations(app: FastAPI) -> Operations:
    """The operations of the application, found once."""
    found: Operations | None = getattr(app.state, "operations", None)
    if found is None:
        found = app.state.operations = operations_in(app.openapi())
    return found


def _warm(engine: Engine) -> None:
    """Take the first snapshot and compile; when that fails, the next question says why."""
    with suppress(KinpathError):
        answer_once(engine.matcher())
