"""Runs for everybody: many processes, many machines, parts that outlive a kill, parquet."""

from api.nightly.beginning import NightlyRun
from api.nightly.earlier import Since
from api.nightly.folder import RunFolder
from api.nightly.manifest import Manifest, Terms
from api.nightly.merging import merge
from api.nightly.processes import Processes
from api.nightly.run import answer_community

__all__ = [
    "Manifest",
    "NightlyRun",
    "Processes",
    "RunFolder",
    "Since",
    "Terms",
    "answer_community",
    "merge",
]
