from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.records import Entity, EntityId
from matcher import Matcher, RecommendationRequest
from matcher.goals import DEFAULT_GOALS
from matcher.warming import answer_once, is_compiled
from tests.graph.packed import snapshot

pytestmark = pytest.mark.large

SHY = Entity(EntityId("member:ada"), None, {"name": "Ada", "consent": False})
BEN = Entity(EntityId("member:ben"), None, {"name": "Ben"})


class Remembering(Matcher):
    """Knows what it answered."""

    def recommend_json(self, request: RecommendationRequest) -> bytes:
        found = super().recommend_json(request)
        ANSWERED.append((request.goal, request.member))
        return found


ANSWERED: list[tuple[str, EntityId | None]] = []


@pytest.mark.parametrize(
    ("members", "asks"), [([SHY, BEN], [BEN.id]), ([SHY], []), ([], [])], ids=str
)
def test_the_first_member_who_may_ask_is_answered_once(
    members: list[Entity], asks: list[EntityId]
) -> None:
    ANSWERED.clear()
    answer_once(Remembering(snapshot(members)))
    assert [(goal, member) for member in asks for goal in DEFAULT_GOALS] == ANSWERED


def test_what_was_asked_once_is_compiled(tmp_path: Path) -> None:
    answer_once(Matcher(snapshot([BEN])))
    assert is_compiled()
    elsewhere = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    question = "from matcher.warming import is_compiled; import sys; sys.exit(is_compiled())"
    told = subprocess.run(
        [sys.executable, "-c", question], env=elsewhere, cwd=Path(__file__).parents[2], check=False
    )
    assert told.returncode == 0
