"""Learning through the doors: lessons of an open community, kept as the next version."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from api.engine import Engine
from graph.progress import Progress
from graph.snapshot import Snapshot
from graph.store import GraphStore
from graph.unprofiled import without_deeds
from matcher import Matcher
from matcher.goals import Goal, find_goal
from matcher.learning.learn import learn
from matcher.learning.lessons import FromLists, Lesson
from matcher.learning.shown_lists import lists_shown
from matcher.model_shelf import ModelShelf
from matcher.models import Learned, Model
from matcher.question import Question
from matcher.replay import PastQuery


def lessons_of(
    matcher: Matcher, store: GraphStore, goals: Sequence[str] | None, progress: Progress
) -> list[Lesson]:
    """A lesson of each of the goals (None: of all) that has any history.

    Args:
        matcher: of the community.
        store: where it stands for which goal something was shown.
        goals: names of those to learn.
        progress: told about long work.

    Raises:
        InvalidRequest: there is no goal of such a name.
    """
    chosen: Mapping[str, Goal] = matcher.goals
    if goals:
        chosen = {name: find_goal(matcher.goals, name) for name in goals}
    # Nothing is learned from those who let nobody make a profile of what they did.
    snapshot = without_deeds(matcher.snapshot)
    lists = lists_shown(store, snapshot, matcher.goals)
    return learn(snapshot, chosen, _ask(matcher), lists=lists, progress=progress)


def keep_lessons(engine: Engine, lessons: Sequence[Lesson]) -> int | None:
    """The version that keeps what was learned, with what earlier versions know of other goals.

    None when nothing is better than the default: then nothing is kept.
    """
    told = {f"{lesson.goal}/{lesson.kind}": lesson.learned for lesson in lessons}
    before = engine.weights.in_use()
    learned: dict[str, Learned] = dict(before.learned) if before is not None else {}
    learned = {key: kept for key, kept in learned.items() if key not in told}
    learned |= {key: found for key, found in told.items() if found is not None}
    if not learned and before is None:
        return None
    if not learned:
        engine.weights.use(None)
        return None
    if before is not None and before.learned == learned:
        return engine.weights.version_in_use()
    revision = engine.matcher().snapshot.revision
    return engine.weights.add(Model(engine.store.community, revision, learned))


def versions_json(shelf: ModelShelf) -> list[dict[str, Any]]:
    """The versions of learned weights, ascending, and which is in use."""
    in_use = shelf.version_in_use()
    return [
        {
            "version": version,
            "name": (model := shelf.read(version)).name,
            "revision": model.revision,
            "learned": sorted(model.learned),
            "in_use": version == in_use,
        }
        for version in shelf.versions()
    ]


def lesson_json(lesson: Lesson) -> dict[str, Any]:
    """A lesson as JSON."""
    return {
        "goal": lesson.goal,
        "kind": lesson.kind,
        "questions": lesson.questions,
        "replay": {row.method: row.to_json() for row in lesson.table},
        "weights": None if lesson.learned is None else dict(lesson.learned.weights),
        "calibrated": lesson.learned is not None and lesson.learned.calibration is not None,
        "reason": lesson.reason,
        "shown": None if lesson.shown is None else _from_lists_json(lesson.shown),
    }


def _from_lists_json(found: FromLists) -> dict[str, Any]:
    return {
        "lists": found.lists,
        "on_lists": {row.method: row.to_json() for row in found.table},
        "learned_from": not found.reason,
        "reason": found.reason,
    }


def _ask(matcher: Matcher) -> Callable[[Snapshot], Callable[[PastQuery], Question]]:
    """Questions of the past are asked by the same goals, of whatever snapshot they belong to."""

    def ask(snapshot: Snapshot) -> Callable[[PastQuery], Question]:
        past = Matcher(snapshot, goals=matcher.goals)
        return lambda query: past.question(query.request, query.vector)

    return ask
