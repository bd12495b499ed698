"""What both doors tell of a goal and its versions."""

from __future__ import annotations

from collections.abc import Mapping

from api.engine import Engine
from api.goals.shelf import AS_IT_COMES
from matcher import Matcher
from matcher.features import learned_for
from matcher.goal_settings import FIXED_RULES
from matcher.goals import Goal, default_goals, find_goal
from matcher.models import QuestionKind, default_weights

Json = dict[str, object]


def goal_json(engine: Engine, name: str) -> Json:
    """A goal as it is in use.

    Raises:
        InvalidRequest: there is no such goal.
    """
    matcher = engine.matcher()
    goal = find_goal(matcher.goals, name)
    return {
        "goal": goal.name,
        "title": goal.title,
        "version": goal.version,
        "weights": dict(weights_in_use(matcher, goal, "asked")),
        "weights_by_member": dict(weights_in_use(matcher, goal, "member")),
        "weights_from": {
            "asked": matcher.name_of_weights(goal, "asked"),
            "member": matcher.name_of_weights(goal, "member"),
        },
        "diversity": goal.diversity,
        "rules": list(goal.rules),
        "features": list(learned_for(goal)),
        "fixed_rules": [rule for rule in goal.rules if rule in FIXED_RULES],
    }


def versions_json(engine: Engine, name: str) -> Json:
    """The versions of a goal, the newest first.

    Raises:
        InvalidRequest: there is no such goal.
    """
    goal = find_goal(default_goals(), name)
    in_use = engine.goals.in_use(goal.name)
    return {
        "goal": goal.name,
        "in_use": in_use,
        "versions": [
            {
                "version": each.version,
                "in_use": each.version == in_use != AS_IT_COMES,
                "note": each.note,
                "made_at": each.made_at,
                "made_by": each.made_by,
                "weights": each.setting.weights,
                "weights_by_member": each.setting.weights_by_member,
                "diversity": each.setting.diversity,
                "rules": None if each.setting.rules is None else list(each.setting.rules),
            }
            for each in engine.goals.versions(goal.name)
        ],
    }


def weights_in_use(matcher: Matcher, goal: Goal, kind: QuestionKind) -> Mapping[str, float]:
    """The weights that a goal answers by: learned ones, unless it was set by hand."""
    learned = matcher.learned(goal, kind)
    return default_weights(goal, kind) if learned is None else learned.weights
