"""From when on a community is large, and a question looks at less of all that it could."""

from __future__ import annotations

from graph.snapshot import Snapshot

NODES = 50_000
"""Nodes from which a community is large: some forty thousand members and what they made."""


def is_large(snapshot: Snapshot) -> bool:
    """Whether a question looks at fewer candidates there, and at less evidence of each."""
    return snapshot.in_sight >= NODES
