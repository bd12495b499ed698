"""Who and what was written after a snapshot was taken is in the answers without a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest

from graph.embeddings import DEFAULT_MODEL
from graph.lending import NoRoomLeft
from graph.records import Entity, EntityId, Record
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from graph.spare_numbers import LEAST_SPARE
from graph.store import GraphStore
from matcher import Matcher, RecommendationRequest
from matcher.kept_nearest import begun_by_nodes
from matcher.vector_search import Wanted, nearest
from matcher.vectors import question_parts, vector_of
from matcher.view import CommunityView
from tests.matcher.conftest import Community, edge, node
from tests.matcher.test_following import beginning, check, event, followed

pytestmark = pytest.mark.large

Build = Callable[[Iterable[Record]], Community]
DIMENSIONS = 384
ADA = EntityId("member:ada")
MENTORS = RecommendationRequest("mentors", ADA)


@pytest.fixture(autouse=True)
def _every_community_has_numbers_to_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.spare_numbers.SPARE_FROM", 0)


def vector(seed: int) -> npt.NDArray[np.float32]:
    found = np.random.default_rng(seed).standard_normal(DIMENSIONS)
    return (found / np.linalg.norm(found)).astype(np.float32)


def embed(store: GraphStore) -> None:
    """Give each text a vector that is drawn by its letters."""
    missing = store.texts_without_vector(DEFAULT_MODEL)
    vectors = np.array([vector(sum(map(ord, each.text))) for each in missing])
    if missing:
        store.write_vectors(DEFAULT_MODEL, [each.digest for each in missing], vectors)


def seen(matcher: Matcher) -> CommunityView:
    return matcher._views.of(None, None)


def names(matcher: Matcher, request: RecommendationRequest) -> list[str]:
    return [each.name for each in matcher.recommend(request).results]


def said(view: CommunityView) -> dict[str, tuple[object, ...]]:
    """All that a view says of its nodes besides their edges, by their ids."""
    found: dict[str, tuple[object, ...]] = {}
    of = view.snapshot
    for each in of.nodes().tolist():
        parent, own = int(view.parents[each]), vector_of(of, each)
        found[of.id(each)] = (
            of.name(each), of.kind(each), int(of.flags[each]), int(of.capacities[each]),
            int(of.node_times[each]), int(of.node_starts[each]), bool(view.asks[each]),
            of.id(parent) if parent >= 0 else None, None if own is None else own.tolist(),
        )  # fmt: skip
    return found


def ids(of: Snapshot) -> list[str]:
    return sorted(map(of.id, of.nodes().tolist()))


def near(of: Snapshot, seed: int, kinds: tuple[EntityKind, ...]) -> dict[str, float]:
    parts = question_parts(vector(seed).reshape(1, -1))
    [(nodes, cosines)] = nearest(of, parts, [Wanted(kinds, 8)])
    return dict(zip(map(of.id, nodes.tolist()), cosines.tolist(), strict=True))


TEXTS = {"member": "bio", "content": "body", "group": "description", "skill": "description"}


def newcomer(chance: np.random.Generator, number: int) -> list[Record]:
    kind = str(chance.choice([*TEXTS]))
    text = {TEXTS[kind]: "x" * number}
    records: list[Record] = [node(f"{kind}:new{number}", 300, name=f"New {number}", **text)]
    if kind == "content":
        records.append(edge(f"member:{chance.integers(30)}", "CREATED", f"{kind}:new{number}", 300))
        records.append(edge(f"{kind}:new{number}", "REPLIES_TO", f"content:{chance.integers(20)}"))
    if kind == "member":
        other = f"member:{chance.integers(30)}"
        records.append(edge(f"{kind}:new{number}", "HELPED", other, 300))
    return records


@pytest.mark.parametrize("seed", range(4))
def test_newcomers_are_brought_in_as_a_new_snapshot_has_them(build: Build, seed: int) -> None:
    chance = np.random.default_rng(seed)
    house = build([*beginning(chance), node("content:old", 1, title="an old text")])
    embed(house.store)
    matcher = followed(house.matcher())
    for step in range(8):
        changed: list[Record] = [event(chance, 200 + step) for _ in range(4)]
        for each in range(int(chance.integers(1, 4))):
            changed += newcomer(chance, 10 * step + each + 1)
        changed.append(node(f"content:{chance.integers(20)}", 1, title=f"other {step}"))
        house.write(*changed)
        if step % 3:
            embed(house.store)
        matcher = matcher.caught_up()
        fresh = house.matcher()
        assert matcher.is_complete
        check(matcher, fresh)
        assert said(seen(matcher)) == said(seen(fresh))
        for kinds in ((EntityKind.CONTENT,), tuple(EntityKind)):
            assert near(matcher.snapshot, step, kinds) == near(fresh.snapshot, step, kinds)


def test_a_new_member_asks_and_is_recommended(build: Build, mentoring: list[Record]) -> None:
    house = build(mentoring)
    matcher = followed(house.matcher())
    house.write(
        node("member:zoe", name="Zoe"),
        edge("member:zoe", "HAS_SKILL", "skill:optics", 8),
        edge("member:zoe", "FOLLOWS", "member:eve", 8),
        node("content:z1", 8, title="On lenses"),
        edge("member:zoe", "CREATED", "content:z1", 8),
        edge("content:z1", "ABOUT", "skill:optics"),
    )
    matcher = matcher.caught_up()
    found = {each.name: each for each in matcher.recommend(MENTORS).results}
    assert "content:z1" in [each.id for each in found["Zoe"].explanation.evidence]
    assert "On lenses" in str(found["Zoe"].explanation)
    assert names(matcher, RecommendationRequest("peers", EntityId("member:zoe")))


def test_a_new_text_is_found_by_its_meaning_once_it_has_a_vector(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    embed(house.store)
    matcher = followed(house.matcher())
    house.write(node("content:n", 9, title="new"), edge("member:eve", "CREATED", "content:n", 9))
    wanted = sum(map(ord, "new"))
    matcher = matcher.caught_up()
    assert "content:n" not in near(matcher.snapshot, wanted, (EntityKind.CONTENT,))
    embed(house.store)
    matcher = matcher.caught_up()
    assert matcher.is_complete
    found = near(seen(matcher).snapshot, wanted, (EntityKind.CONTENT,))
    assert next(iter(found)) == "content:n"
    assert found["content:n"] == pytest.approx(1.0, abs=0.01)


def test_a_changed_text_is_no_longer_found_by_its_former_meaning(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    embed(house.store)
    matcher = followed(house.matcher())
    before = sum(map(ord, "Why does bread rise?"))
    assert next(iter(near(matcher.snapshot, before, (EntityKind.CONTENT,)))) == "content:q2"
    house.write(node("content:q2", 7, kind="question", title="Why is ice slippery?"))
    matcher = matcher.caught_up()
    assert "content:q2" not in near(matcher.snapshot, before, (EntityKind.CONTENT,))
    embed(house.store)
    matcher = matcher.caught_up()
    assert near(matcher.snapshot, before, (EntityKind.CONTENT,))["content:q2"] < 0.5
    after = sum(map(ord, "Why is ice slippery?"))
    assert next(iter(near(matcher.snapshot, after, (EntityKind.CONTENT,)))) == "content:q2"
    assert matcher.snapshot.name(matcher.snapshot.node(EntityId("content:q2"))) == (
        "Why is ice slippery?"
    )


def test_texts_that_were_known_and_are_embedded_later_are_left_to_a_new_snapshot(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    matcher = followed(house.matcher())
    embed(house.store)
    assert not matcher.caught_up().is_complete


HIDDEN = (
    [node("member:x", name="Xavier", visibility="hidden")],
    [node("member:x", name="Xavier", consent=["analysis"])],
    [node("member:x", name="Xavier"), edge("member:x", "BLOCKS", "member:ada", 8)],
    [node("member:x", name="Xavier"), edge("member:ada", "BLOCKS", "member:x", 8)],
)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("at_once", [True, False])
def test_what_must_not_show_never_shows(
    build: Build, mentoring: list[Record], hidden: list[Record], at_once: bool
) -> None:
    house = build(mentoring)
    matcher = followed(house.matcher())
    their: list[Record] = [
        edge("member:x", "HAS_SKILL", "skill:optics", 8),
        edge("member:x", "HELPED", "member:bob", 8),
        node("content:x1", 8, title="hidden way"),
        edge("member:x", "CREATED", "content:x1", 8),
        edge("content:x1", "ABOUT", "skill:optics"),
        node("content:x2", 8, title="to the hidden way"),
        edge("content:x2", "REPLIES_TO", "content:x1"),
        edge("member:bob", "CREATED", "content:x2", 8),
    ]
    for records in ([*hidden, *their],) if at_once else (hidden, their):
        house.write(*records)
        matcher = matcher.caught_up()
    shown = str(
        [
            matcher.recommend(RecommendationRequest(each, ADA))
            for each in ("mentors", "peers", "next_steps")
        ]
    )
    for name in ("Xavier", "member:x", "hidden way", "content:x1", "content:x2"):
        assert name not in shown


def test_whoever_was_forgotten_and_comes_again_has_nothing_of_before(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    matcher = followed(house.matcher())
    bob = EntityId("member:bob")
    house.store.forget(bob)
    house.write(node("member:bob", name="Bob again"), edge("member:bob", "FOLLOWS", "member:cy", 9))
    matcher = matcher.caught_up()
    fresh = house.matcher()
    check(matcher, fresh)
    assert matcher.snapshot.name(matcher.snapshot.node(bob)) == "Bob again"
    house.store.forget(bob)
    matcher = matcher.caught_up()
    assert matcher.snapshot.find(bob) is None
    check(matcher, house.matcher())


def test_an_earlier_time_knows_no_newcomers(build: Build, mentoring: list[Record]) -> None:
    house = build(mentoring)
    embed(house.store)
    matcher = followed(house.matcher())
    house.write(node("content:n", 9, title="new"), edge("member:eve", "CREATED", "content:n", 9))
    embed(house.store)
    matcher = matcher.caught_up()
    fresh = house.matcher().snapshot
    for one, other in (
        (matcher.snapshot.current(), fresh.current()),
        (matcher.snapshot.without([0]), fresh.without([0])),
    ):
        assert sorted(map(one.id, one.nodes().tolist())) == sorted(
            map(other.id, other.nodes().tolist())
        )
        assert near(one, 3, (EntityKind.CONTENT,)) == near(other, 3, (EntityKind.CONTENT,))


def test_more_newcomers_than_numbers_to_spare_need_a_new_snapshot(
    build: Build, mentoring: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.spare_numbers.LEAST_SPARE", 2)
    house = build(mentoring)
    matcher = followed(house.matcher())
    house.write(node("member:y1"))
    matcher = matcher.caught_up()
    assert matcher.fullness == 0.5
    house.write(node("member:y2"), node("member:y3"))
    with pytest.raises(NoRoomLeft):
        matcher.caught_up()


def test_numbers_to_spare_are_of_nobody(build: Build, mentoring: list[Record]) -> None:
    found = build(mentoring).matcher().snapshot
    entities = [each for each in mentoring if isinstance(each, Entity)]
    assert found.in_sight == len(entities)
    assert found.size == len(entities) + LEAST_SPARE * len(EntityKind)
    assert ids(found) == sorted(each.id for each in entities)
    assert found.find("") is None
    assert found.count(EntityKind.MEMBER) == 5


def test_what_is_kept_of_a_topic_knows_later_texts(
    build: Build, mentoring: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.large.NODES", 0)
    monkeypatch.setattr("matcher.kept_nearest.SHARED_BY", 0)
    house = build(mentoring)
    embed(house.store)
    matcher = followed(house.matcher())
    wanted = (Wanted((EntityKind.CONTENT,), 2),)

    def asked(view: CommunityView) -> list[tuple[str, float]]:
        skill = view.snapshot.node(EntityId("skill:optics"))
        own = vector_of(view.snapshot, skill)
        assert own is not None
        parts = question_parts(own.reshape(1, -1))
        begun = begun_by_nodes(view, parts, [skill], wanted)
        assert begun is not None or view is not view.base
        [(nodes, cosines)] = nearest(view.snapshot, parts, wanted, begun=begun)
        return list(zip(map(view.snapshot.id, nodes.tolist()), cosines.tolist(), strict=True))

    first = asked(seen(matcher).base)
    assert asked(seen(matcher)) == first
    house.write(
        node("content:q1", 5, kind="question", title="optics"),
        node("content:n", 9, title="tpoics"),  # the same letters: the same vector
        node("content:q3", 9, title="Something else"),
    )
    embed(house.store)
    matcher = matcher.caught_up()
    found = asked(seen(matcher))
    assert [each for each, _ in found] == ["content:q1", "content:n"]
    assert [cosine for _, cosine in found] == pytest.approx([1.0, 1.0], abs=0.01)
    house.write(node("skill:optics", name="bread and butter"))
    house.write(node("content:q1", 5, kind="question", title="bread and butter"))
    embed(house.store)
    matcher = matcher.caught_up()
    assert asked(seen(matcher))[0][0] == "content:q1"
