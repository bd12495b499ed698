"""Weights learned from a community's own replayed past."""
