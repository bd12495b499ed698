"""Sliders of a goal's weights and variety, and the setting that they and its rules say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import ImmutableMultiDict

from api.engine import Engine
from api.goals.told import weights_in_use
from community.phrases import marked
from graph.errors import InvalidRequest
from matcher.features import FEATURES, learned_for
from matcher.goal_settings import FIXED_RULES, LARGEST, Setting
from matcher.goals import Goal, default_goals, find_goal
from matcher.models import QuestionKind

TRIED = "tried"
"""The field that tells a form that was sent from a page that is opened."""
STEP = 0.05
"""Between two places of a slider."""
USUAL = 3.0
"""How far sliders of weights reach either way: goals come with weights of up to this."""
KINDS: Mapping[QuestionKind, str] = {"member": "m-", "asked": "w-"}
"""By kind of question, what the fields of its weights begin with."""
DIVERSITY = "diversity"
RULE = "rule"

Said = ImmutableMultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Slider:
    """A number that is set by hand.

    Attributes:
        field: its name in the form.
        title: what people read.
        in_use: as the goal is in use, to STEP.
        value: where it stands.
        least, most: how far it goes.
    """

    field: str
    title: str
    in_use: float
    value: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a goal: its name, what people read, whether it holds, whether it always does."""

    name: str
    title: str
    holds: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class GoalInUse:
    """A goal as it comes, and what of it is in use, learned or set by hand."""

    as_it_comes: Goal
    goal: Goal
    weights: Mapping[QuestionKind, Mapping[str, float]]

    @classmethod
    def of(cls, engine: Engine, name: str) -> GoalInUse:
        """That of a community.

        Raises:
            InvalidRequest: there is no such goal.
        """
        matcher = engine.matcher()
        goal = find_goal(matcher.goals, name)
        weights = {kind: weights_in_use(matcher, goal, kind) for kind in KINDS}
        return cls(find_goal(default_goals(), name), goal, weights)


def weight_sliders(found: GoalInUse, kind: QuestionKind, said: Said) -> list[Slider]:
    """Of all that can be weighed, where a form that was sent says; what weighs most first."""
    weights = found.weights[kind]
    numbers = {
        name: (_placed(weights.get(name, 0.0)), KINDS[kind] + name)
        for name in learned_for(found.goal)
    }
    values = {name: _number(said, field, used) for name, (used, field) in numbers.items()}
    far = max(abs(each) for pair in numbers.items() for each in (pair[1][0], values[pair[0]]))
    reach = min(max(USUAL, math.ceil(far)), LARGEST)
    sliders = [
        Slider(
            field, FEATURE_NAMES[name], used, values[name], -reach,
            0.0 if FEATURES[name].against else reach,
        )
        for name, (used, field) in numbers.items()
    ]  # fmt: skip
    return sorted(sliders, key=lambda each: -abs(each.in_use))


def variety_slider(found: GoalInUse, said: Said) -> Slider:
    """Of how different from each other those shown are to be."""
    used = _placed(found.goal.diversity)
    value = _number(said, DIVERSITY, used)
    return Slider(DIVERSITY, marked("How different those shown are"), used, value, 0.0, 1.0)


def rules_of(found: GoalInUse, said: Said) -> list[Rule]:
    """The rules that a goal comes with, and which of them hold."""
    held = said.getlist(RULE) if TRIED in said else found.goal.rules
    return [
        Rule(name, RULE_NAMES[name], name in held or name in FIXED_RULES, name in FIXED_RULES)
        for name in found.as_it_comes.rules
    ]


def setting_said(found: GoalInUse, said: Said) -> Setting:
    """What a form sets; what was not moved stays as it comes, or as it was learned.

    Raises:
        InvalidRequest: a field is no number.
    """
    variety = variety_slider(found, said)
    moved = variety.value != variety.in_use
    diversity = variety.value if moved else found.goal.diversity
    return Setting(
        _weights_said(found, "asked", said),
        _weights_said(found, "member", said),
        None if diversity == found.as_it_comes.diversity else diversity,
        _rules_said(found, said),
    )


def as_in_use(found: GoalInUse) -> Setting:
    """What a form says in which nothing was moved."""
    return setting_said(found, ImmutableMultiDict())


