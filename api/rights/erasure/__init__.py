"""Erasing a member from the store and from all that was made of it, with a report of it."""

from api.rights.erasure.erasing import erase_member, finish_erasures
from api.rights.erasure.report import ErasureReport, report_json

__all__ = ["ErasureReport", "erase_member", "finish_erasures", "report_json"]
