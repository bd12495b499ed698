"""Where members stand, how sure that is, and what and who is proposed to them."""

from __future__ import annotations

import numpy as np
import pytest

from community.journeys import Grounds, MemberJourney, journeys_of_member, member_journey
from community.journeys.evidence import confidence
from graph.errors import EntityNotFound, InvalidRequest
from graph.records import EntityId, Record
from tests.community.conftest import Pictured, edge, node
from tests.community.journeys.travels import journey, members, told
from tests.community.journeys.travels import reached as reaching

ADA = EntityId("member:ada")


def test_a_confidence_is_that_worked_out_by_hand() -> None:
    # Four told of their progress: two did it and reached the stage, one did it and did not, one
    # did not do it and did not reach it. The fifth did it and told nothing: r = 2 of k = 3, the
    # prior is (2 + 1) / (4 + 2) = 1/2, so (2 + 1) / (3 + 2).
    done = np.array([1, 1, 1, 0, 1])
    told_any = np.array([True, True, True, True, False])
    there = np.array([True, True, False, False, False])
    found = confidence(done, told_any, there)
    assert found.value[4] == pytest.approx(3 / 5)
    assert found.alike[4] == 3
    # Beta(3, 2), whose quantiles are in tables.
    assert (found.low[4], found.high[4]) == pytest.approx((0.1941, 0.9324), abs=1e-4)
    # Their own word is left out of it: of the first, r = 1 of k = 2.
    assert found.value[0] == pytest.approx(2 / 4)


def crowd() -> list[Record]:
    """Twelve who told; those who reached `pilot` have sewing, which it asks for; Eve has it too."""
    names = [f"m{number:02}" for number in range(12)]
    found: list[Record] = [
        node("skill:sew", name="sewing"),
        node("activity:soon", 1, name="Sewing circle", starts_at="2026-06-01T10:00:00Z"),
        node("activity:past", 1, name="Old circle", starts_at="2026-01-02T10:00:00Z"),
        node("group:g", name="Sewers"),
        node("content:how", name="How to sew"),
        edge("activity:soon", "DEVELOPS", "skill:sew"),
        edge("activity:past", "DEVELOPS", "skill:sew"),
        edge("group:g", "DEVELOPS", "skill:sew"),
        edge("content:how", "ABOUT", "skill:sew"),
        *journey("maker", ["spark", "pilot", "launch"], {"pilot": "skill:sew"}),
        *members(names), *members(["ada", "eve"]),
        edge("member:eve", "HAS_SKILL", "skill:sew"),
        *told("ada", "maker", spark=10),
    ]  # fmt: skip
    for name in names:
        found += told(name, "maker", spark=1)
    for name in names[:6]:
        found.append(reaching(name, "stage:maker/pilot", 20))
        found.append(edge(f"member:{name}", "HAS_SKILL", "skill:sew"))
    return found


def of(pictured: Pictured, *more: Record, member: str = ADA) -> list[MemberJourney]:
    grounds = Grounds(pictured([*crowd(), *more]))
    return journeys_of_member(grounds, EntityId(member))


def test_by_her_own_word_a_member_stands_where_she_said(pictured: Pictured) -> None:
    (found,) = of(pictured)
    assert (found.stage_name, found.next_name, found.source) == ("spark", "pilot", "declared")
    assert found.days == pytest.approx(10.0)  # the last deed of the community is on day 20
    assert found.usual is not None
    assert found.usual.n == 13


def test_without_a_word_evidence_places_a_member(pictured: Pictured) -> None:
    (found,) = of(pictured, member="member:eve")
    assert (found.stage_name, found.source) == ("pilot", "evidence")
    assert found.sureness is not None
    # Six of six who have sewing and told, of thirteen: (6 + 2 · 7/15) / 8.
    assert found.sureness.value == pytest.approx((6 + 2 * 7 / 15) / 8)
    assert (found.sureness.alike, found.sureness.done, found.sureness.asked) == (6, 1, 1)


