"""What if a goal were set otherwise: the answers of members by either setting, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from api.engine import Engine
from api.goals.on_past import on_past_json
from graph.progress import Progress, silent
from graph.records import EntityId
from matcher import Matcher
from matcher.goal_settings import Setting, check_setting, with_setting
from matcher.goals import Goal, default_goals, find_goal
from matcher.request import RecommendationRequest
from matcher.reranking import choose

TOP = 3
"""Of those who are shown most, whose share of all places is told."""
MOST_LISTED = 10
"""Of those who gain, and of those who lose."""
MOST_LEFT = 20
"""Of those who would be left with nobody, who are named."""
_TRIED = 1_000_000
"""The number of a version that is tried and not kept."""

Answers = Sequence[Sequence[EntityId]]


@dataclass(frozen=True, slots=True)
class Sample:
    """Who is asked for: so many members, drawn by a seed, and how many results each gets."""

    members: int
    k: int
    seed: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Answers by a goal as it is in use, and as it is tried.

    Attributes:
        tried: the goal, as it is tried.
        sample: who was asked for.
        members: all who could be asked for.
        askers: those who were, in the order of their answers.
        before, after: what each of them is shown.
    """

    tried: Goal
    sample: Sample
    members: frozenset[EntityId]
    askers: Sequence[EntityId]
    before: Answers
    after: Answers


def compare(
    engine: Engine, goal: str, setting: Setting, sample: Sample, progress: Progress = silent
) -> Compared:
    """The answers of members by a goal as it is in use and by a setting; nothing is kept.

    Asked for are members who may be listed: adults in sight who consent to matching.

    `progress` is told after how many members; it may end the work by raising.

    Raises:
        InvalidRequest: there is no such goal, or it may not be set so.
    """
    as_it_comes = find_goal(default_goals(), goal)
    tried = with_setting(as_it_comes, check_setting(as_it_comes, setting), _TRIED)
    matcher, picture = engine.matcher(), engine.picture()
    other = matcher.with_goals({**matcher.goals, goal: tried})
    nodes = picture.members[picture.nameable]
    drawn = np.random.default_rng(sample.seed).permutation(nodes)[: sample.members]
    askers = picture.ids(np.sort(drawn))
    before, after = [], []
    for done, asker in enumerate(askers):
        progress("members", done, len(askers))
        request = RecommendationRequest(goal, asker, k=sample.k)
        before.append(_answer(matcher, request))
        after.append(_answer(other, request))
    return Compared(tried, sample, frozenset(picture.ids(nodes)), askers, before, after)


def what_if(
    engine: Engine, goal: str, setting: Setting, sample: Sample, progress: Progress = silent
) -> dict[str, object]:
    """What a setting would change of a goal as it is in use; nothing is kept.

    Raises:
        InvalidRequest: there is no such goal, or it may not be set so.
    """
    return told(engine, compare(engine, goal, setting, sample, progress))


def what_if_with_past(
    engine: Engine, goal: str, setting: Setting, sample: Sample, progress: Progress = silent
) -> dict[str, object]:
    """The same, with what the community's own past says.

    Raises:
        InvalidRequest: there is no such goal, or it may not be set so.
    """
    compared = compare(engine, goal, setting, sample, progress)
    past = on_past_json(engine, compared.tried, sample.seed, progress)
    return told(engine, compared) | {"on_past": past}


def told(engine: Engine, compared: Compared) -> dict[str, object]:
    """How many answers change, who is shown more, who less, and who is left with nobody."""
    before, after, sample = compared.before, compared.after, compared.sample
    changed = sum(set(old) != set(new) for old, new in zip(before, after, strict=True))
    return {
        "goal": compared.tried.name,
        "asked": len(compared.askers),
        "of": len(compared.members),
        "k": sample.k,
        "seed": sample.seed,
        "changed_answers": changed,
        "before": _exposure(before),
        "after": _exposure(after),
        "left_with_nobody": _left(engine, compared),
        **_movements(engine, before, after, compared.members),
    }


def _left(engine: Engine, compared: Compared) -> dict[str, object]:
    """Members who are shown somebody or something now, and would be shown nobody and nothing."""
    sides = zip(compared.askers, compared.before, compared.after, strict=True)
    left = [asker for asker, old, new in sides if old and not new]
    snapshot = engine.picture().snapshot
    nodes = [(each, snapshot.find(each)) for each in left[:MOST_LEFT]]
    named = [{"id": each, "name": snapshot.name(node)} for each, node in nodes if node is not None]
    return {"count": len(left), "named": named}


def _answer(matcher: Matcher, request: RecommendationRequest) -> list[EntityId]:
    question = matcher.ask(request)
    scored = matcher.score(question, matcher.candidates(question))
    shown = scored.nodes[choose(question, scored)]
    return [question.snapshot.id(int(node)) for node in shown]


def _exposure(answers: Answers) -> dict[str, object]:
    """How many are shown, how much the most shown take, and who is left with nobody."""
    shown = Counter(each for answer in answers for each in answer)
    places = sum(shown.values())
    most = sum(count for _, count in shown.most_common(TOP))
    return {
        "shown": len(shown),
        "top_share": most / places if places else None,
        "without_answer": sum(not answer for answer in answers),
    }


def _movements(
    engine: Engine, before: Answers, after: Answers, may_be_named: Set[EntityId]
) -> dict[str, object]:
    """Who is shown more often, and who less, of things and of members who may be named."""
    old, new = (Counter(each for answer in side for each in answer) for side in (before, after))
    snapshot = engine.picture().snapshot
    moved = [
        each
        for each in sorted({*old, *new})
        if old[each] != new[each]
        and (each in may_be_named or not each.startswith("member:"))
        and snapshot.find(each) is not None
    ]
    by_change = sorted(moved, key=lambda each: new[each] - old[each])
    gain = [each for each in reversed(by_change) if new[each] > old[each]]
    lose = [each for each in by_change if new[each] < old[each]]

    def movement(each: EntityId) -> dict[str, object]:
        name = snapshot.name(snapshot.node(each))
        return {"id": each, "name": name, "before": old[each], "after": new[each]}

    return {
        "gain": [movement(each) for each in gain[:MOST_LISTED]],
        "lose": [movement(each) for each in lose[:MOST_LISTED]],
    }
