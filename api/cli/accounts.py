"""`kinpath accounts`: those who sign in to the dashboard with a password."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.table import Table

from api.access.accounts import Account, Accounts
from api.access.principals import Role
from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output, plain, say
from api.communities import choose_community, open_server_documents
from api.settings import read_settings
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
    with _accounts(store, community) as (accounts, chosen):
        made = accounts.add(chosen, name, role, None if without_password else _password())
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
    with _accounts(store, community) as (accounts, chosen):
        found = accounts.of(chosen)
    if as_json:
        typer.echo(write_json({"accounts": [account_json(account) for account in found]}))
        return
    table = Table("name", "role", "added", "password from")
    for account in found:
        table.add_row(
            plain(account.name),
            account.role.value,
            iso_of(account.created),
            iso_of(account.changed),
        )
    output().print(table)


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
    with _accounts(store, community) as (accounts, chosen):
        found = accounts.named(chosen, name)
        changed = accounts.change_password(found, _password())
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
    with _accounts(store, community) as (accounts, chosen):
        ended = accounts.remove(chosen, name)
    _tell(ended, as_json, f"{ended.name} cannot sign in any more")


def account_json(account: Account) -> dict[str, object]:
    """What can be told of an account."""
    return {
        "name": account.name,
        "community": account.community,
        "role": account.role.value,
        "created": iso_of(account.created),
        "password_changed": iso_of(account.changed),
    }


def _tell(account: Account, as_json: bool, words: str) -> None:
    if as_json:
        typer.echo(write_json(account_json(account)))
    else:
        say(words)


def _password() -> str:
    """Asked for twice at a terminal, else the first line of stdin; others see arguments."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


@contextmanager
def _accounts(store: str | None, community: str | None) -> Iterator[tuple[Accounts, str]]:
    """The accounts in the store, and the community that is meant."""
    settings = read_settings(store=store, community=community)
    chosen = choose_community(settings)
    with open_server_documents(settings) as documents:
        yield Accounts(documents), chosen
