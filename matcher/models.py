"""Weights that were learned: what a model is, and how it is kept as plain JSON with a checksum."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from graph.errors import WeightsInvalid
from matcher.features import FEATURES
from matcher.goals import Goal
from matcher.request import RecommendationRequest

FORMAT = 1
DEFAULT = "default"
"""The name of the weights that goals come with."""

QuestionKind = Literal["asked", "member"]
"""`asked`: a text or seeds were given; `member`: a member is asked for, by what they are about."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns a score into a probability: `1 / (1 + exp(-(level + slope * s + share * log p)))`.

    `s` is the score and `p` the candidate's share of `exp(score)` among all candidates.

    Attributes:
        level, slope, share: as above.
        error: expected calibration error on the latest part of the replay, which it did not see.
    """

    level: float
    slope: float
    share: float
    error: float


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned for one goal and one kind of question.

    Attributes:
        weights: of features.
        questions: how many replayed questions it was learned from.
        table: nDCG@10 in the replay by method (mean, low, high), and load of the top three.
        calibration: None where scores are not to be shown as probabilities.
        lists: how many lists that were shown it was learned from besides.
    """

    weights: Mapping[str, float]
    questions: int
    table: Mapping[str, Mapping[str, float]]
    calibration: Calibration | None
    lists: int = 0


@dataclass(frozen=True, slots=True)
class Model:
    """Learned weights of one community.

    Attributes:
        community: whose history they are learned from.
        revision: of the community, at that time.
        learned: by goal and kind of question, `mentors/asked`.
        name: what answers are signed with; made from the checksum.
    """

    community: str
    revision: int
    learned: Mapping[str, Learned]
    name: str = ""

    def find(self, goal: str, kind: QuestionKind) -> Learned | None:
        """What was learned for such a question, None when nothing was."""
        return self.learned.get(f"{goal}/{kind}")


def kind_of_question(request: RecommendationRequest) -> QuestionKind:
    """Whether words or seeds are asked by, or the member alone."""
    return "asked" if request.text or request.seeds else "member"


def default_weights(goal: Goal, kind: QuestionKind) -> Mapping[str, float]:
    """The weights that a goal comes with for such questions."""
    return goal.weights if kind == "asked" else goal.weights_by_member


def to_text(model: Model) -> str:
    """The model as JSON, the same for the same model, with the checksum of all the rest."""
    content = {
        "format": FORMAT,
        "community": model.community,
        "revision": model.revision,
        "learned": {key: _learned_json(model.learned[key]) for key in sorted(model.learned)},
    }
    return json.dumps({**content, "checksum": _checksum(content)}, indent=2) + "\n"


def read_model(path: Path) -> Model:
    """The model in a file.

    Raises:
        WeightsInvalid: it cannot be read, is damaged, of another format, or names unknown features.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        checksum = told.pop("checksum")
        if told.get("format") != FORMAT:
            raise WeightsInvalid(path, f"is of format {told.get('format')}, not {FORMAT}")
        if checksum != _checksum(told):
            raise WeightsInvalid(path, "does not match its checksum: it was changed or damaged")
        model = _model(told, checksum)
    except FileNotFoundError:
        raise WeightsInvalid(path, "is not there") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WeightsInvalid(path, f"is not a model: {error}") from error
    unknown = {name for one in model.learned.values() for name in one.weights} - set(FEATURES)
    if unknown:
        raise WeightsInvalid(
            path, f"weighs features that are not known: {', '.join(sorted(unknown))}"
        )
    return model


def _model(told: Mapping[str, Any], checksum: str) -> Model:
    return Model(
        community=str(told["community"]),
        revision=int(told["revision"]),
        learned={key: _learned(value) for key, value in told["learned"].items()},
        name=f"learned-{checksum[:12]}",
    )


def _learned(told: Mapping[str, Any]) -> Learned:
    calibration = told["calibration"]
    return Learned(
        weights={name: _number(weight) for name, weight in told["weights"].items()},
        questions=int(told["questions"]),
        table=told["table"],
        calibration=None
        if calibration is None
        else Calibration(**{name: _number(value) for name, value in calibration.items()}),
        lists=int(told.get("lists", 0)),
    )


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{number} is no weight")
    return number


def _learned_json(learned: Learned) -> dict[str, Any]:
    calibration = learned.calibration
    return {
        "weights": {name: learned.weights[name] for name in sorted(learned.weights)},
        "questions": learned.questions,
        **({"lists": learned.lists} if learned.lists else {}),
        "table": {name: dict(figures) for name, figures in learned.table.items()},
        "calibration": None
        if calibration is None
        else {
            "level": calibration.level,
            "slope": calibration.slope,
            "share": calibration.share,
            "error": calibration.error,
        },
    }


def _checksum(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
