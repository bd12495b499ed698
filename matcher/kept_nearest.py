"""What is nearest to nodes that many questions are asked by: found once, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from graph.schema import EntityKind
from matcher.heaps import NOBODY
from matcher.large import is_large
from matcher.last_used import LastUsed
from matcher.topic_walks import SHARED_BY
from matcher.vector_search import Begun, Cosines, Nodes, Wanted, nearest
from matcher.vectors import QuestionParts
from matcher.view import CommunityView

MOST_KEPT = 4_096
"""Nodes, times goals, of which that is kept: 3 KB for each."""
_TO_SPARE = 8
"""Kept beyond what is wanted, for those that a later view no longer shows."""
_Lists = tuple[Nodes, Cosines]


def begun_by_nodes(
    view: CommunityView, parts: QuestionParts, nodes: Sequence[int], wanted: tuple[Wanted, ...]
) -> Begun | None:
    """What is known of a question from those of its parts that many others have too.

    Args:
        view: as the asker sees it.
        parts: (Q, D) of the question.
        nodes: (Q,) whose vectors they are; none, if they are nobody's.
        wanted: W wishes.

    Returns:
        None where nothing is known: in small communities, and without such parts.
    """
    if not is_large(view.snapshot):
        return None
    gone, room = _gone_since(view), view.snapshot.vector_room
    changed = () if room is None else room.held
    turns, known = [], []
    for place, node in enumerate(nodes):
        lists = None
        if _is_shared(view, node) and node not in changed:
            lists = _still_there(_kept_lists(view.base, node, parts, place, wanted), gone)
        if lists is None:
            turns.append(place)
        else:
            known.append(lists)
    if not known:
        return None
    found, cosines = (np.stack(each) for each in zip(*known, strict=True))
    return Begun(np.array(turns, dtype=np.int64), found, cosines)


def _kept_lists(
    view: CommunityView, node: int, parts: QuestionParts, place: int, wanted: tuple[Wanted, ...]
) -> _Lists:
    """(W, n) nodes nearest to a node, for each wish, and how near they are.

    The node's vector is the part of the question at that place. Best first, filled up with NOBODY;
    a few more than each wish is for.
    """

    def search() -> _Lists:
        own = slice(place, place + 1)
        return _searched(view, QuestionParts(parts.numbers[own], parts.scales[own]), wanted)

    kept = view.once("nearest to nodes", lambda: LastUsed[_Lists](MOST_KEPT))
    return kept.once((node, wanted), search)


def _is_shared(view: CommunityView, node: int) -> bool:
    """Whether many questions are asked by the node: by the view that others are made from."""
    begin, end = view.base.walk_graph.spans[node].tolist()
    return end - begin >= SHARED_BY and view.snapshot.kind(node) is not EntityKind.MEMBER


def _gone_since(view: CommunityView) -> Nodes:
    """Nodes that the view which this one is made from still shows, or shows with another text."""

    def find() -> Nodes:
        if view.base is view:
            return np.zeros(0, dtype=np.int32)
        absent, room = view.snapshot.absent, view.snapshot.vector_room
        gone = np.setdiff1d(absent, view.base.snapshot.absent, assume_unique=True)
        return gone if room is None else np.union1d(gone, list(room.held)).astype(np.int32)

    return view.once("gone since", find)


def _still_there(lists: _Lists, gone: Nodes) -> _Lists | None:
    """The lists without those who are gone; None where too many are."""
    nodes, cosines = lists
    is_gone: npt.NDArray[np.bool_] = np.append(gone, -1)[np.searchsorted(gone, nodes)] == nodes
    if not is_gone.any():
        return lists
    if is_gone.sum(axis=1).max() > _TO_SPARE:
        return None
    order = np.argsort(is_gone, axis=1, kind="stable")
    left = np.where(is_gone, NOBODY, nodes)
    return np.take_along_axis(left, order, axis=1), np.take_along_axis(cosines, order, axis=1)


def _searched(view: CommunityView, part: QuestionParts, wanted: tuple[Wanted, ...]) -> _Lists:
    more = [replace(each, count=each.count + _TO_SPARE) for each in wanted]
    found = nearest(view.snapshot, part, more)
    longest = max(len(nodes) for nodes, _ in found)
    nodes = np.full((len(found), longest), NOBODY, dtype=np.int32)
    cosines = np.zeros(nodes.shape, dtype=np.float32)
    for wish, (of_wish, how_near) in enumerate(found):
        nodes[wish, : len(of_wish)], cosines[wish, : len(of_wish)] = of_wish, how_near
    return nodes, cosines
