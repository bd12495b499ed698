"""How others took what somebody gave, how soon they answer, and whether they want the asker too."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from graph.records import EntityId, Record
from matcher import RecommendationRequest
from matcher.evidence import gather_evidence
from matcher.features import FEATURES
from matcher.features.standing import FEW
from tests.matcher.conftest import Community, edge, node

Build = Callable[[Iterable[Record]], Community]


@pytest.fixture
def given(build: Build) -> Callable[[str], dict[str, float]]:
    """Bob has two works of which one was liked twice, Cy one that nobody liked; Di never wrote."""
    community = build(
        [
            *(node(f"member:{name}", name=name.title()) for name in ("ada", "bob", "cy", "di")),
            *(node(f"skill:{name}", name=name) for name in ("optics", "bread")),
            node("content:q", 1, kind="question", title="How?"),
            node("content:b1", 2, kind="answer", body="So."),
            node("content:b2", 4, kind="answer", body="Or so."),
            node("content:c1", 3, kind="answer", body="No."),
            edge("member:di", "CREATED", "content:q", 1),
            edge("member:bob", "CREATED", "content:b1", 2),
            edge("member:bob", "CREATED", "content:b2", 4),
            edge("member:cy", "CREATED", "content:c1", 3),
            *(
                edge(f"content:{reply}", "REPLIES_TO", "content:q", 2)
                for reply in ("b1", "b2", "c1")
            ),
            edge("member:ada", "ENGAGED", "content:b1", 5, verb="like"),
            edge("member:cy", "ENGAGED", "content:b1", 5, verb="vote"),
            edge("member:bob", "ENGAGED", "content:b2", 5, verb="like"),
            edge("member:ada", "INVITED", "member:bob", 5),
            edge("member:cy", "INVITED", "member:bob", 5),
            edge("member:bob", "ACCEPTED", "member:ada", 6),
            edge("member:ada", "HAS_SKILL", "skill:optics"),
            edge("member:bob", "SEEKS_SKILL", "skill:optics"),
            edge("member:cy", "SEEKS_SKILL", "skill:bread"),
        ]
    )
    matcher = community.matcher()

    def values(name: str) -> dict[str, float]:
        question = matcher.ask(RecommendationRequest("peers", member=EntityId("member:ada")))
        members = [question.snapshot.node(EntityId(f"member:{m}")) for m in ("bob", "cy", "di")]
        candidates = np.array(members, dtype=np.int32)
        evidence = gather_evidence(question, candidates)
        found = FEATURES[name].compute(question, candidates, evidence)
        return dict(zip(("bob", "cy", "di"), found.tolist(), strict=True))

    return values


def test_likes_by_others_count_for_each_work(given: Callable[[str], dict[str, float]]) -> None:
    # Two likes for four works of all: half a like is common. Bob's own like of his work is none.
    common = 2 / 4
    assert given("appreciated") == {
        "bob": pytest.approx((2 + FEW * common) / (2 + FEW)),
        "cy": pytest.approx((0 + FEW * common) / (1 + FEW)),
        "di": pytest.approx((0 + FEW * common) / (1 + FEW)),
    }


def test_who_was_invited_twice_and_accepted_once(given: Callable[[str], dict[str, float]]) -> None:
    common = 1 / 2
    assert given("says_yes") == {
        "bob": pytest.approx((1 + FEW * common) / (2 + FEW)),
        "cy": pytest.approx(common),
        "di": pytest.approx(common),
    }


def test_the_sooner_the_answer_the_better(given: Callable[[str], dict[str, float]]) -> None:
    soon = given("answers_soon")
    assert soon["bob"] == pytest.approx(-(np.log1p(24) + np.log1p(72)) / 2)
    assert soon["cy"] == pytest.approx(-np.log1p(48))
    assert np.isnan(soon["di"])


def test_the_very_skill_that_is_sought_counts_as_one(
    given: Callable[[str], dict[str, float]],
) -> None:
    wanted = given("wanted_back")
    assert wanted["bob"] == 1.0
    # Without vectors nothing else is known to be close.
    assert np.isnan(wanted["cy"])
