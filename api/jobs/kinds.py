"""What a job can be asked to work out: each kind with its arguments, as `kinpath` finds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, BinaryIO, TypeVar

from pydantic import BaseModel, ValidationError

from api.access.principals import Scope
from api.alignment_json import alignment_json, one_of
from api.cli.batch import answer_request
from api.engine import Engine
from api.exports import job as export_job
from api.exports.kinds import scopes_of
from api.goals.schemas import WhatIfArguments
from api.goals.what_if import what_if_with_past
from api.imports.work import ImportArguments, UndoArguments, run_import, run_undo
from api.jobs import arguments as asked_by
from api.jobs.job import Job
from api.jobs.results import FOUND
from api.jobs.running import Jobs, Work
from api.journeys_json import journey_json, journeys_json
from api.learning import keep_lessons, lesson_json, lessons_of
from api.maps.schemas import MapQuery
from api.maps.told import map_json
from api.members import find_member
from api.outcomes import study_plan
from api.outcomes_json import outcomes_json
from api.past import PastQuery
from api.reputation_json import reputation_json, role_named, roles_json
from api.routes.alignment import AlignmentQuery
from api.routes.community_health import HealthQuery
from api.routes.reputation import RolesQuery
from api.skills import find_skill
from api.snapshots import build, describe
from api.webhooks.alerts import tell_alerts
from community.alignment import alignment
from community.journeys import Grounds
from community.outcomes import outcomes
from community.reputation import propose_roles, reputation_of, reputations
from community.shared_purpose import shared_purpose
from graph.errors import InvalidRequest
from graph.progress import Progress
from graph.snapshot_taking import open_snapshot
from matcher.askers import who_may_ask
from matcher.batch import Batch
from matcher.goal_settings import check_setting
from matcher.goals import DEFAULT_GOALS, default_goals, find_goal
from matcher.json_text import write_json
from matcher.request import RecommendationRequest
from matcher.warming import prepare_tables

Told = Mapping[str, Any]
_Asked = TypeVar("_Asked", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of job.

    Attributes:
        name: what a request calls it.
        arguments: what may be said besides.
        begin: makes the work of arguments that were read.
        needs: what whoever begins it, looks at it or fetches its result has to be allowed.
        gives_lines: whether it finds one JSON object a line, and not a single one.
        needs_of: what it needs where the arguments decide that; `needs` is the most of it.
        ending_of: what the file ends with that it makes of arguments, where it makes one.
    """

    name: str
    arguments: type[BaseModel]
    begin: Callable[[Any], Work]
    needs: tuple[Scope, ...]
    gives_lines: bool = False
    needs_of: Callable[[Mapping[str, Any]], tuple[Scope, ...]] | None = None
    ending_of: Callable[[Any], str] | None = None

    def asks(self, said: Mapping[str, Any]) -> tuple[Scope, ...]:
        """What whoever begins it with these arguments, or looks at it, has to be allowed."""
        return self.needs if self.needs_of is None else self.needs_of(said)

    def start(self, engine: Engine, jobs: Jobs, said: dict[str, Any], by: str) -> Job:
        """Have the work done that is asked for.

        Raises:
            InvalidRequest: an argument is unknown or wrong.
            TooManyJobs: too many wait already.
        """
        work, ending = self.checked(said)
        return jobs.start(engine, self.name, said, work, by, ending=ending)

    def checked(self, said: Mapping[str, Any]) -> tuple[Work, str]:
        """The work that is asked for, and what the name ends with of the file that it makes.

        Raises:
            InvalidRequest: an argument is unknown or wrong.
        """
        asked = _read(self.arguments, said)
        return self.begin(asked), FOUND if self.ending_of is None else self.ending_of(asked)


def learn_weights(engine: Engine, asked: asked_by.LearnArguments, progress: Progress) -> Told:
    """Weights from the community's own past, as `kinpath learn` finds them."""
    lessons = lessons_of(engine.matcher(progress), engine.store, asked.goals, progress)
    version = None if asked.dry_run else keep_lessons(engine, lessons)
    return {"version": version, "lessons": [lesson_json(lesson) for lesson in lessons]}


