"""The planted community is what it says: repeatable, valid, and hard for whoever sees one side."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.judging import per_query, rankings
from benchmarks.kinpath_method import (
    BY_GRAPH,
    BY_TEXT,
    Variant,
    answer,
    as_it_is,
    graph_alone,
    text_alone,
)
from benchmarks.planted import Planted, planted_records, planted_task
from benchmarks.planted.chronicle import member_id, moment
from benchmarks.planted.people import DAYS, Person
from benchmarks.planted.words import CIRCLES, SMALL_TALK, TOPICS
from benchmarks.strata import by_experience
from graph.embeddings import SentenceTransformerEmbedder
from graph.records import Entity, Relationship
from graph.schema import EntityKind, RelationshipKind
from graph.store import GraphStore
from graph.texts import text_of

pytestmark = pytest.mark.slow

SMALL = 150
WEIGHTS = {
    "evidence_wide": 0.5,
    "evidence_lasting": 0.5,
    "profile": 0.7,
    "own_text": 0.2,
    "walk_from_seeds": 1.0,
    "shared_interests": 0.8,
}
"""What was said and who did what in equal parts, and nothing of how lately."""


def test_the_seed_alone_decides() -> None:
    crowd, records = planted_records(1, SMALL)
    assert (crowd, records) == planted_records(1, SMALL)
    assert records != planted_records(2, SMALL)[1]


def test_records_are_valid_and_in_the_order_of_time(store: GraphStore) -> None:
    _, records = planted_records(1, SMALL)
    times = [record.at for record in records]
    assert times == sorted(times, key=lambda at: at or moment(0.0))
    report = store.write(records)
    assert report.created == len(records)  # none says what another has said
    assert store.counts()["member"] == SMALL


def test_nobody_acts_before_they_came_or_after_they_fell_silent() -> None:
    crowd, records = planted_records(1, SMALL)
    spans = {member_id(each.number): (each.joined, each.until) for each in crowd.people}
    for record in records:
        if isinstance(record, Relationship):
            for end in {record.source, record.target} & spans.keys():
                joined, until = spans[end]
                assert record.at is not None
                assert moment(joined) <= record.at <= moment(until), record


def test_of_newcomers_nothing_is_known_but_a_purpose() -> None:
    crowd, records = planted_records(1, SMALL)
    newcomers = {member_id(each.number) for each in crowd.people if each.is_newcomer}
    touching = [
        record
        for record in records
        if isinstance(record, Relationship) and {record.source, record.target} & newcomers
    ]
    assert len(newcomers) == 18
    assert [record.kind for record in touching] == [RelationshipKind.HOLDS] * 18
    said = [text_of(each) for each in records if isinstance(each, Entity) and each.id in newcomers]
    assert said == [""] * 18


def test_no_words_of_members_tell_of_a_circle() -> None:
    _, records = planted_records(1, SMALL)
    names = [name for groups in CIRCLES for name in groups]
    theirs = {EntityKind.MEMBER, EntityKind.PURPOSE, EntityKind.CONTENT}
    texts = [text_of(each) for each in records if isinstance(each, Entity) and each.kind in theirs]
    assert not [text for text in texts for name in names if name in text]


def test_topics_share_no_sentence() -> None:
    said = [line for topic in TOPICS for lines in topic.values() for line in lines]
    said += [line for lines in SMALL_TALK.values() for line in lines]
    assert len(said) == len(set(said))


def test_whom_a_member_is_suited_by() -> None:
    asker = Person(0, 0.0, DAYS, 1.0, strives_for=3, circles=(1,), helped_in=1)
    fresh = Person(1, 890.0, DAYS, 0.0, strives_for=3)
    able = Person(2, 0.0, DAYS, 1.0, 5, frozenset({3}), circles=(0, 1), helped_in=0)
    guest = Person(3, 0.0, DAYS, 1.0, 3, frozenset({3}), circles=(0,), guest_of=1, helped_in=0)
    afar = Person(4, 0.0, DAYS, 1.0, 3, frozenset({3}), circles=(0,), helped_in=0)
    silent = Person(5, 0.0, 300.0, 1.0, 3, frozenset({3}), circles=(1,), helped_in=1)
    unable = Person(6, 0.0, DAYS, 1.0, 3, frozenset({4}), circles=(1,), helped_in=1)
    everybody = (asker, fresh, able, guest, afar, silent, unable)
    assert [each.number for each in everybody if each.suits(asker)] == [2, 3]
    assert [each.number for each in everybody if each.suits(fresh)] == [2, 3, 4]


def test_neither_topic_nor_circle_suffices() -> None:
    crowd, _ = planted_records(1)
    able, near = [], []
    for asker in (each for each in crowd.people if each.helped_in is not None):
        suits = np.array([each.suits(asker) for each in crowd.people])
        able.append(suits[crowd.masters[:, asker.strives_for]])
        near.append(suits[crowd.reaches[:, asker.helped_in]])
    assert 0.3 < np.concatenate(able).mean() < 0.5
    assert np.concatenate(near).mean() < 0.1


@pytest.mark.slow
def test_words_and_graph_together_find_more_than_either(
    embedder: SentenceTransformerEmbedder,
) -> None:
    planted = planted_task(1, embedder, size=SMALL)
    among_text = {name: weight for name, weight in WEIGHTS.items() if name in BY_TEXT}
    among_graph = {name: weight for name, weight in WEIGHTS.items() if name in BY_GRAPH}
    together = found(planted, Variant("together", WEIGHTS, as_it_is))
    newcomers = by_experience(planted.task)["0"]
    assert together.mean() > found(planted, Variant("text", among_text, text_alone)).mean() + 0.02
    assert together.mean() > found(planted, Variant("graph", among_graph, graph_alone)).mean() + 0.1
    assert together[newcomers].mean() > 0.5


def found(planted: Planted, variant: Variant) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """(Q,) nDCG@10 of each query."""
    result = answer(planted.task, variant)
    assert result is not None
    values = per_query(planted.task, rankings(planted.task, result.scores))["nDCG@10"]
    return values.reshape(-1)
