"""What a community's data lacks or has wrong, with the members whom it is about."""

from community.data_quality.flaws import DataQuality, data_quality
from community.data_quality.report import data_quality_report
from community.data_quality.twins import Twins

__all__ = ["DataQuality", "Twins", "data_quality", "data_quality_report"]
