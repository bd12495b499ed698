"""The goal of a run as it was set when the run began; it keeps that to its end."""

from __future__ import annotations

import json
from collections.abc import Mapping

from api.nightly.errors import RunFailed
from api.nightly.folder import RunFolder, write_text
from matcher.goal_settings import setting_from_json, setting_of, setting_to_json, with_setting
from matcher.goals import Goal, default_goals, find_goal


def write_goal(folder: RunFolder, goal: Goal) -> None:
    """Keep how the goal is set, for all workers; nothing is written of one that is as it comes."""
    if goal.version:
        told = {"version": goal.version, "setting": setting_to_json(setting_of(goal))}
        write_text(folder.goal, json.dumps(told, indent=2, ensure_ascii=False) + "\n")


def goals_of(folder: RunFolder, name: str, version: int) -> Mapping[str, Goal]:
    """The goals of a run: the one that it asks for as it was set when the run began.

    Args:
        folder: of the run.
        name: of the goal.
        version: of the goal, as the manifest says.

    Raises:
        RunFailed: the folder does not say how it was set.
    """
    goals = default_goals()
    if not version:
        return goals
    try:
        told = json.loads(folder.goal.read_bytes())
        setting = setting_from_json(told["setting"])
        if told["version"] != version:
            raise ValueError(told["version"])
    except (OSError, ValueError, KeyError, TypeError):
        raise RunFailed(f"{folder.goal} does not say how version {version} is set") from None
    return {**goals, name: with_setting(find_goal(goals, name), setting, version)}
