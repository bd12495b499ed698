"""Flaws of data."""
