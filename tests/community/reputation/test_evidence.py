"""A member's own page: its parts sum to the whole, and nobody is named who may not be."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from community.reputation import MemberReputation, reputation_of, reputations
from graph.errors import EntityNotFound, InvalidRequest
from graph.records import EntityId, Record
from tests.community.conftest import Pictured, day, edge, node

BOB, OPTICS = EntityId("member:bob"), EntityId("skill:optics")


def answered(number: int, asker: str, by: str, skills: tuple[str, ...], at: float) -> list[Record]:
    """A question, and the answer that was accepted."""
    question, answer = f"content:q{number}", f"content:a{number}"
    return [
        node(question, at - 1, kind="question", title=f"Question {number}"),
        edge(f"member:{asker}", "CREATED", question, at - 1),
        *(edge(question, "ABOUT", f"skill:{skill}") for skill in skills),
        node(answer, at, kind="answer", name=f"Answer {number}", body=f"So {number}"),
        edge(f"member:{by}", "CREATED", answer, at),
        edge(answer, "REPLIES_TO", question, at),
        edge(f"member:{by}", "HELPED", f"member:{asker}", at, key=answer, accepted=True),
    ]


CLUB = [
    *(node(f"member:{name}", 0, name=name.title()) for name in ("ada", "bob", "cleo", "dora")),
    node("member:kid", 0, name="Kid", age_band="minor"),
    node("member:shy", 0, name="Shy", consent=["research"]),
    *(node(f"skill:{name}", name=name) for name in ("optics", "bread", "maths")),
    *answered(1, "ada", "bob", ("optics",), 10),
    *answered(2, "cleo", "bob", ("optics", "maths"), 10),
    *answered(3, "dora", "bob", ("bread",), 10),
    *answered(4, "kid", "bob", ("bread",), 10),
    *answered(5, "shy", "bob", (), 10),
    *answered(6, "ada", "cleo", ("optics",), 10),
    *answered(7, "bob", "ada", ("maths",), 10),
    edge("member:dora", "ENDORSED", "member:bob", 10),
]


def told(pictured: Pictured, *more: Record, skill: str | None = None) -> MemberReputation:
    found = reputations(pictured([*CLUB, *more]))
    return reputation_of(found, BOB, None if skill is None else EntityId(skill))


def test_the_parts_sum_to_the_whole(pictured: Pictured) -> None:
    found = told(pictured)
    assert found.people == 5
    assert len(found.deeds) == 6
    for parts in (found.deeds, found.skills, found.purposes):
        assert sum(part.weight for part in parts) == pytest.approx(found.weight)
    for deed in found.deeds:
        factors = deed.worth * deed.age * deed.repeat * deed.share
        assert deed.weight == pytest.approx(factors)
    assert found.at == day(10)


def test_points_are_told_of_five_people_or_more_and_in_whole_numbers(pictured: Pictured) -> None:
    more = (answered(10 + n, "kid", "bob", ("bread",), 10) for n in range(30))
    found = told(pictured, *(record for records in more for record in records))
    exact = reputations(pictured([]))
    bob = exact.picture.ids(exact.picture.members).index(BOB)
    assert found.people == 5
    assert found.points == round(float(exact.totals[bob])) > 0
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.points < found.high
    assert all(float(end).is_integer() for end in (found.low, found.high))
    assert told(pictured, skill="skill:optics").points is None  # for two people alone


def test_how_far_the_helped_are_trusted_does_not_show(pictured: Pictured) -> None:
    """Of two members who did the same, one for somebody of standing: their pages weigh the same."""
    people = ("star", "fan1", "fan2", "fan3", "nobody", "one", "other")
    records: list[Record] = [node(f"member:{name}", 0, name=name) for name in people]
    for fan in ("fan1", "fan2", "fan3"):
        records += [edge(f"member:{fan}", "ENDORSED", "member:star", 5)]
    records += [
        edge("member:one", "HELPED", "member:star", 9),
        edge("member:other", "HELPED", "member:nobody", 9),
    ]
    found = reputations(pictured(records))
    pages = [reputation_of(found, EntityId(f"member:{name}")) for name in ("one", "other")]
    counted = [
        found.totals[found.picture.ids(found.picture.members).index(p.member)] for p in pages
    ]
    assert counted[0] > counted[1]
    first, second = (asdict(page) for page in pages)
    for page in (first, second):
        del page["member"], page["name"], page["deeds"][0]["person"], page["deeds"][0]["words"]
    assert first == second


def test_a_deed_about_two_skills_counts_half_for_each(pictured: Pictured) -> None:
    found = told(pictured)
    by_skill = {part.about.id if part.about else None: part for part in found.skills}
    weight = {deed.thing.name if deed.thing else "": deed.weight for deed in found.deeds}
    assert by_skill[OPTICS].weight == pytest.approx(weight["Answer 1"] + weight["Answer 2"] / 2)
    # What was about no skill: the answer to somebody's question without any, and the endorsement.
    assert by_skill[None].weight == pytest.approx(weight["Answer 5"] + weight[""])
    one = told(pictured, skill="skill:optics")
    assert one.weight == pytest.approx(by_skill[OPTICS].weight)
    assert [deed.share for deed in one.deeds] == [1.0, 0.5]
    assert [part.about for part in one.skills] == [one.skill]


def test_the_words_say_what_was_done_for_whom(pictured: Pictured) -> None:
    words = {deed.words for deed in told(pictured).deeds}
    assert "gave Ada the answer that they accepted" in words
    assert "is vouched for by Dora" in words


def test_who_may_not_be_named_is_counted_and_not_named(pictured: Pictured) -> None:
    found = told(pictured, edge("member:cleo", "BLOCKS", "member:bob", 9))
    named = {deed.person.name for deed in found.deeds if deed.person is not None}
    # The minor, who did not consent, and who blocked him.
    assert named == {"Ada", "Dora"}
    assert found.people == 5
    assert "Kid" not in str(found)
    assert "Shy" not in str(found)
    assert "Cleo" not in str(found)


def test_what_a_deed_served_is_its_purpose(pictured: Pictured) -> None:
    purpose = node("purpose:stars", statement="Everybody sees the stars")
    serves = edge("content:q1", "SERVES", "purpose:stars")
    parts = told(pictured, purpose, serves).purposes
    assert [part.about.name if part.about else None for part in parts] == [
        "Everybody sees the stars", None,
    ]  # fmt: skip
    assert [part.deeds for part in parts] == [1, 5]


def test_a_text_close_to_what_the_helped_are_there_for_carries_their_purpose(
    pictured: Pictured,
) -> None:
    records = [
        *CLUB,
        node("purpose:old", 1, statement="I look at the moon"),
        node("purpose:new", 2, statement="I build telescopes"),
        node("purpose:far", 2, statement="I bake"),
        edge("member:ada", "HOLDS", "purpose:old", 1),
        edge("member:ada", "HOLDS", "purpose:new", 2),
        edge("member:cleo", "HOLDS", "purpose:far", 2),
    ]
    vectors = {
        "purpose:old": [0.0, 1.0], "purpose:new": [1.0, 0.0], "purpose:far": [0.0, 1.0],
        "content:a1": [0.9, 0.1], "content:a2": [1.0, 0.0],
    }  # fmt: skip
    parts = reputation_of(reputations(pictured(records, vectors=vectors)), BOB).purposes
    assert [part.about.name if part.about else None for part in parts] == [
        "I build telescopes", None,
    ]  # fmt: skip


def test_reputation_fades_while_nothing_happens(pictured: Pictured) -> None:
    before = told(pictured)
    later = node("content:x", 10 + 365, kind="post")
    after = told(pictured, later, edge("member:ada", "CREATED", "content:x", 10 + 365))
    assert after.weight == pytest.approx(before.weight / 2)
    picture = pictured([])
    slower = reputation_of(reputations(picture, half_life=730.0), BOB)
    assert slower.weight == pytest.approx(before.weight / 2**0.5)


def test_who_is_hidden_changes_nothing(pictured: Pictured) -> None:
    before = told(pictured)
    hidden = [
        node("member:hid", 0, visibility="hidden"),
        *answered(8, "hid", "bob", ("optics",), 9),
        *answered(9, "ada", "hid", ("optics",), 9),
        edge("member:hid", "FOLLOWS", "member:bob", 9),
    ]
    assert told(pictured, *hidden) == before


def test_a_picture_of_the_past_knows_nothing_later(pictured: Pictured) -> None:
    picture = pictured(CLUB, as_of=day(9))
    assert reputation_of(reputations(picture), BOB).weight == 0.0


def test_whoever_did_nothing_has_an_empty_page(pictured: Pictured) -> None:
    picture = pictured(CLUB)
    found = reputation_of(reputations(picture), EntityId("member:kid"))
    assert (found.weight, found.points, found.low, found.high) == (0.0, None, None, None)
    assert found.deeds == ()
    assert found.skills == found.purposes == ()


def test_what_is_not_there_is_told(pictured: Pictured) -> None:
    picture = pictured(CLUB)
    with pytest.raises(EntityNotFound):
        reputation_of(reputations(picture), EntityId("member:nobody"))
    for half_life in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(InvalidRequest, match="half_life"):
            reputations(picture, half_life)
