from __future__ import annotations

from collections.abc import Callable, Iterable
from math import log1p

import numpy as np
import pytest

from graph.records import EntityId, Record
from matcher.seed_shares import _MARKS, SeedShares
from matcher.view import CommunityView
from tests.matcher.conftest import Community, edge, node

Build = Callable[[Iterable[Record]], Community]


@pytest.fixture
def view(build: Build) -> CommunityView:
    skills = [node(f"skill:{name}", name=name) for name in ("bread", "optics", "sails")]
    contents = [node(f"content:{name}", kind="post", title=name) for name in "abcd"]
    edges = [
        edge("content:a", "ABOUT", "skill:optics"),
        edge("content:b", "ABOUT", "skill:optics"),
        edge("content:b", "ABOUT", "skill:bread"),
        edge("content:c", "REPLIES_TO", "content:b", 3),
        edge("content:d", "REPLIES_TO", "content:c", 4),
    ]
    return CommunityView(build([*skills, *contents, *edges]).matcher().snapshot)


def test_rare_seeds_are_the_greater_part(view: CommunityView) -> None:
    skills, contents = ("bread", "optics", "sails"), "abcd"
    names = [*(f"skill:{skill}" for skill in skills), *(f"content:{name}" for name in contents)]
    number = {name: view.snapshot.node(EntityId(name)) for name in names}
    seeds = [number["skill:optics"], number["skill:bread"], number["content:a"]]
    size = view.snapshot.size
    # Neighbours: optics 2, bread 1, a 1.
    optics, bread, a = log1p(size / 2), log1p(size), log1p(size)
    total = optics + bread + a
    nodes = np.array([*number.values(), number["content:b"]], dtype=np.int32)
    found = SeedShares(view, seeds).at(nodes)
    expected = [
        bread, optics + a, 0, a + optics, optics + bread,
        optics + bread,  # c replies to b
        0,  # d replies to c, which touches nothing of its own
        optics + bread,
    ]  # fmt: skip
    assert found.tolist() == pytest.approx([part / total for part in expected])


def test_without_seeds_there_are_no_parts(view: CommunityView) -> None:
    assert SeedShares(view, ()).at(np.arange(view.snapshot.size, dtype=np.int32)).sum() == 0


def test_marked_or_looked_for_it_is_the_same(view: CommunityView) -> None:
    skills = ("bread", "optics")
    seeds = [view.snapshot.node(EntityId(f"skill:{skill}")) for skill in skills]
    shares, nodes = SeedShares(view, seeds), np.arange(view.snapshot.size, dtype=np.int32)
    looked_for = shares._touched(nodes)
    assert shares._marked(nodes).tolist() == looked_for.tolist()
    assert shares._marked(nodes).any()
    with _MARKS.lent(view.snapshot.size) as marks:
        assert not marks.any()
