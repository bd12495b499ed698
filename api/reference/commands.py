"""The reference of the command line as a page of the documentation."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import typer

from api.cli.exit_codes import MEANINGS
from api.reference.markdown import cell
from api.settings import PREFIX, Settings

_HEAD = """# Command line reference

Every command of [`kinpath`](cli.md), its options and examples, as `kinpath COMMAND --help` tells
them. `make client` writes this page from the commands themselves.
"""
_WORDS = {str: "text", int: "number", float: "number", Path: "path", bool: ""}
"""What is to be given for a type."""
_MEANING = r"\b{}: (.*?)\n(?=    \w+: |\n|\Z)"
"""What the docstring says of a setting."""
_EXAMPLES = re.compile(r"^For example:\n\n((?: {4}.*\n|\n)+)", re.MULTILINE)


def commands_page(app: typer.Typer) -> str:
    """The whole page."""
    commands = list(_commands(typer.main.get_command(app)))
    links = ", ".join(f"[{name}](#kinpath-{name.replace(' ', '-')})" for name, _ in commands)
    lines = [_HEAD, f"{links}\n"]
    for name, command in commands:
        lines += _command(name, command)
    lines += ["## Exit codes\n", "| code | means |\n|---|---|"]
    lines += [f"| {code.value} | {meaning} |" for code, meaning in MEANINGS.items()]
    lines += ["\n## Settings\n", "| variable | means | unless said |\n|---|---|---|"]
    lines += [_setting(name) for name in Settings.model_fields]
    return "\n".join(lines) + "\n"


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Commands by their words, such as `snapshot build`."""
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option"]
    words = " ".join(_placed(each) for each in arguments)
    told = f"{inspect.cleandoc(command.help)}\n"
    examples = _EXAMPLES.search(told)
    yield f"## kinpath {name}\n"
    yield f"`kinpath {name}{' ' if words else ''}{words} [OPTIONS]`\n"
    yield _EXAMPLES.sub("", told).strip() + "\n"
    yield "| option | meaning | unless said |\n|---|---|---|"
    yield from (_row(_placed(each), each) for each in arguments)
    yield from (_row(_names(each), each) for each in options if each.name != "help")
    if examples:
        lines = [line for line in inspect.cleandoc(examples[1]).splitlines() if line]
        yield "\n```sh\n" + "\n".join(lines) + "\n```"
    yield ""


def _row(name: str, parameter: Any) -> str:
    return (
        f"| `{name}` | {cell(_choices(parameter))}{cell(parameter.help)} | {_default(parameter)} |"
    )


def _placed(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return str(name) if argument.required else f"[{name}]"


def _names(option: Any) -> str:
    value = option.metavar or _WORDS.get(option.type_descriptor.annotation, "text").upper()
    names = ", ".join([*option.opts, *option.secondary_opts])
    return f"{names} {value}" if value and not option.is_flag else names


def _choices(parameter: Any) -> str:
    """The words that may be given, where they are few; or between what a number lies."""
    kind = parameter.type_descriptor.annotation
    for each in (kind, *get_args(kind)):
        if isinstance(each, type) and issubclass(each, Enum):
            return ", ".join(f"`{choice.value}`" for choice in each) + ": "
    bounds = [parameter.min is not None and f"at least {parameter.min}"]
    bounds += [parameter.max is not None and f"at most {parameter.max}"]
    said = " and ".join(each for each in bounds if each)
    return f"{said}: " if said else ""


def _default(parameter: Any) -> str:
    default = parameter.default
    if parameter.required:
        return "required"
    if default is None or default is False or not parameter.show_default:
        return ""
    if default is True:
        return f"`{parameter.opts[0]}`"
    return f"`{default.value if isinstance(default, Enum) else default}`"


def _setting(name: str) -> str:
    """A setting, what it means, and what it is by itself; a user's folders are not told."""
    field = Settings.model_fields[name]
    default: Any = "a folder of the user" if field.default_factory else field.get_default()
    if field.default_factory is None and default is not None:
        default = f"`{str(default).lower() if isinstance(default, bool) else default}`"
    found = re.search(_MEANING.format(name), inspect.getdoc(Settings) or "", re.DOTALL)
    return f"| `{PREFIX}{name.upper()}` | {cell(found[1]) if found else ''} | {default or ''} |"
