"""How ranking works, in plain words, from the weights that are in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.records import EntityId
from matcher import Matcher
from matcher.eligibility import WHY
from matcher.feature_words import FEATURE_WORDS, GROUP_WORDS, NEVER_USED
from matcher.goals import DEFAULT_GOALS, Goal
from matcher.models import QuestionKind, default_weights
from matcher.own_weights import factors_of, with_factors, with_variety

WAYS: Mapping[QuestionKind, str] = {
    "asked": "when words or things are asked by",
    "member": "when a member asks for themselves, without words",
}
"""The two kinds of questions, as people say it."""
_IN_A_SENTENCE = 3
"""Groups that a sentence names; the table has all of them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A feature that is in use.

    Attributes:
        feature: its name.
        weight: by which it is multiplied; below 0 it speaks against.
        importance: its part of all weights, 0-1, whichever way they point.
    """

    feature: str
    weight: float
    importance: float


@dataclass(frozen=True, slots=True)
class GoalRanking:
    """How one goal ranks one kind of question.

    Attributes:
        goal: which.
        way: the kind of question.
        model: the name of the weights.
        questions: how many past questions they were learned from; None: they come with Kinpath.
        parameters: most important first.
        variety: 0: by score alone; 1: as different as possible.
    """

    goal: Goal
    way: QuestionKind
    model: str
    questions: int | None
    parameters: tuple[Parameter, ...]
    variety: float

    def groups(self) -> dict[str, float]:
        """The importance of each group of features, most important first."""
        sums: dict[str, float] = {}
        for each in self.parameters:
            group = FEATURE_WORDS[each.feature].group
            sums[group] = sums.get(group, 0.0) + each.importance
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))

    def sentence(self) -> str:
        """What counts most, in plain words."""
        named = [
            f"{GROUP_WORDS[group].title.lower()} ({part:.0%})"
            for group, part in list(self.groups().items())[:_IN_A_SENTENCE]
        ]
        listed = " and ".join(filter(None, [", ".join(named[:-1]), *named[-1:]]))
        return f"{self.goal.title}, {WAYS[self.way]}: most depends on {listed or 'nothing'}."


def rankings(
    matcher: Matcher, goal: Goal | None = None, member: EntityId | None = None
) -> list[GoalRanking]:
    """How goals rank, one or those that are usual, with the weights in use.

    `member` is whose own factors count; None: nobody's.
    """
    goals = [matcher.goals[name] for name in DEFAULT_GOALS] if goal is None else [goal]
    factors = factors_of(matcher.snapshot, member)
    ways: tuple[QuestionKind, ...] = ("asked", "member")
    return [_ranking(matcher, each, way, factors) for each in goals for way in ways]


def _ranking(
    matcher: Matcher, goal: Goal, way: QuestionKind, factors: Mapping[str, float]
) -> GoalRanking:
    learned = matcher.learned(goal, way)
    weights = default_weights(goal, way) if learned is None else learned.weights
    return GoalRanking(
        goal,
        way,
        matcher.name_of_weights(goal, way),
        None if learned is None else learned.questions,
        tuple(_parameters(with_factors(weights, factors))),
        with_variety(goal, factors).diversity,
    )


def _parameters(weights: Mapping[str, float]) -> Iterator[Parameter]:
    total = sum(abs(weight) for weight in weights.values())
    for name, weight in sorted(weights.items(), key=lambda item: (-abs(item[1]), item[0])):
        if weight:
            yield Parameter(name, weight, abs(weight) / total)


def ranking_json(community: str, revision: int, found: list[GoalRanking]) -> dict[str, object]:
    """The JSON form."""
    return {
        "community": community,
        "revision": revision,
        "goals": [_goal_json(each) for each in found],
        "never_used": list(NEVER_USED),
        "your_choices": CHOICES,
    }


CHOICES = (
    "Each group of parameters can be given a factor from 0 (does not count) to 2 (counts double), "
    "and profiling can be switched off: then nothing that you did counts, only what you ask, your "
    "purpose, your profile and the skills that you state."
)


def _goal_json(found: GoalRanking) -> dict[str, object]:
    return {
        "goal": found.goal.name,
        "title": found.goal.title,
        "asked": WAYS[found.way],
        "model": found.model,
        "learned_from": found.questions,
        "summary": found.sentence(),
        "groups": [
            {
                "group": group,
                "title": GROUP_WORDS[group].title,
                "meaning": GROUP_WORDS[group].meaning,
                "importance": part,
            }
            for group, part in found.groups().items()
        ],
        "parameters": [_parameter_json(each) for each in found.parameters],
        "variety": found.variety,
        "left_out": [f"whoever or whatever {WHY[rule]}" for rule in found.goal.rules],
    }


def _parameter_json(each: Parameter) -> dict[str, object]:
    words = FEATURE_WORDS[each.feature]
    return {
        "parameter": each.feature,
        "group": words.group,
        "meaning": words.meaning,
        "data": words.data,
        "weight": each.weight,
        "importance": each.importance,
        "against": each.weight < 0,
    }
