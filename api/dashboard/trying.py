"""What a goal set otherwise would change, as its page shows it: at once, and by a job."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict

from starlette.requests import Request

from api.access.needs import principal_of
from api.access.principals import Scope
from api.dashboard.at_once import TooLong, within_moments
from api.dashboard.copying import Call, Copies, copies, cypher_text, in_path
from api.dashboard.page_jobs import begin_job, job_of, stop_job
from api.dashboard.sliders import GoalInUse, as_in_use
from api.dashboard.visits import Visit
from api.goals.what_if import Sample, what_if
from api.jobs.job import Job, JobState
from api.jobs.kinds import KINDS
from api.jobs.results import JobResults
from api.jobs.withdrawn import names_withdrawn
from graph.errors import EntityNotFound
from matcher.goal_settings import Setting
from matcher.json_text import write_json

KIND = "what_if"
K = 5
SEED = 1

Effect = dict[str, object]


def effect_at_once(visit: Visit, found: GoalInUse, setting: Setting, members: int) -> Effect:
    """What a setting would change, without `told` where working it out takes too long.

    `differs` is false where it sets nothing anew.
    """
    if setting == as_in_use(found):
        return {"differs": False}
    goal, sample, told = found.goal.name, Sample(members, K, SEED), None
    with suppress(TooLong):
        told = what_if(visit.engine, goal, setting, sample, within_moments())
    return effect_of(visit, goal, setting_json(setting), members, told)


def effect_of(
    visit: Visit, goal: str, setting: dict[str, object], members: int, told: object
) -> Effect:
    """What the template is given of a setting and of what it would change."""
    body = setting | {"members": members, "k": K}
    return {
        "differs": True,
        "told": told,
        "setting": write_json(setting),
        "members": members,
        "may_set": may_set(visit.request),
        "copies": _copies(visit, goal, body),
    }


def may_set(request: Request) -> bool:
    """Whether whoever looks may set goals."""
    return not principal_of(request).lacks([Scope.ADMIN])


def setting_json(setting: Setting) -> dict[str, object]:
    """As the API takes it."""
    said = {name: value for name, value in asdict(setting).items() if value is not None}
    return said if setting.rules is None else said | {"rules": list(setting.rules)}


def begin_trying(
    visit: Visit, goal: str, setting: dict[str, object], members: int, instead: str
) -> Job:
    """Have a job try it and ask the past; `instead`: one of this page that is not needed any more.

    Raises:
        InvalidRequest: there is no such goal, or it may not be set so.
        TooManyJobs: too many wait already.
    """
    said = {"goal": goal, **setting, "members": members, "k": K, "seed": SEED}
    if instead:
        KINDS[KIND].checked(said)  # nothing is stopped for what cannot be begun
        stop_trying(visit, instead)
    return begin_job(visit, KIND, said)


def stop_trying(visit: Visit, job: str) -> None:
    """Cancel a job of whoever looks; nothing where it is none, or is gone."""
    try:
        found = job_of(visit, KIND, job)
    except EntityNotFound:
        return
    if found.by == visit.who:
        stop_job(visit, found)


def found_by(visit: Visit, job: Job) -> Effect | None:
    """What a job found; None where it is gone, or names somebody who is not to be named now."""
    engine = visit.engine
    if job.state is not JobState.DONE:
        return None
    told = JobResults(engine.settings.job_results, engine.store).read(job.id)
    if told is None or names_withdrawn(told, engine.matcher().snapshot):
        return None
    said = dict(job.arguments)
    goal, members = str(said.pop("goal")), int(said.pop("members"))
    setting = {name: value for name, value in said.items() if name not in ("k", "seed")}
    return effect_of(visit, goal, setting, members, json.loads(told))


def _copies(visit: Visit, goal: str, body: dict[str, object]) -> Copies:
    cypher = (
        f"MATCH (m:Member {{community: {cypher_text(visit.community)}}})\n"
        "RETURN m.id, m.name ORDER BY m.id"
    )
    return copies(visit.request, Call(f"goals/{in_path(goal)}/what-if", body=body), cypher)
