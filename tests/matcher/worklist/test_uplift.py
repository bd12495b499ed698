"""What proposals brought about: counted by hand, and planted effects found again."""

from __future__ import annotations

import numpy as np
import pytest

from community.figure import Figure
from graph.records import Entity, EntityId, Record
from matcher.worklist import Cause, Proposal, Uplift, proposals, uplift
from matcher.worklist.entries import Act
from matcher.worklist.expectations import Expectations
from matcher.worklist.hold_out import is_held_out
from tests.matcher.conftest import day, edge, node
from tests.matcher.worklist.conftest import Build, answered, asked, member, standing_in


def proposed(number: int, at: int = 50, held: bool = False) -> list[Record]:
    """Two members, and a proposal that one is introduced to the other."""
    one, other = f"a{number}", f"b{number}"
    ends = EntityId(f"member:{one}"), EntityId(f"member:{other}")
    proposal = Proposal(f"id{number}", day(at), Act.INTRODUCE, Cause.MUTUAL, *ends, held)
    return [member(one), member(other), proposal.kept()]


def found_in(build: Build, records: list[Record], at: int = 100) -> Uplift:
    house = build(records)
    return uplift(standing_in(house, at), proposals(house.store))


def test_what_came_about_in_time_is_counted(build: Build) -> None:
    found = found_in(
        build,
        [
            *(record for number in range(6) for record in proposed(number, held=number > 3)),
            edge("member:a0", "CONNECTED", "member:b0", 51),
            edge("member:b1", "HELPED", "member:a1", 78),  # either way, on the last day
            edge("member:a2", "CONNECTED", "member:b2", 79),  # a day too late
            edge("member:a3", "CONNECTED", "member:b3", 49),  # before
            edge("member:a4", "FOLLOWS", "member:b4", 60),
            edge("member:a5", "CONNECTED", "member:b0", 60),  # returned, but met somebody else
            *proposed(7, at=90),
        ],
    )
    assert (found.proposed.proposals, found.proposed.came_about) == (4, 2)
    assert (found.held_out.proposals, found.held_out.came_about) == (2, 1)
    # Of those proposed only a0 did something themselves; b1 helped a1.
    assert (found.proposed.returned, found.held_out.returned) == (1, 2)
    assert (found.too_young, found.out_of_sight) == (1, 0)
    assert found.came_about.value is None
    assert "needs 10 of each" in found.came_about.note
    assert "4 made and 2 held out" in found.came_about.note


def test_an_answer_is_for_who_asked_and_comes_from_who_was_asked(build: Build) -> None:
    to_olaf = Proposal(
        "q", day(50), Act.ANSWER, Cause.UNANSWERED, EntityId("member:olaf"),
        EntityId("content:why"), held_out=False,
    ).kept()  # fmt: skip
    records = [
        node("skill:optics", name="optics"),
        *(member(name) for name in ("olaf", "nora")),
        *asked("nora", "why", 48),
        to_olaf,
        *answered("olaf", "because", "why", 52),
        edge("member:nora", "ENDORSED", "member:olaf", 53),
        edge("member:nora", "JOINED", "group:g", 99),
        node("group:g", 1),
    ]
    found = found_in(build, records)
    assert (found.proposed.came_about, found.proposed.returned) == (1, 1)


def test_whoever_is_hidden_since_is_out_of_sight(build: Build) -> None:
    records = [*proposed(0), *proposed(1), member("a0", visibility="hidden")]
    records.append(edge("member:b1", "JOINED", "group:g", 99))
    found = found_in(build, [*records, node("group:g", 1)])
    assert (found.proposed.proposals, found.out_of_sight) == (1, 1)
    assert found.proposed.members == (EntityId("member:a1"),)


@pytest.mark.slow
def test_a_planted_uplift_is_found_and_none_where_there_is_none(build: Build) -> None:
    """40 of 80 that were proposed met, and 10 of 40 held out; as many returned on both sides."""
    records = [r for n in range(120) for r in proposed(n, held=n >= 80)]
    meet = [*range(40), *range(80, 90)]
    records += [edge(f"member:b{n}", "HELPED", f"member:a{n}", 55) for n in meet]
    records += [node("group:g", 1), edge("member:b0", "JOINED", "group:g", 99)]
    records += [edge(f"member:a{n}", "JOINED", "group:g", 60) for n in range(0, 120, 2)]
    found = found_in(build, records)
    assert found.came_about.value == pytest.approx(0.25)
    # By Wilson's 0.3930-0.6070 and 0.1420-0.4019, combined as Newcombe does.
    ends = (found.came_about.low, found.came_about.high)
    assert ends == pytest.approx((0.25 - 0.1858, 0.25 + 0.1520), abs=5e-4)
    assert found.returned.value == 0.0
    assert found.returned.low is not None
    assert found.returned.high is not None
    assert found.returned.low < 0 < found.returned.high
    assert found.smallest.value == pytest.approx(0.260, abs=0.005)


