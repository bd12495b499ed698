"""A small club with a history: sixty members who meet over half a year, by a rule that is known."""

from __future__ import annotations

from typing import Literal

import numpy as np

from graph.records import Record
from tests.matcher.conftest import edge, node

MEMBERS, GROUPS, DAYS = 60, 8, 180
Rule = Literal["popular", "random"]
"""Whom somebody meets: those whom many have met (which the default hardly minds), or anybody."""


def club(rule: Rule, seed: int = 1, meetings: int = 160) -> list[Record]:
    """Members, the groups they are in, and who met whom when; the same for the same seed."""
    random = np.random.default_rng(seed)
    told: list[Record] = [node(f"member:m{n:02}", 0, name=f"Member {n}") for n in range(MEMBERS)]
    told += [node(f"group:g{n}", 0, name=f"Group {n}") for n in range(GROUPS)]
    told += [
        edge(f"member:m{n:02}", "JOINED", f"group:g{group}", 0)
        for n in range(MEMBERS)
        for group in random.choice(GROUPS, size=2, replace=False).tolist()
    ]
    met: set[tuple[int, int]] = set()
    weights = np.ones(MEMBERS)
    for day in np.sort(random.integers(1, DAYS, size=meetings)).tolist():
        one = int(random.integers(MEMBERS))
        chances = weights**3 if rule == "popular" else np.ones(MEMBERS)
        chances[[one, *(other for first, other in met if first == one)]] = 0.0
        other = int(random.choice(MEMBERS, p=chances / chances.sum()))
        met |= {(one, other), (other, one)}
        weights[other] += 1.0
        told.append(edge(f"member:m{one:02}", "FOLLOWS", f"member:m{other:02}", day))
    return told
