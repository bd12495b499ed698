"""How well Kinpath finds those who then answered, beside simple methods: replayed history.

`python -m benchmarks.quality` measures on the demo's community, and with `--store` and
`--community` on any that has questions and answers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from benchmarks.comparison import compare
from benchmarks.datasets import content_hash, opened
from benchmarks.kinpath_method import Kinpath
from benchmarks.method import Method
from benchmarks.peers import EmbeddingOnly, Popularity, RecencyPopularity, Tfidf
from benchmarks.quality_report import Run, as_json, as_text
from benchmarks.questions import Question, read_questions
from benchmarks.replay import replay
from benchmarks.report import replace_block, surroundings, tell, write_json
from graph.embeddings import Embedder, SentenceTransformerEmbedder, embed_missing
from graph.records import EntityId
from graph.snapshot import take_snapshot
from graph.store import GraphStore
from matcher import Matcher

SEED = 20_180_713
MODES = {"frozen": (True,), "fresh": (False,), "both": (True, False)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write what was asked for."""
    chosen = command_line().parse_args(arguments)
    with opened(chosen.store, chosen.community, password=chosen.password, progress=tell) as store:
        runs = measure(store, MODES[chosen.evidence])
        setting = {
            "community": store.community,
            "content": content_hash(store),
            "seed": SEED,
            "versions": surroundings(),
        }
    text = as_text(runs, setting)
    sys.stdout.write(text + "\n")
    if chosen.json:
        write_json(chosen.json, as_json(runs, setting))
    if chosen.docs:
        replace_block(chosen.docs, "quality", text)


def measure(store: GraphStore, modes: Sequence[bool]) -> list[Run]:
    """All methods on one community; `modes` says of each run whether its evidence is frozen."""
    questions = read_questions(store)
    if not questions:
        raise SystemExit(f"community {store.community!r} has no questions to replay")
    embedder = SentenceTransformerEmbedder()
    embed_missing(store, embedder, progress=tell)
    with TemporaryDirectory(prefix="kinpath-benchmark-") as folder:
        snapshot = take_snapshot(store, Path(folder) / "snapshot", embedder.name)
        methods: list[Method] = [
            Kinpath(Matcher(snapshot, embedder, store)),
            Popularity(),
            RecencyPopularity(),
            Tfidf(),
            EmbeddingOnly(_vectors(store, embedder, questions)),
        ]
        return [_run(methods, questions, frozen) for frozen in modes]


def _run(methods: list[Method], questions: list[Question], frozen: bool) -> Run:
    replayed = replay(questions, frozen=frozen)
    results = compare(methods, questions, replayed, seed=SEED, progress=tell)
    return Run(frozen, replayed, tuple(results))


def _vectors(
    store: GraphStore, embedder: Embedder, questions: list[Question]
) -> dict[EntityId, npt.NDArray[np.float32]]:
    """The stored vector of each question; one that says nothing is near nothing."""
    nothing = np.zeros(embedder.dimension, dtype=np.float32)
    found = {question.id: store.vector(embedder.name, question.id) for question in questions}
    return {id_: nothing if vector is None else vector for id_, vector in found.items()}


def command_line() -> argparse.ArgumentParser:
    """The options, as `--help` shows them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--store", metavar="URL", help="a store that has questions and answers")
    parser.add_argument("--community", metavar="ID", help="which community of that store")
    parser.add_argument("--password", help="for a store that asks for one")
    parser.add_argument(
        "--evidence",
        choices=MODES,
        default="both",
        help="frozen: only what was known at the cutoff; fresh: at each question's moment",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures there")
    parser.add_argument(
        "--docs", type=Path, metavar="FILE", help="also replace the block 'quality' of a document"
    )
    return parser


if __name__ == "__main__":
    main()
