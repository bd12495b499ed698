"""`kinpath forget`: a member, or anything else, gone with all that touches it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import plain, say
from api.communities import open_chosen
from api.forgetting import forget_everywhere
from api.kept_documents import documents_beside
from api.settings import read_settings
from graph.errors import InvalidRecord, InvalidRequest
from graph.records import EntityId, kind_of
from graph.schema import EntityKind
from graph.store import ForgetReport
from matcher.json_text import write_json
from matcher.request_json import full_id, member_id


def forget(
    entity: Annotated[
        str, typer.Argument(help="An id such as member:ada or content:12; bare, it is a member's.")
    ],
    store: StoreOption = None,
    community: CommunityOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Forget somebody or something, with everything that touches it. It cannot be undone.

    With a member go their purposes and the content that they created, all relationships and
    vectors of these, and the snapshots in the cache that still show them. Copies that were
    exported, and the source that was loaded, are not touched: loading it again brings them back.

    For example:

        kinpath forget ada

        kinpath forget content:12 --yes
    """
    settings = read_settings(store=store, community=community)
    doomed = _entity_id(entity)
    with open_chosen(settings) as opened:
        found = opened.entity(doomed)  # the right question is asked before it is confirmed
        if not yes:
            confirm(f"Forget {plain(doomed)} ({plain(found.name)}) and everything of theirs?")
        with documents_beside(opened, settings, opened.community) as documents:
            report, snapshots = forget_everywhere(opened, doomed, settings, documents)
    _show(report, snapshots, as_json)


def _entity_id(said: str) -> EntityId:
    """Ids of members may be bare."""
    try:
        kind = kind_of(said)
    except InvalidRecord:
        return member_id("ENTITY", said)
    if kind is EntityKind.COMMUNITY:
        raise InvalidRequest("ENTITY", "must not be a community")
    return full_id("ENTITY", said)


def confirm(question: str) -> None:
    """Ask whoever sits there, and end if they do not want it."""
    if not sys.stdin.isatty():
        raise typer.BadParameter("is needed where nobody can be asked", param_hint="--yes")
    if not typer.confirm(question, err=True):
        say("nothing was changed")
        raise typer.Exit(1)


def _show(report: ForgetReport, snapshots: int, as_json: bool) -> None:
    kinds: dict[str, int] = {}
    for gone in report.entities:
        kind = kind_of(gone).value
        kinds[kind] = kinds.get(kind, 0) + 1
    if as_json:
        told = {
            "entities": list(report.entities),
            "relationships": report.relationships,
            "vectors": report.vectors,
            "snapshots": snapshots,
            "revision": report.revision,
        }
        typer.echo(write_json(told))
        return
    for kind, count in kinds.items():
        typer.echo(f"{kind}: {count:,}")
    typer.echo(f"relationships: {report.relationships:,}")
    typer.echo(f"vectors: {report.vectors:,}")
    typer.echo(f"snapshots: {snapshots:,}")
