"""What if: a goal set otherwise by sliders, what that would change, and its versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Form, Query
from pydantic import Json
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access.needs import needs, principal_of
from api.access.principals import Scope
from api.dashboard.addresses import to
from api.dashboard.copying import Call, Copies, copies, cypher_text, in_path
from api.dashboard.sliders import (
    KINDS,
    STEP,
    TRIED,
    GoalInUse,
    as_in_use,
    folded,
    rules_of,
    setting_said,
    variety_slider,
    weight_sliders,
)
from api.dashboard.visits import AnyVisit, Visit
from api.dashboard.wording import GOALS
from api.engine import Engine
from api.goals.schemas import GoalSetting
from api.goals.shelf import LONGEST_NOTE
from api.goals.what_if import Sample, compare, left_with_nobody, told
from graph.errors import KinpathError
from graph.records import EntityId
from matcher.goal_settings import Setting
from matcher.json_text import write_json

router = APIRouter()

SAMPLES = (100, 500, 2_000)
"""How many members may be asked for; everybody where there are fewer."""
K = 5
SEED = 1
MOST_LISTED = 20
"""Of those who would be left with nobody."""
_SEE_OTHER = 303

Goal = Annotated[str, Query(max_length=100)]
FormGoal = Annotated[str, Form(max_length=100)]
Members = Annotated[int, Query(ge=1, le=SAMPLES[-1])]


@router.get("/what-if", dependencies=[needs(Scope.INSIGHT)])
def what_if(visit: AnyVisit, goal: Goal = "mentors", members: Members = SAMPLES[0]) -> Response:
    """The sliders, what they would change once they were moved, and the goal's versions."""
    found = GoalInUse.of(visit.engine, goal)
    said, problem, effect = visit.request.query_params, "", None
    try:
        setting = setting_said(found, said)
        if TRIED in said:
            effect = _effect(visit, found, setting, members)
    except KinpathError as error:
        if visit.wants_part:
            raise
        problem, said = str(error), type(said)()
    content = {"goal": goal, "problem": problem, "effect": effect, "goals": GOALS}
    if visit.wants_part:
        return HTMLResponse(visit.render("parts/what_if.html.jinja", visit=visit, **content))
    weights = {kind: folded(weight_sliders(found, kind, said)) for kind in KINDS}
    return visit.page(
        "what_if.html.jinja", here="what-if", weights=weights, step=STEP, tried=TRIED,
        variety=variety_slider(found, said), rules=rules_of(found, said), samples=SAMPLES,
        members=members, in_use=visit.engine.goals.in_use(goal), may_set=_may_set(visit),
        versions=visit.engine.goals.versions(goal), **content,
    )  # fmt: skip


@router.post("/what-if/save", dependencies=[needs(Scope.ADMIN)])
def save(
    visit: AnyVisit,
    goal: FormGoal,
    setting: Annotated[Json[GoalSetting], Form()],
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


def _effect(visit: Visit, found: GoalInUse, setting: Setting, members: int) -> dict[str, object]:
    """What a setting would change; `differs` is false where it sets nothing anew."""
    if setting == as_in_use(found):
        return {"differs": False}
    name = found.goal.name
    compared = compare(visit.engine, name, setting, Sample(members, K, SEED))
    left = left_with_nobody(compared)
    return {
        "differs": True,
        "told": told(visit.engine, compared),
        "left": len(left),
        "left_named": _named(visit.engine, left[:MOST_LISTED]),
        "setting": write_json(_body(setting)),
        "may_set": _may_set(visit),
        "copies": _copies(visit, name, _body(setting) | {"members": members, "k": K}),
    }


def _named(engine: Engine, members: list[EntityId]) -> list[tuple[str, EntityId]]:
    snapshot = engine.picture().snapshot
    nodes = [(each, snapshot.find(each)) for each in members]
    return [(snapshot.name(node), each) for each, node in nodes if node is not None]


def _may_set(visit: Visit) -> bool:
    return not principal_of(visit.request).lacks([Scope.ADMIN])


def _body(setting: Setting) -> dict[str, object]:
    """As the API takes it."""
    said = {name: value for name, value in asdict(setting).items() if value is not None}
    return said if setting.rules is None else said | {"rules": list(setting.rules)}


def _copies(visit: Visit, goal: str, body: dict[str, object]) -> Copies:
    cypher = (
        f"MATCH (m:Member {{community: {cypher_text(visit.community)}}})\n"
        "RETURN m.id, m.name ORDER BY m.id"
    )
    return copies(visit.request, Call(f"goals/{in_path(goal)}/what-if", body=body), cypher)
