"""The registry of rivals: each is one file in `benchmarks/peers` and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from benchmarks.rival import Rival


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a rival lives.

    Attributes:
        module: in `benchmarks.peers`, imported when it is asked for.
        type: its class there.
        quick: whether it is among those that are asked when none is named.
    """

    module: str
    type: str
    quick: bool = True


LAMBDAMART = "lambdamart"
"""It learns from past queries and their features, so `benchmarks.contest` makes it."""
RIVALS: Mapping[str, Entry] = {
    "popularity": Entry("most_chosen", "MostChosen"),
    "recency": Entry("lately_chosen", "LatelyChosen"),
    "tf-idf": Entry("tf_idf", "TfIdf"),
    "bm25": Entry("bm25", "Bm25"),
    "embedding": Entry("meaning_only", "MeaningOnly"),
    "adamic-adar": Entry("adamic_adar", "AdamicAdar"),
    "pagerank": Entry("exact_pagerank", "ExactPagerank"),
    "item-knn": Entry("item_knn", "ItemKnn"),
    "ease": Entry("ease", "Ease"),
    "als": Entry("als", "AlternatingLeastSquares"),
    "bpr": Entry("bpr", "BayesianPersonalizedRanking"),
    LAMBDAMART: Entry("lambdamart", "LambdaMart"),
    "lenskit": Entry("lenskit_best", "LensKitBest", quick=False),
    "lightgcn": Entry("light_gcn", "LightGcn", quick=False),
    "fastrp": Entry("neo4j_gds", "GraphEmbedding", quick=False),
}
"""By the name that `--rivals` takes."""
NEEDS_SERVER = frozenset({"fastrp"})
"""Rivals that are made with the address of a Neo4j that has the Graph Data Science library."""


def names_of(chosen: str, *, has_server: bool) -> list[str]:
    """The rivals that `quick`, `all` or a list of names with commas stands for.

    Raises:
        ValueError: a name is not known, or its rival needs a server and there is none.
    """
    if chosen in ("quick", "all"):
        every = (name for name in RIVALS if has_server or name not in NEEDS_SERVER)
        return [name for name in every if chosen == "all" or RIVALS[name].quick]
    names = [name.strip() for name in chosen.split(",") if name.strip()]
    for name in names:
        if name not in RIVALS:
            raise ValueError(f"{name!r} is not one of quick, all, {', '.join(RIVALS)}")
        if name in NEEDS_SERVER and not has_server:
            raise ValueError(f"{name} needs --gds URL, a Neo4j with the Graph Data Science library")
    return names


def make(name: str, *arguments: object) -> Rival:
    """The rival of that name. ImportError says what to install where a library is missing."""
    entry = RIVALS[name]
    try:
        module = import_module(f"benchmarks.peers.{entry.module}")
    except ModuleNotFoundError as error:
        raise ImportError(f"{error.name} is missing: pip install 'kinpath[bench]'") from error
    rival: Rival = getattr(module, entry.type)(*arguments)
    return rival
