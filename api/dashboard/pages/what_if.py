"""What if: a goal set otherwise by sliders, what that would change, and its versions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from pydantic import Json
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access.needs import needs
from api.access.principals import Scope
from api.dashboard.addresses import to
from api.dashboard.page_jobs import job_of, standing_of
from api.dashboard.sliders import (
    KINDS,
    STEP,
    TRIED,
    GoalInUse,
    folded,
    rules_of,
    setting_said,
    variety_slider,
    weight_sliders,
)
from api.dashboard.trying import (
    KIND,
    Effect,
    begin_trying,
    effect_at_once,
    found_by,
    may_set,
    setting_json,
    stop_trying,
)
from api.dashboard.visits import AnyVisit, Visit
from api.dashboard.wording import GOALS
from api.goals.schemas import GoalSetting
from api.goals.shelf import LONGEST_NOTE
from api.jobs.job import Job
from community.phrases import marked
from graph.errors import KinpathError

router = APIRouter()

SAMPLES = (100, 500, 2_000)
"""How many members may be asked for; everybody where there are fewer."""
_TEMPLATE, _PAST = "parts/what_if.html.jinja", "parts/what_if_past.html.jinja"
_TITLE = marked("What would change")
_SEE_OTHER = 303

Goal = Annotated[str, Query(max_length=100)]
FormGoal = Annotated[str, Form(max_length=100)]
FormSetting = Annotated[Json[GoalSetting], Form()]
Members = Annotated[int, Query(ge=1, le=SAMPLES[-1])]
Id = Annotated[str, Query(max_length=100)]
FormId = Annotated[str, Form(max_length=100)]


@router.get("/what-if", dependencies=[needs(Scope.INSIGHT)])
def what_if(
    visit: AnyVisit, goal: Goal = "mentors", members: Members = SAMPLES[0], instead: Id = ""
) -> Response:
    """The sliders, what they would change once they were moved, and the goal's versions.

    `instead` is a job of an earlier setting, which is stopped when one is begun for this one.
    """
    found = GoalInUse.of(visit.engine, goal)
    said, problem, effect = visit.request.query_params, "", None
    try:
        setting = setting_said(found, said)
        if TRIED in said:
            effect = effect_at_once(visit, found, setting, members)
    except KinpathError as error:
        if visit.wants_part:
            raise
        problem, said = str(error), type(said)()
    content = _content(goal, effect, instead) | {"problem": problem}
    if visit.wants_part:
        return HTMLResponse(visit.render(_TEMPLATE, visit=visit, **content))
    weights = {kind: folded(weight_sliders(found, kind, said)) for kind in KINDS}
    return visit.page(
        "what_if.html.jinja", here="what-if", weights=weights, step=STEP, tried=TRIED,
        variety=variety_slider(found, said), rules=rules_of(found, said), samples=SAMPLES,
        members=members, in_use=visit.engine.goals.in_use(goal), may_set=may_set(visit.request),
        versions=visit.engine.goals.versions(goal), goals=GOALS, **content,
    )  # fmt: skip


@router.post("/what-if/past", dependencies=[needs(Scope.INSIGHT)])
def begin(
    visit: AnyVisit,
    goal: FormGoal,
    setting: FormSetting,
    members: Annotated[int, Form(ge=1, le=SAMPLES[-1])] = SAMPLES[0],
    instead: FormId = "",
    whole: Annotated[bool, Form()] = False,
) -> Response:
    """Have a job try it, and ask the past."""
    tried = setting_json(setting.setting())
    job = begin_trying(visit, goal, tried, members, instead)
    if visit.wants_part:
        return _past(visit, job, whole=whole)
    return RedirectResponse(to("what-if/past", id=job.id), _SEE_OTHER)


@router.get("/what-if/past", dependencies=[needs(Scope.INSIGHT)])
def look(visit: AnyVisit, id: Id, whole: bool = False) -> Response:  # noqa: A002 - in the address
    """How far the job is; once it is done, what it found."""
    return _past(visit, job_of(visit, KIND, id), whole=whole)


@router.post("/what-if/stop", dependencies=[needs(Scope.INSIGHT)])
def stop(visit: AnyVisit, id: FormId, whole: Annotated[bool, Form()] = False) -> Response:  # noqa: A002
    """Stop asking the past."""
    stop_trying(visit, id)
    if visit.wants_part:
        return _past(visit, job_of(visit, KIND, id), whole=whole)
    return RedirectResponse(to("what-if/past", id=id), _SEE_OTHER)


@router.post("/what-if/save", dependencies=[needs(Scope.ADMIN)])
def save(
    visit: AnyVisit,
    goal: FormGoal,
    setting: FormSetting,
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
) -> Response:
    """Keep what was shown as the next version, and use it."""
    visit.engine.goals.add(goal, setting.setting(), note, visit.who)
    return _back_to(goal)


@router.post("/what-if/use", dependencies=[needs(Scope.ADMIN)])
def use(
    visit: AnyVisit, goal: FormGoal, version: Annotated[int, Form(ge=0, le=1_000_000)]
) -> Response:
    """Go back to a version, or to how the goal comes."""
    visit.engine.goals.use(goal, version)
    return _back_to(goal)


def _back_to(goal: str) -> Response:
    return RedirectResponse(to("what-if", goal=goal) + "#versions", _SEE_OTHER)


def _past(visit: Visit, job: Job, *, whole: bool) -> Response:
    """What a job found, or how far it is: of all that would change, or of what the past says."""
    goal = str(job.arguments["goal"])
    content = _content(goal, found_by(visit, job), job.id) | {"job": standing_of(job)}
    if visit.wants_part and not whole:
        return HTMLResponse(visit.render(_PAST, visit=visit, whole=False, **content))
    title = visit.language.texts.gettext(_TITLE)
    return visit.part(_TEMPLATE, title, here="what-if", problem="", **content)


def _content(goal: str, effect: Effect | None, instead: str) -> dict[str, object]:
    return {"goal": goal, "effect": effect, "job": None, "instead": instead}
