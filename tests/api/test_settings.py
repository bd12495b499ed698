from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.settings import (
    PREFIX,
    Settings,
    hand_down,
    meanwhile,
    read_settings,
    set_library_defaults,
    set_unless_said,
)
from graph.errors import InvalidRequest

ROOT = Path(__file__).parents[2]


def test_the_environment_is_read_and_what_is_given_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINPATH_STORE", "neo4j://there")
    monkeypatch.setenv("KINPATH_DEADLINE", "2.5")
    monkeypatch.setenv("KINPATH_PASSWORD", "secret")
    settings = read_settings(community="acme", store=None)
    assert (settings.store, settings.deadline) == ("neo4j://there", 2.5)
    assert (settings.community, settings.secret) == ("acme", "secret")
    assert read_settings(store="bolt://here").store == "bolt://here"


def test_a_file_is_named_by_its_whole_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KINPATH_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_settings().store == f"sqlite:///{tmp_path}/kinpath.db"
    assert read_settings(store="sqlite:///a/b.db").store == f"sqlite:///{tmp_path}/a/b.db"
    assert read_settings(store="sqlite:///~/b.db").store == f"sqlite:///{tmp_path}/b.db"
    assert read_settings(store="sqlite:////tmp/b.db").store == "sqlite:////tmp/b.db"
    assert read_settings(store="sqlite:///").store == "sqlite:///"  # the store says why not


def test_no_secret_is_shown() -> None:
    settings = read_settings(password="kept quiet", discourse_secret="kept quiet too")
    assert "kept quiet" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEADLINE", "nan"),
        ("DEADLINE", "0"),
        ("DEADLINE", "soon"),
        ("PORT", "70000"),
        ("EMBEDDING_BACKEND", "abacus"),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(InvalidRequest) as caught:
        read_settings()
    assert caught.value.field == PREFIX + name


def test_workers_read_the_same_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    settings = Settings(
        store="bolt://x",
        community="ä",
        password=SecretStr("p"),
        cache=tmp_path,
        deadline=3.5,
        port=81,
    )
    monkeypatch.setattr(os, "environ", dict(os.environ))
    hand_down(settings)
    handed = {k: v for k, v in os.environ.items() if k.startswith(PREFIX)}
    for name, value in handed.items():
        monkeypatch.setenv(name, value)
    assert read_settings() == settings


def test_libraries_are_told_to_stay_offline_unless_somebody_said_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "environ", {"HF_HUB_OFFLINE": "0"})
    set_library_defaults()
    assert os.environ == {"HF_HUB_OFFLINE": "0", "TOKENIZERS_PARALLELISM": "false"}


def reads_environment(node: ast.AST) -> bool:
    """Whether code does so; texts may speak of it."""
    names = {getattr(node, each, None) for each in ("attr", "name", "id")}
    return bool(names & {"environ", "environb", "getenv", "getenvb"})


def test_nothing_else_reads_the_environment() -> None:
    packages = ("graph", "community", "matcher", "loaders", "api", "benchmarks")
    found = [
        str(path.relative_to(ROOT))
        for package in packages
        for path in (ROOT / package).rglob("*.py")
        if any(reads_environment(node) for node in ast.walk(ast.parse(path.read_bytes())))
    ]
    assert found == ["api/settings.py"]


def test_settings_are_read_without_heavy_libraries() -> None:
    code = "import sys, api.settings; sys.exit('torch' in sys.modules or 'numba' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


def test_variables_hold_for_a_while_and_are_then_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "environ", {"KEPT": "1", "OTHER": "2"})
    with meanwhile({"KEPT": "7", "NEW": "8"}):
        assert os.environ == {"KEPT": "7", "NEW": "8", "OTHER": "2"}
    assert os.environ == {"KEPT": "1", "OTHER": "2"}
    set_unless_said({"KEPT": "9", "LATER": "3"})
    assert os.environ == {"KEPT": "1", "OTHER": "2", "LATER": "3"}
