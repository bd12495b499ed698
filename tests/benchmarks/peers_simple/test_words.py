from __future__ import annotations

from math import log, sqrt

import pytest

from benchmarks.peers.bm25 import Bm25, bm25_index
from benchmarks.peers.tf_idf import TfIdf, tf_idf_index
from benchmarks.peers.word_matching import has_words, profile_texts
from benchmarks.rival import Rival, Settings
from tests.benchmarks.peers_simple.small_past import (
    BOB,
    CONTEXTS,
    GUY,
    NAN,
    ZOE,
    past,
    query,
    question,
)

VOTES: Settings = {"documents": "contexts", "neighbours": 1}
PROFILES: Settings = {"documents": "profiles"}
each_rival = pytest.mark.parametrize("rival", [Bm25(), TfIdf()], ids=lambda rival: rival.name)


def test_a_profile_says_what_the_target_and_its_contexts_say() -> None:
    assert profile_texts(past()) == [
        "",
        "rotation gates circuit\nnoisy memory codes\nsimple rotation gates",
        "noisy memory codes",
        "memory codes",
    ]


def test_bm25_is_what_a_hand_works_out() -> None:
    # Lucene: idf = ln(1 + (n - df + 0.5) / (df + 0.5)); tf / (tf + k1 (1 - b + b length / mean)).
    scores = bm25_index(["gates gates", "noise", "codes noise memory"])("gates")
    idf, mean = log(1 + (3 - 1 + 0.5) / (1 + 0.5)), 6 / 3
    expected = idf * 2 / (2 + 1.5 * (1 - 0.75 + 0.75 * 2 / mean))
    assert scores.tolist() == pytest.approx([expected, 0, 0])


def test_tf_idf_is_what_a_hand_works_out() -> None:
    # Only gates and noise stand in two texts; gates twice counts 1 + ln 2.
    scores = tf_idf_index(["gates gates noise", "noise", "gates memory"])("gates")
    gates = 1 + log(2)
    assert scores.tolist() == pytest.approx([gates / sqrt(gates**2 + 1), 0, 1])


@pytest.mark.parametrize("index", [bm25_index, tf_idf_index])
def test_texts_without_words_are_like_nothing(index: type) -> None:
    assert index(["", ""])("gates").tolist() == [0, 0]
    assert index(["gates here", "gates there"])("").tolist() == [0, 0]


@each_rival
def test_the_nearest_question_votes_for_who_answered_it(rival: Rival) -> None:
    known = past()
    asked = query(known, question(7, "memory codes of gates"))
    scores = rival.fit(known, {**VOTES, "neighbours": 3}, 0).score([asked])[0]
    assert scores[GUY] > 0
    assert scores[BOB] == scores[ZOE] == 0


def test_only_so_many_neighbours_vote() -> None:
    known = past()
    text = "noisy memory codes on gates"
    scores = Bm25().fit(known, VOTES, 0).score([query(known, question(7, text))])[0]
    nearest = bm25_index([context.text for context in CONTEXTS])(text)[1]
    assert scores.tolist() == [0, nearest, nearest, 0]


@each_rival
def test_a_question_does_not_vote_for_itself(rival: Rival) -> None:
    known = past()
    asked = query(known, known.contexts[1])
    scores = rival.fit(known, {**VOTES, "neighbours": 3}, 0).score([asked])[0]
    assert scores.tolist() == [0, 0, 0, 0]


@each_rival
def test_profiles_find_who_never_was_chosen(rival: Rival) -> None:
    known = past()
    asked = query(known, question(7, "memory codes"))
    scores = rival.fit(known, PROFILES, 0).score([asked])[0]
    assert scores[ZOE] > scores[NAN] >= scores[GUY] > scores[BOB] == 0


def test_without_texts_there_are_no_words() -> None:
    silent = past(contexts=[question(number) for number in range(3)], texts={})
    assert not has_words(silent)
    assert not Bm25().suits(silent)
    assert not TfIdf().suits(silent)
