"""The benchmark's task on a planted community: who could mentor whom is known for certain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.community import Community, texts_of
from benchmarks.pasts import entities_of_kinds, past_at
from benchmarks.planted.casting import make_crowd
from benchmarks.planted.chronicle import Chronicle, member_id
from benchmarks.planted.circles import make_evenings, make_groups, make_workshops
from benchmarks.planted.people import Crowd
from benchmarks.planted.profiles import make_profiles
from benchmarks.planted.talk import make_talk
from benchmarks.planted.ties import make_ties
from benchmarks.queries import Asking, sample
from benchmarks.tasks import Query, Task
from graph.embeddings import Embedder, embed_missing
from graph.progress import Progress, silent
from graph.records import EntityId, Record
from graph.schema import RelationshipKind
from graph.snapshot import Snapshot
from graph.snapshot_taking import snapshot_of
from graph.store import open_store
from matcher.goals import default_goals
from matcher.request import RecommendationRequest

SIZE = 600
"""Members."""
COMMUNITY = "planted"
NAME = "Planted mentors"


@dataclass(frozen=True, slots=True, eq=False)
class Planted:
    """A community whose right answers are known.

    Attributes:
        snapshot: the community, with real vectors.
        texts: what each of its entities says.
        task: members who ask for mentors without a word; those without any experience are the
            newcomers, of whom a purpose is all that is known.
    """

    snapshot: Snapshot
    texts: Mapping[EntityId, str]
    task: Task


def planted_records(seed: int, size: int = SIZE) -> tuple[Crowd, list[Record]]:
    """The members as they were planted, and all that shows of them, in the order of time."""
    random = np.random.default_rng(seed)
    crowd, chronicle = make_crowd(size, random), Chronicle()
    make_profiles(crowd, chronicle, random)
    groups = make_groups(crowd, chronicle, random)
    make_evenings(crowd, groups, chronicle, random)
    leaders = make_workshops(crowd, groups, chronicle, random)
    make_talk(crowd, chronicle, leaders, random)
    make_ties(crowd, chronicle, random)
    return crowd, chronicle.records()


def planted_task(
    seed: int,
    embedder: Embedder,
    *,
    size: int = SIZE,
    most: int | None = None,
    progress: Progress = silent,
) -> Planted:
    """Plant a community, write it through a store, embed its texts, and ask it for mentors.

    Args:
        seed: of all that is drawn.
        embedder: of the texts.
        size: members.
        most: queries, drawn where there are more.
        progress: told how far embedding is.
    """
    crowd, records = planted_records(seed, size)
    with (
        TemporaryDirectory(prefix="kinpath-planted-") as folder,
        open_store(f"sqlite:///{folder}/planted.db", COMMUNITY) as store,
    ):
        store.write(records)
        embed_missing(store, embedder, progress)
        snapshot = snapshot_of(store.export(embedder.name), COMMUNITY, embedder.name)
        texts = texts_of(store)
    queries = sample(_queries(crowd, Community(snapshot, texts)), most, seed)
    return Planted(snapshot, texts, Task(NAME, tuple(queries)))


def _queries(crowd: Crowd, community: Community) -> list[Query]:
    """A query of each member who is there and strives for what they do not master yet."""
    goal = default_goals()["mentors"]
    targets = entities_of_kinds(community.snapshot, goal)
    asking = Asking(past_at(community, goal, None, targets))
    view = community.seen(None)
    found = []
    for person in crowd.people:
        asker = member_id(person.number)
        purposes = view.targets(view.snapshot.node(asker), RelationshipKind.HOLDS)
        masters_it = person.strives_for in person.masters
        if masters_it or not purposes or not person.is_there:
            continue
        right = {member_id(each.number) for each in crowd.people if each.suits(person)}
        request = RecommendationRequest(goal.name, asker)
        found.append(asking.by_member(request, right))
    return [query for query in found if query is not None]
