"""A goal set otherwise, tried on a club's past."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.snapshot import Snapshot
from matcher import Matcher
from matcher.goal_settings import Setting, with_setting
from matcher.goals import default_goals
from matcher.learning import past as learning_past
from matcher.learning.learn import learn_goal
from matcher.learning.past import whole_past_of
from matcher.learning.tried import OnPast, on_past
from tests.graph.packed import snapshot
from tests.matcher.learning.club import club
from tests.matcher.learning.test_learn import ask

PLAIN = replace(default_goals()["peers"], diversity=0.0)
"""By score alone, as learning judges weights."""


@pytest.fixture(scope="module")
def past() -> Snapshot:
    return snapshot(club("popular", meetings=70))


def tried(past: Snapshot, setting: Setting, seed: int = 7) -> OnPast:
    goals = {**default_goals(), "peers": PLAIN}
    other = with_setting(PLAIN, setting, 1)
    return on_past(past, other, "member", lambda known: Matcher(known, goals=goals), seed)


def test_weights_that_see_whom_members_meet_do_better(past: Snapshot) -> None:
    popular = tried(past, Setting(weights_by_member={"number_of_ties": 1.0}))
    assert popular.before is not None
    assert popular.after is not None
    assert popular.gain is not None
    assert popular.gain.mean == pytest.approx(popular.after.mean - popular.before.mean)
    assert popular.gain.low > 0
    assert popular.before.low < popular.before.mean < popular.before.high


def test_the_same_setting_gains_nothing(past: Snapshot) -> None:
    same = tried(past, Setting(weights_by_member=dict(PLAIN.weights_by_member)))
    assert same.gain is not None
    assert (same.gain.mean, same.gain.low, same.gain.high) == (0.0, 0.0, 0.0)


def test_the_present_weights_do_as_learning_found(past: Snapshot) -> None:
    found = tried(past, Setting(diversity=0.0))
    lesson = learn_goal(past, PLAIN, "member", ask)
    assert lesson is not None
    (default,) = (row.ndcg for row in lesson.table if row.method == "default")
    assert found.questions == lesson.questions
    assert found.before is not None
    assert found.before.mean == pytest.approx(default.mean, abs=1e-6)


def test_rules_count_too(past: Snapshot) -> None:
    free = tried(past, Setting(rules=("not_oneself", "not_paused", "not_dismissed")))
    assert free.gain is not None
    assert free.gain.mean < 0  # those whom members know already take the places


def test_too_little_past_is_no_figure() -> None:
    young = tried(snapshot(club("popular", meetings=8)), Setting(diversity=1.0))
    assert young.questions < 10
    assert (young.before, young.after, young.gain) == (None, None, None)
    empty = tried(snapshot([each for each in club("popular", meetings=8) if hasattr(each, "id")]),
                  Setting(diversity=1.0))  # fmt: skip
    assert (empty.questions, empty.asked, empty.held) == (0, 0, 0)


def test_much_past_is_thinned_out_and_counted(
    past: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning_past, "MOST_QUESTIONS", 12)
    held = sum(len(each.queries) for each in whole_past_of(past, PLAIN, "member", 7))
    found = tried(past, Setting(diversity=1.0))
    assert (found.asked, found.held) == (12, held)
    assert 12 >= found.questions >= 10
    assert found.gain is not None
