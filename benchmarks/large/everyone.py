"""The contest in lists for everybody: seconds for each list, and the ties that lists find again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.large import kinpath_contenders as kinpath
from benchmarks.large.community import LargeCommunity
from benchmarks.large.contender import Nodes
from benchmarks.large.everyone_task import EveryoneTask, Lists
from benchmarks.large.figures import Contest, Line
from benchmarks.large.one_thread import one_thread
from benchmarks.large.passes import all_at_once
from benchmarks.large.quality import hits
from benchmarks.large.rivals import EVERYONE, made
from benchmarks.large.terms import Terms
from benchmarks.large.whole_task import WholeQuestion, held_out_of, questions_about
from graph.snapshot import Snapshot

SUBJECT = "lists of peers for everybody"


def everyone(community: LargeCommunity, terms: Terms) -> Iterator[Contest]:
    """Fifty peers for every member, from ties alone; and Kinpath's explained lists for some."""
    walk, view = kinpath.walk_task(community.snapshot)
    task = EveryoneTask(walk)
    asked = questions_about(community, terms.whole_questions)["peers"]
    left_out: dict[str, str] = {}
    given = (terms.rivals, community.shape.members, task, left_out, terms.server)
    rivals = [one for several in made(EVERYONE, *given) for one in several]
    explained = kinpath.lists(community.snapshot, view, asked)
    contenders = [kinpath.walks_for_everybody(task), explained, *rivals]
    works = {one.name: (one.pairs, one.count) for one in contenders}
    with one_thread():
        timed, pairs = all_at_once(works, terms.passes, terms.progress)
    partners = held_out_of(community)
    quality = hits([partners[question.member] for question in asked])
    lines = []
    for one in contenders:
        found = quality(_answers(task.lists(pairs[one.name]), asked, view))
        ours = timed[contenders[0].name]
        lines.append(Line.of(one.name, timed[one.name], ours, found, questions=one.count))
    yield Contest(SUBJECT, community.shape.members, tuple(lines), left_out)


def _answers(lists: Lists, asked: Sequence[WholeQuestion], view: Snapshot) -> list[Nodes]:
    """The asked members' lists, in the numbers of the whole snapshot."""
    nothing = np.zeros(0, dtype=np.int64)
    nodes = [view.find(question.member) for question in asked]
    found = [nothing if node is None else lists.get(node, nothing) for node in nodes]
    return [view.in_whole(each.astype(np.int32)).astype(np.int64) for each in found]
