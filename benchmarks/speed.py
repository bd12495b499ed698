"""How fast large communities are answered, beside other tools, with how right the answers are.

`python -m benchmarks.speed` invents communities of the given sizes, holds every contest on each of
them, and fits how times grow. Whoever's passes differ too much is printed, but not published; the
others are, unless it is Kinpath itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from benchmarks.large.alike import alike
from benchmarks.large.community import LargeCommunity, large_community
from benchmarks.large.contests import vectors, walks, whole
from benchmarks.large.everyone import everyone
from benchmarks.large.figures import Contest
from benchmarks.large.freshness import freshness
from benchmarks.large.rivals import names_of
from benchmarks.large.run import Run
from benchmarks.large.run_report import as_json, as_text
from benchmarks.large.starts import starts
from benchmarks.large.terms import Terms
from benchmarks.large.throughput import throughput
from benchmarks.peers.neo4j_session import connected
from benchmarks.report import replace_block, tell, write_json
from graph.neo4j_address import parse_address

CONTESTS: Mapping[str, Callable[[LargeCommunity, Terms], Iterator[Contest]]] = {
    "walks": walks,
    "vectors": vectors,
    "whole": whole,
    "everyone": everyone,
    "alike": alike,
    "starts": starts,
    "freshness": freshness,
    "throughput": throughput,
}
"""By the name that `--contests` takes."""
SIZES = "10k,100k"
SHOWN = 3
"""Of the reasons why a run is not published."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write what was asked for of all who were steady.

    Raises:
        SystemExit: with 1 when one was not, so that it is missing; with 2 for wrong options.
    """
    parser = command_line()
    chosen = parser.parse_args(arguments)
    try:
        sizes = [members_of(text) for text in chosen.sizes.split(",")]
        with session_of(chosen) as server:
            runs = measure(chosen, sizes, server)
    except ValueError as error:
        parser.error(str(error))
    for name, run in runs.items():
        sys.stdout.write(as_text(run) + "\n")
        steady = run.steady()
        if steady.contests:
            publish(name, steady, chosen)
    sys.stdout.flush()
    refused = [text for name, run in runs.items() for text in _refused(name, run)]
    if refused:
        sys.exit("\n".join(refused))


def _refused(name: str, run: Run) -> list[str]:
    """What of a contest is not published, and why; nothing if all is."""
    reasons = run.unsteady()
    if not reasons:
        return []
    return [f"{name}: {len(reasons)} lines are not published:", *reasons[:SHOWN]]


def measure(
    chosen: argparse.Namespace, sizes: Sequence[int], server: object = None
) -> dict[str, Run]:
    """Hold the chosen contests, each on communities of all the sizes.

    Raises:
        ValueError: an option is wrong.
    """
    terms = Terms(
        questions=chosen.questions,
        whole_questions=chosen.whole_questions or chosen.questions,
        checked=chosen.checked,
        passes=chosen.passes,
        patience=chosen.patience,
        rivals=tuple(names_of(chosen.rivals)),
        progress=tell,
        server=server,
    )
    names = contests_of(chosen.contests)
    held: dict[str, list[Contest]] = {name: [] for name in names}
    for members in sizes:
        community = large_community(members, chosen.seed, chosen.cache)
        for name in names:
            held[name].extend(CONTESTS[name](community, terms))
    return {name: Run(chosen.seed, terms, tuple(contests)) for name, contests in held.items()}


def session_of(chosen: argparse.Namespace) -> AbstractContextManager[object]:
    """A session with the Neo4j that was named, or nothing."""
    if not chosen.neo4j:
        return nullcontext()
    return connected(parse_address(chosen.neo4j, chosen.password))


def publish(name: str, run: Run, chosen: argparse.Namespace) -> None:
    """Write the files of one contest that were asked for."""
    if chosen.json:
        chosen.json.mkdir(parents=True, exist_ok=True)
        write_json(chosen.json / f"speed-{name}.json", as_json(run))
    if chosen.plots:
        # matplotlib is in the extra `bench`, and is not needed for anything else here.
        from benchmarks.large.run_plots import draw_run  # noqa: PLC0415

        draw_run(run, chosen.plots)
    if chosen.docs:
        replace_block(chosen.docs, f"speed-{name}", as_text(run))


def members_of(text: str) -> int:
    """How many `10k`, `1m` or `12500` are. Raises ValueError when it is none of these."""
    text = text.strip().lower()
    unit = {"k": 1_000, "m": 1_000_000}.get(text[-1:], 1)
    digits = text[:-1] if unit > 1 else text
    if not digits.isdigit():
        raise ValueError(f"{text!r} is not a number of members, such as 10k, 1m or 12500")
    return int(digits) * unit


def contests_of(chosen: str) -> list[str]:
    """The contests that `all` or a list with commas names. Raises ValueError for other names."""
    names = list(CONTESTS) if chosen == "all" else [name.strip() for name in chosen.split(",")]
    for name in names:
        if name not in CONTESTS:
            raise ValueError(f"{name!r} is not one of all, {', '.join(CONTESTS)}")
    return names


def command_line() -> argparse.ArgumentParser:
    """The options, as `--help` shows them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    add = parser.add_argument
    add("--sizes", default=SIZES, metavar="LIST", help=f"members, such as {SIZES},1m")
    add("--contests", default="all", metavar="LIST", help=f"of {', '.join(CONTESTS)}")
    add("--rivals", default="all", metavar="LIST", help="all, none, or names of rivals")
    add("--questions", type=int, default=200, metavar="N", help="different ones in each pass")
    add("--whole-questions", type=int, metavar="N", help="the same for whole answers")
    add("--checked", type=int, default=100, metavar="N", help="whose quality is measured")
    add("--passes", type=int, default=5, metavar="N")
    add("--patience", type=float, default=20.0, metavar="SECONDS", help="of a slow method's pass")
    add("--seed", type=int, default=1, metavar="N")
    add("--cache", type=Path, metavar="FOLDER", help="where communities are kept for the next run")
    add("--neo4j", metavar="URL", help="with Graph Data Science, for the rivals that live there")
    add("--password", help="of the Neo4j user")
    add("--json", type=Path, metavar="FOLDER", help="also write every figure there")
    add("--plots", type=Path, metavar="FOLDER", help="also draw pictures there")
    add("--docs", type=Path, metavar="FILE", help="also replace the blocks 'speed-…' of one")
    return parser


if __name__ == "__main__":
    main()
