"""What every feature in the registry must hold to, on communities of every size."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.packing import seconds
from graph.records import Entity, Record, Relationship
from graph.snapshot_taking import snapshot_of
from graph.store import open_store
from matcher import Matcher, RecommendationRequest
from matcher.features import FEATURES
from matcher.goals import default_goals
from matcher.question import resolve
from matcher.view import CommunityView
from tests.graph.packed import Vectors, snapshot
from tests.matcher.asked import ask, by_id, column, everything
from tests.matcher.conftest import day, edge, node

pytestmark = pytest.mark.large

GOALS = ("mentors", "peers", "next_steps", "skills")
MEMBERS = ("ada", "bob", "cy", "x")
THINGS = (
    "content:q", "content:a", "activity:walk", "group:g", "skill:s", "skill:t",
)  # fmt: skip
Values = dict[tuple[str, str], dict[str, float]]


def told_of(edges: Iterable[Relationship]) -> list[Record]:
    return [
        *(node(f"member:{name}", 0, name=name) for name in MEMBERS),
        node("content:q", 1, kind="question"),
        *(node(thing, 2) for thing in THINGS[1:]),
        *edges,
    ]


def vectors_of(records: Iterable[Record]) -> Vectors:
    """A unit vector for each entity that depends on nothing but its id."""
    found = {}
    for each in records:
        if isinstance(each, Entity):
            angle = sum(map(ord, each.id)) % 11
            found[each.id] = np.array([np.cos(angle), np.sin(angle), 0.0], dtype=np.float32)
    return found


def all_values(records: list[Record], member: str | None, seeds: tuple[str, ...] = ()) -> Values:
    """Every feature of every goal that it suits."""
    found = {}
    for goal in GOALS:
        question = ask(records, goal, member, seeds, vectors_of(records))
        for name, feature in FEATURES.items():
            if feature.suits(question.goal):
                found[goal, name] = by_id(question, name)
    return found


def assert_the_same(found: Values, expected: Values) -> None:
    for key, values in expected.items():
        assert {i: v for i, v in found[key].items() if i in values} == pytest.approx(
            values, rel=1e-9, abs=1e-12, nan_ok=True
        ), key


@st.composite
def deeds(draw: st.DrawFn, names: tuple[str, ...] = MEMBERS) -> list[Relationship]:
    """What these members did with each other and with things."""
    who = st.sampled_from([f"member:{name}" for name in names])
    at = st.none() | st.integers(3, 20)
    social = st.sampled_from(("FOLLOWS", "HELPED", "CONNECTED", "MENTORS", "ACCEPTED"))
    found: list[Relationship] = []
    for one, kind, other, when in draw(
        st.lists(st.tuples(who, social, st.sampled_from(MEMBERS), at), max_size=8)
    ):
        if one != f"member:{other}":
            found.append(edge(one, kind, f"member:{other}", when))
    for one, thing, verb, amount, when in draw(
        st.lists(
            st.tuples(who, st.sampled_from(THINGS), st.sampled_from(("view", "rate", "like")),
                      st.integers(0, 9), at),
            max_size=8,
        )
    ):  # fmt: skip
        found.append(edge(one, "ENGAGED", thing, when, verb=verb, value=amount))
    return found


COMMUNITIES: dict[str, list[Record]] = {
    "empty": [],
    "members only": [node(f"member:{name}", name=name) for name in MEMBERS],
    "one member": [node("member:ada", name="Ada")],
    "a host and its members": [
        node("community:host"), node("member:ada"), node("member:bob"),
        edge("member:bob", "ENGAGED", "community:host", 3, verb="view"),
    ],
    "things only": [node("content:q", 1, kind="question"), node("skill:s"), node("group:g")],
    "one who does everything": told_of(
        [edge("member:ada", "ENGAGED", thing, 4, verb="like") for thing in THINGS]
    ),
}  # fmt: skip


@pytest.mark.parametrize("community", COMMUNITIES)
def test_small_communities_have_values_or_none(community: str) -> None:
    told = COMMUNITIES[community]
    ids = {each.id for each in told if isinstance(each, Entity)}
    known = snapshot(told, vectors_of(told))
    view = CommunityView(known.current())
    for member in ("member:ada" if "member:ada" in ids else None, None):
        for goal in default_goals().values():
            request = RecommendationRequest(goal.name, member=member)  # type: ignore[arg-type]
            question = resolve(request, goal, view, known, None)
            for name, feature in FEATURES.items():
                if feature.suits(goal):
                    values = column(question, name)
                    assert values.shape == everything(question).shape
                    assert values.dtype == np.float64
                    assert not np.isinf(values).any()


def test_an_asker_who_was_not_there_yet() -> None:
    told = [*told_of([]), node("member:new", 30), edge("member:bob", "CREATED", "content:a", 3)]
    matcher = Matcher(snapshot(told))
    for goal in GOALS:
        request = RecommendationRequest(goal, member="member:new", as_of=day(10))  # type: ignore[arg-type]
        question = matcher.question(request, None)
        assert question.member is None
        for name, feature in FEATURES.items():
            if feature.suits(question.goal):
                assert not np.isinf(column(question, name)).any()


@settings(max_examples=15)
@given(edges=deeds(), member=st.sampled_from((None, "member:ada", "member:x")))
def test_values_are_finite_or_absent(edges: list[Relationship], member: str | None) -> None:
    for (_, name), values in all_values(told_of(edges), member, ("skill:s",)).items():
        numbers = np.array(list(values.values()))
        assert not np.isinf(numbers).any(), name
        if FEATURES[name].scale != "cosine":
            assert not (numbers < -1e-9).any(), name


@settings(max_examples=10)
@given(edges=deeds(), hidden=deeds(("x",)), back=deeds(("ada", "bob")))
def test_what_a_hidden_member_did_changes_no_value(
    edges: list[Relationship], hidden: list[Relationship], back: list[Relationship]
) -> None:
    touching = [each for each in [*hidden, *back] if "member:x" in (each.source, each.target)]
    plain = [each for each in edges if "member:x" not in (each.source, each.target)]
    secret = node("member:x", 0, name="x", visibility="hidden")
    written: list[Record] = [
        node("content:x", 30, kind="question", title="Secret"),
        edge("member:x", "CREATED", "content:x", 30),
        edge("content:x", "ABOUT", "skill:s"),
    ]
    without = [each for each in told_of(plain) if getattr(each, "id", "") != "member:x"]
    expected = all_values(without, "member:ada", ("skill:s",))
    assert_the_same(all_values([*without, secret], "member:ada", ("skill:s",)), expected)
    told = [*without, secret, *written, *touching]
    assert_the_same(all_values(told, "member:ada", ("skill:s",)), expected)


def test_another_community_in_the_same_store_changes_no_value(
    tmp_path: Path, mentoring: list[Record]
) -> None:
    def values() -> Values:
        found = {}
        with open_store(url, "test") as store:
            matcher = Matcher(snapshot_of(store.export("tiny"), "test", "tiny"))
        for goal in GOALS:
            request = RecommendationRequest(goal, member="member:ada")  # type: ignore[arg-type]
            question = matcher.question(request, None)
            for name in FEATURES:
                if FEATURES[name].suits(question.goal):
                    found[goal, name] = by_id(question, name)
        return found

    url = f"sqlite:///{tmp_path}/two.db"
    with open_store(url, "test") as store:
        store.write(mentoring)
    before = values()
    with open_store(url, "other") as store:
        store.write([*mentoring, edge("member:ada", "CONNECTED", "member:di", 99)])
    assert_the_same(values(), before)


def test_days_are_counted_to_the_moment_that_is_asked_of() -> None:
    told = told_of([edge("member:bob", "CREATED", "content:a", 3)])
    question = Matcher(snapshot(told)).question(
        RecommendationRequest("mentors", member="member:ada", as_of=day(5)),  # type: ignore[arg-type]
        None,
    )
    assert question.view.clock == seconds(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=5))
    assert by_id(question, "last_seen")["member:bob"] == pytest.approx(-np.log1p(2.0))
