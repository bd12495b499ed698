"""Amounts compared with what the same member usually does, worked out by hand."""

from __future__ import annotations

from math import sqrt

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Record
from graph.schema import RelationshipKind
from graph.snapshot import Snapshot
from matcher.strengths import MOST, relative_strengths
from tests.graph.packed import snapshot
from tests.matcher.conftest import edge, node

PEOPLE = ("ada", "bob")
SONGS = ("s1", "s2", "s3")
Plays = dict[tuple[str, str], float]


def nodes() -> list[Record]:
    return [
        *(node(f"member:{name}") for name in PEOPLE),
        *(node(f"content:{name}") for name in SONGS),
    ]


def played(plays: Plays, verb: str = "view") -> list[Record]:
    return [
        edge(f"member:{who}", "ENGAGED", f"content:{what}", verb=verb, value=amount)
        for (who, what), amount in plays.items()
    ]


def by_ends(
    found: Snapshot, strengths: npt.NDArray[np.float32], *, turned: bool = False
) -> dict[tuple[str, str, int, int], float]:
    """The strengths by source, target, kind and verb; `turned` for the edges to each node."""
    side = found.into if turned else found.out
    ends = zip(side.owners().tolist(), side.neighbours.tolist(), strict=True)
    names = [(found.name(a), found.name(b)) for a, b in ends]
    names = [(b, a) for a, b in names] if turned else names
    marks = zip(names, side.kinds.tolist(), side.verbs.tolist(), strict=True)
    keys = [(one, other, kind, verb) for (one, other), kind, verb in marks]
    return dict(zip(keys, strengths.tolist(), strict=True))


def of_pairs(records: list[Record]) -> dict[tuple[str, str], float]:
    found = snapshot(records)
    outward, _ = relative_strengths(found)
    return {(one, other): value for (one, other, _, _), value in by_ends(found, outward).items()}


def test_an_amount_counts_beside_the_members_own_mean() -> None:
    plays = {("ada", "s1"): 1.0, ("ada", "s2"): 3.0, ("bob", "s1"): 1000.0, ("bob", "s2"): 1000.0}
    found = of_pairs([*nodes(), *played(plays)])
    # Ada's mean is 2; Bob plays everything a thousand times, so that says as much as once.
    assert found["ada", "s1"] == pytest.approx(0.2 * sqrt(1 / 2), rel=1e-3)
    assert found["ada", "s2"] == pytest.approx(0.2 * sqrt(3 / 2), rel=1e-3)
    assert found["bob", "s1"] == found["bob", "s2"] == pytest.approx(0.2)


def test_each_verb_has_its_own_mean_and_other_edges_stay_as_they_are() -> None:
    found = snapshot(
        [
            *nodes(),
            *played({("ada", "s1"): 100.0, ("ada", "s2"): 300.0}),
            *played({("ada", "s3"): 4.0}, "rate"),
            *played({("bob", "s1"): 50.0}, "like"),
            edge("member:bob", "CREATED", "content:s2"),
        ]
    )
    outward = by_ends(found, relative_strengths(found)[0])
    values = {(one, other): value for (one, other, _, _), value in outward.items()}
    assert values["ada", "s3"] == pytest.approx(0.5)
    assert values["ada", "s2"] == pytest.approx(0.2 * sqrt(3 / 2), rel=1e-3)
    assert (values["bob", "s1"], values["bob", "s2"]) == (0.5, 1.0)


def test_an_amount_far_above_the_mean_is_cut() -> None:
    plays = {("ada", f"s{number}"): 1.0 for number in range(20)} | {("ada", "s20"): 10_000.0}
    songs = [node(f"content:s{number}") for number in range(21)]
    found = of_pairs([node("member:ada"), *songs, *played(plays)])
    assert found["ada", "s20"] == pytest.approx(0.2 * sqrt(MOST))


def test_amounts_of_nothing_say_nothing() -> None:
    found = of_pairs([*nodes(), *played({("ada", "s1"): 0.0, ("ada", "s2"): -4.0})])
    assert set(found.values()) == {0.0}


def test_a_community_without_edges() -> None:
    for told in ([], nodes()):
        outward, inward = relative_strengths(snapshot(told))
        assert len(outward) == len(inward) == 0


amounts = st.dictionaries(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SONGS)), st.integers(1, 250), min_size=1
)


@given(plays=amounts, verb=st.sampled_from(("view", "rate", "complete")))
def test_what_one_member_counts_in_does_not_matter(plays: Plays, verb: str) -> None:
    # 250 of "complete" is 250, and a thousand times that is cut: a fiftieth is not.
    factor = 1000.0 if verb == "view" else 50.0
    scaled = {key: n * (factor if key[0] == "bob" else 1.0) for key, n in plays.items()}
    before, after = (of_pairs([*nodes(), *played(each, verb)]) for each in (plays, scaled))
    assert before == pytest.approx(after, rel=2e-3)  # kept in half floats


@given(plays=amounts, rated=amounts)
def test_both_directions_agree(plays: Plays, rated: Plays) -> None:
    told = [*nodes(), *played(plays), *played(rated, "rate"), *played(rated, "like")]
    # Several of one kind between the same two are told apart by their keys alone.
    found = snapshot([*told, edge("content:s1", "LINKS_TO", "content:s2")])
    outward, inward = relative_strengths(found)
    assert by_ends(found, outward) == by_ends(found, inward, turned=True)
    codes = [list(RelationshipKind).index(RelationshipKind.LINKS_TO)]
    assert outward[np.isin(found.out.kinds, codes)].tolist() == [1.0]
