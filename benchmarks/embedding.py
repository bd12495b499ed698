"""How fast texts become vectors on a processor: PyTorch beside ONNX Runtime and OpenVINO.

`python -m benchmarks.embedding` embeds distinct texts of the example community, each alone, turn by
turn, on one thread and on all, with the cosine to PyTorch's vector of the same text beside.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.alternating import alternate, spread, times_faster
from benchmarks.peers.onnx_embedding import OnnxEmbedder
from benchmarks.report import replace_block, surroundings, table, tell, write_json
from graph.embedding_backends import TORCH
from graph.embeddings import Embedder, SentenceTransformerEmbedder, Vectors
from graph.errors import ModelNotFound
from graph.store import open_store
from loaders import load

SEED = 7
TEXTS = 200
PASSES = 5
EXAMPLE = Path("examples/quantum_computing")
ONE, ALL = "one thread", "all threads"

MAKERS: Mapping[str, Callable[[int | None], Embedder]] = {
    TORCH: lambda threads: SentenceTransformerEmbedder(threads=threads),
    "onnx": OnnxEmbedder,
    "openvino": lambda threads: SentenceTransformerEmbedder(backend="openvino", threads=threads),
    "openvino-bf16": lambda threads: SentenceTransformerEmbedder(
        backend="openvino-bf16", threads=threads
    ),
}


@dataclass(frozen=True, slots=True)
class Contest:
    """Everybody on the same texts.

    Attributes:
        threads: `ONE` or `ALL`.
        texts: how many were embedded in a pass.
        seconds: of each pass, by backend.
        cosines: (texts,) to PyTorch's vector of the same text, by backend.
        left_out: why a backend did not run, by backend.
    """

    threads: str
    texts: int
    seconds: Mapping[str, list[float]]
    cosines: Mapping[str, Vectors]
    left_out: Mapping[str, str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write what was asked for."""
    chosen = command_line().parse_args(arguments)
    texts = distinct_texts(chosen.data, chosen.texts)
    contests = [hold(texts, threads, chosen.passes) for threads in (ONE, ALL)]
    text = as_text(contests)
    sys.stdout.write(text + "\n")
    if chosen.json:
        write_json(chosen.json, as_json(contests))
    if chosen.docs:
        replace_block(chosen.docs, "embedding", text)


def distinct_texts(folder: Path, most: int) -> list[str]:
    """At most that many different texts of a community's files, drawn by the seed."""
    with (
        TemporaryDirectory(prefix="kinpath-benchmark-") as place,
        open_store(f"sqlite:///{place}/texts.db", "kinpath-benchmark") as store,
    ):
        load(folder, store)
        texts = sorted({entry.text for entry in store.texts_without_vector("none")})
    return random.Random(SEED).sample(texts, min(most, len(texts)))  # noqa: S311 - no secret


def hold(texts: Sequence[str], threads: str, passes: int) -> Contest:
    """Every backend that is installed, turn by turn."""
    contenders, left_out = ready(1 if threads == ONE else None)
    vectors: dict[str, Vectors] = {}

    def work(name: str) -> None:
        vectors[name] = contenders[name].embed(texts)

    seconds = alternate({name: partial(work, name) for name in contenders}, passes, tell)
    cosines = {name: (found * vectors[TORCH]).sum(axis=1) for name, found in vectors.items()}
    return Contest(threads, len(texts), seconds, cosines, left_out)


def ready(threads: int | None) -> tuple[dict[str, Embedder], dict[str, str]]:
    """Who can run, with the model loaded, and why the others cannot."""
    contenders: dict[str, Embedder] = {}
    left_out: dict[str, str] = {}
    for name, make in MAKERS.items():
        try:
            contenders[name] = make(threads)
            contenders[name].embed(["ready"])
        except (ImportError, ModelNotFound) as reason:
            contenders.pop(name, None)
            left_out[name] = str(reason)
    return contenders, left_out


def as_text(contests: Sequence[Contest]) -> str:
    """Markdown, readable as it stands."""
    rows = []
    for contest in contests:
        for name, seconds in contest.seconds.items():
            faster = times_faster(seconds, contest.seconds[TORCH])
            cosine = contest.cosines[name]
            row = [contest.threads, name, spread([contest.texts / each for each in seconds])]
            row += ["1" if name == TORCH else spread(faster, 2)]
            rows.append([*row, f"{cosine.min():.6f}", f"{cosine.mean():.6f}"])
    header = ["threads", "backend", "texts a second", "times faster than torch"]
    header += ["smallest cosine", "mean cosine"]
    first = contests[0]
    missing = "".join(f"\n\nLeft out: {name}: {why}." for name, why in first.left_out.items())
    versions = ", ".join(f"{name} {found}" for name, found in surroundings().items())
    return (
        f"{table(header, rows)}{missing}\n\nMedian [least, greatest] of "
        f"{len(first.seconds[TORCH])} alternating passes over {first.texts} distinct texts in one "
        f"process, each text alone; ratios are paired, seed {SEED}.\n{versions}."
    )


def as_json(contests: Sequence[Contest]) -> dict[str, Any]:
    """Every pass of every backend, in seconds, and what its vectors are worth."""
    return {
        "seed": SEED,
        "versions": surroundings(),
        "contests": [
            {
                "threads": contest.threads,
                "texts": contest.texts,
                "seconds": dict(contest.seconds),
                "smallest_cosine": {name: float(v.min()) for name, v in contest.cosines.items()},
                "mean_cosine": {name: float(v.mean()) for name, v in contest.cosines.items()},
                "left_out": dict(contest.left_out),
            }
            for contest in contests
        ],
    }


def command_line() -> argparse.ArgumentParser:
    """The options, as `--help` shows them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.embedding", description=__doc__)
    parser.add_argument("--data", type=Path, default=EXAMPLE, metavar="FOLDER")
    parser.add_argument("--texts", type=int, default=TEXTS, metavar="N")
    parser.add_argument("--passes", type=int, default=PASSES, metavar="N")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every pass there")
    parser.add_argument(
        "--docs", type=Path, metavar="FILE", help="also replace the block 'embedding' of a document"
    )
    return parser


if __name__ == "__main__":
    main()
