"""What became of what was shown: steps, shares with intervals, and few members untold."""

from __future__ import annotations

import pytest
from statsmodels.stats.proportion import proportion_confint

from community.outcomes import outcomes
from community.outcomes.funnel import Funnel, funnels_of
from community.outcomes.report import in_short, outcome_report
from community.reports import as_markdown
from community.shown import STEPS
from graph.records import Record, Relationship
from tests.community.conftest import Pictured, edge, node
from tests.community.outcomes.surveys import members, person


def shown(member: int, about: str, goal: str = "mentors", at: float = 5) -> Relationship:
    key = f"feedback:shown@{goal}"
    return edge(person(member), "RELATED", about, at, key, verb="shown", goal=goal)


MENTOR = "member:mentor"


def told(pictured: Pictured, *records: Record) -> dict[str, Funnel]:
    found = funnels_of(pictured([*members(30), node(MENTOR), node("group:choir"), *records]))
    return {funnel.goal: funnel for funnel in found}


def counts(funnel: Funnel) -> list[int | None]:
    assert [step.name for step in funnel.steps] == list(STEPS)
    return [step.count for step in funnel.steps]


def test_each_step_counts_in_all_before_it(pictured: Pictured) -> None:
    records = [
        *(shown(n, MENTOR) for n in range(30)),
        *(edge(person(n), "ACCEPTED", MENTOR, 6, verb="accept") for n in range(20)),
        *(edge(person(n), "CONNECTED", MENTOR, 7, verb="met") for n in range(15)),
        *(edge(MENTOR, "HELPED", person(n), 8, verb="help") for n in range(25) if n >= 15),
        *(edge(MENTOR, "HELPED", person(n), 9, verb="goal_reached") for n in range(6)),
    ]
    funnel = told(pictured, *records)["mentors"]
    # 20 accepted and five more were helped at once; six of the fifteen who met got there.
    assert counts(funnel) == [30, 25, 25, 16, 6]
    low, high = proportion_confint(16, 30, method="wilson")
    assert funnel.steps[3].share == pytest.approx(16 / 30)
    assert (funnel.steps[3].low, funnel.steps[3].high) == pytest.approx((low, high))


def test_deeds_before_it_was_shown_or_for_another_goal_do_not_count(pictured: Pictured) -> None:
    records = [
        *(shown(n, "group:choir", "groups") for n in range(10)),
        *(edge(person(n), "JOINED", "group:choir", 3) for n in range(5)),
        *(edge(person(n), "JOINED", "group:choir", 6, goal="next_steps") for n in range(5, 10)),
    ]
    assert counts(told(pictured, *records)["groups"]) == [10, 0, 0, 0, 0]


def test_goals_are_told_apart(pictured: Pictured) -> None:
    records = [
        *(shown(n, MENTOR) for n in range(6)),
        *(shown(n, MENTOR, "peers") for n in range(12)),
        *(edge(person(n), "ACCEPTED", MENTOR, 6, verb="accept") for n in range(12)),
    ]
    found = told(pictured, *records)
    assert {goal: counts(funnel)[:2] for goal, funnel in found.items()} == {
        "mentors": [6, 6], "peers": [12, 12],
    }  # fmt: skip


def test_fewer_than_five_members_are_not_told_of(pictured: Pictured) -> None:
    records = [
        *(shown(n, MENTOR) for n in range(20)),
        *(edge(person(n), "ACCEPTED", MENTOR, 6, verb="accept") for n in range(4)),
        *(shown(n, MENTOR, "peers") for n in range(4)),
    ]
    found = told(pictured, *records)
    assert set(found) == {"mentors"}
    assert counts(found["mentors"]) == [20, None, 0, 0, 0]
    assert found["mentors"].steps[1].share is None


def test_members_who_differ_make_it_less_sure(pictured: Pictured) -> None:
    things = [f"content:c{n}" for n in range(10)]
    records: list[Record] = [
        *(node(thing, kind="story", title=thing) for thing in things),
        *(shown(n, thing, "content") for n in range(20) for thing in things),
        *(
            edge(person(n), "ENGAGED", thing, 6, verb="accept")
            for n in range(10) for thing in things
        ),
    ]  # fmt: skip
    step = told(pictured, *records)["content"].steps[1]
    # Ten took up all of it and ten nothing: two hundred pairs are worth twenty members.
    assert (step.count, step.share) == (100, 0.5)
    assert (step.low, step.high) == pytest.approx(proportion_confint(10, 20, method="wilson"))


def test_hidden_members_are_in_no_count(pictured: Pictured) -> None:
    hidden = node("member:hid", visibility="hidden")
    records: list[Record] = [hidden, *(shown(n, "member:hid") for n in range(20))]
    assert told(pictured, *records) == {}


def test_without_surveys_recommendations_are_told_of_all_the_same(pictured: Pictured) -> None:
    records = [
        *members(30), node(MENTOR), *(shown(n, MENTOR) for n in range(30)),
        *(edge(person(n), "ACCEPTED", MENTOR, 6, verb="accept") for n in range(12)),
    ]  # fmt: skip
    found = outcomes(pictured(records))
    assert list(in_short(found)) == [
        "There are no surveys that may be studied, so it cannot be told what changed."
    ]
    text = as_markdown(outcome_report(found, "a test"))
    assert "| mentors | 30 | 30 | 12: 40 % \\[25 %, 58 %\\] |" in text
