"""Tables and figures taken along: at once where that takes moments, and else by a job."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query
from starlette.responses import RedirectResponse, Response

from api.access.needs import needs, principal_of, require
from api.dashboard.addresses import to
from api.dashboard.at_once import TooLong, within_moments
from api.dashboard.page_jobs import begin_job, job_of, standing_of, stop_job
from api.dashboard.visits import AnyVisit, Visit
from api.exports.job import KIND, file_json, needs_of, send_file
from api.exports.kinds import ExportName, FileFormat, scopes_of
from api.exports.sending import send_export
from api.exports.writing import ExportAsked
from api.jobs.job import Job, JobState
from api.jobs.ledger import Ledger
from community.phrases import marked
from graph.errors import KinpathError

# What it takes depends on what is exported: each route looks.
router = APIRouter(dependencies=[needs()])
_TITLE = marked("A file to take along")
_SEE_OTHER = 303
_LOOKED_THROUGH, _SHOWN = 50, 5

Id = Annotated[str, Query(max_length=100)]
FormId = Annotated[str, Form(max_length=100)]


@router.post("/data/export/stop")
def stop(visit: AnyVisit, id: FormId) -> Response:  # noqa: A002
    """Stop a job; nothing of it is left."""
    stop_job(visit, _found(visit, id))
    return RedirectResponse(to("data/export", id=id), _SEE_OTHER)


@router.post("/data/export/{export}")
def export(
    visit: AnyVisit,
    export: Annotated[ExportName, Path()],
    format: Annotated[FileFormat, Form()] = "csv",  # noqa: A002 - the name in the form
    bom: Annotated[bool, Form()] = False,
) -> Response:
    """A table, or what is made of all of them, as a file; of a large community a job makes it."""
    require(visit.request, scopes_of(export))
    try:
        return send_export(visit.engine, ExportAsked(export, format, bom), within_moments())
    except TooLong:
        said = {"export": export, "format": format, "bom": bom}
        job = begin_job(visit, KIND, said)
    return RedirectResponse(to("data/export", id=job.id), _SEE_OTHER)


@router.get("/data/export")
def look(visit: AnyVisit, id: Id) -> Response:  # noqa: A002 - in the address
    """How far the job is; once it is done, the file."""
    job = _found(visit, id)
    standing = standing_of(job)
    file, problem = None, standing["detail"]
    if job.state is JobState.DONE:
        try:
            file = file_json(visit.engine, job)
        except KinpathError as error:
            problem = str(error)
    title = visit.language.texts.gettext(_TITLE)
    return visit.part(
        "parts/export.html.jinja",
        title,
        here="data",
        job=standing,
        file=file,
        problem=problem,
    )


@router.get("/data/export/file")
def fetch(visit: AnyVisit, id: Id) -> Response:  # noqa: A002
    """The file that a job made."""
    return send_file(visit.engine, _found(visit, id))


def latest_files(visit: Visit) -> list[Job]:
    """Jobs that make a file or have made one which can be fetched, the latest first."""
    principal = principal_of(visit.request)
    found = Ledger(visit.engine.documents).page(None, _LOOKED_THROUGH)
    own = [
        job for job in found if job.kind == KIND and not principal.lacks(needs_of(job.arguments))
    ]
    return [job for job in own if job.is_under_way or _is_there(visit, job)][:_SHOWN]


def _is_there(visit: Visit, job: Job) -> bool:
    try:
        return bool(file_json(visit.engine, job))
    except KinpathError:
        return False


def _found(visit: Visit, id_: str) -> Job:
    """The job that makes a file, if whoever looks could have begun it."""
    job = job_of(visit, KIND, id_)
    require(visit.request, needs_of(job.arguments))
    return job
