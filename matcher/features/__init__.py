"""The registry of features: each source of evidence is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.features.common_neighbours import common_neighbours
from matcher.features.company import goes_together, taken_by_ties, taken_often
from matcher.features.evidence_kernel import (
    FRESH,
    LASTING,
    NEAR,
    WIDE,
    EvidenceKernel,
    sums_of_kernels,
)
from matcher.features.interests import shared_interests, shared_skills
from matcher.features.journey import journey
from matcher.features.like_minded import like_minded
from matcher.features.meaning import own_text, profile
from matcher.features.recency import Recency, last_seen
from matcher.features.reciprocity import wanted_back
from matcher.features.said_no import said_no
from matcher.features.standing import answers_soon, appreciated, says_yes
from matcher.features.ties import common_ties, number_of_ties, social_walk, tie_pattern
from matcher.features.topic_fit import topic_fit
from matcher.features.unanswered import unanswered
from matcher.features.walk import walk_from_all, walk_from_asker, walk_from_seeds
from matcher.goals import Goal
from matcher.question import Question
from matcher.scales import Scale

Values = npt.NDArray[np.float64]
Compute = Callable[[Question, npt.NDArray[np.int32], Evidence], Values]
"""(question, candidates (C,), their evidence) -> (C,) float64; NaN where a candidate has none."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One source of evidence.

    Attributes:
        compute: its value for each candidate.
        scale: `lift` for sums that are never negative, `mass` for shares of one that all nodes
            divide among them, `cosine` for cosines, `lead` for sums that say the more the more of
            them three candidates have.
        asked: whether it depends on what is asked, and so can tell one question from another.
        of: what it can be worked out for: people, things (all else), or both.
        against: whether it speaks against a candidate, so that its weight is never positive.
        learned: whether its weight may be learned from the past; if not, it is what goals say.
    """

    compute: Compute
    scale: Scale
    asked: bool = True
    of: Literal["people", "things", "both"] = "both"
    against: bool = False
    learned: bool = True

    def suits(self, goal: Goal) -> bool:
        """Whether it can be worked out for what the goal recommends."""
        return self.of in ("both", "people" if goal.between_people else "things")


FEATURES: Mapping[str, Feature] = {
    "evidence_near": Feature(NEAR, "lift"),
    "evidence_wide": Feature(WIDE, "lift"),
    "evidence_lasting": Feature(LASTING, "lift"),
    "evidence_fresh": Feature(FRESH, "lift"),
    "walk_from_all": Feature(walk_from_all, "mass"),
    "walk_from_seeds": Feature(walk_from_seeds, "mass"),
    "walk_from_asker": Feature(walk_from_asker, "mass"),
    "social_walk": Feature(social_walk, "mass", of="people"),
    "common_ties": Feature(common_ties, "lift", of="people"),
    "tie_pattern": Feature(tie_pattern, "lift", of="people"),
    "shared_interests": Feature(shared_interests, "lift", of="people"),
    "shared_skills": Feature(shared_skills, "lift", of="people"),
    "like_minded": Feature(like_minded, "cosine", of="people"),
    "wanted_back": Feature(wanted_back, "cosine", of="people"),
    "appreciated": Feature(appreciated, "lift", asked=False, of="people"),
    "says_yes": Feature(says_yes, "lift", asked=False, of="people"),
    "answers_soon": Feature(answers_soon, "cosine", asked=False, of="people"),
    "number_of_ties": Feature(number_of_ties, "lift", asked=False, of="people"),
    "goes_together": Feature(goes_together, "lift", of="things"),
    "taken_by_ties": Feature(taken_by_ties, "lift", of="things"),
    "topic_fit": Feature(topic_fit, "lift", of="things"),
    "taken_often": Feature(taken_often, "lift", asked=False, of="things"),
    "last_seen": Feature(last_seen, "cosine", asked=False),
    "recent_month": Feature(Recency(days=30.0), "lift", asked=False),
    "recent_leaders": Feature(Recency(days=30.0), "lead", asked=False),
    "recent_season": Feature(Recency(days=120.0), "lift", asked=False),
    "profile": Feature(profile, "cosine"),
    "own_text": Feature(own_text, "cosine"),
    "common_neighbours": Feature(common_neighbours, "lift"),
    "unanswered": Feature(unanswered, "lift", of="things"),
    "said_no": Feature(said_no, "lift", against=True),
    # Who is on a journey is known of too few to learn from; that they want to go on, they say.
    "journey": Feature(journey, "lift", of="things", learned=False),
}
"""By name; `docs/matching.md` says what each one means."""


def learned_for(goal: Goal) -> tuple[str, ...]:
    """The features whose weights may be learned for a goal."""
    return tuple(name for name, each in FEATURES.items() if each.suits(goal) and each.learned)


def values_of(
    names: Iterable[str], question: Question, candidates: npt.NDArray[np.int32], evidence: Evidence
) -> dict[str, Values]:
    """Values (C,) of those of the named features that suit the goal; of all kernels at once."""
    suiting = [name for name in names if FEATURES[name].suits(question.goal)]
    of_names = [(name, FEATURES[name].compute) for name in suiting]
    kernels = {name: each for name, each in of_names if isinstance(each, EvidenceKernel)}
    sums = sums_of_kernels(question, tuple(kernels.values()), evidence) if kernels else ()
    found = dict(zip(kernels, sums, strict=True))
    for name, compute in of_names:
        if name not in found:
            found[name] = compute(question, candidates, evidence)
    return found
