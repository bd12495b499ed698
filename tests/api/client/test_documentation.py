"""What the page on the client shows runs against a real server, and names every error."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from api import client
from api.app import create_app
from api.settings import Settings
from tests.api.served import serving_here

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "client.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "printed"),
    [
        ("client.md", ("Cleo", "no 'member:nobody'")),
        ("how-to-app.md", ("Cleo", "refused=0", "whsec_")),
    ],
)
def test_what_it_shows_runs(
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    page: str,
    printed: tuple[str, ...],
) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```python3\n(.*?)```", text, re.DOTALL))
    with serving_here(create_app(settings)) as url:
        # A key is asked for only where there is one.
        here = code.replace('"http://127.0.0.1:8000", key="kp_…"', repr(url))
        assert here != code
        known: dict[str, Any] = {}
        exec(compile(here, f"docs/{page}", "exec"), known)
        known["kinpath"].close()
    shown = capsys.readouterr().out
    assert [each for each in printed if each not in shown] == []


def test_every_error_is_named() -> None:
    assert [name for name in client.__all__ if f"`{name}`" not in PAGE and name != "Kinpath"] == []
