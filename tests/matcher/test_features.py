from __future__ import annotations

from collections.abc import Callable, Iterable
from math import exp, log

import numpy as np
import pytest

from graph.records import EntityId, Record
from graph.schema import EntityKind
from matcher import RecommendationRequest
from matcher.evidence import gather_evidence
from matcher.features import FEATURES
from matcher.goals import default_goals
from matcher.question import Question
from matcher.scales import lead, lift
from tests.matcher.conftest import Community, edge, node

Build = Callable[[Iterable[Record]], Community]
ASK = RecommendationRequest(goal="mentors", member=EntityId("member:ada"))


def values(question: Question, feature: str) -> dict[str, float]:
    members = np.arange(*question.snapshot.range(EntityKind.MEMBER), dtype=np.int32)
    evidence = gather_evidence(question, members)
    found = FEATURES[feature].compute(question, members, evidence)
    return {question.snapshot.name(int(m)): float(v) for m, v in zip(members, found, strict=True)}


@pytest.fixture
def question(build: Build, mentoring: list[Record]) -> Question:
    return build(mentoring).matcher().question(ASK, None)


def test_the_kernel_adds_what_a_hand_works_out(question: Question) -> None:
    # The clock stands at the last event, day 7. Bob answered on day 6, and both his answer and
    # the question it answers touch the one seed, optics.
    expected = (1 + 1 / 30) ** -1.5 * exp(3.0)
    assert values(question, "evidence_near")["Bob"] == pytest.approx(expected, rel=1e-6)
    # Cy only asked: a tenth of the weight, a day earlier.
    asked = 0.1 * (1 + 2 / 30) ** -1.5 * exp(3.0)
    assert values(question, "evidence_near")["Cy"] == pytest.approx(asked, rel=1e-6)
    # Di has the skill itself: 0.2 of the weight at level .9 (a half float), and it does not fade;
    # besides, she mentors somebody, which has nothing to do with optics: 0.5 of the weight.
    has = 0.2 * float(np.float16(0.9)) * exp(3.0)
    assert values(question, "evidence_near")["Di"] == pytest.approx(has + 0.5, rel=1e-6)
    assert values(question, "evidence_near")["Ada"] == 0.0


def test_recency_counts_events_and_not_states(question: Question) -> None:
    recent = values(question, "recent_month")
    assert recent["Bob"] == pytest.approx(exp(-1 / 30))
    assert recent["Di"] == 0.0  # has a skill, and is a mentor: both last
    assert recent["Ada"] == 0.0


def test_common_neighbours_weigh_by_rarity(build: Build) -> None:
    house = build(
        [
            *(node(f"member:{name}", name=name) for name in ("ada", "bob", "cy")),
            *(node(f"group:{name}", name=name) for name in ("all", "two")),
            *(edge(f"member:{name}", "JOINED", "group:all") for name in ("ada", "bob", "cy")),
            *(edge(f"member:{name}", "JOINED", "group:two") for name in ("ada", "bob")),
        ]
    )
    question = house.matcher().question(ASK, None)
    shared = values(question, "common_neighbours")
    assert shared["bob"] == pytest.approx(1 / log(3) + 1 / log(2))
    assert shared["cy"] == pytest.approx(1 / log(3))


def test_without_seeds_and_texts_sources_are_absent(build: Build) -> None:
    house = build([node("member:ada", name="Ada"), node("member:bob", name="Bob")])
    question = house.matcher().question(ASK, None)
    for feature in ("evidence_near", "walk_from_seeds", "own_text", "profile"):
        assert np.isnan(values(question, feature)["Bob"])


def test_every_goal_names_known_features_rules_and_facets() -> None:
    from matcher.eligibility import RULES
    from matcher.facets import _FACETS

    for goal in default_goals().values():
        assert set(goal.weights) <= set(FEATURES)
        assert set(goal.rules) <= set(RULES)
        assert set(goal.facets) <= set(_FACETS)
        assert 0 <= goal.diversity <= 1


def test_recency_counts_by_how_much_three_lead() -> None:
    alike = np.full(30, 2.0)
    few = np.array([10.0, 5.0, 5.0, *([0.0] * 27)])
    # Three of thirty who do alike have a tenth of all: a quarter of what a fifth would count.
    np.testing.assert_allclose(lead(alike), lift(alike) / 4)
    np.testing.assert_allclose(lead(few), lift(few) * 25)
    assert lead(np.zeros(3)).tolist() == [0.0, 0.0, 0.0]
