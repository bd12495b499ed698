"""The six stages, the three older ones, and moves between them."""

from __future__ import annotations

from community.purpose import Stage, stage_of
from community.purpose.stages import OLDER_STAGES, move


def test_the_process_is_in_order() -> None:
    assert [stage.place for stage in Stage] == [1, 2, 3, 4, 5, 6]
    assert list(Stage) == ["reflect", "connect", "explore", "choose", "repack", "act"]


def test_older_words_stand_for_the_first_stage_that_they_cover() -> None:
    assert [stage_of(word) for word in OLDER_STAGES] == [Stage.REFLECT, Stage.CHOOSE, Stage.ACT]
    assert stage_of(" Explore ") is Stage.EXPLORE
    assert stage_of("ponder") is None
    assert stage_of("") is None
    assert stage_of(7) is None


def test_members_may_go_back() -> None:
    assert move(Stage.REFLECT, Stage.ACT) == "forward"
    assert move(Stage.ACT, Stage.EXPLORE) == "back"
    assert move(Stage.ACT, Stage.ACT) == "stays"
    assert move(None, Stage.ACT) == ""
