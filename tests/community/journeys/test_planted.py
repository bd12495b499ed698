"""What was planted in a community is found again: a slow stage, a helpful activity, an order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from community.journeys import Grounds, JourneyView, mine
from community.journeys.report import report
from community.picture import Picture
from community.reports import as_html, as_markdown
from graph.embeddings import DEFAULT_MODEL
from graph.errors import EntityNotFound, InvalidRequest
from graph.records import Record
from graph.snapshot_taking import take_snapshot
from graph.store import open_store
from tests.community.conftest import Pictured, edge, node
from tests.community.journeys.travels import journey, members, told

COUNT = 160
STAGES = ("start", "build", "share", "arrive")
MEANS = {"start": 20.0, "build": 90.0, "share": 20.0}
"""Days that a stage takes on average; half have gone on after ln 2 of it."""
NOW = 365.0
QUICKER = 5.0
"""How much quicker whoever came to the workshop leaves the first stage."""


def travellers(seed: int) -> list[Record]:
    """Members who travel; the workshop speeds the first stage up, the webinar does nothing."""
    dice = np.random.default_rng(seed)
    found: list[Record] = [
        *journey("way", STAGES),
        node("activity:workshop", name="Workshop"),
        node("activity:webinar", name="Webinar"),
        node("group:clock"),
    ]
    for number in range(COUNT):
        name = f"m{number:03}"
        found += [*members([name]), edge(f"member:{name}", "JOINED", "group:clock", NOW)]
        found += _travel(name, dice)
    return found


def _travel(name: str, dice: np.random.Generator) -> list[Record]:
    at = dice.uniform(0.0, 200.0)
    found = told(name, "way", start=at)
    workshop, webinar = at + dice.exponential(8.0, 2)
    leaves = at + dice.exponential(3.0 * MEANS["start"])
    if workshop < leaves:
        leaves = workshop + dice.exponential(3.0 * MEANS["start"] / QUICKER)
        found.append(edge(f"member:{name}", "ATTENDED", "activity:workshop", workshop))
    if webinar < leaves:
        found.append(edge(f"member:{name}", "ATTENDED", "activity:webinar", webinar))
    for stage, mean in (("build", MEANS["build"]), ("share", MEANS["share"]), ("arrive", 0.0)):
        if leaves < NOW:
            found += told(name, "way", **{stage: leaves})
        leaves += dice.exponential(mean)
    return found


@pytest.fixture
def view(pictured: Pictured) -> JourneyView:
    return Grounds(pictured(travellers(seed=100))).view("way")


def test_the_planted_figures_are_found_again(view: JourneyView) -> None:
    _, build, share = view.durations
    for stage, found in (("build", build), ("share", share)):
        assert found.low is not None
        assert found.high is not None
        assert found.low < MEANS[stage] * np.log(2) < found.high, stage
    assert [pace.slow for pace in view.paces] == [False, True, False]
    by_name = {view.picture.snapshot.name(lift.factor): lift for lift in view.lifts[0]}
    workshop, webinar = by_name["Workshop"], by_name["Webinar"]
    assert view.lifts[0][0] is workshop
    assert workshop.clear
    assert workshop.low < QUICKER < workshop.high
    assert not webinar.clear
    assert webinar.low < 1.0 < webinar.high


@pytest.mark.slow
def test_the_planted_figures_are_found_in_community_after_community(tmp_path: Path) -> None:
    within, slow, helpful = 0, 0, 0
    for seed in range(101, 107):
        with open_store(f"sqlite:///{tmp_path}/{seed}.db", "test") as store:
            store.write(travellers(seed))
            snapshot = take_snapshot(store, tmp_path / f"{seed}", DEFAULT_MODEL)
            found = Grounds(Picture.of(store, snapshot)).view("way")
            took = found.durations[1]
            within += (took.low or 0.0) < MEANS["build"] * np.log(2) < (took.high or np.inf)
            slow += [pace.slow for pace in found.paces] == [False, True, False]
            best = found.lifts[0][0]
            helpful += best.clear and snapshot.name(best.factor) == "Workshop"
    # 95 % intervals: fewer than 5 of 6 in 3 of 100 such tries.
    assert within >= 5
    assert (slow, helpful) == (6, 6)


def test_a_stage_that_asks_for_nothing_is_told_by_what_is_typical(view: JourneyView) -> None:
    workshop = view.picture.snapshot.find("activity:workshop")
    assert [asked.factors for asked in view.asked] == [(), (workshop,), (), ()]
    assert not view.asked[1].declared


def test_the_report_says_what_was_found(view: JourneyView) -> None:
    told = report(view.grounds, [view])
    text = as_markdown(told)
    assert "“build” takes longer than the other stages do" in text
    assert "activity “Workshop”" in text
    assert "that it is the cause is not shown" in text
    assert as_html(told).count("<svg") == 1


def climbers(seed: int) -> list[Record]:
    """Members who came to mentor by way of taking part, asking and helping; and all others."""
    dice = np.random.default_rng(seed)
    names = [f"m{number:02}" for number in range(40)]
    found: list[Record] = [node("activity:a"), *members(names), *members(["mentee"])]
    for number, name in enumerate(names):
        question = f"content:{name}"
        found.append(node(question, kind="question"))
        days = np.cumsum(dice.uniform(5.0, 20.0, 4))
        if dice.random() < 0.1:
            days[[1, 2]] = days[[2, 1]]
        if number >= 30:  # who never mentors does all of it in any order
            days = dice.permutation(days)
        found += [
            edge(f"member:{name}", "ATTENDED", "activity:a", days[0]),
            edge(f"member:{name}", "CREATED", question, days[1]),
            edge(f"member:{name}", "HELPED", "member:mentee", days[2]),
        ]
        if number < 30:
            found.append(edge(f"member:{name}", "MENTORS", "member:mentee", days[3]))
    return found


def test_a_mined_journey_is_in_the_planted_order(pictured: Pictured) -> None:
    found = mine(pictured(climbers(seed=12)), "mentoring")
    keys = [[passed.key for passed in step.milestones] for step in found.steps]
    assert keys == [["attending"], ["asking"], ["helping"]]
    assert (found.n, found.undated, len(found.members)) == (30, 0, 30)
    assert found.steps[0].order is None
    for step in found.steps[1:]:
        assert step.order is not None
        assert step.order.low > 0.5
    assert found.steps[0].milestones[0].support.value == 1.0


def test_without_an_order_milestones_are_one_step(pictured: Pictured) -> None:
    records: list[Record] = [node("activity:a"), node("group:g"), *members(["mentee"])]
    for number in range(20):
        name, first = f"m{number:02}", float(number % 2)
        records += [
            *members([name]),
            edge(f"member:{name}", "ATTENDED", "activity:a", 1 + first),
            edge(f"member:{name}", "JOINED", "group:g", 2 - first),
            edge(f"member:{name}", "MENTORS", "member:mentee", 9),
        ]
    (step,) = mine(pictured(records), "mentoring").steps
    assert {passed.key for passed in step.milestones} == {"attending", "joining"}


def test_roles_skills_and_stages_can_be_got_to(pictured: Pictured) -> None:
    names = [f"m{number}" for number in range(6)]
    records: list[Record] = [
        node("skill:sew", name="sewing"), *journey("way", STAGES), node("group:g"),
        *members(names[:5], roles=["mentor"]), *members(names[5:]),
    ]  # fmt: skip
    for name in names[:5]:
        records += [
            edge(f"member:{name}", "JOINED", "group:g", 3),
            edge(f"member:{name}", "HAS_SKILL", "skill:sew", 5),
            *told(name, "way", start=1, arrive=7),
        ]
    picture = pictured(records)
    role = mine(picture, "role:mentor")
    assert (role.n, role.undated) == (5, 5)
    skill = [
        [passed.key for passed in step.milestones] for step in mine(picture, "skill:sew").steps
    ]
    assert skill == [["stage:way/start"], ["joining"]]
    stage = mine(picture, "stage:way/arrive")
    assert [passed.words for step in stage.steps for passed in step.milestones] == [
        "reached “start”", "joined a group",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("toward", "reason"),
    [
        ("fame", "must be a role"),
        ("member:m0", "must be a role"),
        ("", "must be a role"),
        ("role:king", "there are: mentor"),
        ("joining", "reached by 1 members; it takes 5"),
    ],
)
def test_what_cannot_be_got_to_is_refused(pictured: Pictured, toward: str, reason: str) -> None:
    picture = pictured(
        [
            *members(["m0"], roles=["mentor"]),
            node("group:g"),
            edge("member:m0", "JOINED", "group:g", 1),
        ]
    )
    with pytest.raises(InvalidRequest, match=reason) as raised:
        mine(picture, toward)
    assert raised.value.field == "toward"
    with pytest.raises(EntityNotFound):
        mine(picture, "skill:none")
