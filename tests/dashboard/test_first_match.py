"""From the end of `make demo` to the first useful match on a page, timed by a script."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.dashboard.first_match import first_match

pytestmark = [pytest.mark.slow, pytest.mark.browser]

MOST_SECONDS = 60
MOST_CLICKS = 5


def test_a_useful_match_is_near(browser: Browser, quantum_database: Path, tmp_path: Path) -> None:
    shutil.copy(quantum_database, tmp_path / "demo.db")
    way = first_match(browser, f"sqlite:///{tmp_path / 'demo.db'}")
    assert [clicks for _, _, clicks in way.reached] == [0, 2]
    _, seconds, clicks = way.reached[-1]
    assert clicks <= MOST_CLICKS
    assert seconds < MOST_SECONDS, way.reached
