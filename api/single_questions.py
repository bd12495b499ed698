"""Single questions by POST, which servers are asked most, on the shortest way to the engine.

They are answered as the documented route `POST /v1/recommendations` answers them. What the way
through the framework costs for each request is twice as long as it takes to read one and to send
its answer.
"""

from __future__ import annotations

from asyncio import get_running_loop
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.engines import Engines, Loan
from api.access.principals import PRINCIPAL, Principal
from api.access.principals import Scope as AccessScope
from api.access.refusals import ScopeMissing
from api.engine import Engine
from api.errors import kinpath_problem
from api.observability.answered import GOALS, OPERATION
from api.problems.locating import BODY_READ
from api.responses import JsonResponse
from api.waiting import MOST_IN_THREADS, QUESTIONS, Line, Places
from graph.errors import KinpathError
from matcher.request import RecommendationRequest
from matcher.request_json import named, parse_request

THREADS = 40
"""Questions that are worked on or wait for their turn at the same time, as in other routes."""


class SingleQuestions:
    """Middleware that answers them, and hands on all other requests.

    What the engine has at hand is answered where the request came in, one after the other: threads
    that answer at the same time wait for each other instead. All else is answered by threads. Who
    would have to wait for too long is told so at once.
    It stands behind `BodyGuard`, which has read and checked the body.
    """

    def __init__(self, app: ASGIApp, engines: Engines, line: Line) -> None:
        self._app = app
        self._engines = engines
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="question")
        self._line = line
        self._places = Places(MOST_IN_THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = scope.get(BODY_READ)
        is_one = isinstance(body, dict) and "requests" not in body
        if is_one and scope["path"] == QUESTIONS and scope["method"] == "POST":
            scope[OPERATION] = "recommend"
            response = await self._answer(scope, body)
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, body: object) -> Response:
        principal: Principal = scope[PRINCIPAL]
        try:
            if AccessScope.READ not in principal.scopes:
                raise ScopeMissing([AccessScope.READ])
            request = parse_request(named(body, "request"))
            loan = await self._borrowed(principal.community)
            try:
                found = await self._json(loan.engine, request)
            finally:
                self._engines.give_back(loan)
        except KinpathError as error:
            return kinpath_problem(error)
        scope[GOALS] = (request.goal,)
        return JsonResponse(found)

    async def _borrowed(self, community: str) -> Loan:
        loan = self._engines.at_hand(community)
        if loan is not None:
            return loan
        borrow = self._engines.borrow
        return await get_running_loop().run_in_executor(self._threads, borrow, community)

    async def _json(self, engine: Engine, request: RecommendationRequest) -> bytes:
        async with self._line.turn():
            matcher = engine.at_hand(request)  # not before: while it waits, somebody may write
            if matcher is not None:
                return matcher.recommend_json(request)
        # The thread knows of which request it is, as FastAPI's own threads do.
        run, work = copy_context().run, engine.answer_json
        with self._places.taken():
            return await get_running_loop().run_in_executor(self._threads, run, work, request)
