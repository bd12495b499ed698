"""What a community's data lacks or has wrong, with the members whom it is about."""

from community.data_quality.flaws import flaws
from community.data_quality.report import data_quality_report

__all__ = ["data_quality_report", "flaws"]
