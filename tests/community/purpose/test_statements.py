"""Versions of a member's purpose: their order, their clocks, what they say and what they lack."""

from __future__ import annotations

import pytest

from community.picture import Picture
from community.purpose import Purpose, Stage, purpose_of, refinements, usual_distance
from community.purpose.held import held_statements
from community.purpose.refinement import changed_words
from graph.errors import EntityNotFound
from graph.records import EntityId, Record
from tests.community.conftest import Pictured, day, edge, node

ADA = EntityId("member:ada")
FIRST = "I want to find out how I can help."
SECOND = "I teach maths so that no child is left behind."


def held(member: str, purpose: str, at: float | None, **said: object) -> list[Record]:
    return [
        node(f"purpose:{purpose}", at, **said),
        edge(f"member:{member}", "HOLDS", f"purpose:{purpose}", at),
    ]


def two_versions() -> list[Record]:
    return [
        node("member:ada", 0),
        *held("ada", "a", 1, statement=FIRST, stage="discover"),
        *held("ada", "b", 5, statement=SECOND, stage="explore", horizon="this year"),
        edge("purpose:b", "REVISES", "purpose:a", 5),
    ]


def order(purpose: Purpose) -> list[str]:
    return [version.id.removeprefix("purpose:") for version in purpose.versions]


def current(picture: Picture) -> list[str]:
    found = held_statements(picture)
    return [name.removeprefix("purpose:") for name in picture.ids(found.purposes[found.current])]


def test_versions_are_in_order_with_their_parts_and_stages(pictured: Pictured) -> None:
    purpose = purpose_of(pictured(two_versions()), ADA)
    assert order(purpose) == ["a", "b"]
    first, second = purpose.versions
    assert (first.stage, first.stage_word) == (Stage.REFLECT, "discover")
    assert (second.stage, second.at) == (Stage.EXPLORE, day(5))
    assert purpose.current is second
    assert second.parts["horizon"].source == "stated"
    assert second.parts["for_whom"].source == "read from the text"
    assert first.missing == ("for_whom", "brings", "because", "horizon")
    assert second.missing == ()


def test_an_earlier_time_knows_the_earlier_version(pictured: Pictured) -> None:
    assert order(purpose_of(pictured(two_versions(), as_of=day(3)), ADA)) == ["a"]


def test_clocks_that_disagree_are_told_and_what_revises_counts_as_later(
    pictured: Pictured,
) -> None:
    records = [
        node("member:ada", 0),
        *held("ada", "old", 9, statement="Old"),
        *held("ada", "new", 2, statement="New"),
        edge("purpose:new", "REVISES", "purpose:old", 2),
    ]
    picture = pictured(records)
    purpose = purpose_of(picture, ADA)
    assert order(purpose) == ["old", "new"]
    assert current(picture) == ["new"]
    assert "clocks disagree" in purpose.notes[0]


def test_a_circle_of_revisions_is_told_and_times_decide(pictured: Pictured) -> None:
    picture = pictured([*two_versions(), edge("purpose:a", "REVISES", "purpose:b", 6)])
    purpose = purpose_of(picture, ADA)
    assert order(purpose) == ["a", "b"]
    assert current(picture) == ["b"]
    assert "circle" in purpose.notes[0]


def test_the_latest_of_two_separate_statements_counts(pictured: Pictured) -> None:
    picture = pictured([*two_versions(), *held("ada", "c", 3, statement="Aside")])
    assert order(purpose_of(picture, ADA)) == ["a", "c", "b"]
    assert current(picture) == ["b"]


def test_what_another_member_revised_still_counts_for_whoever_keeps_it(
    pictured: Pictured,
) -> None:
    shared = [node("member:bob", 0), edge("member:bob", "HOLDS", "purpose:a", 2)]
    picture = pictured([*two_versions(), *shared])
    assert current(picture) == ["b", "a"]
    assert order(purpose_of(picture, EntityId("member:bob"))) == ["a"]


def test_empty_long_and_foreign_statements_say_so(pictured: Pictured) -> None:
    records = [
        node("member:ada", 0),
        *held("ada", "a", 1, statement=" "),
        *held("ada", "b", 2, statement="I want bread. " * 4_000, stage="Ponder"),
        *held("ada", "c", 3, statement="Я хочу, чтобы все дети умели читать."),
        *held("ada", "d", 4),
    ]
    purpose = purpose_of(pictured(records), ADA)
    empty, long, foreign, silent = (version.notes for version in purpose.versions)
    assert empty == silent == ("the statement is empty",)
    assert "56,000 characters" in long[0]
    assert "'Ponder'" in long[1]
    assert "not in Latin script" in foreign[0]


def test_whoever_is_hidden_or_no_member_is_not_found(pictured: Pictured) -> None:
    hidden = node("member:hid", 0, visibility="hidden")
    picture = pictured([*two_versions(), hidden, *held("hid", "h", 1, statement="Unseen")])
    for entity in ("member:hid", "member:nobody", "purpose:a"):
        with pytest.raises(EntityNotFound):
            purpose_of(picture, EntityId(entity))
    assert current(picture) == ["b"]


def test_a_member_without_a_statement_has_no_versions(pictured: Pictured) -> None:
    purpose = purpose_of(pictured([node("member:ada", 0)]), ADA)
    assert (purpose.versions, purpose.current) == ((), None)


def test_distance_is_one_minus_cosine_and_words_are_told(pictured: Pictured) -> None:
    vectors = {"purpose:a": [1.0, 0.0], "purpose:b": [0.6, 0.8]}
    picture = pictured(two_versions(), vectors=vectors)
    (refined,) = refinements(picture, purpose_of(picture, ADA))
    assert refined.distance == pytest.approx(0.4, abs=0.02)
    assert refined.move == "forward"
    assert refined.added == ("teach maths so that no child is left behind",)
    assert refined.dropped == ("want to find out how I can help",)


def test_without_vectors_there_is_no_distance(pictured: Pictured) -> None:
    picture = pictured(two_versions())
    (refined,) = refinements(picture, purpose_of(picture, ADA))
    assert refined.distance is None
    assert usual_distance(picture) is None


def test_the_usual_distance_is_that_between_members(pictured: Pictured) -> None:
    records = [*two_versions(), node("member:bob", 0), *held("bob", "c", 1, statement="Bread")]
    vectors = {"purpose:b": [1.0, 0.0], "purpose:c": [0.0, 1.0]}
    assert usual_distance(pictured(records, vectors=vectors)) == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize(
    ("before", "after", "added", "dropped"),
    [
        ("I teach maths", "I teach maths to refugees", ("to refugees",), ()),
        ("I teach Maths", "i TEACH maths", (), ()),
        ("a b c", "a x c", ("x",), ("b",)),
        ("", "new words", ("new words",), ()),
        ("old words", "", (), ("old words",)),
    ],
)
def test_added_and_dropped_words(
    before: str, after: str, added: tuple[str, ...], dropped: tuple[str, ...]
) -> None:
    assert changed_words(before, after) == (added, dropped)
