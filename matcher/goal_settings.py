"""Goals as people set them for their community: what they may change, within which bounds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from graph.errors import InvalidRequest, shortened
from matcher.features import FEATURES, learned_for
from matcher.goals import Goal

LARGEST = 10.0
"""Of a weight, either way: goals come with weights of up to 3."""
LONGEST_NAME = 60
"""Characters of a name that errors repeat."""
FIXED_RULES = ("not_oneself", "not_paused", "not_dismissed")
"""Rules that members rely on: they said so themselves. No setting lifts them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is set in place of what a goal comes with; None: as it comes, or as it was learned.

    Attributes:
        weights: of features, where words or seeds are asked by; others weigh nothing.
        weights_by_member: the same where a member asks without words.
        diversity: 0 ranks by score alone, 1 by difference alone.
        rules: those of the goal's that hold.
    """

    weights: Mapping[str, float] | None = None
    weights_by_member: Mapping[str, float] | None = None
    diversity: float | None = None
    rules: tuple[str, ...] | None = None


def check_setting(goal: Goal, setting: Setting) -> Setting:
    """The setting itself, if it may be one of a goal as it comes.

    Raises:
        InvalidRequest: something in it may not, by field.
    """
    for field in ("weights", "weights_by_member"):
        weights: Mapping[str, float] | None = getattr(setting, field)
        for name, weight in ({} if weights is None else weights).items():
            _check_weight(goal, f"{field}.{name[:LONGEST_NAME]}", name, weight)
    if setting.diversity is not None and not 0 <= setting.diversity <= 1:
        raise InvalidRequest("diversity", "must be 0 to 1")
    if setting.rules is not None:
        _check_rules(goal, setting.rules)
    return setting


def with_setting(goal: Goal, setting: Setting, version: int) -> Goal:
    """The goal as it was set; weights that were set by hand go before what was learned.

    Args:
        goal: as it comes.
        setting: that was checked for it.
        version: its number, from 1.
    """
    by_hand = {"asked": setting.weights, "member": setting.weights_by_member}
    return replace(
        goal,
        weights=goal.weights if setting.weights is None else setting.weights,
        weights_by_member=(
            goal.weights_by_member
            if setting.weights_by_member is None
            else setting.weights_by_member
        ),
        diversity=goal.diversity if setting.diversity is None else setting.diversity,
        rules=goal.rules if setting.rules is None else setting.rules,
        version=version,
        by_hand=tuple(kind for kind, weights in by_hand.items() if weights is not None),
    )


def setting_of(goal: Goal) -> Setting:
    """What makes the goal of how it comes, by `with_setting`."""
    return Setting(
        goal.weights if "asked" in goal.by_hand else None,
        goal.weights_by_member if "member" in goal.by_hand else None,
        goal.diversity,
        goal.rules,
    )


def setting_to_json(setting: Setting) -> dict[str, Any]:
    """A setting as JSON."""
    return asdict(setting) | {"rules": None if setting.rules is None else list(setting.rules)}


def setting_from_json(said: Mapping[str, Any]) -> Setting:
    """The setting that JSON says, as `setting_to_json` made it."""
    rules = said["rules"]
    return Setting(
        said["weights"], said["weights_by_member"], said["diversity"],
        None if rules is None else tuple(rules),
    )  # fmt: skip


def _check_weight(goal: Goal, field: str, name: str, weight: float) -> None:
    possible = learned_for(goal)
    if name not in possible:
        raise InvalidRequest(field, f"is no feature of {goal.name}: {', '.join(possible)}")
    if not math.isfinite(weight) or abs(weight) > LARGEST:
        raise InvalidRequest(field, f"must be -{LARGEST:g} to {LARGEST:g}")
    if FEATURES[name].against and weight > 0:
        raise InvalidRequest(field, "speaks against a candidate: its weight is 0 or less")


def _check_rules(goal: Goal, rules: tuple[str, ...]) -> None:
    unknown = [rule for rule in rules if rule not in goal.rules]
    if unknown:
        reason = f"{shortened(unknown[0])} is no rule of {goal.name}: {', '.join(goal.rules)}"
        raise InvalidRequest("rules", reason)
    missing = [rule for rule in FIXED_RULES if rule in goal.rules and rule not in rules]
    if missing:
        raise InvalidRequest("rules", f"must hold {missing[0]}: members rely on it")
    if len(set(rules)) < len(rules):
        raise InvalidRequest("rules", "names a rule twice")
