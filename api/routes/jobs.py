"""Routes for long work: begin, list, look, cancel, and fetch what it found."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.access.needs import needs, require
from api.access.principals import Scope
from api.deps import AnyEngine, AnyPrincipal, jobs_of
from api.engine import Engine
from api.exports.job import KIND, file_json, send_file
from api.exports.sending import FILE
from api.jobs.job import Job, JobState, job_json
from api.jobs.kinds import KINDS
from api.jobs.ledger import Ledger
from api.jobs.refusals import JobNotDone, ResultWithdrawn
from api.jobs.results import JobResults
from api.jobs.schemas import MAX_JOBS, MAX_LINES, AnswerLines, JobBody, JobList, JobTold
from api.jobs.withdrawn import names_withdrawn
from api.responses import JsonResponse, refusals
from graph.errors import EntityNotFound
from matcher.json_text import write_json

# What it takes depends on the kind of job, which no path tells: `_allowed` looks.
router = APIRouter(prefix="/v1/jobs", tags=["jobs"], dependencies=[needs()])

JobPath = Annotated[str, Path(description="The id that beginning it answered.")]


class JobsQuery(BaseModel):
    """Which jobs."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=MAX_JOBS)
    cursor: str | None = Field(
        None, pattern=r"^[0-9a-f]{28}$", description="`next` of the page before."
    )


class ResultQuery(BaseModel):
    """Which lines of a result that has many."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(1_000, ge=1, le=MAX_LINES, description="Answers at most.")
    cursor: str = Field("0", pattern=r"^[0-9]{1,15}$", description="`next` of the page before.")


@router.post(
    "",
    operation_id="begin_job",
    summary="Begin long work",
    status_code=202,
    response_model=JobTold,
    responses=refusals(400, 413, 415, 422, 429, 503, 504),
)
def begin_job(
    request: Request, principal: AnyPrincipal, engine: AnyEngine, body: Annotated[JobBody, Body()]
) -> Response:
    """Answers at once; the job waits for its turn, and `Location` is where to look at it."""
    kind = KINDS[body.kind]
    require(request, kind.asks(body.arguments))
    job = kind.start(engine, jobs_of(request), body.arguments, principal.who)
    return JsonResponse(job_json(job), 202, {"Location": f"/v1/jobs/{job.id}"})


@router.get(
    "",
    operation_id="list_jobs",
    summary="The latest jobs",
    response_model=JobList,
    responses=refusals(422, 503, 504),
)
def list_jobs(
    principal: AnyPrincipal, engine: AnyEngine, query: Annotated[JobsQuery, Query()]
) -> Response:
    """The latest first; a job and its result are kept for seven days after its end.

    A page leaves out those that whoever asks could not have begun, and may be shorter for it.
    """
    found = Ledger(engine.documents).page(query.cursor, query.limit)
    last = found[-1].id if len(found) == query.limit else None
    shown = [job for job in found if not principal.lacks(_needs(job))]
    return JsonResponse({"items": [job_json(job) for job in shown], "next": last})


@router.get(
    "/{job}",
    operation_id="look_at_job",
    summary="How far a job is",
    response_model=JobTold,
    responses=refusals(404, 422, 503, 504),
)
def look_at_job(request: Request, engine: AnyEngine, job: JobPath) -> Response:
    """Its state, how far it is, and where its result is once it is done."""
    return JsonResponse(job_json(_allowed(request, engine, job)))


@router.delete(
    "/{job}",
    operation_id="cancel_job",
    summary="Cancel a job",
    response_model=JobTold,
    responses=refusals(404, 422, 503, 504),
)
def cancel_job(request: Request, engine: AnyEngine, job: JobPath) -> Response:
    """Stopped at once if it waits, and within moments if it is at work; one that ended stays so."""
    _allowed(request, engine, job)
    return JsonResponse(job_json(jobs_of(request).cancel(engine, job)))


@router.get(
    "/{job}/result",
    operation_id="result_of_job",
    summary="What a job found",
    response_model=AnswerLines | dict[str, Any],
    responses=refusals(404, 409, 410, 422, 503, 504),
)
def result_of_job(
    request: Request,
    engine: AnyEngine,
    job: JobPath,
    query: Annotated[ResultQuery, Query()],
) -> Response:
    """What the command of that name prints with `--json`.

    Of `recommend_all` a page of answers, with where the `next` one begins; of `export` where its
    file is, what it is called, and until when.
    """
    found = _allowed(request, engine, job)
    if found.kind == KIND:
        return JsonResponse(file_json(engine, found))
    if found.state is not JobState.DONE:
        raise JobNotDone(found.state.value)
    if KINDS[found.kind].gives_lines:
        told: bytes | None = _page(engine, found, query)
    else:
        told = _results(engine).read(found.id)
    if told is None:
        raise _elsewhere(engine, found)
    if names_withdrawn(told, engine.matcher().snapshot):
        raise ResultWithdrawn
    return JsonResponse(told)


@router.get(
    "/{job}/file",
    operation_id="file_of_job",
    summary="The file that a job made",
    response_class=Response,
    responses={200: FILE, **refusals(404, 409, 410, 422, 503, 504)},
)
def file_of_job(request: Request, engine: AnyEngine, job: JobPath) -> Response:
    """What the job `export` wrote, which is kept for a day at most, and of five the latest."""
    return send_file(engine, _allowed(request, engine, job))


def _allowed(request: Request, engine: Engine, job: str) -> Job:
    """A job that whoever asks could have begun."""
    found = Ledger(engine.documents).find(job)
    require(request, _needs(found))
    return found


def _needs(job: Job) -> tuple[Scope, ...]:
    return KINDS[job.kind].asks(job.arguments)


def _page(engine: Engine, job: Job, query: ResultQuery) -> bytes | None:
    found = _results(engine).lines(job.id, int(query.cursor), query.limit)
    if found is None:
        return None
    further = write_json(None if found.next is None else str(found.next)).encode()
    return b'{"items": [%b], "next": %b}' % (b", ".join(found.lines), further)


def _results(engine: Engine) -> JobResults:
    return JobResults(engine.settings.job_results, engine.store)


def _elsewhere(engine: Engine, job: Job) -> EntityNotFound:
    return EntityNotFound(f"result of job {job.id}", engine.store.community)
