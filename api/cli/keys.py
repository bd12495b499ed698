"""`kinpath keys`: the keys by which apps and people reach the HTTP API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.table import Table

from api.access.keys import GRACE, ApiKey, Keys, NewKey
from api.access.principals import Role, Scope
from api.cli.noting import Noted
from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output, plain, say
from api.communities import choose_community, open_server_documents
from api.settings import read_settings
from graph.records import iso_of
from matcher.json_text import write_json

DAY = 86_400.0
"""Seconds."""

keys_commands = typer.Typer(
    help="Make, list, exchange and revoke the keys by which the HTTP API knows who asks."
)

KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="The id of the key, as listed.")]


@keys_commands.command()
def create(
    name: Annotated[str, typer.Argument(help="What people call the key: what it is for.")],
    role: Annotated[
        Role, typer.Option("--role", help="What it is for, which says what it may do.")
    ] = Role.APP,
    scope: Annotated[
        list[Scope] | None,
        typer.Option(
            "--scope",
            help="What it may do instead of what its role may; may be given again.",
            show_default=False,
        ),
    ] = None,
    days: Annotated[
        float | None,
        typer.Option("--days", help="Days until it expires.", show_default=False),
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """Make a key for one community; its secret is told this once.

    From the first key on, a server asks everybody for one.

    For example:

        kinpath keys create "our website" --role app --days 365

        kinpath keys create board --scope read --scope insight
    """
    with _keys(store, community) as (keys, chosen, noted):
        lasts = None if days is None else days * DAY
        made = keys.create(chosen, name, role, scope or None, lasts=lasts)
        noted("create_key", 201, key=made.key.id, scopes=sorted(made.key.scopes))
    _tell(made, as_json)


@keys_commands.command("list")
def list_keys(
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """List the keys of a community that are valid, without their secrets.

    For example:

        kinpath keys list
    """
    with _keys(store, community) as (keys, chosen, _):
        found = keys.of(chosen)
    if as_json:
        typer.echo(write_json({"keys": [key_json(key) for key in found]}))
        return
    table = Table("id", "name", "role", "may", "expires", "last used")
    for key in found:
        name = f"{key.name} (the former secret)" if key.is_replaced else key.name
        times = (iso_of(key.expires) or "never", iso_of(key.used) or "never")
        table.add_row(key.id, plain(name), key.role.value, " ".join(sorted(key.scopes)), *times)
    output().print(table)


@keys_commands.command()
def rotate(
    key: KeyArgument,
    grace: Annotated[
        float, typer.Option("--grace", min=0, help="Hours that the old secret stays valid.")
    ] = GRACE / 3600,
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """Give a key another secret; the old one stays valid for a while.

    For example:

        kinpath keys rotate 1f6a09c2be44 --grace 24
    """
    with _keys(store, community) as (keys, chosen, noted):
        made = keys.rotate(chosen, key, grace * 3600)
        noted("rotate_key", 200, key=made.key.id)
    _tell(made, as_json)


@keys_commands.command()
def revoke(
    key: KeyArgument,
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """End a key, with all its secrets; servers refuse it within a second.

    For example:

        kinpath keys revoke 1f6a09c2be44
    """
    with _keys(store, community) as (keys, chosen, noted):
        ended = keys.revoke(chosen, key)
        noted("revoke_key", 204, key=ended.id)
    if as_json:
        typer.echo(write_json(key_json(ended)))
    else:
        say(f"{ended.id} ({ended.name}) is no longer valid")


def key_json(key: ApiKey) -> dict[str, object]:
    """What can be told of a key."""
    return {
        "id": key.id,
        "community": key.community,
        "name": key.name,
        "role": key.role.value,
        "scopes": sorted(key.scopes),
        "created": iso_of(key.created),
        "expires": iso_of(key.expires),
        "used": iso_of(key.used),
        "is_replaced": key.is_replaced,
    }


def _tell(made: NewKey, as_json: bool) -> None:
    if as_json:
        typer.echo(write_json(key_json(made.key) | {"token": made.token}))
        return
    may = ", ".join(sorted(made.key.scopes))
    say(f"key {made.key.id} ({made.key.name}) of {made.key.community} may: {may}")
    say("this is its secret, which is not shown again:")
    typer.echo(made.token)


@contextmanager
def _keys(store: str | None, community: str | None) -> Iterator[tuple[Keys, str, Noted]]:
    """The keys in the store, the community that is meant, and what writes down changes."""
    settings = read_settings(store=store, community=community)
    chosen = choose_community(settings)
    with open_server_documents(settings) as documents:
        yield Keys(documents), chosen, Noted(settings, chosen)
