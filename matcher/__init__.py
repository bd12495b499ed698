"""Who and what suits whom."""

from matcher.answer_json import answer_json, to_json
from matcher.frames import to_frame
from matcher.goals import Goal, default_goals, read_goals
from matcher.matching import Matcher
from matcher.request import (
    Explanation,
    ExplanationEdge,
    ExplanationPath,
    Recommendation,
    RecommendationList,
    RecommendationRequest,
)
from matcher.request_json import parse_request

__all__ = [
    "Explanation",
    "ExplanationEdge",
    "ExplanationPath",
    "Goal",
    "Matcher",
    "Recommendation",
    "RecommendationList",
    "RecommendationRequest",
    "answer_json",
    "default_goals",
    "parse_request",
    "read_goals",
    "to_frame",
    "to_json",
]
