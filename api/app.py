"""The HTTP API of all communities of a store.

Who asks reaches one community, that of their key or account; paths do not name it. As long as
there is neither a key nor an account, everybody on this machine reaches the one that the settings
mean.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from threading import Thread

from fastapi import FastAPI

from api.access.guard import AccessGuard
from api.access.serving import Serving
from api.audit.recording import Recording
from api.bodies import BodyGuard
from api.dashboard.mounting import add_dashboard
from api.errors import add_error_handlers
from api.idempotency.middleware import IdempotentWrites
from api.jobs.running import Jobs
from api.observability.logs import log_request
from api.observability.metrics import Metrics
from api.observability.observed import Observed, Operations, operations_in
from api.observability.traces import add_tracing
from api.openapi import describe_further
from api.problems import page as problem_pages
from api.reference.page import add_reference
from api.resources import bulk_route
from api.resources.routes import resource_routers
from api.responses import refusals
from api.routes import (
    accounts,
    alignment,
    audit,
    communities,
    community_health,
    community_map,
    data_quality,
    events,
    exports,
    feedback,
    goals,
    health,
    imports,
    jobs,
    journeys,
    metrics_page,
    outcomes,
    purpose,
    ranking,
    recommendations,
    reputation,
    rights,
    shared_purpose,
    sources,
    stream,
    webhooks,
    weights,
    why_not,
    worklist,
)
from api.settings import Settings, read_settings, set_library_defaults, shared_counters
from api.single_questions import SingleQuestions
from api.waiting import Line, Shedding
from api.webhooks.addresses import Reach
from api.webhooks.delivering import CommunityOutboxes, Delivering
from api.webhooks.sending import Sender
from graph.errors import KinpathError
from matcher.warming import answer_once

_DESCRIPTION = """Recommends mentors, peers and next steps to the members of a community, and says \
why. Every error is a problem as in RFC 9457 (`application/problem+json`)."""

PATIENCE = 5.0
"""Seconds that a server which is told to stop waits for the first snapshot."""

_OPERATIONS: list[Operations] = []
"""Those of every application of this process, once they are known."""
_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
"""Addresses of servers that nobody else is served by."""

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
    {"name": "rights", "description": "What members may decide about themselves."},
    {"name": "webhooks", "description": "Telling other systems what happens."},
    {"name": "jobs", "description": "Long work: begun, followed, cancelled and fetched."},
    {"name": "imports", "description": "Files taken in, tried, and taken back."},
    {"name": "data", "description": "Tables and figures as files."},
    {"name": "weights", "description": "What was learned, and which of it is in use."},
    {"name": "access", "description": "What a key or account reaches, and who did what."},
    {"name": "health", "description": "For whoever runs the server."},
]


_ROUTES = (
    webhooks,
    sources,
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
    rights,
    ranking,
    jobs,
    weights,
    goals,
    communities,
    community_map,
    accounts,
    audit,
    exports,
    imports,
    data_quality,
)


def create_app(settings: Settings, *, is_alone: bool = False) -> FastAPI:
    """The application that serves the communities which the settings mean.

    The store is opened at once, so that a wrong setting ends here; the snapshot of the community
    that is asked for most is taken in the background.

    Args:
        settings: which communities, and how they are served.
        is_alone: whether its process does nothing else.

    Raises:
        KinpathError: the store or the community cannot be opened.
        KeyNeeded: others could reach the server, and nobody would be asked who they are.
    """
    set_library_defaults()
    serving = Serving.open(settings)

    reach = Reach(settings.webhook_private, loopback=settings.host in _OWN_NAMES)
    outboxes = CommunityOutboxes(settings)
    delivering = Delivering(outboxes, Sender(reach))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        warming = app.state.warming = Thread(target=_warm, args=(serving, is_alone), daemon=True)
        warming.start()
        delivering.begin()
        app.state.jobs.begin()
        _operations(app)  # now, and not while somebody waits
        yield
        delivering.close()
        if tracing is not None:
            tracing.close()
        outboxes.close()
        # The first snapshot may still be under way: its store is not closed beneath it at once.
        warming.join(PATIENCE)
        app.state.jobs.close()
        serving.close()

    app = FastAPI(
        title="Kinpath",
        version=version("kinpath"),
        description=_DESCRIPTION,
        openapi_tags=_TAGS,
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
    )
    app.state.serving = serving
    app.state.reach = reach
    app.state.jobs = Jobs(serving.engines.lent, settings.job_results)
    for routes in _ROUTES:
        app.include_router(routes.router, responses=refusals(401, 403, 429, 503))
    app.include_router(health.router)
    app.include_router(metrics_page.router)
    app.include_router(problem_pages.router)
    add_dashboard(app)
    app.include_router(bulk_route.router, responses=refusals(401, 403, 429, 503))
    for router in resource_routers():
        app.include_router(router, responses=refusals(401, 403, 429, 503))
    add_reference(app)
    add_error_handlers(app)
    describe_further(app)
    app.add_middleware(
        Recording,
        engines=serving.engines,
        operations=lambda: _operations(app),
        days=settings.audit_days,
    )
    line = Line()
    app.add_middleware(SingleQuestions, engines=serving.engines, line=line)
    app.add_middleware(IdempotentWrites, engines=serving.engines, limit=settings.bulk_bytes)
    app.add_middleware(BodyGuard, bulk_limit=settings.bulk_bytes)
    app.add_middleware(AccessGuard, doorkeeper=serving.doorkeeper)
    metrics = app.state.metrics = Metrics(serving.engines.open, shared_counters())
    tracing = add_tracing(app, settings.traces)
    app.add_middleware(Shedding, line=line)
    app.add_middleware(
        Observed, operations=lambda: _operations(app), listeners=[log_request, metrics.count]
    )
    return app


def app_of_environment() -> FastAPI:
    """The application as the environment says; what a server process begins with."""
    return create_app(read_settings(), is_alone=True)


def _operations(app: FastAPI) -> Operations:
    """The operations of the application, found once: all applications of a process have the same.

    Writing the document that they are read from takes a second or two.
    """
    if not _OPERATIONS:
        _OPERATIONS.append(operations_in(app.openapi()))
    return _OPERATIONS[0]


def _warm(serving: Serving, is_alone: bool) -> None:
    """Take the first snapshot and compile; when that fails, the next question says why."""
    if serving.first is not None:
        with suppress(KinpathError), serving.engines.lent(serving.first) as engine:
            answer_once(engine.matcher())
    if is_alone:
        # What is there by now stays. To look through all of it for garbage takes a good part of a
        # second, in which nobody is answered.
        gc.collect()
        gc.freeze()
