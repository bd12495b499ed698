"""What was brought into a snapshot is what a new snapshot would show."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from graph.records import EntityId, Record, Relationship
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher import Matcher, RecommendationRequest
from matcher.following import lasting
from matcher.view import CommunityView
from matcher.visibility import Views
from tests.matcher.conftest import Community, edge, node
from tests.matcher.test_narrowed_view import rows

pytestmark = pytest.mark.large

Build = Callable[[Iterable[Record]], Community]
MEMBERS, THINGS = 30, 20
EVENTS = (
    ("member", "JOINED", "group"), ("member", "LEFT", "group"), ("member", "ENGAGED", "content"),
    ("member", "HELPED", "member"), ("member", "CONNECTED", "member"),
    ("member", "DISMISSED", "member"), ("member", "HAS_SKILL", "skill"),
    ("member", "ATTENDED", "activity"), ("member", "BLOCKS", "member"),
)  # fmt: skip
VERBS = ("like", "comment", "play", "star")


def beginning(chance: np.random.Generator) -> list[Record]:
    kinds = ("content", "group", "skill", "activity")
    records: list[Record] = [node(f"member:{each}", name=f"M{each}") for each in range(MEMBERS)]
    records += [node(f"{kind}:{each}", 1, title=f"{kind}") for kind in kinds for each in range(20)]
    return records + [event(chance, day) for day in range(1, 200)]


def event(chance: np.random.Generator, day: int) -> Relationship:
    source_kind, kind, target_kind = EVENTS[chance.integers(len(EVENTS))]
    one = int(chance.integers(MEMBERS))
    other = int(chance.integers(MEMBERS if target_kind == "member" else THINGS))
    if source_kind == target_kind and one == other:
        other = (one + 1) % MEMBERS
    said: dict[str, object] = {}
    if kind == "ENGAGED":
        said = {"verb": str(chance.choice(VERBS)), "value": int(chance.integers(1, 50))}
    at = None if chance.random() < 0.05 else day
    return edge(f"{source_kind}:{one}", kind, f"{target_kind}:{other}", at, **said)


def followed(matcher: Matcher) -> Matcher:
    matcher._views = Views(matcher.snapshot, 0)
    return matcher


def check(found: Matcher, fresh: Matcher) -> None:
    for one, other in (
        (found.snapshot, fresh.snapshot),
        (found._views.of(None, None).snapshot, fresh._views.of(None, None).snapshot),
    ):
        assert one.revision == other.revision
        assert rows(one, one.out) == rows(other, other.out)
        assert rows(one, one.into) == rows(other, other.into)
    check_views(found._views.of(None, None), fresh._views.of(None, None))


def check_views(few: CommunityView, whole: CommunityView) -> None:
    for there in whole.snapshot.nodes().tolist():
        here = few.snapshot.node(whole.snapshot.id(there))
        one = few.said.at(slice(*few.snapshot.out.spans[here]))
        other = whole.said.at(slice(*whole.snapshot.out.spans[there]))
        assert one.tolist() == pytest.approx(other.tolist(), rel=1e-5)
        for name in ("walk_graph", "social_graph"):
            mine, theirs = getattr(few, name).row(here), getattr(whole, name).row(there)
            ids = [few.snapshot.id(each) for each in mine[0].tolist()]
            assert ids == [whole.snapshot.id(each) for each in theirs[0].tolist()]
            assert not ids or mine[1].sum() == pytest.approx(1.0, abs=1e-5)
            assert mine[1].tolist() == pytest.approx(theirs[1].tolist(), abs=0.15)


@pytest.mark.parametrize("seed", range(4))
def test_events_are_brought_in_as_a_new_snapshot_has_them(build: Build, seed: int) -> None:
    chance = np.random.default_rng(seed)
    house = build(beginning(chance))
    matcher = followed(house.matcher())
    for step in range(8):
        house.write(*(event(chance, 200 + step) for _ in range(int(chance.integers(1, 12)))))
        before, matcher = matcher, matcher.caught_up()
        assert matcher.is_complete
        assert before.snapshot.revision < matcher.snapshot.revision
        check(matcher, house.matcher())
    assert matcher.brought_in > 8


def test_whoever_is_forgotten_or_hides_is_gone_with_what_they_wrote(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    matcher = followed(house.matcher())
    house.write(node("member:bob", name="Bob", visibility="hidden"))
    matcher = matcher.caught_up()
    view = matcher._views.of(None, None).snapshot
    assert [view.find(each) for each in ("member:bob", "content:a1")] == [None, None]
    house.store.forget(EntityId("member:cy"))
    matcher = matcher.caught_up()
    view = matcher._views.of(None, None).snapshot
    assert [view.find(each) for each in ("member:cy", "content:q1")] == [None, None]
    assert matcher.snapshot.find("member:cy") is None
    fresh = house.matcher()._views.of(None, None).snapshot
    assert rows(view, view.out) == rows(fresh, fresh.out)
    ask = RecommendationRequest("mentors", EntityId("member:ada"))
    for name in ("Bob", "Cy", "content:a1", "content:q1"):
        assert name not in str(matcher.recommend(ask))


def test_a_forgotten_member_leaves_nothing_to_a_new_snapshot(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    matcher = followed(house.matcher())
    house.store.forget(EntityId("member:cy"))
    assert matcher.caught_up().is_complete


def test_what_rows_cannot_show_is_left_to_a_new_snapshot(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    matcher = followed(house.matcher())
    house.store.remove([edge("member:bob", "HELPED", "member:cy", 6)])
    assert not matcher.caught_up().is_complete


def test_a_pause_or_a_capacity_counts_at_once(build: Build, mentoring: list[Record]) -> None:
    house = build(mentoring)
    matcher = followed(house.matcher())
    ask = RecommendationRequest("mentors", EntityId("member:ada"))
    assert "Bob" in [each.name for each in matcher.recommend(ask).results]
    house.write(node("member:bob", name="Bob", paused=True))
    assert "Bob" not in [each.name for each in matcher.caught_up().recommend(ask).results]


def test_an_event_changes_who_is_recommended_and_is_a_step_of_a_path(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    matcher = followed(house.matcher())
    ask = RecommendationRequest("peers", EntityId("member:ada"))
    house.write(edge("member:ada", "HELPED", "member:eve", 9))
    matcher = matcher.caught_up()
    eve = next(each for each in matcher.recommend(ask).results if each.name == "Eve")
    assert ("member:ada", "member:eve") in [path.nodes for path in eve.explanation.paths]
    house.write(edge("member:ada", "CONNECTED", "member:eve", 9))
    matcher = matcher.caught_up()
    assert "Eve" not in [each.name for each in matcher.recommend(ask).results]


def test_memberships_end_by_the_latest_departure() -> None:
    joined, again = (edge("member:a", "JOINED", "group:g", at) for at in (1, 5))
    left = edge("member:a", "LEFT", "group:g", 3)
    other = edge("member:b", "JOINED", "group:g", 1)
    assert lasting([joined, left, other, again]) == [left, other, again]
    always = edge("member:a", "LEFT", "group:g")
    assert lasting([joined, again, always]) == [always]


def test_an_earlier_time_is_asked_of_what_was_brought_in(build: Build) -> None:
    chance = np.random.default_rng(9)
    house = build(beginning(chance))
    matcher = followed(house.matcher())
    house.write(*(event(chance, 200) for _ in range(9)))
    found, fresh = matcher.caught_up().snapshot, house.matcher().snapshot
    begin, _ = fresh.range(EntityKind.MEMBER)
    for one, other in (
        (found.current(), fresh.current()),
        (found.without([begin]), fresh.without([begin])),
    ):
        _same(one, other)


def _same(one: Snapshot, other: Snapshot) -> None:
    assert rows(one, one.out) == rows(other, other.out)
    assert rows(one, one.into) == rows(other, other.into)
