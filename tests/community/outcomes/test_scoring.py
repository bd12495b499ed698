"""Scores by key, and what is refused by name."""

from __future__ import annotations

import numpy as np
import pytest

from community.outcomes.answers import Answer, in_order, wave_name
from community.outcomes.instruments import registry
from community.outcomes.scoring import Scored, score_answers, score_of
from graph.records import EntityId
from tests.community.outcomes.surveys import person, said

ADA = EntityId(person(0))
SHS = registry()["shs"]


def scored(*answers: tuple[str, object], name: str = "shs", wave: str = "pre") -> Scored:
    """One member's answers, by item."""
    rows = [Answer(ADA, name, item, wave, value) for item, value in answers]
    return score_answers(rows, registry())


def test_reversed_items_are_turned_round() -> None:
    # 7, 6, 5 and a 2 that counts as 6: their mean is 6.
    assert score_of(SHS, {1: 7, 2: 6, 3: 5, 4: 2}) == 6
    found = scored(("item 1", 7), ("q2", 6), ("3", 5), ("shs_4", 2))
    assert found.scores == {"shs": {"pre": {ADA: 6.0}}}


def test_sums_are_multiplied_where_the_key_says_so() -> None:
    items = registry()["dass21_depression"].items
    assert score_of(registry()["dass21_depression"], dict.fromkeys(items, 2)) == 28


def test_items_left_open_count_as_the_others_if_they_are_few() -> None:
    swls = registry()["swls"]
    assert score_of(swls, {1: 4, 2: 4, 3: 5, 4: 5}) == 22.5
    assert score_of(swls, {1: 4, 2: 4, 3: 5}) is None
    found = scored(("1", 4), ("2", 4), ("3", 5), name="swls")
    assert (found.scores["swls"]["pre"], found.incomplete) == ({}, {"swls": 1})


def test_a_whole_score_is_read_as_it_is() -> None:
    assert scored(("score", 5.25)).scores["shs"]["pre"] == {ADA: 5.25}
    assert scored(("total", 17), name="UCLA-20").unknown == {"UCLA-20": 1}
    assert scored(("ucla20", 33), name="UCLA 20").unknown == {"UCLA 20": 1}
    assert scored(("ucla20", 33), name="ucla20").scores["ucla20"]["pre"] == {ADA: 33.0}


@pytest.mark.parametrize(
    ("answers", "name", "item", "reason"),
    [
        ((("item 1", 8),), "shs", "item 1", "is outside of 1 to 7"),
        ((("item 1", 0),), "shs", "item 1", "is outside of 1 to 7"),
        ((("item 1", 2.5),), "shs", "item 1", "is between two answers"),
        ((("score", 7.1),), "shs", "score", "is outside of 1 to 7"),
        ((("item 5", 3),), "shs", "item 5", "has no such item"),
        ((("mood", 3),), "shs", "mood", "has no such item"),
        ((("item 1", 3),), "gbs", "item 1", "only its whole score is read"),
        ((("item 1", "often"),), "shs", "item 1", "is not a number"),
        ((("item 1", True),), "shs", "item 1", "is not a number"),
        ((("item 1", None),), "shs", "item 1", "is not a number"),
        ((("item 1", float("nan")),), "shs", "item 1", "is not a number"),
        ((("item 1", 3), ("1", 3)), "shs", "1", "is answered twice"),
        ((("score", 4), ("score", 5)), "shs", "score", "is answered twice"),
        (
            (("1", 7), ("2", 7), ("3", 7), ("4", 1), ("score", 6)),
            "shs",
            "score",
            "not what its own items give",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    answers: tuple[tuple[str, object], ...], name: str, item: str, reason: str
) -> None:
    found = scored(*answers, name=name)
    (refused,) = found.refused
    assert (refused.member, refused.instrument, refused.wave, refused.item) == (
        ADA, name, "pre", item,
    )  # fmt: skip
    assert reason in refused.reason
    assert str(refused).startswith(f"{ADA}, {name}, wave pre, {item}: ")
    # The score that it belongs to is left out.
    assert found.scores[name]["pre"] == {}


def test_an_answer_without_a_wave_is_refused() -> None:
    found = scored(("score", 4), wave="")
    assert found.refused[0].reason == "names no wave"


def test_others_are_scored_beside_what_is_refused() -> None:
    rows = [Answer(ADA, "shs", "score", "pre", 99), *said("shs", np.full((3, 4), 4.0), SHS.items)]
    found = score_answers(rows[:1] + rows[5:], registry())
    assert found.scores["shs"]["pre"] == {EntityId(person(1)): 4.0, EntityId(person(2)): 4.0}


def test_instruments_that_are_not_known_are_counted_by_name() -> None:
    found = scored(("item 1", 3), ("item 2", 3), name="astrology")
    assert (found.unknown, found.scores, found.refused) == ({"astrology": 2}, {}, ())


def test_waves_come_in_time() -> None:
    waves = {wave_name(w) for w in ("post", "2.0", "10", " PRE ", "1", "later")}
    assert in_order(waves) == ["pre", "1", "2", "10", "post", "later"]