def _weights_said(found: GoalInUse, kind: QuestionKind, said: Said) -> dict[str, float] | None:
    sliders = weight_sliders(found, kind, said)
    moved = [each for each in sliders if each.value != each.in_use]
    if not moved and kind not in found.goal.by_hand:
        return None
    # What was not moved keeps its exact weight: learned ones lie between a slider's places.
    weights = dict(found.weights[kind])
    weights |= {each.field.removeprefix(KINDS[kind]): each.value for each in moved}
    return {name: weights[name] for name in sorted(weights) if weights[name]}


def _rules_said(found: GoalInUse, said: Said) -> tuple[str, ...] | None:
    comes = found.as_it_comes.rules
    held = [each.name for each in rules_of(found, said) if each.holds]
    unknown = [name for name in said.getlist(RULE) if name not in comes]
    rules = (*held, *unknown)
    return None if rules == comes else rules


def _placed(value: float) -> float:
    """The nearest place of a slider."""
    return round(round(value / STEP) * STEP, 2)


def _number(said: Said, field: str, otherwise: float) -> float:
    text = said.get(field)
    if text is None:
        return otherwise
    try:
        value = float(text)
    except ValueError:
        raise InvalidRequest(field, "must be a number") from None
    if not math.isfinite(value):
        raise InvalidRequest(field, "must be a number")
    return value


def folded(sliders: Sequence[Slider]) -> tuple[list[Slider], list[Slider]]:
    """Those that weigh something or were moved, and all others."""
    shown = [each for each in sliders if each.in_use or each.value]
    return shown, [each for each in sliders if each not in shown]


FEATURE_NAMES: Mapping[str, str] = {
    "evidence_near": marked("Did what is very close to the question"),
    "evidence_wide": marked("Did much around the question"),
    "evidence_lasting": marked("Did what fits, also long ago"),
    "evidence_fresh": marked("Did what fits of late"),
    "walk_from_all": marked("Near in the graph to asker and question"),
    "walk_from_seeds": marked("Near in the graph to the topics"),
    "walk_from_asker": marked("Near in the graph to the asker"),
    "social_walk": marked("Near to the asker among people"),
    "common_ties": marked("People whom both know"),
    "tie_pattern": marked("Goes with those whom the asker knows"),
    "shared_interests": marked("Did the same things"),
    "shared_skills": marked("Has the same skills"),
    "like_minded": marked("Moves in the same circles"),
    "wanted_back": marked("Looks for what the asker brings"),
    "appreciated": marked("What they gave was liked"),
    "says_yes": marked("Accepts invitations"),
    "answers_soon": marked("Answers soon"),
    "number_of_ties": marked("How many people they know"),
    "goes_together": marked("Goes with what the asker did"),
    "taken_by_ties": marked("People whom the asker knows did it"),
    "topic_fit": marked("Its topics fit those of the asker"),
    "taken_often": marked("How many members ever did it"),
    "last_seen": marked("How lately there was something"),
    "recent_month": marked("Active in the last month"),
    "recent_leaders": marked("Among the most active of late"),
    "recent_season": marked("Active in the last season"),
    "profile": marked("All they did is close in meaning"),
    "own_text": marked("Their own text is close in meaning"),
    "common_neighbours": marked("All that both have to do with"),
    "unanswered": marked("A question that waits for an answer"),
    "said_no": marked("Like what the asker said no to"),
}
"""What can be weighed, as people read it."""
RULE_NAMES: Mapping[str, str] = {
    "not_oneself": marked("Nobody is shown to themselves"),
    "not_paused": marked("Who paused is not shown"),
    "may_mentor": marked("Only those who offer to mentor"),
    "has_capacity": marked("Only those who have room for another mentee"),
    "not_mentor_yet": marked("Nobody who mentors the asker already"),
    "not_connected_yet": marked("Nobody whom the asker has to do with already"),
    "not_dismissed": marked("Nobody and nothing that the asker turned down"),
    "not_known_yet": marked("Nothing that the asker knows already"),
    "not_a_reply": marked("No replies, which are found through what they reply to"),
    "still_ahead": marked("Nothing that has begun already"),
}
"""Rules of goals, as people read them."""
