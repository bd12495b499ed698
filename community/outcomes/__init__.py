"""Outcomes: what changed between two surveys, how sure that is, and what may be said of it."""

from community.outcomes.answers import Answer, Refused
from community.outcomes.decision import Decision, Verdict
from community.outcomes.instruments import Instrument, registry, registry_with
from community.outcomes.plan import StudyPlan
from community.outcomes.results import NotTold, Outcome, Outcomes
from community.outcomes.scoring import Scored, score_answers
from community.outcomes.study import outcomes

__all__ = [
    "Answer", "Decision", "Instrument", "NotTold", "Outcome", "Outcomes", "Refused", "Scored",
    "StudyPlan", "Verdict", "outcomes", "registry", "registry_with", "score_answers",
]  # fmt: skip
