"""The client: every operation of the HTTP API as a method."""

from __future__ import annotations

from api.client.made import Operations


class Kinpath(Operations):
    """A connection to a Kinpath server; each method is the operation of the same id.

    For example::

        with Kinpath("http://127.0.0.1:8000", key="kp_…") as kinpath:
            for mentor in kinpath.recommend(goal="mentors", member="ada").results:
                print(mentor.name, mentor.explanation.reasons)
    """
