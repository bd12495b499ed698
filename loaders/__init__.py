"""Outside data in, and out again."""

from loaders.export import ExportReport, export_bundle, export_table
from loaders.load import load
from loaders.recognise import community_of, recognise
from loaders.report import LoadReport, TableReport
from loaders.source import Facts, Rejection, Source

__all__ = [
    "ExportReport",
    "Facts",
    "LoadReport",
    "Rejection",
    "Source",
    "TableReport",
    "community_of",
    "export_bundle",
    "export_table",
    "load",
    "recognise",
]
