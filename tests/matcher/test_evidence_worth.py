"""What an answer says a piece of evidence is worth is what taking it away costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import EntityId, Record
from matcher import Matcher, RecommendationRequest
from matcher.evidence import Evidence
from matcher.evidence_worth import SUMS_OF_PIECES, _worth, pieces_of, worth_of_evidence
from matcher.shown_evidence import MOST_PIECES, evidence_of
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
    sums = [name in SUMS_OF_PIECES for name in scored.features]
    return float(scored.shares[place][np.array(sums)].sum())


@pytest.mark.parametrize("member", ["member:bob", "member:cy"])
def test_taking_it_away_costs_what_was_said(matcher: Matcher, member: str) -> None:
    question = matcher.ask(ASK)
    scored = matcher.score(question, matcher.candidates(question))
    place = scored.nodes.tolist().index(question.snapshot.node(EntityId(member)))
    evidence = evidence_of(scored.evidence, np.array([place]))
    pieces = pieces_of(question, evidence, scored.features)
    [nodes], [amounts] = worth_of_evidence(scored, np.array([place]), evidence, pieces, 100)
    worth = {node: each for node, each in zip(nodes, amounts, strict=True) if node >= 0}
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


def plain_falls(
    values: npt.NDArray[np.float64], place: int, pieces: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """By how much `log(1 + value / mean)` falls without each of the pieces of its sum."""
    present = values[~np.isnan(values)]
    mean, own = present.mean(), values[place]
    if mean == 0.0:  # nobody has any
        return np.zeros(len(pieces))
    means = mean - pieces / len(present)
    left = np.log1p(np.maximum(own - pieces, 0.0) / np.where(means > 0, means, 1.0))
    return np.asarray(np.log1p(own / mean) - np.where(means > 0, left, 0.0))


@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 6))
def test_worth_is_what_is_worked_out_plainly(seed: int, features: int, most: int) -> None:
    chance = np.random.default_rng(seed)
    sizes = chance.integers(0, 9, 5)
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    nodes = chance.integers(0, 6, offsets[-1]).astype(np.int32)
    pieces = chance.random((features, offsets[-1]))
    owners = np.repeat(np.arange(5), sizes)
    values = np.stack([np.bincount(owners, each, 5) for each in pieces], axis=1).astype(float)
    values[chance.random(values.shape) < 0.1] = np.nan
    weights, places = chance.normal(size=features), np.arange(5)
    told, amounts = _worth(
        offsets, nodes, pieces, values, places, np.arange(features), weights, most
    )
    for place in range(5):
        own = slice(offsets[place], offsets[place + 1])
        total = np.zeros(6)
        for feature in np.flatnonzero(~np.isnan(values[place])):
            of_nodes = np.bincount(nodes[own], pieces[feature, own], 6).astype(np.float64)
            total += weights[feature] * plain_falls(values[:, feature], place, of_nodes)
        best = [node for node in np.lexsort((np.arange(6), -total)) if total[node] > 1e-12][:most]
        shown = [
            node for node, each in zip(told[place], amounts[place], strict=True) if each > 1e-12
        ]
        assert shown == best
        assert amounts[place][: len(best)] == pytest.approx(total[best])


def test_of_very_much_evidence_the_latest_is_told_of() -> None:
    count = MOST_PIECES + 10
    ages = np.random.default_rng(1).permutation(count).astype(np.float64) // 2
    nodes = np.arange(count + 1, dtype=np.int32)
    ones, ages = np.ones(count + 1), np.append(ages, 0.0)
    offsets = np.array([0, count, count + 1])
    evidence = Evidence(offsets, nodes, ones, ones, ages, ones > 0, nodes, nodes)
    found = evidence_of(evidence, np.array([1, 0], dtype=np.int64))
    assert found.offsets.tolist() == [0, 1, 1 + MOST_PIECES]
    assert found.nodes[0] == count
    assert sorted(found.ages[1:].tolist()) == sorted(ages[:count].tolist())[:MOST_PIECES]
