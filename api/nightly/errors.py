"""What can go wrong with a run for everybody as a whole."""

from __future__ import annotations

from graph.errors import KinpathError


class RunFailed(KinpathError):
    """A run that cannot go on; what it had written stays, and the same command goes on from it."""
