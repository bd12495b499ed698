"""All that may be known at a moment, cut out of a community."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.answers import Answers, answers_in, questions_in
from benchmarks.community import Community
from benchmarks.contexts import member_context, question_contexts
from benchmarks.tasks import Context, Past
from graph.packing import DAY, NO_TIME, moment_of
from graph.records import EntityId
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher.goals import Goal
from matcher.replay import outcomes_of
from matcher.view import CommunityView

Numbers = npt.NDArray[np.int32]


def past_at(
    community: Community,
    goal: Goal,
    second: int | None,
    targets: Sequence[EntityId] | None = None,
) -> Past:
    """The past before a second since 2000 (None: all there is), as anybody could see it.

    Where the goal is about answers and there are some, contexts are questions, asked or not yet
    answered; else they are members, with all that they chose.

    Args:
        community: of which nothing later than the second is used.
        goal: what is asked for.
        second: nothing that is known from then on is in the past.
        targets: what may be ranked, sorted by id; None: those who answered, or everything of the
            goal's kinds.
    """
    view = community.seen(second)
    answers = answers_in(view.snapshot) if goal.outcomes.answered else None
    if answers is not None and len(answers.questions):
        return _of_questions(community, view, goal, second, answers, targets)
    return _of_members(community, view, goal, second, targets)


def _of_questions(
    community: Community,
    view: CommunityView,
    goal: Goal,
    second: int | None,
    answers: Answers,
    targets: Sequence[EntityId] | None,
) -> Past:
    questions = questions_in(view.snapshot)
    if targets is None:
        targets = [view.snapshot.id(node) for node in np.unique(answers.authors).tolist()]
    return _past(
        community,
        view,
        goal,
        second,
        targets,
        questions,
        question_contexts(view, community.texts, questions.tolist()),
        (answers.questions, answers.authors, answers.times),
    )


def _of_members(
    community: Community,
    view: CommunityView,
    goal: Goal,
    second: int | None,
    targets: Sequence[EntityId] | None,
) -> Past:
    # Ties that were stored both ways would count twice.
    choices = sorted({(o.asker, o.chosen, o.at) for o in outcomes_of(view.snapshot, goal)})
    askers, chosen, times = np.array(choices, dtype=np.int32).reshape(-1, 3).T
    begin, end = view.snapshot.range(EntityKind.MEMBER)
    members = np.arange(begin, end, dtype=np.int32)
    texts = community.texts
    contexts = tuple(member_context(view, texts, goal, member) for member in members.tolist())
    if targets is None:
        targets = entities_of_kinds(view.snapshot, goal)
    return _past(community, view, goal, second, targets, members, contexts, (askers, chosen, times))


def entities_of_kinds(snapshot: Snapshot, goal: Goal) -> list[EntityId]:
    """Everything that the goal may recommend, sorted by id."""
    ranges = (snapshot.range(kind) for kind in goal.targets)
    nodes = (snapshot.present(np.arange(*each)).tolist() for each in ranges)
    return sorted(snapshot.id(node) for of_kind in nodes for node in of_kind)


def _past(
    community: Community,
    view: CommunityView,
    goal: Goal,
    second: int | None,
    targets: Sequence[EntityId],
    context_nodes: Numbers,
    contexts: tuple[Context, ...],
    choices: tuple[Numbers, Numbers, Numbers],
) -> Past:
    """Choices are (context's node, chosen node, time); what is no target is left out."""
    snapshot = view.snapshot
    context_places = _places(snapshot, context_nodes)
    target_places = _places(snapshot, nodes_of(snapshot, targets))
    chose, chosen = context_places[choices[0]], target_places[choices[1]]
    kept = chosen >= 0
    return Past(
        moment=None if second is None else moment_of(second),
        snapshot=snapshot,
        goal=goal,
        targets=tuple(targets),
        contexts=contexts,
        chose=chose[kept],
        chosen=chosen[kept],
        days=_days(choices[2][kept], second),
        texts=community.texts_in(view),
    )


def nodes_of(snapshot: Snapshot, entities: Sequence[EntityId]) -> Numbers:
    """(len(entities),) int32 nodes; -1 for those that are not there."""
    found = (snapshot.find(entity) for entity in entities)
    return np.array([-1 if node is None else node for node in found], dtype=np.int32)


def _places(snapshot: Snapshot, nodes: Numbers) -> Numbers:
    """(N,) int32, where each node stands among these; -1 for the others and for those not there."""
    places = np.full(snapshot.size, -1, dtype=np.int32)
    there = nodes >= 0
    places[nodes[there]] = np.flatnonzero(there)
    return places


def _days(times: Numbers, second: int | None) -> npt.NDArray[np.float64]:
    """(n,) days before the moment; 0 where there is no time."""
    if second is None:
        return np.zeros(len(times))
    ages = (second - times.astype(np.int64)) / DAY
    return np.where(times == NO_TIME, 0.0, ages)