def compare_with_host(engine: Engine, asked: AlignmentQuery, progress: Progress) -> Told:
    """The host's purpose and values against its members'."""
    picture = engine.picture(asked.moment())
    found = alignment(picture, engine.embedder, progress)
    one = None if asked.member is None else one_of(found, picture, asked.member)
    return alignment_json(found, one)


def measure_health(engine: Engine, asked: HealthQuery, progress: Progress) -> Told:
    """How the community is, and what is to be expected."""
    # statsmodels and lifelines take seconds to import: a server that is not asked does without.
    from api.health_json import health_json  # noqa: PLC0415
    from community.health import health  # noqa: PLC0415

    picture = engine.picture(asked.moment())
    today = datetime.now(UTC)
    found = health(picture, floor=asked.floor, today=today, progress=progress)
    if asked.as_of is None:
        tell_alerts(engine.documents, found.figures)
    return health_json(found)


def compare_surveys(engine: Engine, asked: asked_by.OutcomesQuery, progress: Progress) -> Told:
    """What changed between two surveys."""
    picture = engine.picture(asked.moment())
    plan = study_plan(**asked.model_dump(exclude={"as_of"}))
    return {
        **outcomes_json(outcomes(picture, plan, progress)),
        "revision": picture.snapshot.revision,
    }


def follow_journeys(engine: Engine, asked: asked_by.JourneysArguments, progress: Progress) -> Told:
    """Every journey in short, or one of them whole."""
    grounds = Grounds(engine.picture(asked.moment()))
    progress("journeys", 0, None)
    return (
        journeys_json(grounds)
        if asked.journey is None
        else journey_json(grounds.view(asked.journey))
    )


def weigh_reputation(
    engine: Engine, asked: asked_by.ReputationArguments, progress: Progress
) -> Told:
    """What one member is known for."""
    picture = engine.picture(asked.moment())
    who = find_member(picture.snapshot, asked.member)
    about = None if asked.skill is None else find_skill(picture.snapshot, asked.skill)
    progress("reputation", 0, None)
    found = reputation_of(reputations(picture, asked.half_life), who, about)
    return reputation_json(found, picture.snapshot.revision)


def propose_for_roles(engine: Engine, asked: RolesQuery, progress: Progress) -> Told:
    """Roles that members could be asked to take."""
    wanted = role_named(asked.role, "role")
    picture = engine.picture(asked.moment())
    progress("roles", 0, None)
    found = propose_roles(reputations(picture, asked.half_life))
    return roles_json(found, picture.snapshot.revision, wanted)


def answer_five_questions(engine: Engine, asked: PastQuery, progress: Progress) -> Told:
    """The five questions of shared purpose."""
    return asdict(shared_purpose(engine.picture(asked.moment()), progress))


def draw_map(engine: Engine, asked: MapQuery, progress: Progress) -> Told:
    """A map of the community, or what is within one of its areas."""
    engine.matcher(progress)
    return map_json(engine, asked.spot(), progress)


def take_snapshot(engine: Engine, _asked: asked_by.NoArguments, progress: Progress) -> Told:
    """The snapshot of the present revision with what answers are looked up in."""
    settings = engine.settings.model_copy(update={"community": engine.store.community})
    directory = build(settings, None, progress)
    prepare_tables(open_snapshot(directory, engine.store.community, progress=progress), progress)
    told = asdict(describe(directory, engine.store.community))
    del told["directory"]  # of the server's own files
    return told


