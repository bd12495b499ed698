"""How well Kinpath finds what was then chosen, beside its rivals.

`python -m benchmarks.quality` replays the history of the demo's community; with `--source` that of
any bundle or Stack Exchange dump, with `--store` and `--community` what is loaded already; with
`--requests` and `--relevant` it asks questions of one's own of which the answers are known.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bench_extra import from_bench_extra
from benchmarks.contest import Contest, Entrants, hold
from benchmarks.datasets import content_hash, opened
from benchmarks.inner import Validation
from benchmarks.measuring import MODES, QUERIES, Asked, measure
from benchmarks.planted import planted_task
from benchmarks.quality_report import as_json, as_text
from benchmarks.report import replace_block, surroundings, tell, write_json
from benchmarks.rivals import RIVALS, names_of
from benchmarks.task_report import Provenance
from graph.embeddings import SentenceTransformerEmbedder
from matcher.goals import default_goals

SEED = 20_180_713


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write what was asked for."""
    chosen = command_line().parse_args(arguments)
    entrants = _entrants(chosen)
    contests, provenance = (_planted if chosen.planted else _measured)(chosen, entrants)
    text = as_text(contests, provenance)
    sys.stdout.write(text + "\n")
    if chosen.json:
        write_json(chosen.json, as_json(contests, provenance))
    if chosen.plots:
        draw(contests, chosen.plots)
    if chosen.docs:
        replace_block(chosen.docs, chosen.block, text)


def _measured(
    chosen: argparse.Namespace, entrants: Entrants
) -> tuple[Sequence[Contest], Provenance]:
    with opened(
        chosen.store,
        chosen.community,
        source=chosen.source,
        password=chosen.password,
        progress=tell,
    ) as store:
        contests = measure(store, _asked(chosen), entrants, tell)
        data = f"Community `{store.community}`"
        return contests, Provenance(data, content_hash(store), chosen.seed, surroundings())


def _planted(
    chosen: argparse.Namespace, entrants: Entrants
) -> tuple[Sequence[Contest], Provenance]:
    embedder = SentenceTransformerEmbedder()
    planted = planted_task(chosen.seed, embedder, most=chosen.queries, progress=tell)
    nothing_before = Validation(None, chosen.seed)
    contests = [hold(planted.task, nothing_before, entrants, tell)]
    texts = "".join(f"{entity}{text}" for entity, text in sorted(planted.texts.items()))
    content = hashlib.sha256(texts.encode()).hexdigest()[:16]
    return contests, Provenance("Planted community", content, chosen.seed, surroundings())


def _asked(chosen: argparse.Namespace) -> Asked:
    if (chosen.requests is None) != (chosen.relevant is None):
        raise SystemExit("--requests and --relevant need each other")
    files = None if chosen.requests is None else (chosen.requests, chosen.relevant)
    return Asked(chosen.goal, MODES[chosen.evidence], files, chosen.queries)


def _entrants(chosen: argparse.Namespace) -> Entrants:
    try:
        rivals = names_of(chosen.rivals, has_server=chosen.gds is not None)
    except ValueError as error:
        raise SystemExit(f"--rivals: {error}") from None
    gds = None if chosen.gds is None else (chosen.gds, chosen.gds_password)
    return Entrants(rivals, gds, seed=chosen.seed, in_parts=chosen.ablation)


def draw(contests: Sequence[Contest], folder: Path) -> None:
    """Two pictures of each task, as PNG and SVG. ImportError says what to install for them."""
    plots = from_bench_extra("benchmarks.plots")
    folder.mkdir(parents=True, exist_ok=True)
    for place, contest in enumerate(contests, 1):
        stem = f"{place}-{contest.result.goal}"
        plots.draw_methods(contest.result, folder / f"{stem}-methods")
        plots.draw_exposure(contest.result, folder / f"{stem}-exposure")


def command_line() -> argparse.ArgumentParser:
    """The options, as `--help` shows them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    _add_data(parser.add_argument_group("what is measured on"))
    _add_question(parser.add_argument_group("what is asked, and of whom"))
    _add_output(parser.add_argument_group("where figures go besides the screen"))
    return parser


def _add_data(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--store", metavar="URL", help="a store")
    group.add_argument("--community", metavar="ID", help="which community of that store")
    group.add_argument("--password", help="for a store that asks for one")
    group.add_argument(
        "--planted", action="store_true", help="a community of the seed whose answers are known"
    )
    group.add_argument("--source", type=Path, metavar="PATH", help="a bundle or a dump, instead")


def _add_question(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--goal", choices=default_goals(), help="default: mentors, or all in --requests"
    )
    group.add_argument("--requests", type=Path, metavar="FILE", help="requests, one a line")
    group.add_argument("--relevant", type=Path, metavar="FILE", help="what is right, by request")
    group.add_argument(
        "--evidence",
        choices=MODES,
        default="both",
        help="frozen: only what was known at the cutoff; fresh: at each question's moment",
    )
    group.add_argument(
        "--rivals",
        default="quick",
        metavar="quick|all|NAME,…",
        help=f"names: {', '.join(RIVALS)} (default: quick, those that take seconds)",
    )
    group.add_argument(
        "--ablation", action="store_true", help="also Kinpath without each of its parts"
    )
    group.add_argument("--gds", metavar="URL", help="a Neo4j with the Graph Data Science library")
    group.add_argument("--gds-password", metavar="PASSWORD", help="of its user")
    group.add_argument("--seed", type=int, default=SEED, help="of all that is drawn")
    group.add_argument(
        "--queries", type=int, default=QUERIES, metavar="N", help="of a task, at most"
    )


def _add_output(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--json", type=Path, metavar="FILE", help="all figures")
    group.add_argument("--plots", type=Path, metavar="FOLDER", help="pictures of each task")
    group.add_argument(
        "--docs", type=Path, metavar="FILE", help="a block of a document is replaced"
    )
    group.add_argument(
        "--block", default="quality", metavar="NAME", help="which one (default: quality)"
    )


if __name__ == "__main__":
    main()
