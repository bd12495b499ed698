"""`kinpath recommend`: who and what suits a member, a text, or what else is named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from api.cli.answers import print_answer
from api.cli.batch_options import (
    AllOption,
    ChangedSinceOption,
    EvennessOption,
    OutOption,
    RayOption,
    RequestsOption,
    RestartOption,
    ShownOption,
    SinceRunOption,
    WorkersOption,
)
from api.cli.many import Sharing, answer_everybody, answer_file
from api.cli.nightly import Nightly, answer_into_folder, is_folder
from api.cli.options import (
    AsOfOption,
    CommunityOption,
    CountOption,
    ExcludeOption,
    GoalOption,
    JsonOption,
    SeedOption,
    StoreOption,
    TextOption,
    WeightsOption,
)
from api.cli.ready import ready
from api.cli.talk import output
from api.engine import Engine
from api.members import find_member
from api.settings import read_settings
from api.whole_files import STANDARD
from graph.errors import InvalidRequest
from graph.records import EntityId
from matcher.answer_json import answer_json
from matcher.goals import DEFAULT_GOALS
from matcher.json_text import is_whole
from matcher.request import DEFAULT_COUNT, RecommendationRequest
from matcher.request_json import full_id, moment


@dataclass(frozen=True, slots=True)
class Question:
    """What the command line asks, before it is asked for each goal."""

    member: str | None
    text: str | None
    seeds: tuple[str, ...]
    exclude: tuple[str, ...]
    count: int
    as_of: str | None
    goals: tuple[str, ...]

    @property
    def asks_something(self) -> bool:
        """Whether there is anybody or anything to go by."""
        return bool(self.member or (self.text and self.text.strip()) or self.seeds)


def recommend(
    member: Annotated[
        str | None,
        typer.Argument(help="Who asks: an id (member:ada or ada) or a name.", show_default=False),
    ] = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    goal: GoalOption = None,
    text: TextOption = None,
    seed: SeedOption = None,
    exclude: ExcludeOption = None,
    count: CountOption = DEFAULT_COUNT,
    as_of: AsOfOption = None,
    weights: WeightsOption = None,
    as_json: JsonOption = False,
    requests: RequestsOption = None,
    everybody: AllOption = False,
    out: OutOption = STANDARD,
    evenness: EvennessOption = None,
    shown: ShownOption = None,
    workers: WorkersOption = None,
    restart: RestartOption = False,
    changed_since: ChangedSinceOption = None,
    since_run: SinceRunOption = None,
    ray: RayOption = None,
) -> None:
    """Recommend mentors, peers and next steps, and say why.

    A member may ask, or a text, or things that the question is about, or any mix of them. Strength
    compares the results of one list with the best of it.

    For example:

        kinpath recommend ada

        kinpath recommend "Ada Lovelace" --goal mentors -k 5

        kinpath recommend --text "error correction for a small device" --goal content --json

        kinpath recommend --requests questions.jsonl --out answers.jsonl

        kinpath recommend --all --goal next_steps --out everybody.jsonl

        kinpath recommend --all --goal mentors --evenness 0.5 --out mentors.jsonl

        kinpath recommend --all --goal peers --out nightly/peers

        kinpath recommend --all --goal peers --since-run nightly/peers --out nightly/peers-today

    With --requests, each line is an object with "id", "goal" and at least one of "member", "text"
    and "seeds", and may have "candidates", "exclude", "k" and "as_of". A question that cannot be
    answered gets a line with "error" in place of "results". Nobody with a stated capacity is shown
    more often in such a batch than their free places allow.

    A run into a folder goes on where it was killed, when the same command is given again.
    """
    goals = (goal,) if goal else DEFAULT_GOALS
    question = Question(member, text, tuple(seed or ()), tuple(exclude or ()), count, as_of, goals)
    sharing = Sharing(evenness, shown)
    how = Nightly(workers, restart, changed_since, since_run, ray)
    _check_usage(question, requests, everybody, out, sharing)
    how.check(everybody and is_folder(out))
    settings = read_settings(store=store, community=community, weights=weights)
    with Engine.open(settings) as engine:
        if requests is not None:
            answer_file(ready(engine), requests, out, sharing)
        elif everybody and is_folder(out):
            answer_into_folder(engine, request_of(question), goals, out, evenness, how)
        elif everybody:
            answer_everybody(ready(engine), request_of(question), goals, out, sharing)
        else:
            _answer_one(engine, question, as_json)


def _check_usage(
    question: Question, requests: Path | None, everybody: bool, out: Path, sharing: Sharing
) -> None:
    if requests is not None and (everybody or question.asks_something):
        raise typer.BadParameter("cannot be combined with MEMBER, --text, --seed or --all",
                                 param_hint="--requests")  # fmt: skip
    if everybody and question.asks_something:
        raise typer.BadParameter("cannot be combined with MEMBER, --text or --seed",
                                 param_hint="--all")  # fmt: skip
    if everybody and is_folder(out) and sharing.shown is not None:
        raise typer.BadParameter("goes with JSON lines; a run into a folder has --since-run",
                                 param_hint="--shown")  # fmt: skip
    if requests is None and not everybody:
        if not question.asks_something:
            raise typer.BadParameter("name a MEMBER, --text, --seed, --requests or --all")
        for option, is_said in {
            "--out": out != STANDARD,
            "--evenness": sharing.evenness is not None,
            "--shown": sharing.shown is not None,
        }.items():
            if is_said:
                raise typer.BadParameter("goes with --requests or --all", param_hint=option)


def _answer_one(engine: Engine, question: Question, as_json: bool) -> None:
    matcher = ready(engine)
    asked = request_of(question)
    name = "this question"
    if question.member is not None:
        snapshot = matcher.snapshot
        member = find_member(snapshot, question.member)
        asked = replace(asked, member=member)
        name = snapshot.name(snapshot.node(member))
    for goal in question.goals:
        answer = matcher.recommend(replace(asked, id=goal, goal=goal))
        if as_json:
            typer.echo(answer_json(answer))
        else:
            print_answer(output(), f"{matcher.goals[goal].title} for {name}", answer)


def request_of(question: Question) -> RecommendationRequest:
    """The question without its goal and member; InvalidRequest names the option that is wrong."""
    if question.text is not None and not is_whole(question.text):
        raise InvalidRequest("--text", "is not UTF-8")
    return RecommendationRequest(
        goal="",
        text=question.text if question.text and question.text.strip() else None,
        seeds=_ids("--seed", question.seeds),
        exclude=_ids("--exclude", question.exclude),
        k=question.count,
        as_of=None if question.as_of is None else moment("--as-of", question.as_of),
    )


def _ids(option: str, values: tuple[str, ...]) -> tuple[EntityId, ...]:
    return tuple(full_id(option, value) for value in values)