def test_what_the_next_stage_asks_for_is_proposed_if_it_is_still_possible(
    pictured: Pictured,
) -> None:
    (found,) = of(pictured)
    assert [move.id for move in found.moves] == ["activity:soon", "group:g"]
    assert "“sewing”, which your next stage, “pilot”, asks for" in found.moves[0].why
    (found,) = of(pictured, edge(ADA, "ATTENDED", "activity:soon", 5))
    assert [move.id for move in found.moves] == ["group:g", "content:how"]


def test_what_somebody_blocked_leads_is_not_proposed(pictured: Pictured) -> None:
    more = edge("member:m00", "HOSTS", "group:g"), edge("member:m00", "BLOCKS", ADA)
    (found,) = of(pictured, *more)
    assert [move.id for move in found.moves] == ["activity:soon", "content:how"]


def test_helpers_who_stand_further_are_proposed_with_the_reason(pictured: Pictured) -> None:
    helps = [edge("member:m00", "HELPED", "member:eve", 3), edge("member:m07", "HELPED", ADA, 3)]
    (found,) = of(pictured, *helps)
    assert [each.id for each in found.companions] == ["member:m00"]  # m07 stands no further
    assert found.companions[0].why == "Stands at “pilot”, and helped or mentored 1 member."


@pytest.mark.parametrize(
    "more",
    [
        (edge("member:m00", "BLOCKS", ADA),),
        (edge(ADA, "BLOCKS", "member:m00"),),
        (edge(ADA, "DISMISSED", "member:m00"),),
        (edge("member:m00", "REJECTED", ADA),),
        (node("member:m00", 0, consent=["research"]),),
        (node("member:m00", 0, age_band="minor"),),
        (node("member:ada", 0, age_band="minor"),),
        (node("member:m00", 0, paused=True),),
        (node("member:m00", 0, capacity=0),),
        (node("member:m00", 0, visibility="hidden"),),
    ],
)
def test_whom_members_are_never_brought_together_with(
    pictured: Pictured, more: tuple[Record, ...]
) -> None:
    (found,) = of(pictured, edge("member:m00", "HELPED", "member:eve", 3), *more)
    assert found.companions == ()


def test_of_who_did_not_consent_nothing_is_told(pictured: Pictured) -> None:
    with pytest.raises(InvalidRequest, match="has not consented to matching"):
        of(pictured, node("member:ada", 0, consent=["research"]))
    with pytest.raises(EntityNotFound):
        of(pictured, node("member:ada", 0, visibility="hidden"))


def test_who_arrived_has_nothing_next(pictured: Pictured) -> None:
    (found,) = of(pictured, reaching("ada", "stage:maker/launch", 15))
    assert (found.stage_name, found.next_stage, found.usual) == ("launch", None, None)
    assert (found.moves, found.companions) == ((), ())


def test_who_has_no_place_is_told_the_first_stage(pictured: Pictured) -> None:
    grounds = Grounds(pictured([*crowd(), *members(["new"])]))
    new = EntityId("member:new")
    assert journeys_of_member(grounds, new) == []
    found = member_journey(grounds.view("maker"), new)
    assert (found.stage, found.source, found.next_name) == (None, "none", "spark")


def test_who_went_back_is_told_of_the_earlier_stage_and_no_days(pictured: Pictured) -> None:
    back = reaching("ada", "stage:maker/pilot", 12), reaching("ada", "stage:maker/spark", 15)
    (found,) = of(pictured, *back)
    assert (found.stage_name, found.next_name, found.since) == ("spark", "pilot", None)


def test_without_any_progress_evidence_places_nobody(pictured: Pictured) -> None:
    records = [
        node("skill:sew"), *journey("maker", ["spark"], {"spark": "skill:sew"}),
        *members(["ada"]), edge(ADA, "HAS_SKILL", "skill:sew"),
    ]  # fmt: skip
    assert journeys_of_member(Grounds(pictured(records)), ADA) == []
