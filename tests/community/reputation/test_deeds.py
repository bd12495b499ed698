"""What counts as a deed in a real store, and what does not."""

from __future__ import annotations

import pytest

from community.picture import Picture
from community.reputation.kinds import KINDS
from community.reputation.reputation import deeds_of
from graph.records import Record
from tests.community.conftest import Pictured, edge, node

PEOPLE = [node(f"member:{name}", 0) for name in ("ada", "bob", "cleo", "dora")]
QUESTION = [
    node("content:q", 1, kind="question", title="How do lenses focus?"),
    edge("member:ada", "CREATED", "content:q", 1),
    node("content:a", 2, kind="answer", body="They bend light."),
    edge("member:bob", "CREATED", "content:a", 2),
    edge("content:a", "REPLIES_TO", "content:q", 2),
]


def told(picture: Picture) -> list[tuple[str, str, str, str | None]]:
    """Kind, who, whom and with what, of all deeds."""
    deeds, name = deeds_of(picture), picture.snapshot.id
    rows = zip(deeds.kinds, deeds.doers, deeds.beneficiaries, deeds.things, strict=True)
    return [
        (KINDS[kind].value, name(who)[7:], name(whom)[7:], None if thing < 0 else name(thing))
        for kind, who, whom, thing in rows
    ]


def test_an_answer_that_is_told_twice_is_one_deed(pictured: Pictured) -> None:
    helped = edge("member:bob", "HELPED", "member:ada", 2, key="a")
    assert told(pictured([*PEOPLE, *QUESTION, helped])) == [("answered", "bob", "ada", "content:a")]


def test_what_was_accepted_is_known_from_the_store(pictured: Pictured) -> None:
    accepted = edge("member:bob", "HELPED", "member:ada", 2, key="a", accepted=True)
    elsewhere = edge("member:cleo", "HELPED", "member:ada", 3, accepted=True)
    refused = edge("member:dora", "HELPED", "member:ada", 3, accepted=False)
    assert told(pictured([*PEOPLE, *QUESTION, accepted, elsewhere, refused])) == [
        ("accepted_answer", "bob", "ada", "content:a"),
        ("accepted_answer", "cleo", "ada", None),
        ("helped", "dora", "ada", None),
    ]


@pytest.mark.parametrize(
    ("records", "deeds"),
    [
        ([edge("member:ada", "MENTORS", "member:bob", 1)], [("mentored", "ada", "bob", None)]),
        ([edge("member:ada", "ENDORSED", "member:bob", 1)], [("endorsed_by", "bob", "ada", None)]),
        (
            [edge("member:cleo", "ENGAGED", "content:a", 3, verb="like")],
            [("answered", "bob", "ada", "content:a"), ("liked", "bob", "cleo", "content:a")],
        ),
        (
            [edge("member:cleo", "ENGAGED", "content:q", 3, verb="helped")],
            [("found_useful", "ada", "cleo", "content:q"), ("answered", "bob", "ada", "content:a")],
        ),
        # Looking at something is no thanks, and liking what one wrote oneself is none either.
        (
            [
                edge("member:cleo", "ENGAGED", "content:a", 3, verb="view"),
                edge("member:bob", "ENGAGED", "content:a", 3, verb="like"),
            ],
            [("answered", "bob", "ada", "content:a")],
        ),
        # A reply to what is no question is talk.
        (
            [
                node("content:s", 1, kind="story"),
                edge("member:cleo", "CREATED", "content:s", 1),
                node("content:r", 2, kind="answer"),
                edge("member:dora", "CREATED", "content:r", 2),
                edge("content:r", "REPLIES_TO", "content:s", 2),
            ],
            [("answered", "bob", "ada", "content:a")],
        ),
    ],
)
def test_what_was_done_for_others(
    pictured: Pictured, records: list[Record], deeds: list[tuple[str, str, str, str | None]]
) -> None:
    needs = any("content:" in str(record) for record in records)
    assert told(pictured([*PEOPLE, *(QUESTION if needs else ()), *records])) == deeds


def test_sessions_count_once_they_began_and_for_those_who_came(pictured: Pictured) -> None:
    records = [
        *PEOPLE,
        node("activity:past", 1, starts_at="2026-01-06T18:00:00Z"),
        node("activity:later", 1, starts_at="2026-03-06T18:00:00Z"),
        edge("member:ada", "HOSTS", "activity:past"),
        edge("member:ada", "HOSTS", "activity:later"),
        edge("member:ada", "ATTENDED", "activity:past", 2),
        edge("member:bob", "ATTENDED", "activity:past", 2),
        edge("member:cleo", "ATTENDED", "activity:past", 2),
        edge("member:cleo", "LEFT", "activity:past", 3),
        edge("member:dora", "ATTENDED", "activity:later", 20),
    ]
    assert told(pictured(records)) == [("led_session", "ada", "bob", "activity:past")]


def test_the_hidden_are_in_no_deed(pictured: Pictured) -> None:
    hidden = [
        node("member:hid", 0, visibility="hidden"),
        edge("member:hid", "HELPED", "member:ada", 2, accepted=True),
        edge("member:bob", "HELPED", "member:hid", 2, accepted=True),
        edge("member:hid", "ENDORSED", "member:bob", 2),
    ]
    assert told(pictured([*PEOPLE, *hidden])) == []
