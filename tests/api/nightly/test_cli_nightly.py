"""`kinpath recommend --all --out FOLDER`: its options and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from api.engine import Engine
from api.settings import Settings
from matcher.goal_settings import Setting
from tests.api.conftest import CommandLine, words

ALL = ("recommend", "--all", "--goal", "peers", "-k", "2")


@pytest.mark.slow
def test_a_run_into_a_folder_and_again(
    settings: Settings, kinpath: CommandLine, tmp_path: Path
) -> None:
    out = str(tmp_path / "peers")
    result = kinpath(*ALL, "--workers", "1", "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "peers: 6 of 6 asked have answers" in result.stderr
    assert "not asked: 1 hidden" in words(result.stderr)
    rows = pl.read_parquet(tmp_path / "peers" / "part-*.parquet")
    assert "member:dan" not in {*rows["asker"], *rows["recommended"]}
    assert kinpath(*ALL, "--workers", "1", "--out", out).exit_code == 0
    other = kinpath("recommend", "--all", "--goal", "peers", "-k", "3", "--out", out)
    assert other.exit_code == 1
    assert "k 2, not 3" in words(other.stderr)
    kinpath.ok(*ALL, "--workers", "1", "--since-run", out, "--out", str(tmp_path / "next"))
    told = json.loads((tmp_path / "next" / "manifest.json").read_text())
    assert (told["since"], told["askers"]) == (told["revision"], 0)
    setting = Setting(weights_by_member={"profile": 1.0})
    with Engine.open(settings) as engine:
        engine.goals.add("peers", setting, "")
    refused = kinpath(*ALL, "--workers", "1", "--out", out)
    assert "goal version 0, not 1" in words(refused.stderr)
    anew = kinpath(*ALL, "--workers", "1", "--restart", "--out", out)
    assert "by version 1 of the goal" in words(anew.stderr)
    assert set(pl.read_parquet(tmp_path / "peers" / "part-*.parquet")["model"]) == {"peers-1"}


@pytest.mark.slow
def test_several_goals_have_folders_of_their_own(kinpath: CommandLine, tmp_path: Path) -> None:
    kinpath.ok("recommend", "--all", "--workers", "1", "--out", str(tmp_path / "run"))
    assert {path.name for path in (tmp_path / "run").iterdir()} == {
        "mentors", "peers", "next_steps",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--all", "--workers", "2"), 2, "--workers"),
        (("--all", "--restart", "--out", "answers.jsonl"), 2, "--restart"),
        (("ada", "--since-run", "x"), 2, "--since-run"),
        (("--all", "--out", "x", "--changed-since", "-1"), 2, "--changed-since"),
        (("--all", "--out", "x", "--changed-since", "1", "--since-run", "y"), 2, "--since-run"),
        (("--all", "--out", "x", "--shown", "y.jsonl"), 2, "--shown"),
        (("--all", "--out", "{tmp}/x", "--changed-since", "99", "--goal", "peers"), 1, "99"),
        (("--all", "--out", "{tmp}/x", "--since-run", "{tmp}/y", "--goal", "peers"), 1, "manifest"),
        (("--all", "--out", "{tmp}/x", "--goal", "pears"), 1, "pears"),
    ],
)
def test_wrong_options_are_told(
    kinpath: CommandLine, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    given = [each.replace("{tmp}", str(tmp_path)) for each in arguments]
    result = kinpath("recommend", *given)
    assert result.exit_code == code, result.stderr
    assert told in words(result.stderr)
