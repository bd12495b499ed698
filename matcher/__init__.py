"""Who and what suits whom."""

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
from matcher.request_json import parse_request, to_json

__all__ = [
    "Explanation",
    "ExplanationEdge",
    "ExplanationPath",
    "Goal",
    "Matcher",
    "Recommendation",
    "RecommendationList",
    "RecommendationRequest",
    "default_goals",
    "parse_request",
    "read_goals",
    "to_frame",
    "to_json",
]
