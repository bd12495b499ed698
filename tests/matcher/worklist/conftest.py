"""Small communities, and their worklists as of a time: dates do not depend on today's."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from community.picture import Picture
from graph.records import Record
from matcher.worklist import Wanted, Worklist, make_worklist
from matcher.worklist.making import standing_of
from matcher.worklist.standing import Standing
from tests.matcher.conftest import Community, day, edge, node

Build = Callable[[Iterable[Record]], Community]
NOW = 100
"""The day for which lists are made."""


def list_of(house: Community, at: int = NOW, **wanted: int | float) -> Worklist:
    matcher = house.matcher()
    asked = Wanted(as_of=day(at), **wanted)  # type: ignore[arg-type]
    return make_worklist(matcher, Picture.of(house.store, matcher.snapshot, day(at)), asked)


def standing_in(house: Community, at: int = NOW) -> Standing:
    picture = Picture.of(house.store, house.matcher().snapshot, day(at))
    return standing_of(picture, day(at))


def member(name: str, joined: int = 0, **said: object) -> Record:
    return node(f"member:{name}", joined, name=name.title(), **said)


def wrote(name: str, content: str, at: int, skill: str = "optics", **said: object) -> list[Record]:
    """A piece of content about a skill, and who wrote it."""
    return [
        node(f"content:{content}", at, title=content.title(), **said),
        edge(f"member:{name}", "CREATED", f"content:{content}", at),
        edge(f"content:{content}", "ABOUT", f"skill:{skill}"),
    ]


def asked(name: str, content: str, at: int) -> list[Record]:
    return wrote(name, content, at, kind="question")


def answered(name: str, answer: str, question: str, at: int) -> list[Record]:
    replied = edge(f"content:{answer}", "REPLIES_TO", f"content:{question}", at)
    return [*wrote(name, answer, at, kind="answer"), replied]


@pytest.fixture
def club() -> list[Record]:
    """Olaf and Rita know optics and each other; Nora, who is new, asked; Sol is alone.

    Max has room for one mentee, Full for none; Lea came every week and stopped.
    """
    return [
        node("skill:optics", name="optics"),
        node("skill:bread", name="bread"),
        node("group:makers", 1, name="Makers"),
        edge("group:makers", "DEVELOPS", "skill:optics"),
        *(member(name) for name in ("olaf", "rita", "sol", "lea", "eve")),
        member("max", roles=["mentor"], capacity=1),
        member("full", roles=["mentor"], capacity=1),
        member("nora", 95),
        edge("member:full", "MENTORS", "member:eve", 5),
        *(edge(f"member:{name}", "HAS_SKILL", "skill:optics") for name in ("max", "full")),
        edge("member:eve", "SEEKS_SKILL", "skill:optics", 90),
        edge("member:rita", "SEEKS_SKILL", "skill:optics", 90),
        *asked("rita", "lens", 60),
        *answered("olaf", "focus", "lens", 61),
        edge("member:olaf", "CONNECTED", "member:rita", 62),
        *(edge(f"member:{name}", "JOINED", "group:makers", 90) for name in ("olaf", "max", "full")),
        edge("member:sol", "JOINED", "group:makers", 95),
        *(node(f"group:g{week}", 1, name=f"Group {week}") for week in range(6)),
        *(edge("member:lea", "JOINED", f"group:g{week}", 43 + 7 * week) for week in range(6)),
        edge("member:lea", "CONNECTED", "member:max", 41),
        *asked("nora", "prism", 97),
    ]
