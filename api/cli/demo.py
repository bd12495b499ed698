"""`kinpath demo`: a real community, and who suits one of its members."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.answers import print_answer
from api.cli.load import embed_texts
from api.cli.options import CommunityOption, StoreOption
from api.cli.ready import ready
from api.cli.talk import output, say, showing_progress, timed
from api.communities import open_named
from api.engine import Engine
from api.settings import Settings, read_settings
from graph.errors import UnknownSource
from graph.records import EntityId
from graph.store import GraphStore
from loaders import community_of, load
from matcher import Matcher
from matcher.goals import DEFAULT_GOALS
from matcher.request import RecommendationRequest

EXAMPLE = Path(__file__).parents[2] / "examples" / "quantum_computing"
"""The community of quantumcomputing.stackexchange.com; its licence lies beside it."""
DEMO_FOLDER = Path(".kinpath")
DEMO_STORE = f"sqlite:///{DEMO_FOLDER}/demo.db"
DEMO_MEMBER = EntityId("member:2371")
"""Josu writes a thesis on codes that correct errors; ten questions asked, eight answered."""
_RESULTS = 3


def demo(store: StoreOption = None, community: CommunityOption = None) -> None:
    """Load a real community and recommend mentors, peers and next steps to one of its members.

    The community is that of quantumcomputing.stackexchange.com, which is part of Kinpath's
    repository. It goes into .kinpath/demo.db below the present folder, unless `--store` says
    otherwise; a second run finds everything there already.

    For example:

        kinpath demo
    """
    # A store or community that the environment names is somebody's own: no place for a demo.
    settings = read_settings(
        store=store or DEMO_STORE, community=community or community_of(_example())
    )
    assert settings.community is not None
    with open_named(settings, settings.community, create=True) as opened:
        _prepare(opened, settings)
        with Engine(opened, settings) as engine:
            with timed("taking the snapshot"):
                matcher = ready(engine)
            _recommend(matcher)
    _say_what_next(settings)


def _example() -> Path:
    if not EXAMPLE.is_dir():
        raise UnknownSource(
            f"the example community is not at {EXAMPLE}: it comes with Kinpath's repository, not "
            "with the installed package; `kinpath load PATH` loads one of your own"
        )
    return EXAMPLE


def _prepare(opened: GraphStore, settings: Settings) -> None:
    with timed("loading"), showing_progress() as progress:
        DEMO_FOLDER.mkdir(exist_ok=True)
        bad_rows = DEMO_FOLDER / "demo.quarantine.jsonl"
        report = load(_example(), opened, quarantine=bad_rows, progress=progress)
    say(f"{report.total.written:,} rows are new, {report.total.unchanged:,} were there")
    if report.quarantine is not None:
        say(f"{report.total.quarantined} rows point to what was deleted: {report.quarantine}")
    with timed("embedding"), showing_progress() as progress:
        embedded = embed_texts(opened, settings, progress)
    say(f"{embedded:,} texts are newly embedded")


def _recommend(matcher: Matcher) -> None:
    name = matcher.snapshot.name(matcher.snapshot.node(DEMO_MEMBER))
    with timed("recommending"):
        answers = [
            matcher.recommend(RecommendationRequest(goal, member=DEMO_MEMBER, k=_RESULTS))
            for goal in DEFAULT_GOALS
        ]
    for goal, answer in zip(DEFAULT_GOALS, answers, strict=True):
        print_answer(output(), f"{matcher.goals[goal].title} for {name}", answer)


def _say_what_next(settings: Settings) -> None:
    say("")
    say("By its members, under CC BY-SA: examples/quantum_computing/README.md says more.")
    store = (
        DEMO_STORE
        if settings.store.endswith(DEMO_STORE.removeprefix("sqlite:///"))
        else settings.store
    )
    say("Try next:")
    for command in (
        f"export KINPATH_STORE={store}",
        'kinpath recommend --text "error correction for a small device"',
        f"kinpath recommend {DEMO_MEMBER} --goal mentors -k 3 --json",
        "kinpath worklist",
        "kinpath health --report health.html",
        "kinpath serve",
    ):
        typer.echo(f"    {command}", err=True)
