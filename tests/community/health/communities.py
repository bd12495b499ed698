"""Small communities for tests of health: records from a few words."""

from __future__ import annotations

from collections.abc import Iterable

from graph.records import Record
from tests.community.conftest import edge, node


def members(*names: str, at: float = 0) -> list[Record]:
    return [node(f"member:{name}", at, name=name.title()) for name in names]


def posts(name: str, days: Iterable[float]) -> list[Record]:
    """Somebody writes something on each of these days."""
    written: list[Record] = []
    for number, at in enumerate(days):
        thing = f"content:{name}-{number}"
        written += [node(thing, at, kind="post"), edge(f"member:{name}", "CREATED", thing, at)]
    return written


def looks(name: str, days: Iterable[float]) -> list[Record]:
    """Somebody reads something on each of these days."""
    seen = [edge(f"member:{name}", "ENGAGED", "skill:s", at, str(at), verb="view") for at in days]
    return [node("skill:s"), *seen]


def question(name: str, asker: str, at: float, *answers: tuple[str, float]) -> list[Record]:
    """A question, and who answered it when."""
    records: list[Record] = [
        node(f"content:{name}", at, kind="question"),
        edge(f"member:{asker}", "CREATED", f"content:{name}", at),
    ]
    for number, (who, when) in enumerate(answers):
        answer = f"content:{name}-{number}"
        records += [
            node(answer, when, kind="answer"),
            edge(f"member:{who}", "CREATED", answer, when),
            edge(answer, "REPLIES_TO", f"content:{name}", when),
        ]
    return records


def helped(helper: str, other: str, at: float) -> Record:
    return edge(f"member:{helper}", "HELPED", f"member:{other}", at, str(at))