def expected_of(build: Build, records: list[Record], cause: Cause, at: int = 200) -> Figure:
    house = build(records)
    return Expectations(standing_in(house, at), proposals(house.store)).of(cause)


def question_of(number: int, answered_after: int | None, returns: bool) -> list[Record]:
    name = f"n{number}"
    records: list[Record] = [member(name, 10), *asked(name, f"q{number}", 12)]
    if answered_after is not None:
        records += answered("olaf", f"r{number}", f"q{number}", 12 + answered_after)
    if returns:
        records.append(edge(f"member:{name}", "JOINED", "group:g", 20))
    return records


SCENE: list[Entity] = [
    node("skill:optics", name="optics"), node("group:g", 1), node("member:olaf", 0),
]  # fmt: skip


@pytest.mark.slow
def test_of_newcomers_answered_in_time_more_returned(build: Build) -> None:
    """12 answered after a day, 9 of whom returned; 20 after a week or never, of whom 5 did."""
    rows = [(1, n < 9) for n in range(12)] + [(7, n < 5) for n in range(12)] + [(None, False)] * 8
    cases = [r for n, row in enumerate(rows) for r in question_of(n, *row)]
    last = edge("member:olaf", "JOINED", "group:g", 199)
    figure = expected_of(build, [*SCENE, last, *cases], Cause.UNANSWERED)
    assert figure.value == pytest.approx(9 / 12 - 5 / 20)
    assert figure.n == 32
    assert figure.note.startswith("9 of 12 against 5 of 20.")
    assert "not a proof of cause" in figure.note


@pytest.mark.slow
def test_of_those_with_an_early_tie_more_stayed(build: Build) -> None:
    records: list[Record] = [*SCENE, edge("member:olaf", "JOINED", "group:g", 199)]
    for number in range(40):
        name = f"m{number}"
        records.append(member(name, 20))
        if number < 20:
            records.append(edge(f"member:{name}", "CONNECTED", "member:olaf", 30))
        if number % 20 < (15 if number < 20 else 4):
            records.append(edge(f"member:{name}", "JOINED", "group:g", 80))
    figure = expected_of(build, records, Cause.NO_TIE)
    assert figure.value == pytest.approx(15 / 21 - 4 / 20)  # Olaf had one, and did not stay
    assert figure.low is not None
    assert figure.low > 0


@pytest.mark.slow
def test_how_many_come_back_by_themselves(build: Build) -> None:
    """16 came weekly and stopped on day 110; 4 of them came back on day 140. Asked on day 159."""
    groups = [node(f"group:w{week}", 1) for week in range(6)]
    records: list[Record] = [*SCENE, *groups, edge("member:olaf", "JOINED", "group:g", 158)]
    for number in range(16):
        who = f"member:m{number}"
        records.append(member(f"m{number}", 1))
        records += [edge(who, "JOINED", f"group:w{week}", 75 + 7 * week) for week in range(6)]
        if number < 4:
            records.append(edge(who, "JOINED", "group:g", 140))
    figure = expected_of(build, records, Cause.LEAVING, at=159)
    # Of the times looked back to, they had been silent for 14 to 28 days on day 130 alone.
    assert (figure.n, figure.value) == (16, 4 / 16)
    assert figure.name == "members who came back by themselves"


def test_without_enough_cases_it_says_what_is_needed(build: Build) -> None:
    records = [
        *SCENE,
        *question_of(0, 1, returns=True),
        edge("member:olaf", "JOINED", "group:g", 99),
    ]
    for cause, told in (
        (Cause.UNANSWERED, "needs 10 cases on each side; there are 1 and 0"),
        (Cause.LEAVING, "needs 10 such cases"),
        (Cause.MUTUAL, "needs 10 proposals of this kind"),
    ):
        figure = expected_of(build, records, cause)
        assert figure.value is None
        assert told in figure.note


def test_the_draw_is_not_tied_to_who_would_have_met() -> None:
    """Under no effect, the same pairs give a difference around 0, whoever is drawn."""
    met = np.random.default_rng(3).random(4_000) < 0.3
    pairs = [(EntityId(f"member:{n}"), EntityId(f"member:x{n}")) for n in range(4_000)]
    held = np.array([is_held_out(day(1).date(), *pair, 0.3) for pair in pairs])
    assert abs(met[held].mean() - met[~held].mean()) < 0.05
