"""The program `kinpath`: its options, its commands, and the last resort for faults."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from api.cli.accounts import accounts_commands
from api.cli.alignment import alignment
from api.cli.audit import audit
from api.cli.community_map import community_map
from api.cli.consent import consent
from api.cli.demo import demo
from api.cli.doctor import doctor
from api.cli.erase import erase
from api.cli.exit_codes import MEANINGS, ExitCode
from api.cli.export import export
from api.cli.export_member import export_member
from api.cli.feedback import feedback
from api.cli.forget import forget
from api.cli.goals import goals_commands
from api.cli.group import KinpathGroup, fault
from api.cli.health import health
from api.cli.imports import imports_commands
from api.cli.journeys import journeys_commands
from api.cli.keys import keys_commands
from api.cli.learn import learn
from api.cli.load import load
from api.cli.outcomes import show_outcomes
from api.cli.preferences import preferences
from api.cli.purpose import purpose_commands
from api.cli.ranking import ranking
from api.cli.recommend import recommend
from api.cli.reputation import reputation
from api.cli.roles import roles
from api.cli.serve import serve
from api.cli.shared_purpose import shared_purpose
from api.cli.snapshot import snapshot_commands
from api.cli.stats import stats
from api.cli.stream import stream
from api.cli.talk import say
from api.cli.why_not import why_not
from api.cli.worklist import worklist
from api.settings import set_library_defaults

_EXIT_CODES = "\n".join(f"* {code.value}: {meaning}" for code, meaning in MEANINGS.items())

_HELP = """Match the members of a community with the people and the things that carry their \
purpose forward, and say why.

Begin with `kinpath demo`, or with a community of your own:

    kinpath load PATH

    kinpath recommend NAME

stdout is data and stderr is talk, so results can be piped. Settings come from options, else from \
variables such as KINPATH_STORE and KINPATH_COMMUNITY.
"""

app = typer.Typer(
    name="kinpath",
    cls=KinpathGroup,
    help=_HELP,
    epilog=f"Exit codes:\n\n{_EXIT_CODES}",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_PANELS: Mapping[str, Sequence[Callable[..., None]]] = {
    "Match": (demo, recommend, why_not, feedback, stream),
    "Care for a community": (
        worklist,
        health,
        alignment,
        shared_purpose,
        community_map,
        show_outcomes,
        roles,
        reputation,
    ),
    "People's rights": (consent, preferences, export_member, erase, ranking),
    "Data": (load, export, forget, learn, stats),
    "Run": (serve, audit, doctor),
}
"""Commands by what they are for, as `--help` shows them."""
_NAMES: Mapping[Callable[..., None], str] = {
    community_map: "map",
    show_outcomes: "outcomes",
}
for panel, commands in _PANELS.items():
    for command in commands:
        app.command(_NAMES.get(command), rich_help_panel=panel)(command)
for name, group, panel in (
    ("purpose", purpose_commands, "Care for a community"),
    ("journeys", journeys_commands, "Care for a community"),
    ("goals", goals_commands, "Data"),
    ("snapshot", snapshot_commands, "Run"),
    ("imports", imports_commands, "Data"),
    ("keys", keys_commands, "Run"),
    ("accounts", accounts_commands, "Run"),
):
    app.add_typer(group, name=name, rich_help_panel=panel)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"kinpath {version('kinpath')}")
        raise typer.Exit


@app.callback()
def _options(
    show_version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an error came from, as a stack trace.")
    ] = False,
) -> None:
    """Options that stand before the command; `KinpathGroup` reads `debug`."""


def main() -> None:
    """Run the command line."""
    set_library_defaults()
    try:
        app()
    except Exception as error:  # noqa: BLE001 - the last resort: a person gets one line
        if "--debug" in sys.argv:
            traceback.print_exc()
        say(f"error: {fault(error)}", "red")
        sys.exit(ExitCode.FAULT)
