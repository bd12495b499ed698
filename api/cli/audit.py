"""`kinpath audit`: who changed what over HTTP, and who looked at what is sensitive."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from api.audit.entries import Asked, AuditEntry, entry_json, find_entries
from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output, plain
from api.communities import choose_community, open_documents_of
from api.settings import read_settings
from matcher.json_text import write_json
from matcher.request_json import moment


def audit(
    principal: Annotated[
        str | None,
        typer.Option(help="Only what this one did, such as account:anna.", show_default=False),
    ] = None,
    operation: Annotated[
        str | None,
        typer.Option(help="Only this operation, such as export_member.", show_default=False),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Only from then on (ISO 8601).", show_default=False),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Only before then (ISO 8601).", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Entries at most.")] = 100,
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """List who changed what over HTTP or on the dashboard, and who looked at what is sensitive.

    The latest first. Of what is done on the command line only keys and accounts are in it:
    whoever can open the database could change the log as well.

    For example:

        kinpath audit --principal account:anna --since 2026-03-01
    """
    settings = read_settings(store=store, community=community)
    asked = Asked(
        principal,
        operation,
        None if since is None else moment("since", since),
        None if until is None else moment("until", until),
        limit=limit,
    )
    with open_documents_of(settings, choose_community(settings)) as documents:
        found = find_entries(documents, asked)
    if as_json:
        typer.echo(write_json({"items": [entry_json(each) for each in found.entries]}))
    else:
        output().print(_table(found.entries))


def _table(entries: list[AuditEntry]) -> Table:
    table = Table("when", "who", "did", "about", "status")
    for entry in entries:
        about = ", ".join(
            value if isinstance(value, str) else " ".join(value) for value in entry.ids.values()
        )
        about += "".join(f" ({count:,} {kind})" for kind, count in entry.counts.items())
        shown = (entry.at, plain(entry.who), plain(entry.operation), plain(about))
        table.add_row(*shown, str(entry.status))
    return table
