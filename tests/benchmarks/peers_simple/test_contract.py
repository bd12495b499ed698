from __future__ import annotations

import pytest

from benchmarks.peers.adamic_adar import AdamicAdar
from benchmarks.peers.bm25 import Bm25
from benchmarks.peers.exact_pagerank import ExactPagerank
from benchmarks.peers.lately_chosen import LatelyChosen
from benchmarks.peers.meaning_only import MeaningOnly
from benchmarks.peers.most_chosen import MostChosen
from benchmarks.peers.tf_idf import TfIdf
from benchmarks.rival import Rival
from tests.benchmarks.peers_simple.contract import check, check_newcomer
from tests.benchmarks.peers_simple.small_past import past

RIVALS: list[Rival] = [
    MostChosen(),
    LatelyChosen(),
    Bm25(),
    TfIdf(),
    MeaningOnly(),
    ExactPagerank(),
    AdamicAdar(),
]
each_rival = pytest.mark.parametrize("rival", RIVALS, ids=lambda rival: rival.name)


@each_rival
def test_it_scores_queries_of_all_sorts(rival: Rival) -> None:
    check(rival, past())


@each_rival
def test_a_target_not_known_yet_scores_nothing(rival: Rival) -> None:
    check_newcomer(rival, past())


def test_names_tell_rivals_apart() -> None:
    assert len({rival.name for rival in RIVALS}) == len(RIVALS)


def test_only_walks_take_long() -> None:
    assert [rival.name for rival in RIVALS if not rival.is_quick] == ["personalised PageRank"]
