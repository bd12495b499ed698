"""What the page on the client shows runs against a real server, and names every error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api import client
from api.app import create_app
from api.settings import Settings
from tests.api.served import serving_here

PAGE = (Path(__file__).parents[3] / "docs" / "client.md").read_text(encoding="utf-8")


def test_the_example_runs(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python3\n(.*?)```", PAGE, re.DOTALL)
    with serving_here(create_app(settings)) as url:
        # A key is asked for only where there is one.
        here = code.replace('"http://127.0.0.1:8000", key="kp_…"', repr(url))
        assert here != code
        exec(compile(here, "docs/client.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "Cleo" in printed
    assert "no 'member:nobody'" in printed


def test_every_error_is_named() -> None:
    assert [name for name in client.__all__ if f"`{name}`" not in PAGE and name != "Kinpath"] == []
