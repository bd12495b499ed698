"""Tasks from files: requests, one JSON object a line, and what would have been right."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np

from benchmarks.community import Community
from benchmarks.contexts import joined, mean_vector
from benchmarks.pasts import entities_of_kinds, nodes_of, past_at
from benchmarks.periods import NothingToAsk
from benchmarks.queries import Asking, sample
from benchmarks.tasks import Context, Places, Query, Task
from graph.embeddings import Embedder
from graph.packing import seconds
from graph.records import EntityId
from graph.snapshot import Snapshot
from matcher.goals import Goal, default_goals, find_goal
from matcher.request import RecommendationRequest
from matcher.request_json import full_id, parse_request

Right = Mapping[str, frozenset[EntityId]]
"""What would have been right, by the id of the request."""


def asked_file(
    snapshot: Snapshot,
    texts: Mapping[EntityId, str],
    requests: Path,
    relevant: Path,
    *,
    embedder: Embedder,
    only: str | None = None,
    most: int | None = None,
    seed: int = 0,
    goals: Mapping[str, Goal] | None = None,
) -> list[Task]:
    """A task for each goal in a file of requests, in the order in which goals first stand there.

    Candidates are those that a request names, or else everything of the goal's kinds that its
    rules allow, so nothing that the member already knows. A request of which nothing right is a
    candidate is left out.

    Args:
        snapshot: the whole community.
        texts: what its entities say.
        requests: JSON Lines in the form of `kinpath recommend --requests`.
        relevant: `{"request's id": ["member:1", …]}`, or such objects a line.
        embedder: for requests with a text.
        only: the goal whose requests are asked; None: all of them.
        most: queries of a goal, drawn by `seed` where there are more.
        seed: of the sample.
        goals: what can be asked for.

    Raises:
        InvalidRequest: a line is no request, or names what is unknown.
        NothingToAsk: of no request anything right could be found.
    """
    right = read_right(relevant)
    by_goal: dict[str, list[RecommendationRequest]] = defaultdict(list)
    for request in read_requests(requests):
        if right.get(request.id) and only in (None, request.goal):
            by_goal[request.goal].append(request)
    community = Community(snapshot, texts)
    known = default_goals() if goals is None else goals
    tasks = [
        _task(community, find_goal(known, name), sample(asked, most, seed), right, embedder)
        for name, asked in by_goal.items()
    ]
    if not tasks:
        raise NothingToAsk(f"{relevant.name} has nothing right for any request of {requests.name}")
    return tasks


def read_requests(path: Path) -> Iterator[RecommendationRequest]:
    """The requests of a file; blank lines are skipped."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield parse_request(json.loads(line))


def read_right(path: Path) -> Right:
    """What is right, from one JSON object or from one a line."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines() if path.suffix == ".jsonl" else [text]
    found: dict[str, frozenset[EntityId]] = {}
    for line in filter(str.strip, lines):
        for id_, entities in json.loads(line).items():
            found[id_] = frozenset(full_id(id_, entity) for entity in entities)
    return found


def _task(
    community: Community,
    goal: Goal,
    requests: Sequence[RecommendationRequest],
    right: Right,
    embedder: Embedder,
) -> Task:
    """Requests as of the same time stand together, for they share a past."""
    targets = entities_of_kinds(community.seen(None).snapshot, goal)
    moments: dict[datetime | None, list[RecommendationRequest]] = defaultdict(list)
    for request in requests:
        moments[request.as_of].append(request)
    queries: list[Query] = []
    for moment, asked in moments.items():
        second = None if moment is None else seconds(moment)
        asking = Asking(past_at(community, goal, second, targets))
        found = (_query(asking, request, right[request.id], embedder) for request in asked)
        queries += [query for query in found if query is not None]
    if not queries:
        raise NothingToAsk(f"no request for {goal.name!r} has anything right among its candidates")
    return Task(f"{goal.title}, as asked in a file", tuple(queries))


def _query(
    asking: Asking,
    request: RecommendationRequest,
    relevant: frozenset[EntityId],
    embedder: Embedder,
) -> Query | None:
    if request.member is not None and not asking.knows(request.member):
        return None
    context = _context(asking, request, embedder)
    if request.candidates is None:
        candidates = asking.allowed(request, context.vector)
    else:
        candidates = _named(asking, request.candidates)
    return asking.query(request, context, candidates, relevant)


def _named(asking: Asking, entities: Sequence[EntityId]) -> Places:
    found = {asking.targets[entity] for entity in entities if entity in asking.targets}
    return np.array(sorted(found), dtype=np.int32)


def _context(asking: Asking, request: RecommendationRequest, embedder: Embedder) -> Context:
    """A text speaks for itself; seeds speak for one that is missing, else the member does."""
    past = asking.past
    asker = () if request.member is None else (request.member,)
    if not request.text and not request.seeds and request.member is not None:
        return asking.member_context(request.member)
    if request.text:
        vector = embedder.embed([request.text])[0]
        return Context(EntityId(request.id), request.text, vector, (*asker, *request.seeds))
    nodes = nodes_of(past.snapshot, request.seeds)
    vector = mean_vector(past.snapshot, nodes[nodes >= 0].tolist())
    text = joined(past.texts, request.seeds)
    return Context(EntityId(request.id), text, vector, (*asker, *request.seeds))
