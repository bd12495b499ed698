"""Reasons to meet: the two are kept apart, and nobody is proposed who must not be."""

from __future__ import annotations

import numpy as np
import pytest

from community.picture import Picture
from community.purpose import Meeting, Reason, acquaintances
from community.purpose.crafts import crafts
from graph.records import EntityId, Record
from graph.schema import EntityKind
from tests.community.conftest import Pictured, edge, node

CAUSES, CRAFTS = 4, 3


def person(name: str, cause: int, craft: int, **said: object) -> list[Record]:
    return [
        node(f"member:{name}", 0, **said),
        node(f"purpose:{name}", 1, statement=f"I want to work for cause {cause}, says {name}"),
        edge(f"member:{name}", "HOLDS", f"purpose:{name}", 1),
        edge(f"member:{name}", "HAS_SKILL", f"skill:{craft}"),
    ]


def community(
    *more: Record, **of: dict[str, object]
) -> tuple[list[Record], dict[str, list[float]]]:
    """One member for each cause and craft, called `c1k2`; `of` says more of some of them."""
    records: list[Record] = [node(f"skill:{craft}", name=f"craft {craft}") for craft in range(3)]
    vectors = {}
    for cause in range(CAUSES):
        for craft in range(CRAFTS):
            name = f"c{cause}k{craft}"
            records += person(name, cause, craft, **of.get(name, {}))
            vectors[f"purpose:{name}"] = np.eye(CAUSES)[cause].tolist()
    return [*records, *more], vectors


def picture_of(pictured: Pictured, *more: Record, **of: dict[str, object]) -> Picture:
    records, vectors = community(*more, **of)
    return pictured(records, vectors=vectors)


def met(picture: Picture, name: str, reason: Reason) -> set[str]:
    node = picture.snapshot.node(EntityId(f"member:{name}"))
    found = acquaintances(picture, node).of(node, 100)
    assert all(each.one == f"member:{name}" for each in found)
    return {each.other.removeprefix("member:") for each in found if each.reason is reason}


def test_shared_causes_and_same_crafts_are_kept_apart(pictured: Pictured) -> None:
    picture = picture_of(pictured)
    assert met(picture, "c1k2", Reason.SHARED_CAUSE) == {"c1k0", "c1k1"}
    assert met(picture, "c1k2", Reason.SAME_CRAFT) == {"c0k2", "c2k2", "c3k2"}


def test_both_similarities_are_told_and_pairs_name_everybody_once(pictured: Pictured) -> None:
    found = acquaintances(picture_of(pictured)).pairs(100)
    for each in found:
        expected = (1.0, 0.0) if each.reason is Reason.SHARED_CAUSE else (0.0, 1.0)
        assert (each.purposes, each.crafts) == pytest.approx(expected, abs=0.02)
        assert each.statements[0].endswith(each.one.removeprefix("member:"))
        assert each.skills[1] == (f"craft {each.other[-1]}",)
    for reason in Reason:
        those = [each for each in found if each.reason is reason]
        people = [person for each in those for person in (each.one, each.other)]
        assert len(people) == len(set(people)) >= 8
    assert len(acquaintances(picture_of(pictured)).pairs(1)) == 2


def test_nobody_is_proposed_who_must_not_be(pictured: Pictured) -> None:
    picture = picture_of(
        pictured,
        edge("member:c1k0", "BLOCKS", "member:c1k2"),
        edge("member:c1k2", "CONNECTED", "member:c0k2"),
        c1k1={"consent": ["research"]},
        c2k2={"age_band": "minor"},
        c3k2={"paused": True},
        c3k1={"visibility": "hidden"},
    )
    assert met(picture, "c1k2", Reason.SHARED_CAUSE) == set()
    assert met(picture, "c1k2", Reason.SAME_CRAFT) == set()
    assert met(picture, "c1k0", Reason.SHARED_CAUSE) == set()
    assert met(picture, "c2k2", Reason.SHARED_CAUSE) == set()
    assert met(picture, "c1k1", Reason.SHARED_CAUSE) == set()
    everybody = acquaintances(picture).pairs(100)
    assert everybody
    unnamed = {"member:c1k1", "member:c3k2", "member:c3k1", "member:c2k2"}
    assert not unnamed & {person for each in everybody for person in (each.one, each.other)}


def test_having_little_in_common_is_no_reason_though_others_have_less(
    pictured: Pictured,
) -> None:
    records: list[Record] = [node(f"skill:{number}", name=f"s {number}") for number in range(10)]
    for number in range(10):
        records += person(f"m{number}", number, number)
    # Each two of the first three are closer than all others, by cosines of about 0.1.
    rows = np.eye(10) + 0.05 * np.outer(np.arange(10) < 3, np.arange(10) < 3)
    vectors = {f"purpose:m{number}": rows[number].tolist() for number in range(10)}
    assert acquaintances(pictured(records, vectors=vectors)).pairs(5) == ()


def test_few_members_give_no_pairs(pictured: Pictured) -> None:
    records = [node("skill:0", name="x"), *person("a", 0, 0), *person("b", 0, 0)]
    vectors = {"purpose:a": [1.0, 0.0], "purpose:b": [1.0, 0.0]}
    assert acquaintances(pictured(records, vectors=vectors)).pairs(5) == ()


def test_wider_skills_count_half_and_rare_ones_more(pictured: Pictured) -> None:
    records = [
        *(node(f"skill:{name}", name=name) for name in ("lute", "oboe", "music", "bread")),
        edge("skill:lute", "BROADER", "skill:music"),
        edge("skill:oboe", "BROADER", "skill:music"),
        *(node(f"member:{name}", 0) for name in "abc"),
        edge("member:a", "HAS_SKILL", "skill:lute"),
        edge("member:b", "HAS_SKILL", "skill:oboe"),
        edge("member:c", "HAS_SKILL", "skill:bread"),
    ]
    picture = pictured(records)
    rows = crafts(picture, picture.members)
    alike = (rows @ rows.T).toarray()
    rare, common = 1.0 + np.log(4 / 2), 1.0 + np.log(4 / 3)
    expected = (common / 2) ** 2 / ((common / 2) ** 2 + rare**2)
    assert alike[0, 1] == pytest.approx(expected)
    assert alike[0, 2] == 0.0
    assert np.diag(alike) == pytest.approx(1.0)
    assert rows.shape == (3, picture.snapshot.count(EntityKind.SKILL))


def test_a_meeting_says_why_in_words() -> None:
    ends = EntityId("member:a"), EntityId("member:b")
    words = {reason: Meeting(*ends, reason, 0.9, 0.1).words for reason in Reason}
    assert "different things" in words[Reason.SHARED_CAUSE]
    assert len(set(words.values())) == 2
