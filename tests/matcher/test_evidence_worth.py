"""What an answer says a piece of evidence is worth is what taking it away costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from graph.records import EntityId, Record
from matcher import Matcher, RecommendationRequest
from matcher.evidence_worth import SumOfPieces, worth_of_evidence
from matcher.features import FEATURES
from tests.matcher.conftest import Community, edge, node

Build = Callable[[Iterable[Record]], Community]
ASK = RecommendationRequest(
    "mentors", member=EntityId("member:ada"), seeds=(EntityId("skill:optics"),)
)


@pytest.fixture
def matcher(build: Build, mentoring: list[Record]) -> Matcher:
    more = [
        node("content:q3", 8, kind="question", title="Which glass?"),
        edge("content:q3", "ABOUT", "skill:optics"),
        *(
            record
            for number, author in enumerate(("bob", "bob", "cy"))
            for record in (
                node(f"content:b{number}", 9 + number, kind="answer", body="So."),
                edge(f"member:{author}", "CREATED", f"content:b{number}", 9 + number),
                edge(f"content:b{number}", "REPLIES_TO", "content:q3", 9 + number),
                edge(f"content:b{number}", "ABOUT", "skill:optics"),
            )
        ),
    ]
    return build([*mentoring, *more]).matcher()


def parts_that_are_sums(matcher: Matcher, member: str) -> float:
    """The part of a member's score that is made of sums over evidence."""
    question = matcher.ask(ASK)
    scored = matcher.score(question, matcher.candidates(question))
    place = scored.nodes.tolist().index(question.snapshot.node(EntityId(member)))
    features = [FEATURES[name] for name in scored.features]
    sums = [each.scale == "lift" and isinstance(each.compute, SumOfPieces) for each in features]
    return float(scored.shares[place][np.array(sums)].sum())


@pytest.mark.parametrize("member", ["member:bob", "member:cy"])
def test_taking_it_away_costs_what_was_said(matcher: Matcher, member: str) -> None:
    question = matcher.ask(ASK)
    scored = matcher.score(question, matcher.candidates(question))
    place = scored.nodes.tolist().index(question.snapshot.node(EntityId(member)))
    worth = worth_of_evidence(question, scored, place)
    assert len(worth) >= 1
    before = parts_that_are_sums(matcher, member)
    for node_, said in worth.items():
        whole = matcher.snapshot
        pair = (whole.node(EntityId(member)), whole.node(question.snapshot.id(node_)))
        after = parts_that_are_sums(Matcher(whole.without_edges([pair])), member)
        assert before - after == pytest.approx(said, abs=1e-6)


def test_an_answer_tells_what_counts_most_first(matcher: Matcher) -> None:
    best = matcher.recommend(ASK).results[0]
    amounts = [piece.worth for piece in best.explanation.evidence]
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[0] > 0
