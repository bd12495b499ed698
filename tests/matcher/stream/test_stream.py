"""What is in a member's stream and why, how long it is, and what never is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from graph.errors import EntityNotFound, InvalidRequest
from graph.records import EntityId, Record
from matcher.stream import Attention, Kind, Need, Stream, make_stream, remember_stream
from tests.matcher.conftest import Community, day, edge, node

Build = Callable[[Iterable[Record]], Community]
ADA = EntityId("member:ada")


def stream_of(house: Community, at: int = 100, entries: int = 20, who: EntityId = ADA) -> Stream:
    return make_stream(house.matcher(), house.store, who, Attention(entries), day(at))


def written(who: str, content: str, at: int, skill: str, **said: object) -> list[Record]:
    return [
        node(f"content:{content}", at, title=content.title(), **said),
        edge(f"member:{who}", "CREATED", f"content:{content}", at),
        edge(f"content:{content}", "ABOUT", f"skill:{skill}"),
    ]


@pytest.fixture
def club() -> list[Record]:
    """Ada knows optics and seeks bread; Bob asks on optics, and Cy, whom she follows, writes."""
    return [
        *(node(f"skill:{name}", name=name) for name in ("optics", "bread", "chess")),
        *(node(f"member:{name}", 1, name=name.title()) for name in ("ada", "bob", "cy", "di")),
        node("purpose:p", 2, statement="Everybody sees the stars", stage="express"),
        edge("member:ada", "HOLDS", "purpose:p", 2),
        edge("member:ada", "HAS_SKILL", "skill:optics"),
        edge("member:ada", "SEEKS_SKILL", "skill:bread"),
        edge("member:di", "HAS_SKILL", "skill:bread"),
        edge("member:ada", "FOLLOWS", "member:cy", 5),
        *written("ada", "lenses", 90, "optics"),
        *written("bob", "why", 96, "optics", kind="question"),
        *written("bob", "gambit", 96, "chess", kind="question"),
        *written("cy", "mirrors", 95, "optics"),
        *written("di", "sourdough", 60, "bread"),
        *written("di", "agreed", 97, "optics", kind="answer"),
        edge("content:agreed", "REPLIES_TO", "content:lenses", 97),
        edge("member:bob", "ENDORSED", "member:ada", 98),
        edge("member:di", "ENGAGED", "content:lenses", 98, verb="helped"),
        node("group:sky", 1, name="Sky"),
        edge("group:sky", "DEVELOPS", "skill:optics"),
        edge("member:cy", "JOINED", "group:sky", 50),
        node("activity:bake", 80, name="Baking", starts_at="2026-05-01T00:00:00Z"),
        edge("activity:bake", "DEVELOPS", "skill:bread"),
        node("activity:past", 80, name="Past", starts_at="2026-02-01T00:00:00Z"),
        edge("activity:past", "DEVELOPS", "skill:bread"),
        node("journey:baker", name="Baker"),
        node("stage:one", name="Knead"),
        node("stage:two", name="Bake"),
        *(edge(f"stage:{name}", "PART_OF", "journey:baker") for name in ("one", "two")),
        edge("stage:one", "NEXT", "stage:two"),
        edge("member:ada", "REACHED", "stage:one", 70),
        edge("stage:two", "CALLS_FOR", "content:loaf"),
        *written("di", "loaf", 50, "bread"),
    ]


def test_each_kind_serves_its_need_and_says_why(build: Build, club: list[Record]) -> None:
    found = {(entry.kind, entry.id): entry for entry in stream_of(build(club)).entries}
    told = {key: (entry.need, entry.reasons[0]) for key, entry in found.items()}
    assert told[Kind.REPLY, EntityId("content:agreed")] == (
        Need.BELONGING, "Di replied to your “Lenses”",
    )  # fmt: skip
    assert told[Kind.THANKS, EntityId("member:bob")] == (Need.ESTEEM, "Bob vouches for you")
    assert told[Kind.THANKS, EntityId("content:lenses")] == (
        Need.ESTEEM, "Your “Lenses” helped Di",
    )  # fmt: skip
    assert told[Kind.STAGE, EntityId("content:loaf")] == (
        Need.GROWTH, "belongs to “Bake”, the next stage of your journey",
    )  # fmt: skip
    question = found[Kind.QUESTION, EntityId("content:why")]
    assert question.need is Need.ESTEEM
    assert "has no answer yet" in question.reasons
    assert found[Kind.NEWS, EntityId("content:mirrors")].line == "Cy wrote “Mirrors”"
    assert found[Kind.ACTIVITY, EntityId("activity:bake")].need is Need.GROWTH
    assert found[Kind.GROUP, EntityId("group:sky")].need is Need.BELONGING


def test_what_does_not_concern_them_is_not_in_it(build: Build, club: list[Record]) -> None:
    ids = [entry.id for entry in stream_of(build(club)).entries]
    assert "content:gambit" not in ids  # a question on what she does not know
    assert "activity:past" not in ids
    assert ADA not in ids
    assert len(ids) == len(set(ids))


def test_the_mix_fits_the_stage(build: Build, club: list[Record]) -> None:
    acting = stream_of(build(club), entries=4)
    assert (acting.stage, acting.wanted[Need.ESTEEM]) == ("express", 0.5)
    assert acting.shares[Need.ESTEEM] == 0.5
    assert acting.entries[0].need is Need.ESTEEM
    looking = [
        *club,
        node("purpose:q", 50, statement="I wonder what bread means to me", stage="reflect"),
        edge("member:ada", "HOLDS", "purpose:q", 50),
        edge("purpose:q", "REVISES", "purpose:p", 50),
    ]
    found = stream_of(build(looking), entries=4)
    assert (found.stage, found.entries[0].need) == ("reflect", Need.GROWTH)
    assert found.shares[Need.GROWTH] >= 0.5


@pytest.mark.parametrize("verb", ["DISMISSED", "ENGAGED"])
def test_what_was_turned_down_or_done_does_not_come_again(
    build: Build, club: list[Record], verb: str
) -> None:
    targets = ("content:agreed", "content:why", "content:mirrors", "content:loaf")
    more = [edge("member:ada", verb, target, 99, verb="like") for target in targets]
    ids = [entry.id for entry in stream_of(build([*club, *more])).entries]
    assert not set(targets) & set(ids)


def test_whoever_may_not_be_seen_is_in_no_entry(build: Build, club: list[Record]) -> None:
    unseen: list[Record] = [
        node("member:bob", 1, name="Bob", visibility="hidden"),
        node("member:cy", 1, name="Cy", consent=["research"]),
        edge("member:di", "BLOCKS", "member:ada", 99),
    ]
    found = stream_of(build([*club, *unseen]))
    told = " ".join(f"{e.id} {e.line} {e.reasons}" for e in found.entries)
    for name in ("Bob", "Cy", "Di", "agreed", "mirrors", "why"):
        assert name not in told


def test_what_was_shown_does_not_come_on_a_later_day(build: Build, club: list[Record]) -> None:
    house = build(club)
    first = stream_of(house, at=100, entries=5)
    remember_stream(house.store, first)
    second = stream_of(house, at=101, entries=5)
    ids = [{entry.id for entry in each.entries} for each in (first, second)]
    assert len(ids[0]) == 5
    assert not ids[0] & ids[1]
    # A look at the day before is as if nothing had been shown yet.
    assert stream_of(house, at=99, entries=5).shown_before == 0


def test_a_day_is_not_longer_for_being_asked_twice(build: Build, club: list[Record]) -> None:
    house = build(club)
    first = stream_of(house, entries=4)
    remember_stream(house.store, first)
    again = stream_of(house, entries=4)
    assert [entry.id for entry in again.entries] == [entry.id for entry in first.entries]
    assert again.shown_before == 4
    house.write(edge("member:ada", "DISMISSED", first.entries[1].id, 99))
    kept = [entry.id for at, entry in enumerate(first.entries) if at != 1]
    assert [entry.id for entry in stream_of(house, entries=4).entries] == kept


def test_somebody_who_was_not_there_yet_has_none(build: Build, club: list[Record]) -> None:
    house = build([*club, node("member:new", 99, name="New")])
    assert stream_of(house, at=90, who=EntityId("member:new")).entries == ()
    assert stream_of(house, who=EntityId("member:new")).wanted[Need.BELONGING] == 0.6


def test_who_cannot_be_served_is_refused(build: Build, club: list[Record]) -> None:
    house = build([*club, node("member:no", 1, consent=["research"])])
    with pytest.raises(EntityNotFound):
        stream_of(house, who=EntityId("member:nobody"))
    with pytest.raises(InvalidRequest, match="has not consented"):
        stream_of(house, who=EntityId("member:no"))
    with pytest.raises(InvalidRequest, match="attention"):
        stream_of(house, entries=0)
