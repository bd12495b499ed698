"""`kinpath load`: outside data into the store, and its texts into vectors."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output, plain, say, showing_progress
from api.communities import communities_of, open_documents_of, open_named
from api.embedder import embedder_of
from api.engine import Engine
from api.learning import keep_lessons, lessons_of
from api.settings import Settings, read_settings
from graph.embeddings import embed_missing
from graph.errors import WeightsInvalid
from graph.progress import Progress
from graph.store import GraphStore, open_store
from loaders import LoadReport, community_of
from loaders import load as load_source
from loaders.discourse_api import Forum
from loaders.discourse_import import PREFIX, import_forum
from matcher.json_text import write_json

_SHOWN_REASONS = 5


def load(
    path: Annotated[
        str,
        typer.Argument(
            help="A bundle (folder), a Stack Exchange dump (folder or .7z), or discourse: and the "
            "address of a forum."
        ),
    ],
    store: StoreOption = None,
    community: CommunityOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End at the first bad row, before writing anything.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")
    ] = False,
    quarantine: Annotated[
        Path | None,
        typer.Option(
            help="Where bad rows go, with file, line and reason [default: beside the source]",
            show_default=False,
        ),
    ] = None,
    embed: Annotated[
        bool,
        typer.Option(
            "--embed/--no-embed",
            help="Turn texts into vectors afterwards; without them, matching goes by paths alone.",
        ),
    ] = True,
    learning: Annotated[
        bool,
        typer.Option(
            "--learn/--no-learn",
            help="Learn weights from the community's past afterwards, where there is enough of it.",
        ),
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """Load a community, or what is new of it, into the store.

    Loading the same again changes nothing. A load that was interrupted is finished by running it
    again. Bad rows are set aside in a quarantine file, and the rest is loaded.

    The community is called what `--community` says, else what the source calls itself.

    For example:

        kinpath load my_community/

        kinpath load quantumcomputing.stackexchange.com.7z --store neo4j://neo4j@localhost:7687

        kinpath load my_community/ --dry-run --quarantine bad.jsonl

        kinpath load discourse:https://forum.example
    """
    settings = read_settings(store=store, community=community)
    if path.startswith(PREFIX):
        if dry_run or quarantine is not None:
            raise typer.BadParameter("goes with files", param_hint="--dry-run and --quarantine")
        url = path.removeprefix(PREFIX)
        show_report(*_from_forum(settings, url, strict, embed, learning), as_json)
        return
    source = Path(path)
    name = settings.community or community_of(source)
    with _opened(settings, name, dry_run) as opened, showing_progress() as progress:
        report = load_source(
            source,
            opened,
            strict=strict,
            dry_run=dry_run,
            quarantine=quarantine,
            progress=progress,
        )
        embedded = embed_texts(opened, settings, progress) if embed and not dry_run else 0
        if learning and report.total.written and not dry_run:
            _learn(opened, settings, progress)
    show_report(report, embedded, as_json)


def _from_forum(
    settings: Settings, url: str, strict: bool, embed: bool, learning: bool
) -> tuple[LoadReport, int]:
    """Load what a Discourse forum shows; the report, and how many texts were embedded."""
    key = settings.discourse_key
    secret = None if key is None else key.get_secret_value()
    with Forum(url, secret, settings.discourse_user) as forum:
        name = settings.community or forum.host
        with (
            open_named(settings, name, create=True) as store,
            open_documents_of(settings, name) as documents,
            showing_progress() as progress,
        ):
            report = import_forum(forum, store, documents, strict=strict, progress=progress)
            embedded = embed_texts(store, settings, progress) if embed else 0
            if learning and report.total.written:
                _learn(store, settings, progress)
    return report, embedded


def embed_texts(store: GraphStore, settings: Settings, progress: Progress) -> int:
    """Embed the texts that have no vector yet; how many there were."""
    return embed_missing(store, embedder_of(settings), progress)


def _learn(store: GraphStore, settings: Settings, progress: Progress) -> None:
    """Learn from what was loaded; weights that cannot be read leave the load as it is."""
    with Engine(store, settings) as engine:  # the last that is done with the store
        try:
            lessons = lessons_of(engine.matcher(), store, None, progress)
            version = keep_lessons(engine, lessons)
        except WeightsInvalid as error:
            say(f"nothing was learned: {error}", "yellow")
            return
    taken = sorted({lesson.goal for lesson in lessons if lesson.learned is not None})
    if version is not None and taken:
        say(f"learned from the past for {', '.join(taken)}: version {version} of the weights")


def show_report(report: LoadReport, embedded: int, as_json: bool) -> None:
    """Print what a load did: figures on stdout, what to look at on stderr."""
    if as_json:
        typer.echo(write_json({**report.to_json(), "embedded": embedded}))
    else:
        output().print(_table(report))
    if report.dry_run:
        say("dry run: nothing was written")
    else:
        say(
            f"community {report.community}: revision {report.revision}, {embedded:,} texts embedded"
        )
    for verb, times in report.unknown_verbs.items():
        say(f"unknown verb {verb!r} ({times:,} times): kept, but without weight in matching")
    for stage, times in report.unknown_stages.items():
        say(f"unknown stage {stage!r} of a purpose ({times:,} times): kept as it is")
    if report.changed_tags:
        say(
            f"{report.changed_tags:,} tags lost control characters or outer blanks;"
            " a tag of nothing else was left out"
        )
    if report.ignored:
        say(f"not read: {', '.join(report.ignored)}")
    _show_bad_rows(report)


def _show_bad_rows(report: LoadReport) -> None:
    count = report.total.quarantined
    if not count:
        return
    say(f"{count:,} bad rows were left out:", "yellow")
    for rejection in report.rejections[:_SHOWN_REASONS]:
        say(f"  {rejection}")
    if report.quarantine is not None:
        say(f"  all of them, with reasons: {report.quarantine}")
    else:
        say("  name a file with --quarantine to see all of them")


def _table(report: LoadReport) -> Table:
    table = Table("table", box=None, pad_edge=False)
    columns = ("read", "written", "unchanged", "skipped", "quarantined")
    for column in columns:
        table.add_column(column, justify="right")
    rows = [*report.tables.items(), ("all", report.total)]
    for name, counts in rows:
        table.add_row(plain(name), *(f"{getattr(counts, column):,}" for column in columns))
    return table


@contextmanager
def _opened(settings: Settings, community: str, dry_run: bool) -> Iterator[GraphStore]:
    """The community's store; for a dry run of one that is not there, an empty one to look into."""
    if dry_run and community not in communities_of(settings):
        with (
            tempfile.TemporaryDirectory() as folder,
            open_store(f"sqlite:///{folder}/empty.db", community) as empty,
        ):
            yield empty
    else:
        with open_named(settings, community, create=not dry_run) as opened:
            yield opened
