"""`kinpath accounts`: those who sign in to the dashboard with a password."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.table import Table

from api.access.accounts import Account, AccountChange, Accounts
from api.access.principals import Role
from api.cli.noting import Noted
from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output, plain, say
from api.communities import choose_community, open_server_documents
from api.settings import read_settings
from graph.errors import InvalidRequest
from graph.records import iso_of
from matcher.json_text import write_json

accounts_commands = typer.Typer(
    help="Add, list and remove those who sign in to the dashboard, and change their passwords."
)

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="What they sign in by, such as an e-mail address.")
]


@accounts_commands.command()
def add(
    name: NameArgument,
    role: Annotated[
        Role, typer.Option("--role", help="What they may do: owner, manager or viewer.")
    ] = Role.MANAGER,
    without_password: Annotated[
        bool,
        typer.Option(
            "--without-password",
            help="They sign in at the OpenID provider only.",
        ),
    ] = False,
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """Add an account to a community; the password is asked for, or read from stdin.

    From the first account on, a server asks everybody to sign in.

    For example:

        kinpath accounts add anna@example.org --role owner
    """
    with _accounts(store, community) as (accounts, chosen, noted):
        made = accounts.add(chosen, name, role, None if without_password else _password())
        noted("create_account", 201, account=made.name, role=role.value)
    _tell(made, as_json, f"{made.name} may sign in to {made.community} as {made.role.value}")


@accounts_commands.command("list")
def list_accounts(
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """List the accounts of a community, without their passwords.

    For example:

        kinpath accounts list
    """
    with _accounts(store, community) as (accounts, chosen, _):
        found = accounts.of(chosen)
    if as_json:
        typer.echo(write_json({"accounts": [account.told() for account in found]}))
        return
    table = Table("name", "role", "may sign in", "added", "password from")
    for account in found:
        enters = "no" if account.is_disabled else "yes"
        since = iso_of(account.changed) if account.password else "none"
        table.add_row(
            plain(account.name), account.role.value, enters, iso_of(account.created), since
        )
    output().print(table)


@accounts_commands.command()
def change(
    name: NameArgument,
    role: Annotated[
        Role | None,
        typer.Option("--role", help="What they may do from now on.", show_default=False),
    ] = None,
    enabled: Annotated[
        bool | None,
        typer.Option(
            "--enable/--disable",
            help="Whether anybody can sign in with it; who is signed in is so no more.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """Change what an account may do, or close it and open it again.

    For example:

        kinpath accounts change anna@example.org --role viewer

        kinpath accounts change anna@example.org --disable
    """
    wanted = AccountChange(role, enabled)
    if not wanted.fields:
        raise InvalidRequest("--role", "or --enable or --disable must be given")
    with _accounts(store, community) as (accounts, chosen, noted):
        changed = accounts.change(accounts.named(chosen, name), wanted)
        _note_change(noted, changed, wanted)
        state = "cannot sign in" if changed.is_disabled else f"may sign in as {changed.role.value}"
        _tell(changed, as_json, f"{changed.name} {state}")
        _warn_without_owner(accounts, chosen)


@accounts_commands.command()
def password(
    name: NameArgument,
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """Give an account another password; whoever is signed in with it has to sign in again.

    For example:

        kinpath accounts password anna@example.org
    """
    with _accounts(store, community) as (accounts, chosen, noted):
        wanted = AccountChange(password=_password())
        changed = accounts.change(accounts.named(chosen, name), wanted)
        _note_change(noted, changed, wanted)
    _tell(changed, as_json, f"{changed.name} has another password")


@accounts_commands.command()
def remove(
    name: NameArgument,
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """Remove an account; whoever is signed in with it is refused within a second.

    For example:

        kinpath accounts remove anna@example.org
    """
    with _accounts(store, community) as (accounts, chosen, noted):
        ended = accounts.named(chosen, name)
        accounts.remove(ended)
        noted("remove_account", 204, account=ended.name)
        _tell(ended, as_json, f"{ended.name} cannot sign in any more")
        _warn_without_owner(accounts, chosen)


def _note_change(noted: Noted, account: Account, change: AccountChange) -> None:
    said = {} if change.role is None else {"role": change.role.value}
    noted("change_account", 200, account=account.name, changed=change.fields, **said)


def _warn_without_owner(accounts: Accounts, community: str) -> None:
    """Here the last owner may go: whoever can open the database can make another."""
    if not any(account.may_enter_as_owner for account in accounts.of(community)):
        say("no owner can sign in now; `kinpath accounts add NAME --role owner` makes one")


def _tell(account: Account, as_json: bool, words: str) -> None:
    if as_json:
        typer.echo(write_json(account.told()))
    else:
        say(words)


def _password() -> str:
    """Asked for twice at a terminal, else the first line of stdin; others see arguments."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


@contextmanager
def _accounts(store: str | None, community: str | None) -> Iterator[tuple[Accounts, str, Noted]]:
    """The accounts in the store, the community that is meant, and what writes down changes."""
    settings = read_settings(store=store, community=community)
    chosen = choose_community(settings)
    with open_server_documents(settings) as documents:
        yield Accounts(documents), chosen, Noted(settings, chosen)
