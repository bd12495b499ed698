"""Nothing can be added to the doors without a word in the documentation."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from api.access import refusals
from api.app import create_app
from api.cli import app
from api.cli.exit_codes import MEANINGS
from api.events import UnknownParticipant
from api.idempotency import refusals as idempotency_refusals
from api.jobs import refusals as jobs_refusals
from api.problems.statuses import status_of
from api.settings import PREFIX, Settings
from graph import errors
from matcher.request_json import problem

ROOT = Path(__file__).parents[2]
CLI = (ROOT / "docs" / "cli.md").read_text()
API = (ROOT / "docs" / "api.md").read_text()


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that does something by its words, such as `snapshot build`."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


COMMANDS: dict[str, Any] = dict(commands(typer.main.get_command(app)))


def section(command: str) -> str:
    """What docs/cli.md says of one command."""
    found = re.search(rf"^## `kinpath {command}\b.*?(?=^## |\Z)", CLI, re.MULTILINE | re.DOTALL)
    assert found, f"docs/cli.md says nothing of {command}"
    return found.group()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_is_documented(command: str) -> None:
    told = section(command)
    for parameter in COMMANDS[command].params:
        for option in (*parameter.opts, *parameter.secondary_opts):
            if option.startswith("-") and option not in ("--help", "-h"):
                assert f"`{option}" in told, f"{option} of {command}"


def test_no_command_is_documented_that_is_not_there() -> None:
    assert set(re.findall(r"^## `kinpath ([a-z -]*[a-z])\b", CLI, re.MULTILINE)) == set(COMMANDS)


def test_no_option_is_documented_that_is_not_there() -> None:
    for command, declared in COMMANDS.items():
        known = {o for each in declared.params for o in (*each.opts, *each.secondary_opts)}
        for option in re.findall(r"`(--?[a-z][a-z-]*)", section(command)):
            assert option in known, f"{option} of {command}"


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(command: str) -> None:
    told = inspect.getdoc(COMMANDS[command].callback) or ""
    assert "For example:" in told
    assert f"kinpath {command}" in told
    for parameter in COMMANDS[command].params:
        assert parameter.help or "--help" in parameter.opts, parameter.name


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_takes_a_store_and_a_community(command: str) -> None:
    options = {option for each in COMMANDS[command].params for option in each.opts}
    assert {"--store", "--community"} <= options


def test_options_of_the_program_are_documented() -> None:
    for parameter in typer.main.get_command(app).params:
        for option in parameter.opts:
            if option not in ("--help", "-h"):
                assert option in CLI


def test_every_setting_is_documented() -> None:
    for name in Settings.model_fields:
        assert f"`{PREFIX}{name.upper()}`" in CLI
    documented = set(re.findall(rf"\b{PREFIX}\w+", CLI + API))
    assert documented == {PREFIX + name.upper() for name in Settings.model_fields}


def test_every_exit_code_is_documented() -> None:
    listed = dict(re.findall(r"^\| (\d+) \| (.*?) \|$", CLI, re.MULTILINE))
    assert {int(code) for code in listed} == {code.value for code in MEANINGS}
    for code, meaning in MEANINGS.items():
        assert meaning.partition(";")[0] == listed[str(code.value)]


def test_every_route_is_documented(settings: Settings) -> None:
    application = create_app(settings)
    for path, methods in application.openapi()["paths"].items():
        for method, operation in methods.items():
            assert f"`{method.upper()} {path}`" in API
            for status in operation["responses"]:
                assert status == "200" or f"| {status} |" in API
    application.state.serving.close()


def kinds_of_error(module: ModuleType = errors) -> list[type[errors.KinpathError]]:
    found = [kind for _, kind in inspect.getmembers(module, inspect.isclass)]
    return [kind for kind in found if issubclass(kind, errors.KinpathError)]


def test_every_error_that_http_can_meet_is_documented_with_its_status() -> None:
    listed = dict(re.findall(r"^\| `(/problems/[\w-]+)` \| (\d+)", API, re.MULTILINE))
    kinds = (
        *kinds_of_error(),
        *kinds_of_error(refusals),
        *kinds_of_error(jobs_refusals),
        *kinds_of_error(idempotency_refusals),
    )
    for kind in (*kinds, UnknownParticipant):
        error: errors.KinpathError = kind.__new__(kind)  # type: ignore[call-overload]
        status = status_of(error)
        name = str(problem(error)["type"])
        if status == 500:  # of loading, which HTTP does not do
            assert kind is errors.KinpathError or issubclass(kind, errors.LoadError)
            assert name not in listed
        else:
            assert listed.get(name) == str(status), name
