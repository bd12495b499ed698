"""What happened lately, counted by hand."""

from __future__ import annotations

from community.lately import Kind, lately
from graph.packing import seconds
from tests.community.conftest import Pictured, day, edge, node

RECORDS = [
    node("member:ann", 1, name="Ann"),
    node("member:ben", 9.5, name="Ben"),
    node("member:quiet", 9.6, name="Quiet", consent=("research",)),
    node("member:hidden", 9.7, name="Hidden", visibility="hidden"),
    node("content:q", 9.2, kind="question", title="Why?"),
    node("content:a", 9.8, kind="answer", body="Because."),
    node("content:s", 8.5, kind="story", body="Once."),
    edge("member:ben", "CREATED", "content:q"),
    edge("member:ann", "CREATED", "content:a"),
    edge("member:ann", "CREATED", "content:s"),
    edge("content:a", "REPLIES_TO", "content:q", 9.8),
    edge("member:ann", "HELPED", "member:ben", 9.8),
    edge("member:hidden", "HELPED", "member:ben", 9.8),
]


def test_a_day_beside_the_day_before(pictured: Pictured) -> None:
    picture = pictured(RECORDS)
    found = {each.kind: each for each in lately(picture, seconds(day(9)), seconds(day(10)))}
    told = {kind: (each.count, each.before) for kind, each in found.items() if each.count}
    assert told == {
        Kind.CAME: (2, 0), Kind.ASKED: (1, 0), Kind.ANSWERED: (1, 0), Kind.HELPED: (1, 0),
    }  # fmt: skip
    assert (found[Kind.WROTE].count, found[Kind.WROTE].before) == (0, 1)
    assert found[Kind.CAME].members == ("member:ben",)
    assert found[Kind.HELPED].members == found[Kind.ANSWERED].members == ("member:ann",)


def test_nothing_happens_in_an_empty_community(pictured: Pictured) -> None:
    assert not any(each.count or each.before for each in lately(pictured([]), 0, 1))
