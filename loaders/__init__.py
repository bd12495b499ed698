"""Outside data in, and out again."""

from loaders.load import load
from loaders.recognise import community_of, recognise
from loaders.report import LoadReport, TableReport
from loaders.source import Facts, Rejection, Source

__all__ = [
    "Facts",
    "LoadReport",
    "Rejection",
    "Source",
    "TableReport",
    "community_of",
    "load",
    "recognise",
]
