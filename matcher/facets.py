"""What a member is about: the nodes that stand for it, and the topics that they took up last."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from graph.schema import RelationshipKind
from matcher.ascending import put_ascending
from matcher.goals import Goal
from matcher.view import CommunityView, codes_of

MAX_OWN_TOPICS = 12
_K = RelationshipKind


def facets(goal: Goal, view: CommunityView, member: int) -> list[int]:
    """Nodes that stand for what a member is about, as the goal sees it, most telling first."""
    return list(dict.fromkeys(node for name in goal.facets for node in _FACETS[name](view, member)))


def own_topics(goal: Goal, view: CommunityView, member: int) -> tuple[int, ...]:
    """Skills and groups a member took up last, as far as the goal asks by them."""
    kinds = [_K.SEEKS_SKILL] if "seeks" in goal.facets else []
    kinds += [_K.HAS_SKILL] if "has" in goal.facets else []
    return tuple(_latest(view, member, *kinds, _K.JOINED)[:MAX_OWN_TOPICS])


def _latest(view: CommunityView, member: int, *kinds: RelationshipKind) -> list[int]:
    """Where a member's edges of these kinds lead, each once, the latest first; ties by node."""
    return list(dict.fromkeys(latest_targets(view, member, kinds).tolist()))


def latest_targets(
    view: CommunityView, member: int, kinds: tuple[RelationshipKind, ...]
) -> npt.NDArray[np.int64]:
    """(n,) where a member's edges of these kinds lead, the latest first; ties by node."""
    out = view.snapshot.out
    rows = out.spans, out.neighbours, out.kinds, out.times
    return np.asarray(_latest_targets(*rows, codes_of(kinds), member))


def _purposes(view: CommunityView, member: int) -> list[int]:
    """Present versions of the member's purposes: those that nothing revises."""
    held = _latest(view, member, _K.HOLDS)
    return [purpose for purpose in held if not view.sources(purpose, _K.REVISES)]


def _asked(view: CommunityView, member: int) -> list[int]:
    written = _latest(view, member, _K.CREATED)
    return [content for content in written if view.asks[content]][:5]


_FACETS: dict[str, Callable[[CommunityView, int], list[int]]] = {
    "purposes": _purposes,
    "profile": lambda _view, member: [member],
    "seeks": lambda view, member: _latest(view, member, _K.SEEKS_SKILL)[:5],
    "has": lambda view, member: _latest(view, member, _K.HAS_SKILL)[:5],
    "asked": _asked,
    "wrote": lambda view, member: _latest(view, member, _K.CREATED)[:5],
}


# numba infers the types of the arrays.
@kernel
def _latest_targets(spans, neighbours, kinds, times, codes, node):  # type: ignore[no-untyped-def]
    """The targets of a node's edges whose kinds are among the `codes` (256,), the latest first."""
    begin, end = spans[node, 0], spans[node, 1]
    order = np.empty(end - begin, dtype=np.int64)
    count = 0
    for at in range(begin, end):
        if codes[kinds[at]]:
            # In one number: sorted by falling time, then by target.
            order[count] = (~np.int64(times[at]) << 32) + neighbours[at]
            count += 1
    found = order[:count]
    put_ascending(found)
    return found & 0xFFFFFFFF
