"""The task of routing questions: who will answer?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.answers import answers_in, author_of_each, timed_questions
from benchmarks.community import Community
from benchmarks.contexts import TOPICS
from benchmarks.pasts import past_at
from benchmarks.periods import NothingToAsk, Period, evidence_name, last_part
from benchmarks.queries import Asking, everybody_but, sample
from benchmarks.tasks import Context, Query, Task, Vector
from graph.records import EntityId
from graph.snapshot import Snapshot
from matcher.goals import Goal
from matcher.request import RecommendationRequest
from matcher.vectors import vector_of
from matcher.view import CommunityView


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Content that asked.

    Attributes:
        id: of the content.
        second: when it was asked, since 2000.
        asker: who wrote it, None when nobody knows.
        text: title and body.
        vector: (D,) of that text, None without one.
        topics: what it is about, as far as anybody knew it at any time.
        answered_by: who replied to it in the period, the asker left out.
    """

    id: EntityId
    second: int
    asker: EntityId | None
    text: str
    vector: Vector | None
    topics: tuple[EntityId, ...]
    answered_by: frozenset[EntityId]


def answered_questions(
    snapshot: Snapshot,
    texts: Mapping[EntityId, str],
    goal: Goal,
    frozen: bool,
    *,
    period: Period | None = None,
    most: int | None = None,
    seed: int = 0,
) -> Task:
    """The questions of a period are asked of those who had answered something before it.

    Right are those of them who answered before the period's end. A question that none of them
    answered, or that says nothing, is left out; the asker is never a candidate.

    Args:
        snapshot: the whole community.
        texts: what its entities say.
        goal: what is asked for.
        frozen: evidence stops where the period begins; else at each question's own moment.
        period: None: from the 80th percentile of all questions on.
        most: queries, drawn by `seed` where there are more.
        seed: of the sample.

    Raises:
        NothingToAsk: there is no such question.
    """
    community = Community(snapshot, texts)
    if period is None:
        period = last_part(snapshot.node_times[timed_questions(snapshot)].tolist())
    cutoff = Asking(past_at(community, goal, period.begin))
    mentors = set(cutoff.targets)
    questions = questions_of(snapshot, texts, period)
    winnable = [question for question in questions if question.answered_by & mentors]
    queries: list[Query] = []
    for question in sample(winnable, most, seed):
        targets = cutoff.past.targets
        asking = cutoff if frozen else Asking(past_at(community, goal, question.second, targets))
        queries.append(_query(asking, question))
    if not queries:
        raise NothingToAsk("no question was answered by anybody who had answered one before")
    return Task(f"{goal.title}, {evidence_name(frozen=frozen)}", tuple(queries))


def questions_of(
    snapshot: Snapshot, texts: Mapping[EntityId, str], period: Period
) -> list[Question]:
    """The questions of a period that say something, by time and id."""
    answered_by: dict[int, set[int]] = defaultdict(set)
    answers = answers_in(snapshot)
    for node, author, second in zip(answers.questions, answers.authors, answers.times, strict=True):
        if period.end is None or second < period.end:
            answered_by[int(node)].add(int(author))
    view, authors = CommunityView(snapshot), author_of_each(snapshot)
    return [
        Question(
            id=snapshot.id(node),
            second=int(snapshot.node_times[node]),
            asker=snapshot.id(asker) if (asker := int(authors[node])) >= 0 else None,
            text=texts[snapshot.id(node)],
            vector=vector_of(snapshot, node),
            topics=tuple(snapshot.id(topic) for topic in view.targets(node, *TOPICS)),
            answered_by=frozenset(snapshot.id(each) for each in answered_by[node] - {asker}),
        )
        for node in timed_questions(snapshot).tolist()
        if period.holds(int(snapshot.node_times[node])) and snapshot.id(node) in texts
    ]


def _query(asking: Asking, question: Question) -> Query:
    past = asking.past
    asker = question.asker if asking.knows(question.asker) else None
    topics = tuple(topic for topic in question.topics if past.snapshot.find(topic) is not None)
    candidates = everybody_but(past.targets, question.asker)
    request = RecommendationRequest(
        goal=past.goal.name,
        id=question.id,
        member=asker,
        text=question.text,
        seeds=topics,
        candidates=tuple(past.targets[place] for place in candidates.tolist()),
        as_of=past.moment,
    )
    items = topics if asker is None else (asker, *topics)
    context = Context(question.id, question.text, question.vector, items)
    query = asking.query(request, context, candidates, question.answered_by)
    if query is None:
        raise ValueError(f"none of the candidates answered {question.id}")
    return query
