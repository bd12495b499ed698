"""The contests on one community: walks, walks from hubs, vectors behind filters, whole answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np

from benchmarks.large import kinpath_contenders as kinpath
from benchmarks.large.community import LargeCommunity
from benchmarks.large.contender import Contender, Nodes
from benchmarks.large.figures import Contest, Line
from benchmarks.large.one_thread import one_thread
from benchmarks.large.passes import Timed, take_turns
from benchmarks.large.quality import Quality, hits, of_vectors, of_walks
from benchmarks.large.rivals import VECTORS, WALK, WHOLE, made
from benchmarks.large.terms import Terms
from benchmarks.large.vector_task import SHARES, VectorTask
from benchmarks.large.whole_task import held_out_of, questions_about
from graph.adjacency import lengths_of
from graph.schema import EntityKind

Q = TypeVar("Q")
COUNTED = 20
"""Questions whose operations are counted: a count is the same every time."""


def walks(community: LargeCommunity, terms: Terms) -> Iterator[Contest]:
    """Personalised PageRank from members, and from the skills that most people have."""
    task, view = kinpath.walk_task(community.snapshot)
    random = np.random.default_rng([community.seed, terms.questions])
    everybody = task.begin + random.permutation(task.end - task.begin)
    members = view.present(everybody).tolist()
    skills = view.nodes(EntityKind.SKILL)
    degrees = lengths_of(task.graph.spans)
    hubs = skills[np.argsort(-degrees[skills], kind="stable")].tolist()
    left_out: dict[str, str] = {}
    rivals = list(made(WALK, terms.rivals, community.shape.members, task, left_out, terms.server))
    for subject, seeds in (("walk from a member", members), ("walk from a skill", hubs)):
        asked = seeds[: terms.questions]
        quality = of_walks(task, asked[: terms.checked])
        contenders = [kinpath.walk(task), kinpath.walk(task, kinpath.FINE), *rivals]
        yield _held(subject, community, contenders, asked, quality, terms, left_out)


def vectors(community: LargeCommunity, terms: Terms) -> Iterator[Contest]:
    """The nearest texts of all, and among those that a filter lets through."""
    task = VectorTask.of(community)
    asked = task.questions(terms.questions)
    left_out: dict[str, str] = {}
    indexes = list(
        made(VECTORS, terms.rivals, community.shape.members, task, left_out, terms.server)
    )
    for share in SHARES:
        allowed = task.filter(share)
        contenders = [kinpath.vectors(task, allowed)]
        contenders += [index.contender(allowed) for index in indexes]
        quality = of_vectors(task.exact(asked[: terms.checked], allowed))
        subject = f"vectors, {share:.0%} pass a filter" if share < 1 else "vectors"
        yield _held(subject, community, contenders, asked, quality, terms, left_out)


def whole(community: LargeCommunity, terms: Terms) -> Iterator[Contest]:
    """Explained recommendations from end to end."""
    partners = held_out_of(community)
    left_out: dict[str, str] = {}
    members = community.shape.members
    made_ones = made(WHOLE, terms.rivals, members, community, left_out, terms.server)
    rivals = [contender for several in made_ones for contender in several]
    for subject, asked in questions_about(community, terms.whole_questions).items():
        contenders = [kinpath.whole(community.snapshot, asked), *rivals]
        truth = [partners[question.member] for question in asked[: terms.checked]]
        yield _held(f"whole: {subject}", community, contenders, asked, hits(truth), terms, left_out)


def _held(
    subject: str,
    community: LargeCommunity,
    contenders: Sequence[Contender[Q]],
    asked: Sequence[Q],
    quality: Quality,
    terms: Terms,
    left_out: Mapping[str, str],
) -> Contest:
    """Ask everybody everything in turn; the first of the contenders is Kinpath."""
    by_name = {contender.name: contender for contender in contenders}
    with one_thread():
        timed = take_turns(
            by_name, asked, terms.passes, terms.patience, contenders[0].name, terms.progress
        )
    ours = timed[contenders[0].name]
    lines = [_line(by_name[name], asked, took, ours, quality) for name, took in timed.items()]
    return Contest(subject, community.shape.members, tuple(lines), dict(left_out))


def _line(
    contender: Contender[Q], asked: Sequence[Q], timed: Timed, ours: Timed, quality: Quality
) -> Line:
    return Line.of(
        contender.name,
        timed,
        ours,
        quality(_answers(contender, asked, timed)),
        questions=timed.questions,
        operations=_operations(contender, asked),
        bytes=contender.bytes,
    )


def _answers(contender: Contender[Q], asked: Sequence[Q], timed: Timed) -> Sequence[Nodes]:
    if contender.deep is None:
        return timed.answers
    return [contender.deep(question) for question in asked[: timed.questions]]


def _operations(contender: Contender[Q], asked: Sequence[Q]) -> float | None:
    if contender.operations is None:
        return None
    counts = [contender.operations(question) for question in asked[:COUNTED]]
    told = [count for count in counts if count is not None]
    return float(np.mean(told)) if len(told) == len(counts) else None
