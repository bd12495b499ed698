"""Forecasts of a community's activity, tried on its own past first."""

from community.health.forecast.risk import Forecast, Tried, WeekAhead, forecast

__all__ = ["Forecast", "Tried", "WeekAhead", "forecast"]
