"""Which doings carry a purpose: told beside others of the same kind, not beside a fixed bound."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from community.picture import Picture
from community.purpose import expression_of
from community.purpose.expression import Expression, may_be_named
from graph.records import EntityId, Record
from tests.community.conftest import Pictured, edge, node

AHEAD = [1.0, 0.0]


def direction(cosine: float) -> list[float]:
    return [cosine, (1.0 - cosine**2) ** 0.5]


def community(others: int) -> tuple[list[Record], dict[str, list[float]]]:
    """Posts of others with cosines 0, 1 / others, … to Ada's purpose; she wrote two."""
    records: list[Record] = [
        node("member:ada", 0),
        node("member:bob", 0),
        node("purpose:p", 1, statement="Gardens for all"),
        node("content:near", 2, title="near"),
        node("content:far", 2, title="far"),
        node("content:said", 2, title="said to serve it"),
        edge("member:ada", "HOLDS", "purpose:p", 1),
        edge("content:said", "SERVES", "purpose:p", 2),
        *(edge("member:ada", "CREATED", f"content:{name}", 2) for name in ("near", "far", "said")),
    ]
    vectors = {
        "purpose:p": AHEAD,
        "content:near": direction(0.95),
        "content:far": direction(0.5),
        "content:said": direction(0.0),
    }
    for number in range(others):
        records.append(node(f"content:x{number}", 2, title=f"post {number}"))
        vectors[f"content:x{number}"] = direction(number / others)
    return records, vectors


def found_in(picture: Picture) -> Expression:
    return expression_of(picture, picture.snapshot.node(EntityId("member:ada")))


def ids(told: tuple[object, ...]) -> list[str]:
    return [each.doing.id for each in told]  # type: ignore[attr-defined]


def test_what_is_closer_than_nine_in_ten_carries_it_and_what_is_said_to(
    pictured: Pictured,
) -> None:
    records, vectors = community(40)
    found = found_in(pictured(records, vectors=vectors))
    assert ids(found.carrying) == ["content:near", "content:said"]
    assert ids(found.beside) == ["content:far"]
    # Of cosines 0, 1/40, …, 39/40 the ninth decile lies at 0.9 of the way to the last.
    assert found.carrying[0].threshold == pytest.approx(0.9 * 39 / 40, abs=0.02)
    assert found.carrying[1].declared
    assert found.share.value == pytest.approx(2 / 3)
    low, high = proportion_confint(2, 3, method="wilson")
    assert (found.share.low, found.share.high) == pytest.approx((low, high))


def test_with_few_to_compare_with_it_says_nothing_of_them(pictured: Pictured) -> None:
    records, vectors = community(19)
    found = found_in(pictured(records, vectors=vectors))
    assert ids(found.untold) == ["content:near", "content:far"]
    assert found.share.n == 1


def test_about_one_in_ten_carries_it_by_chance(pictured: Pictured) -> None:
    drawn = np.random.default_rng(0)
    records: list[Record] = [node("member:ada", 0), node("purpose:p", statement="Gardens")]
    records.append(edge("member:ada", "HOLDS", "purpose:p"))
    vectors = {"purpose:p": drawn.standard_normal(8).tolist()}
    for number in range(900):
        records.append(node(f"content:{number}", 1, title=f"post {number}"))
        vectors[f"content:{number}"] = drawn.standard_normal(8).tolist()
        if number < 400:
            records.append(edge("member:ada", "CREATED", f"content:{number}", 1))
    share = found_in(pictured(records, vectors=vectors)).share
    assert share.n == 400
    assert share.value == pytest.approx(0.1, abs=0.05)


def test_answers_are_help_and_people_who_may_not_be_named_are_told_apart(
    pictured: Pictured,
) -> None:
    records, vectors = community(0)
    records += [
        node("content:q", 1, title="question"),
        node("member:quiet", 0, consent=["research"]),
        edge("content:near", "REPLIES_TO", "content:q", 2),
        edge("member:ada", "HELPED", "member:quiet", 3),
        edge("member:ada", "HELPED", "member:bob", 3),
        node("member:kid", 0, age_band="minor"),
        edge("member:ada", "HELPED", "member:kid", 3),
    ]
    found = found_in(picture := pictured(records, vectors=vectors))
    how = {str(each.doing.id): each.doing.how for each in (*found.carrying, *found.untold)}
    assert how["content:near"] == "answered"
    assert how["content:far"] == "wrote"
    ada = picture.snapshot.node(EntityId("member:ada"))
    named = {str(each.doing.id): may_be_named(picture, ada, each.doing) for each in found.untold}
    people = ("member:quiet", "member:kid", "member:bob")
    assert [named[person] for person in people] == [False, False, True]


def test_without_a_statement_it_says_what_it_would_need(pictured: Pictured) -> None:
    found = found_in(pictured([node("member:ada", 0)]))
    assert found.share.value is None
    assert found.share.note == "it needs a statement of their purpose"
    stated = [node("purpose:p", statement="X"), edge("member:ada", "HOLDS", "purpose:p")]
    assert "vector" in found_in(pictured(stated)).share.note
