"""A past in which everybody keeps to a block of their own, small enough to fit in no time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.tasks import Context, Past, Query
from graph.records import Entity, EntityId, entity_id
from graph.schema import EntityKind
from matcher.goals import default_goals
from matcher.request import RecommendationRequest
from tests.graph.packed import snapshot

BLOCKS = 4
MENTORS_A_BLOCK = 6
TOPICS_A_BLOCK = 5
CONTEXTS = 240


def mentor(number: int) -> EntityId:
    return entity_id(EntityKind.MEMBER, f"m{number:02}")


def topic(number: int) -> EntityId:
    return entity_id(EntityKind.SKILL, f"t{number:02}")


def context(number: int, items: Sequence[EntityId]) -> Context:
    return Context(entity_id(EntityKind.CONTENT, f"q{number:03}"), "", None, tuple(items))


def past_of(
    chosen: Sequence[Sequence[int]],
    items: Sequence[Sequence[EntityId]],
    targets: int,
    days: Sequence[float] | None = None,
) -> Past:
    """Contexts that chose targets `mentor(0)`, … and have items; `days` of each choice."""
    members = tuple(mentor(number) for number in range(targets))
    places = [place for place, choices in enumerate(chosen) for _ in choices]
    return Past(
        moment=None,
        snapshot=snapshot(Entity(member) for member in members),
        goal=default_goals()["mentors"],
        targets=members,
        contexts=tuple(context(place, had) for place, had in enumerate(items)),
        chose=np.array(places, dtype=np.int32),
        chosen=np.array([choice for choices in chosen for choice in choices], dtype=np.int32),
        days=np.zeros(len(places)) if days is None else np.array(days, dtype=np.float64),
        texts={},
    )


def query(past: Past, asked: Context, relevant: Sequence[int], known: int = -1) -> Query:
    return Query(
        request=RecommendationRequest("mentors"),
        past=past,
        context=asked,
        known=known,
        candidates=np.arange(len(past.targets), dtype=np.int32),
        relevant=np.array(relevant, dtype=np.int32),
        experience=0,
    )


def of_block(block: int, count: int) -> range:
    return range(block * count, (block + 1) * count)


def planted_past() -> Past:
    """Each context has two topics and three mentors of one block, and one mentor of any.

    Block 0 is as large as all others together, so popularity knows something too.
    """
    chance = np.random.default_rng(5)
    blocks = chance.choice(BLOCKS, CONTEXTS, p=[0.5, 0.2, 0.2, 0.1])
    chosen, items = [], []
    for block in blocks.tolist():
        own = chance.choice(of_block(block, MENTORS_A_BLOCK), 3, replace=False)
        anybody = chance.integers(BLOCKS * MENTORS_A_BLOCK)
        chosen.append([*own.tolist(), int(anybody)])
        topics = chance.choice(of_block(block, TOPICS_A_BLOCK), 2, replace=False)
        items.append([topic(number) for number in topics.tolist()])
    return past_of(chosen, items, BLOCKS * MENTORS_A_BLOCK)


def new_questions(past: Past) -> list[Query]:
    """Two topics of each block; its mentors are right."""
    return [
        query(past, context(900, [topic(first), topic(first + 1)]), of_block(block, 6))
        for block in range(BLOCKS)
        for first in of_block(block, TOPICS_A_BLOCK)[:-1]
    ]


def known_contexts(past: Past) -> list[Query]:
    """The first contexts of the past; the other mentors of their block are right."""
    queries = []
    for place, asked in enumerate(past.contexts[:60]):
        block = int(asked.items[0][-2:]) // TOPICS_A_BLOCK
        had = set(past.chosen[past.chose == place].tolist())
        relevant = [number for number in of_block(block, MENTORS_A_BLOCK) if number not in had]
        candidates = [number for number in range(len(past.targets)) if number not in had]
        asked_anew = query(past, asked, relevant, known=place)
        queries.append(_among(asked_anew, candidates))
    return queries


def _among(asked: Query, candidates: Sequence[int]) -> Query:
    return Query(
        asked.request,
        asked.past,
        asked.context,
        asked.known,
        np.array(candidates, dtype=np.int32),
        asked.relevant,
        asked.experience,
    )
