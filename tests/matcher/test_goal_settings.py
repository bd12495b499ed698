"""What may be set of a goal, and what a goal is that was set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.errors import InvalidRequest
from matcher.goal_settings import FIXED_RULES, Setting, check_setting, with_setting
from matcher.goals import default_goals

MENTORS = default_goals()["mentors"]


@pytest.mark.parametrize(
    ("setting", "field"),
    [
        (Setting(weights={"magic": 1.0}), "weights.magic"),
        (Setting(weights={"goes_together": 1.0}), "weights.goes_together"),
        (Setting(weights_by_member={"profile": 11.0}), "weights_by_member.profile"),
        (Setting(weights={"profile": float("nan")}), "weights.profile"),
        (Setting(weights={"said_no": 0.5}), "weights.said_no"),
        (Setting(diversity=1.5), "diversity"),
        (Setting(diversity=float("nan")), "diversity"),
        (Setting(rules=("not_oneself",)), "rules"),
        (Setting(rules=(*MENTORS.rules, "still_ahead")), "rules"),
        (Setting(rules=(*MENTORS.rules, "not_paused")), "rules"),
    ],
)
def test_what_may_not_be_set_is_refused_by_its_field(setting: Setting, field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        check_setting(MENTORS, setting)
    assert refused.value.field == field


def test_what_is_not_set_stays_as_it_comes() -> None:
    assert replace(with_setting(MENTORS, Setting(), 3), version=0) == MENTORS
    weighed = with_setting(MENTORS, Setting(weights={"profile": 1.0}), 3)
    assert weighed.weights == {"profile": 1.0}
    assert weighed.weights_by_member == MENTORS.weights_by_member
    assert (weighed.by_hand, weighed.version) == (("asked",), 3)


def test_rules_that_members_rely_on_stay() -> None:
    kept = tuple(rule for rule in MENTORS.rules if rule in FIXED_RULES)
    assert with_setting(MENTORS, check_setting(MENTORS, Setting(rules=kept)), 1).rules == kept