def answer_everybody(asked: asked_by.EverybodyArguments) -> Work:
    """The answers for every member who may be matched, one a line."""

    def work(engine: Engine, progress: Progress, out: BinaryIO) -> None:
        matcher = engine.matcher(progress)
        goals = [find_goal(matcher.goals, asked.goal).name] if asked.goal else DEFAULT_GOALS
        nodes = who_may_ask(matcher.snapshot).nodes
        members = [matcher.snapshot.id(node) for node in nodes.tolist()]
        question = RecommendationRequest("", k=asked.k, as_of=asked.moment())
        requests = [
            replace(question, id=f"{goal}/{member}", goal=goal, member=member)
            for member in members
            for goal in goals
        ]
        batch = Batch(matcher, requests, asked.evenness, {}, progress)
        for number, request in enumerate(requests, 1):
            answer, answered = answer_request(batch.recommend, request)
            if answered:  # else they have withdrawn meanwhile
                out.write(answer.encode() + b"\n")
            progress("answering", number, len(requests))

    return work


def _goal_tried(engine: Engine, asked: WhatIfArguments, progress: Progress) -> Told:
    return what_if_with_past(engine, asked.goal, asked.setting(), asked.sample(), progress)


def _one(
    find: Callable[[Engine, _Asked, Progress], Told],
) -> Callable[[_Asked], Work]:
    """The work that finds a single JSON object."""

    def begin(asked: _Asked) -> Work:
        def work(engine: Engine, progress: Progress, out: BinaryIO) -> None:
            out.write(write_json(find(engine, asked, progress)).encode())

        return work

    return begin


def try_goal(asked: WhatIfArguments) -> Work:
    """What a goal set otherwise would change, and what the past says of it.

    Raises:
        InvalidRequest: there is no such goal, or it may not be set so.
    """
    check_setting(find_goal(default_goals(), asked.goal), asked.setting())
    return _one(_goal_tried)(asked)


def _read(model: type[BaseModel], said: Mapping[str, Any]) -> BaseModel:
    try:
        asked = model.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(("arguments", *map(str, first["loc"])))
        reason = str(first["msg"])
        raise InvalidRequest(field, f"is wrong: {reason[:1].lower()}{reason[1:]}") from None
    if isinstance(asked, PastQuery):
        asked.moment()
    return asked


_INSIGHT = (Scope.INSIGHT,)
_SENSITIVE = (Scope.SENSITIVE,)
_ADMIN = (Scope.ADMIN,)
_WRITE = (Scope.WRITE,)
_EVERYBODY = (Scope.READ, Scope.INSIGHT)

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("learn", asked_by.LearnArguments, _one(learn_weights), _ADMIN),
        Kind("alignment", AlignmentQuery, _one(compare_with_host), _INSIGHT),
        Kind("health", HealthQuery, _one(measure_health), _INSIGHT),
        Kind("outcomes", asked_by.OutcomesQuery, _one(compare_surveys), _INSIGHT),
        Kind("journeys", asked_by.JourneysArguments, _one(follow_journeys), _INSIGHT),
        Kind("reputation", asked_by.ReputationArguments, _one(weigh_reputation), _SENSITIVE),
        Kind("roles", RolesQuery, _one(propose_for_roles), _INSIGHT),
        Kind("shared_purpose", PastQuery, _one(answer_five_questions), _INSIGHT),
        Kind(
            "recommend_all",
            asked_by.EverybodyArguments,
            answer_everybody,
            _EVERYBODY,
            gives_lines=True,
        ),
        Kind("snapshot", asked_by.NoArguments, _one(take_snapshot), _ADMIN),
        Kind("map", MapQuery, _one(draw_map), _INSIGHT),
        Kind("what_if", WhatIfArguments, try_goal, _INSIGHT),
        Kind("import", ImportArguments, _one(run_import), _WRITE),
        Kind("undo_import", UndoArguments, _one(run_undo), _WRITE),
        Kind(
            export_job.KIND,
            export_job.ExportArguments,
            export_job.make_export,
            scopes_of("bundle"),
            needs_of=export_job.needs_of,
            ending_of=export_job.ending_of,
        ),
    )
}
"""Every kind of job, by name."""
