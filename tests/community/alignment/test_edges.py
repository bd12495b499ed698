"""What is missing is named; versions, the hidden and those without consent are heeded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from community.alignment import alignment, alignment_report
from community.alignment.host import claims_of
from community.alignment.stances import read_stances
from community.reports import as_markdown
from graph.records import Entity, Record, isoformat
from tests.community.alignment.host_and_members import WORDS, Words, drifting
from tests.community.conftest import Pictured, day, edge, node

Chain = tuple[tuple[str, str], ...]


def test_an_empty_community_is_told_what_it_would_need(pictured: Pictured) -> None:
    picture = pictured([node("member:ada", 0, name="Ada")])
    found = alignment(picture)
    told = " ".join(found.missing)
    for needed in ("purpose", "brand_promise", "values", "staff", "purposes"):
        assert f"“{needed}”" in told
    assert "at least 30" in told
    assert [figure.value for figure in found.figures] == [0.0, None, None, None, None]
    assert not any((found.themes, found.kinds, found.quarters, found.claims))
    assert "not known" in as_markdown(alignment_report(found, picture))


def test_without_a_model_the_parts_are_left_out_and_missed(pictured: Pictured) -> None:
    found = alignment(pictured(*drifting()))
    assert found.claims == ()
    assert "A language model, to compare part by part what the host says." in found.missing
    assert len(found.themes) == 3


def test_what_came_later_does_not_show_in_an_earlier_alignment(pictured: Pictured) -> None:
    records, vectors = drifting()
    then = day(700)
    known = [each for each in records if each.at is None or each.at < then]
    texts = {each.id for each in known if isinstance(each, Entity)} & set(vectors)
    past = alignment(pictured(known, {each: vectors[each] for each in texts}, then), Words())
    found = alignment(pictured(records, vectors, then), Words())
    assert replace(found, revision=past.revision) == past
    assert (found.purpose, found.as_of) == (WORDS["food"], isoformat(then))
    assert alignment(pictured([]), Words()).purpose == WORDS["profit"]


def holding(*purposes: tuple[str, float | None], revises: Chain = ()) -> list[Record]:
    records: list[Record] = [node("member:ada", 0, name="Ada")]
    for name, at in purposes:
        records += [node(name, at, statement=name), edge("member:ada", "HOLDS", name, at)]
    return records + [edge(later, "REVISES", earlier, 9) for later, earlier in revises]


@pytest.mark.parametrize(
    ("purposes", "revises", "current"),
    [
        ((("purpose:a", 1), ("purpose:b", 2)), (), "purpose:b"),
        ((("purpose:a", 3), ("purpose:b", 2)), (), "purpose:a"),
        ((("purpose:a", None), ("purpose:b", 2)), (), "purpose:b"),
        # A clock that disagrees with the chain of versions: the chain holds.
        ((("purpose:a", 3), ("purpose:b", 2)), (("purpose:b", "purpose:a"),), "purpose:b"),
        # A circle of versions: the latest holds.
        (
            (("purpose:a", 1), ("purpose:b", 2)),
            (("purpose:a", "purpose:b"), ("purpose:b", "purpose:a")),
            "purpose:b",
        ),
    ],
)
def test_the_statement_held_now(
    pictured: Pictured,
    purposes: tuple[tuple[str, float | None], ...],
    revises: Chain,
    current: str,
) -> None:
    stances = read_stances(pictured(holding(*purposes, revises=revises)))
    assert [t for t, held in zip(stances.texts, stances.current, strict=True) if held] == [current]


def test_the_hidden_are_in_no_count_and_the_silent_in_no_list(pictured: Pictured) -> None:
    records, vectors = drifting()
    changed: dict[str, dict[str, object]] = {
        "member:care00": {"visibility": "hidden"},
        "member:care01": {"consent": ("research",)},
    }
    picture = pictured([_with(record, changed) for record in records], vectors)
    found = alignment(picture, Words())
    (theme,) = (each for each in found.themes if "member:care02" in each.members)
    assert theme.size.count == 19
    assert len(theme.members) == 18
    assert not {"member:care00", "member:care01"} & {each.member for each in found.each}
    text = as_markdown(alignment_report(found, picture))
    assert "care00" not in text
    assert "care01" not in text


def _with(record: Record, changed: dict[str, dict[str, object]]) -> Record:
    if isinstance(record, Entity) and record.id in changed:
        said = {**record.properties, **changed[record.id]}
        return Entity(record.id, record.at, said)  # type: ignore[arg-type]
    return record


def test_statements_without_words_are_not_compared(pictured: Pictured) -> None:
    records, vectors = drifting()
    records += [
        node("member:quiet", 0, name="Quiet"),
        node("purpose:quiet", 5, statement="   "),
        edge("member:quiet", "HOLDS", "purpose:quiet", 5),
    ]
    found = alignment(pictured(records, vectors), Words())
    assert found.figures[0].n == 61
    assert found.figures[1].n == 60


def test_other_languages_are_left_out_and_counted_and_long_statements_are_cut(
    pictured: Pictured,
) -> None:
    records, vectors = drifting()
    said = {
        "german": "Ich will, dass die Kinder und die Alten nicht allein sind",
        "japanese": "誰もひとりで老いないまちをつくりたい",
        "long": "I want that nobody grows old alone here. " * 1_250,
    }
    for name, statement in said.items():
        purpose = f"purpose:{name}"
        records += [
            node(f"member:{name}", 0, name=name),
            node(purpose, 5, statement=statement),
            edge(f"member:{name}", "HOLDS", purpose, 5),
        ]
        vectors[purpose] = vectors["purpose:care00"]
    picture = pictured(records, vectors)
    found = alignment(picture, Words())
    assert found.figures[1].n == 61
    assert (
        sum("2 statements that are probably not in English" in each for each in found.missing) == 1
    )
    assert len(said["long"]) > 50_000
    assert all(len(theme.example) <= 200 for theme in found.themes)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Able to feed, mend and teach itself", ("Able to feed, mend and teach itself",)),
        (
            "Design is for all. We teach it; people make their world.",
            ("Design is for all", "We teach it", "people make their world"),
        ),
        ("Care. For everybody who is here", ("Care", "For everybody who is here")),
        ("Grow your food - yes", ("Grow your food, yes",)),
        ("", ()),
    ],
)
def test_parts_of_a_statement(text: str, claims: tuple[str, ...]) -> None:
    assert claims_of(text) == claims
