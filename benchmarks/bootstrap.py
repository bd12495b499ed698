"""Paired bootstrap intervals, as the matcher's own learning takes them."""

from matcher.bootstrap import CONFIDENCE, RESAMPLES, Bootstrap, Interval

__all__ = ["CONFIDENCE", "RESAMPLES", "Bootstrap", "Interval"]
