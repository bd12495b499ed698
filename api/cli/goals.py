"""`kinpath goals`: how goals are set for a community, and which version of them is in use."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output, plain, say
from api.cli.what_if import try_goal
from api.engine import Engine
from api.goals.told import goal_json, versions_json
from api.settings import read_settings
from matcher.json_text import write_json

goals_commands = typer.Typer(
    no_args_is_help=True, help="See how goals are set, and go back to how they were."
)

goals_commands.command("what-if")(try_goal)

GoalArgument = Annotated[str, typer.Argument(metavar="GOAL", help="Such as mentors or peers.")]


@goals_commands.command("show")
def show_goal(
    goal: GoalArgument,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the weights, rules and variety of a goal as they are in use.

    For example:

        kinpath goals show mentors
    """
    with Engine.open(read_settings(store=store, community=community)) as engine:
        found = goal_json(engine, goal)
    if as_json:
        typer.echo(write_json(found))
        return
    version = found["version"] or "as it comes"
    table = Table(title=f"{found['title']}: version {version}")
    table.add_column("feature")
    table.add_column("asked in words", justify="right")
    table.add_column("asked by a member", justify="right")
    asked, member = _weights(found["weights"]), _weights(found["weights_by_member"])
    for name in sorted({*asked, *member}, key=lambda name: (-asked.get(name, 0.0), name)):
        table.add_row(name, f"{asked.get(name, 0.0):g}", f"{member.get(name, 0.0):g}")
    output().print(table)
    say(f"variety {found['diversity']:g}; rules: {', '.join(_names(found['rules']))}")


@goals_commands.command("versions")
def show_versions(
    goal: GoalArgument,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_json: JsonOption = False,
) -> None:
    """List how a goal was set before, the newest first.

    For example:

        kinpath goals versions mentors
    """
    with Engine.open(read_settings(store=store, community=community)) as engine:
        found = versions_json(engine, goal)
    if as_json:
        typer.echo(write_json(found))
        return
    versions = found["versions"]
    assert isinstance(versions, list)
    if not versions:
        say(f"{goal} was never set: it is as it comes")
        return
    table = Table()
    for column in ("version", "made", "by", "note", "in use"):
        table.add_column(column)
    for each in versions:
        used = "yes" if each["in_use"] else ""
        said = (Text(plain(each[field])) for field in ("made_at", "made_by", "note"))
        table.add_row(str(each["version"]), *said, used)
    output().print(table)


@goals_commands.command("use")
def use_version(
    goal: GoalArgument,
    version: Annotated[
        int, typer.Argument(metavar="VERSION", min=0, help="Its number; 0: as it comes.")
    ],
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """From now on use a version of a goal; servers that run take it up by themselves.

    For example:

        kinpath goals use mentors 2

        kinpath goals use mentors 0
    """
    with Engine.open(read_settings(store=store, community=community)) as engine:
        engine.goals.use(goal, version)
    say(f"{goal} is used {f'in version {version}' if version else 'as it comes'}")


def _weights(found: object) -> dict[str, float]:
    assert isinstance(found, dict)
    return found


def _names(found: object) -> list[str]:
    assert isinstance(found, list)
    return found
