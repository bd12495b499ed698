"""`kinpath doctor`: is everything here and well?"""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.table import Table
from rich.text import Text

from api.cli.exit_codes import ExitCode
from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output, plain, say
from api.health_checks import check_everything
from api.settings import read_settings
from matcher.json_text import write_json


def doctor(
    store: StoreOption = None, community: CommunityOption = None, as_json: JsonOption = False
) -> None:
    """Check the installation, the model, the store and the snapshot; say what to do.

    Ends with exit code 1 when anything is wrong.

    For example:

        kinpath doctor

        kinpath doctor --store neo4j://neo4j@localhost:7687 --json
    """
    checks = check_everything(read_settings(store=store, community=community))
    if as_json:
        typer.echo(write_json([asdict(check) for check in checks]))
    else:
        table = Table(box=None, pad_edge=False, show_header=False)
        for check in checks:
            mark = Text("ok", "green") if check.ok else Text("problem", "red")
            remedy = "" if check.ok else f"\n→ {check.remedy}"
            table.add_row(mark, check.name, Text(plain(check.detail) + remedy))
        output().print(table)
    problems = sum(not check.ok for check in checks)
    if problems:
        say(f"{problems} of {len(checks)} checks found a problem", "red")
        raise typer.Exit(ExitCode.WRONG_INPUT)
