"""What the community's own past says of a goal set otherwise."""

from __future__ import annotations

from dataclasses import asdict

from api.engine import Engine
from api.goals.told import weights_in_use
from graph.progress import Progress, silent
from graph.snapshot import Snapshot
from graph.unprofiled import without_deeds
from matcher import Matcher
from matcher.bootstrap import Interval
from matcher.goals import Goal
from matcher.learning.learn import kinds_of
from matcher.learning.tried import OnPast, on_past
from matcher.models import QuestionKind

DIGITS = 4


def on_past_json(
    engine: Engine, tried: Goal, seed: int, progress: Progress = silent
) -> list[dict[str, object]]:
    """By each kind of question that it would answer otherwise: nDCG@10 as it is, and as tried.

    Args:
        engine: of the community.
        tried: the goal, as it is tried.
        seed: of all that is drawn.
        progress: told about the questions that are asked again.
    """
    matcher = engine.matcher(progress)
    # Nothing is told of those who let nobody make a profile of what they did.
    snapshot = without_deeds(matcher.snapshot)

    def as_now(past: Snapshot) -> Matcher:
        return Matcher(past, goals=matcher.goals, model=matcher.model)

    return [
        _told(on_past(snapshot, tried, kind, as_now, seed, progress), matcher, tried.name)
        for kind in kinds_of(tried)
        if _differs(matcher, tried, kind)
    ]


def _differs(matcher: Matcher, tried: Goal, kind: QuestionKind) -> bool:
    """Whether any question of the kind could be answered otherwise."""
    present = matcher.goals[tried.name]
    if (present.rules, present.diversity) != (tried.rules, tried.diversity):
        return True
    weights = [dict(weights_in_use(matcher, goal, kind)) for goal in (present, tried)]
    return weights[0] != weights[1]


def _told(found: OnPast, matcher: Matcher, goal: str) -> dict[str, object]:
    learned = matcher.learned(matcher.goals[goal], found.kind) is not None
    sides = {"before": found.before, "after": found.after, "gain": found.gain}
    return {
        "kind": found.kind,
        "questions": found.questions,
        "asked": found.asked,
        "of": found.held,
        "learned_from_it": learned,
        **{name: _interval_json(side) for name, side in sides.items()},
    }


def _interval_json(found: Interval | None) -> dict[str, float] | None:
    if found is None:
        return None
    return {name: round(value, DIGITS) for name, value in asdict(found).items()}
