"""Of somebody very active, what is most telling says what they are about, and all of it counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Record
from matcher import evidence as telling
from matcher.evidence import gather_evidence, whole_evidence
from matcher.features import FEATURES
from matcher.question import Question
from matcher.telling import STEPS, least_step
from tests.matcher.asked import ask, everything
from tests.matcher.conftest import edge, node

FEW = 3


def busy() -> list[Record]:
    """Bob wrote eight posts, the latest last, asked one question and liked one post."""
    records: list[Record] = [node("member:ada"), node("member:bob")]
    for number in range(8):
        records.append(node(f"content:p{number}", number, kind="post"))
        records.append(edge("member:bob", "CREATED", f"content:p{number}", 100 * number))
    records.append(node("content:q", kind="question"))
    records.append(edge("member:bob", "CREATED", "content:q", 700))
    records.append(node("content:x", kind="post"))
    records.append(edge("member:bob", "ENGAGED", "content:x", 700, verb="like"))
    return records


@pytest.fixture
def question(monkeypatch: pytest.MonkeyPatch) -> Question:
    monkeypatch.setattr(telling, "MOST_TELLING", FEW)
    return ask(busy(), "mentors")


def test_the_most_telling_pieces_say_what_somebody_is_about(question: Question) -> None:
    found = gather_evidence(question, everything(question))
    # A post says 1, a question a tenth of it, a like a tenth; of posts the latest say most.
    assert [question.snapshot.id(int(each)) for each in found.nodes] == [
        "content:p5", "content:p6", "content:p7",
    ]  # fmt: skip
    assert found.weights.tolist() == [1.0, 1.0, 1.0]


def test_the_others_still_count_as_activity(question: Question) -> None:
    members = everything(question)
    whole = whole_evidence(question, members)
    assert np.count_nonzero(whole.weights) == FEW
    assert np.count_nonzero(whole.deeds) == 10
    recent = FEATURES["recent_month"].compute(question, members, gather_evidence(question, members))
    faded = whole.deeds * np.exp(-whole.ages / 30.0)
    assert recent.tolist() == pytest.approx([0.0, faded.sum()])


@given(
    st.lists(st.floats(0, 8, width=32), min_size=1, max_size=200),
    st.integers(1, 40),
)
def test_no_piece_that_is_left_out_tells_much_more_than_one_that_is_kept(
    values: list[float], most: int
) -> None:
    weights = np.array(values)
    positive = weights > 0
    steps = np.zeros(len(weights), dtype=np.int64)
    least, ties = least_step(weights, int(positive.sum()), most, steps)
    if positive.sum() <= most:
        return
    kept = positive & (steps < least)
    assert kept.sum() + ties == most
    at_least = positive & (steps == least)
    assert at_least.sum() >= ties
    left_out = positive & (steps > least)
    # A step is an eighth of a power of two; the last one holds all that is next to nothing.
    if least < STEPS - 1 and left_out.any():
        assert weights[left_out].max() <= weights[kept | at_least].min()
