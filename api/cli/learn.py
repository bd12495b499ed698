"""`kinpath learn`: weights from the community's own past, and which of them are in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.ready import ready
from api.cli.talk import output, say, showing_progress
from api.engine import Engine
from api.learning import keep_lessons, lesson_json, lessons_of, versions_json
from api.settings import read_settings
from graph.errors import InvalidRequest
from matcher.json_text import write_json
from matcher.learning.judged import Judged
from matcher.learning.lessons import Lesson
from matcher.model_shelf import ModelShelf
from matcher.models import DEFAULT

LISTS = "shown lists"
"""What stands in place of how a question was asked where members chose from what was shown."""
_METHODS = ("default", "learned", "best single source", "recency popularity")


def learn(
    store: StoreOption = None,
    community: CommunityOption = None,
    goal: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GOAL", help="Only this goal; may be given again.", show_default=False
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Replay and compare, keep nothing.")
    ] = False,
    as_list: Annotated[bool, typer.Option("--list", help="Show the versions there are.")] = False,
    use: Annotated[
        str | None,
        typer.Option(
            metavar="VERSION",
            help="From now on use this version, or default.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Learn what counts in this community by replaying its past.

    Questions of the past are asked again, from what was known then, and the weights of the
    evidence are fitted to what came of them. Where members were shown something (kinpath
    feedback), what they chose of it counts against what they passed over. Each figure is nDCG@10
    on questions that the weights had not seen. Learned weights take the place of the default only
    where they surely beat it; every version is kept, and can be gone back to.

    For example:

        kinpath learn

        kinpath learn --goal mentors --dry-run

        kinpath learn --list

        kinpath learn --use default
    """
    if sum((as_list, use is not None, bool(goal) or dry_run)) > 1:
        raise typer.BadParameter("--list and --use stand alone")
    settings = read_settings(store=store, community=community)
    with Engine.open(settings) as engine:
        if as_list:
            _show_versions(engine.weights, as_json)
        elif use is not None:
            _use(engine.weights, use)
        else:
            matcher = ready(engine)
            with showing_progress() as progress:
                lessons = lessons_of(matcher, engine.store, goal, progress)
            before = engine.weights.in_use()
            version = None if dry_run else keep_lessons(engine, lessons)
            had = frozenset() if before is None or dry_run else frozenset(before.learned)
            _show(lessons, version, had, as_json)


def _use(shelf: ModelShelf, version: str) -> None:
    if version != DEFAULT and not version.isdecimal():
        raise InvalidRequest("--use", f"must be a version's number or {DEFAULT}")
    shelf.use(None if version == DEFAULT else int(version))
    say(f"{'the default weights' if version == DEFAULT else f'version {version}'} from now on")


def _show_versions(shelf: ModelShelf, as_json: bool) -> None:
    versions = versions_json(shelf)
    if as_json:
        typer.echo(write_json(versions))
        return
    if not versions:
        say("nothing was learned yet; the default weights are in use")
        return
    table = Table("version", "name", "revision", "learned", "in use", box=None, pad_edge=False)
    for each in versions:
        learned = ", ".join(each["learned"])
        mark = "yes" if each["in_use"] else ""
        table.add_row(str(each["version"]), str(each["name"]), str(each["revision"]), learned, mark)
    output().print(table)


def _show(
    lessons: Sequence[Lesson], version: int | None, had: frozenset[str], as_json: bool
) -> None:
    """Tell the lessons; `had` names the goals and kinds that had learned weights until now."""
    if as_json:
        told = [lesson_json(lesson) for lesson in lessons]
        typer.echo(write_json({"version": version, "lessons": told}))
        return
    if not lessons:
        say("nothing has happened yet that could be learned from; the default weights stay")
        return
    output().print(show_table(lessons))
    for lesson in lessons:
        if lesson.shown is not None and lesson.shown.reason:
            say(f"{lesson.goal}, {LISTS}: not learned from: {lesson.shown.reason}")
        if lesson.reason:
            is_back = f"{lesson.goal}/{lesson.kind}" in had
            words = (
                "the default takes the place of what was learned"
                if is_back
                else "the default stays"
            )
            say(f"{lesson.goal}, {lesson.kind}: {words}: {lesson.reason}")
    if version is not None:
        say(f"version {version} is in use; kinpath learn --use default goes back")


def show_table(lessons: Sequence[Lesson]) -> Table:
    """The replay, and what was shown: nDCG@10 with its interval, and how many first places the
    top three take.
    """
    table = Table("goal", "asked by", "questions", *_METHODS, "verdict", box=None, pad_edge=False)
    for lesson in lessons:
        asked_by = "words" if lesson.kind == "asked" else "member"
        verdict = "learned" if lesson.learned else "default stays"
        table.add_row(lesson.goal, asked_by, str(lesson.questions), *_cells(lesson.table), verdict)
        if (shown := lesson.shown) is not None:
            verdict = "not used" if shown.reason else "used"
            table.add_row(lesson.goal, LISTS, str(shown.lists), *_cells(shown.table), verdict)
    return table


def _cells(rows: Sequence[Judged]) -> list[str]:
    judged = {row.method: row for row in rows}
    return [_cell(judged[method]) if method in judged else "" for method in _METHODS]


def _cell(row: Judged) -> str:
    ndcg = row.ndcg
    return f"{ndcg.mean:.3f}\n[{ndcg.low:.3f}, {ndcg.high:.3f}]\ntop 3: {row.top_three:.0%}"
