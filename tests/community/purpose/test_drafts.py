"""Drafts of a purpose: in their own words only, with evidence, and one for each meaning."""

from __future__ import annotations

import pytest

from community.picture import Picture
from community.purpose import Draft, Suggestions, suggest
from community.purpose.clauses import clauses_of, wording_of
from community.purpose.questions import sharpening
from community.purpose.sources import Source
from graph.errors import EntityNotFound
from graph.records import EntityId, Record
from tests.community.conftest import Pictured, day, edge, node
from tests.community.purpose.conftest import WordEmbedder

ADA = EntityId("member:ada")
EMBEDDER = WordEmbedder("garden", "child", "engine")
BIO = "I want to open a garden for every child on our street. I was born in June."
ANSWER = "Gardens need water. I hope to bring the garden to children who have none. It works."


def gardener() -> list[Record]:
    return [
        node("member:ada", 0, name="Ada", bio=BIO),
        node("skill:soil", name="garden soil"),
        node("group:g", name="Garden circle"),
        node("content:a", 400, kind="answer", body=ANSWER),
        node("content:b", 380, kind="post", body="I love the engine of my old car very much."),
        node("content:other", 380, kind="post", body="I want to sell you a garden."),
        node("member:bob", 0),
        edge("member:ada", "HAS_SKILL", "skill:soil"),
        edge("member:ada", "JOINED", "group:g", 10),
        edge("member:ada", "CREATED", "content:a", 400),
        edge("member:ada", "CREATED", "content:b", 380),
        edge("member:bob", "CREATED", "content:other", 380),
    ]


def suggested(picture: Picture) -> Suggestions:
    return suggest(picture, ADA, EMBEDDER)


def own_texts(picture: Picture, draft: Draft) -> str:
    entity = picture.store.entity(draft.evidence[0].source.id)
    return " ".join(str(value) for value in entity.properties.values())


def test_drafts_stand_letter_by_letter_in_what_the_member_wrote(pictured: Pictured) -> None:
    picture = pictured(gardener())
    found = suggested(picture)
    assert 1 <= len(found.drafts) <= 3
    for draft in found.drafts:
        assert draft.statement in own_texts(picture, draft)
        assert draft.evidence[0].words == draft.statement
        assert draft.score == pytest.approx(sum(draft.shares.values()))
        for evidence in draft.evidence:
            assert evidence.source.id != "content:other"


def test_the_same_meaning_is_offered_once_and_with_what_speaks_for_it(
    pictured: Pictured,
) -> None:
    first, *others = suggested(pictured(gardener())).drafts
    # Both sentences about gardens for children mean the same; the later one is the more recent.
    assert first.statement == "I hope to bring the garden to children who have none."
    assert all("garden for every child" not in other.statement for other in others)
    assert first.evidence[0].source.at == day(400)
    assert {"answer", "bio"} <= {each.source.where for each in first.evidence}
    assert first.evidence[1].closeness == pytest.approx(1.0, abs=1e-6)


def test_what_is_aside_from_what_they_do_is_no_draft(pictured: Pictured) -> None:
    vectors = {
        "content:a": [1.0, 1.0, 0.0, 0.1],
        "member:ada": [1.0, 1.0, 0.0, 0.1],
        "content:b": [0.4, 0.0, 0.1, 1.0],
    }
    statements = [
        draft.statement for draft in suggested(pictured(gardener(), vectors=vectors)).drafts
    ]
    assert all("engine" not in statement for statement in statements)


def test_a_name_is_offered_where_no_sentence_is_and_asks_for_more(pictured: Pictured) -> None:
    records = [
        node("member:ada", 0),
        node("skill:soil", name="garden soil"),
        edge("member:ada", "HAS_SKILL", "skill:soil"),
    ]
    found = suggested(pictured(records))
    (draft,) = found.drafts
    assert draft.statement == "garden soil"
    assert draft.questions[0] == "What do you want to change through this?"
    assert "no sentence of theirs sounds like a purpose" in found.note


def test_of_whom_nothing_is_known_it_says_what_would_do(pictured: Pictured) -> None:
    found = suggested(pictured([node("member:ada", 0)]))
    assert found.drafts == ()
    assert "a bio, a question, an answer or a skill" in found.note


def test_a_text_in_another_language_is_a_draft_with_a_note(pictured: Pictured) -> None:
    bio = "Ich möchte, dass jedes Kind in der Stadt einen Garten hat."
    (draft,) = suggested(pictured([node("member:ada", 0, bio=bio)])).drafts
    assert draft.statement == bio
    assert "English" in draft.note


def test_the_hidden_get_no_drafts(pictured: Pictured) -> None:
    with pytest.raises(EntityNotFound):
        suggested(pictured([node("member:ada", 0, bio=BIO, visibility="hidden")]))


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("I want to help newcomers.", "Newcomers come."),
        ("I want to teach maths.", "I want to know why this fails."),
        ("I would like to open a school.", "I would like to point out a mistake."),
        ("I want to measure it.", "We want to measure it."),
        ("I want to help.", "Do I want to help?"),
    ],
)
def test_wording_tells_purposes_from_the_rest(more: str, less: str) -> None:
    assert wording_of(more) >= 0.5 > wording_of(less)


def test_sentences_end_where_they_do_and_are_neither_short_nor_code() -> None:
    text = "I studied physics, e.g. optics of lenses. Short one. Run x = {1} now."
    text += "\n• A list of my hopes"
    source = Source(0, ADA, "bio", text, None)
    assert {clause.text for clause in clauses_of([source])} == {
        "I studied physics, e.g. optics of lenses.",
        "• A list of my hopes",
    }


def test_questions_ask_for_what_is_missing_only() -> None:
    assert sharpening(("for_whom", "brings", "because")) == (
        "By when, or over how long, do you want to see it?",
    )
    asked = sharpening((), ["soil", "bread"])
    assert len(asked) == 4
    assert "You named soil and bread." in asked[1]
