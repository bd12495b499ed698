"""`forget`, `stats`, `doctor`, `serve` and `demo`, and how every command ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.access.opening import is_loopback
from api.cli import demo
from api.cli.exit_codes import ExitCode, exit_code
from api.cli.group import fault
from api.settings import Settings
from graph import errors
from graph.store import open_store
from tests.api.conftest import COMMUNITY, CommandLine, node, words


def test_forgetting_a_member(kinpath: CommandLine, settings: Settings) -> None:
    kinpath.ok("recommend", "ada", "--goal", "mentors")
    assert list(settings.snapshots.glob("*/*/manifest.json"))
    told = json.loads(kinpath.ok("forget", "bob", "--yes", "--json"))
    assert sorted(told["entities"]) == ["content:a1", "member:bob"]
    assert told["relationships"] > 0
    assert told["snapshots"] == 1
    assert not list(settings.snapshots.glob("*/*/manifest.json"))
    assert b"Lenses are my life" not in Path(settings.store.removeprefix("sqlite:///")).read_bytes()
    assert "member:bob" not in kinpath.ok("recommend", "ada", "--goal", "mentors", "--json")
    assert kinpath("forget", "bob", "--yes").exit_code == ExitCode.WRONG_INPUT


def test_forgetting_leaves_the_snapshots_of_others(
    kinpath: CommandLine, settings: Settings
) -> None:
    with open_store(settings.store, "others") as store:
        store.write([node("member:one", name="One")])
    kinpath.ok("recommend", "one", "--community", "others")
    kinpath.ok("forget", "bob", "--yes", "--community", COMMUNITY)
    assert len(list(settings.snapshots.glob("*/*/manifest.json"))) == 1


def test_forgetting_asks_first(kinpath: CommandLine) -> None:
    result = kinpath("forget", "bob")
    assert result.exit_code == ExitCode.USAGE
    assert "--yes" in result.stderr
    assert "bob" in kinpath.ok("recommend", "ada", "--goal", "mentors", "--json")


def test_forgetting_something_else(kinpath: CommandLine) -> None:
    shown = kinpath.ok("forget", "content:q1", "--yes")
    assert "content: 1" in shown


@pytest.mark.parametrize("entity", ["community:optics-club", "skill:none", "nobody", "skill:"])
def test_what_cannot_be_forgotten(kinpath: CommandLine, entity: str) -> None:
    assert kinpath("forget", entity, "--yes").exit_code == ExitCode.WRONG_INPUT


def test_stats(kinpath: CommandLine) -> None:
    shown = kinpath.ok("stats")
    assert "optics-club, revision 1" in shown
    assert "from 2026-01-01 to 2026-01-07" in shown
    told = json.loads(kinpath.ok("stats", "--json"))
    assert told["entities"] == {"member": 7, "skill": 2, "content": 4, "group": 1}
    assert told["relationships"]["CREATED"] == 4
    assert told["with_vector"]["member"] == 0
    assert told["texts_to_embed"] == 9
    assert told["earliest"] == "2026-01-01T12:00:00.000000Z"


def test_stats_of_nothing(kinpath: CommandLine, settings: Settings) -> None:
    with open_store(settings.store, "empty") as store:
        store.write([node("skill:one", name="One")])
    told = json.loads(kinpath.ok("stats", "--community", "empty", "--json"))
    assert (told["earliest"], told["latest"]) == (None, None)


def test_several_communities_are_listed(kinpath: CommandLine, settings: Settings) -> None:
    with open_store(settings.store, "others") as store:
        store.write([node("member:one", name="One")])
    result = kinpath("stats")
    assert result.exit_code == ExitCode.WRONG_INPUT
    assert "'optics-club', 'others'" in result.stderr
    assert "--community" in result.stderr


@pytest.mark.slow
def test_doctor_finds_everything_well(kinpath: CommandLine) -> None:
    kinpath.ok("stats")
    checks = json.loads(kinpath.ok("doctor", "--json"))
    assert [check["name"] for check in checks] == [
        "python", "packages", "numba", "model", "cache", "store", "community", "snapshot",
    ]  # fmt: skip
    assert all(check["ok"] for check in checks)


def test_doctor_says_what_to_do(kinpath: CommandLine, settings: Settings, tmp_path: Path) -> None:
    kinpath.ok("recommend", "ada")
    (manifest,) = settings.snapshots.glob("*/*/manifest.json")
    manifest.write_text("{}")
    kinpath.env["KINPATH_MODEL"] = "no-such-model"
    result = kinpath("doctor", "--json")
    checks = {check["name"]: check for check in json.loads(result.stdout)}
    assert result.exit_code == ExitCode.WRONG_INPUT
    assert not checks["model"]["ok"]
    assert "KINPATH_MODEL" in checks["model"]["remedy"]
    assert checks["store"]["ok"]
    kinpath.env["KINPATH_STORE"] = f"sqlite:///{tmp_path}/not-a-database"
    (tmp_path / "not-a-database").write_text("hello " * 1000)
    kinpath.env["KINPATH_CACHE"] = str(manifest)
    result = kinpath("doctor")
    assert result.exit_code == ExitCode.WRONG_INPUT
    assert result.stdout.count("problem") >= 4
    assert "KINPATH_CACHE" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org", "127.0.0.1.evil"])
def test_serving_others_is_refused(kinpath: CommandLine, host: str) -> None:
    result = kinpath("serve", "--host", host)
    assert result.exit_code == ExitCode.USAGE
    assert "kinpath keys create" in words(result.stderr)


def test_loopback_addresses() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.8.8.8", "::1", "localhost"))


def test_serving_what_is_not_there(kinpath: CommandLine) -> None:
    assert kinpath("serve", "--community", "none").exit_code == ExitCode.WRONG_INPUT


def test_a_demo_without_its_example_says_where_it_is(
    kinpath: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(demo, "EXAMPLE", tmp_path / "none")
    result = kinpath("demo")
    assert result.exit_code == ExitCode.WRONG_INPUT
    assert "repository" in result.stderr


def test_every_error_has_an_exit_code() -> None:
    assert exit_code(errors.StoreUnavailable("x")) is ExitCode.STORE
    assert exit_code(errors.StoreAccessDenied("x")) is ExitCode.STORE
    assert exit_code(errors.SchemaTooNew("x", 2, 1)) is ExitCode.STORE
    assert exit_code(errors.InvalidStoreUrl("x")) is ExitCode.USAGE
    assert exit_code(errors.ModelDamaged("x")) is ExitCode.MODEL
    assert exit_code(errors.EntityNotFound("x", "y")) is ExitCode.WRONG_INPUT
    assert exit_code(errors.KinpathError("x")) is ExitCode.WRONG_INPUT


def test_a_fault_is_told_in_one_line() -> None:
    try:
        raise TypeError("odd")
    except TypeError as error:
        told = fault(error)
    assert "TypeError in test_cli_commands.py" in told
    assert "\n" not in told


def test_the_help_loads_neither_the_web_framework_nor_models() -> None:
    code = (
        "import sys\nfrom api.cli import main\ntry:\n    main()\nfinally:\n"
        "    print({'fastapi', 'torch', 'sklearn'} & set(sys.modules), file=sys.stderr)\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code, "--help"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "recommend" in shown.stdout
    assert shown.stderr == "set()\n"
