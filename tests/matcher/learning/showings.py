"""Members who are shown lists of newcomers, and get help from the one whose story is liked most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.records import Record, Relationship
from matcher.feedback import FEEDBACK
from tests.matcher.conftest import day, edge, node
from tests.matcher.learning.club import MEMBERS

NEWCOMERS, LENGTH = 20, 6
"""Who is shown, and how many at a time; the others of the club, the old hands, never are."""
FIRST, LAST = 40, 160
"""Days between which lists are shown."""


def person(number: int) -> str:
    return f"member:m{number:02}"


def shown(member: str, about: str, at: float, goal: str = "peers") -> Relationship:
    """What `kinpath feedback` keeps when it is told that something was shown."""
    kind, verb = FEEDBACK["shown"].kept_as(node(about).kind)
    return said(member, kind.value, about, at, f"feedback:shown@{goal}", verb, goal)


def helped(member: str, about: str, at: float, goal: str = "peers") -> Relationship:
    """The same when it is told that somebody helped a member; no replay for peers looks at it."""
    return said(about, "HELPED", member, at, "feedback:helped", "help", goal)


def said(
    member: str, kind: str, about: str, at: float, key: str, verb: str, goal: str
) -> Relationship:
    bare = edge(member, kind, about, verb=verb, goal=goal)
    moment = day(0) + at * (day(1) - day(0))
    return Relationship(bare.kind, bare.source, bare.target, key, moment, bare.properties)


def liked(seed: int) -> tuple[list[Record], list[int]]:
    """Everybody wrote a story; how many liked it. Old hands are liked more than all newcomers."""
    random = np.random.default_rng(seed)
    likes = [
        int(random.integers(6)) if number < NEWCOMERS else int(random.integers(6, 12))
        for number in range(MEMBERS)
    ]
    told: list[Record] = []
    for number, count in enumerate(likes):
        story = f"content:s{number:02}"
        told.append(node(story, 1, kind="story", title=f"Story {number}"))
        told.append(edge(person(number), "CREATED", story, 1))
        readers = [n for n in random.permutation(MEMBERS).tolist() if n != number][:count]
        told += [edge(person(reader), "ENGAGED", story, 2, verb="like") for reader in readers]
    return told, likes


def choices(
    likes: Sequence[int], lists: int, seed: int, goal: str = "peers", by_lot: bool = False
) -> list[Record]:
    """So many lists of newcomers, of each of which the one who is liked most helped.

    With `by_lot` it is anybody of them.
    """
    random = np.random.default_rng(seed)
    told: list[Record] = []
    seen: set[tuple[int, int]] = set()
    for at in np.sort(random.uniform(FIRST, LAST, size=lists)).tolist():
        one = int(random.integers(MEMBERS))
        fresh = [n for n in range(NEWCOMERS) if n != one and (one, n) not in seen]
        proposed = random.permutation(fresh).tolist()[:LENGTH]
        if len(proposed) < LENGTH:
            continue
        seen |= {(one, n) for n in proposed}
        taken = proposed[0] if by_lot else max(proposed, key=lambda n: likes[n])
        told += [shown(person(one), person(n), at, goal) for n in proposed]
        told.append(helped(person(one), person(taken), at + 2, goal))
    return told
