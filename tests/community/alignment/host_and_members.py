"""A small community whose host drifts away, with a theme that nobody at the host speaks of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from graph.progress import Progress, silent
from graph.records import Record
from tests.community.conftest import edge, node

DIMENSION = 24
ABOUT = {"food": 0, "repair": 1, "care": 2, "profit": 3}
"""What texts are about: each has a direction of its own; other texts point anywhere."""
WORDS = {
    "food": "grow food and soil on every street",
    "repair": "mend broken lamps and bicycles",
    "care": "nobody grows old alone here",
    "profit": "sell more gadgets every quarter",
}
MEMBERS_OF_A_THEME = 20
QUARTER = 91


class Words:
    """An embedder that hears what is known to be about something, and nothing else."""

    name = "words"
    dimension = DIMENSION

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> npt.NDArray[np.float32]:
        return np.array([direction(self._about(text)) for text in texts], dtype=np.float32)

    @staticmethod
    def _about(text: str) -> str:
        return next(name for name, words in WORDS.items() if words in text)


def direction(about: str) -> list[float]:
    return [float(place == ABOUT[about]) for place in range(DIMENSION)]


def near(about: str, random: np.random.Generator, noise: float = 0.08) -> list[float]:
    return [each + noise * float(random.normal()) for each in direction(about)]


def anywhere(random: np.random.Generator) -> list[float]:
    return [float(random.normal()) for _ in range(DIMENSION)]


def drifting() -> tuple[list[Record], dict[str, list[float]]]:
    """The host speaks of food for two years, and of profit after; care is never spoken of.

    Members of three themes state a purpose, 20 of each, one after another over four years. Staff
    write about repair (10 pieces), and about food in the first half of the time, then of profit.
    """
    random = np.random.default_rng(7)
    records: list[Record] = [
        node("community:test", name="Test", purpose=WORDS["profit"], values=("care", "growth"))
    ]
    vectors: dict[str, list[float]] = {}
    for number, about, day in ((1, "food", 0), (2, "profit", 730)):
        purpose = f"purpose:host{number}"
        records += [
            node(purpose, statement=WORDS[about]),
            edge("community:test", "PURSUES", purpose, day),
        ]
        vectors[purpose] = direction(about)
    records.append(edge("purpose:host2", "REVISES", "purpose:host1", 730))
    _members(records, vectors, random)
    _other_texts(records, vectors, random)
    _staff(records, vectors, random)
    return records, vectors


def _members(
    records: list[Record], vectors: dict[str, list[float]], random: np.random.Generator
) -> None:
    for about in ("food", "repair", "care"):
        for number in range(MEMBERS_OF_A_THEME):
            member, purpose = f"member:{about}{number:02}", f"purpose:{about}{number:02}"
            kind = "donor" if number % 4 == 0 else "member"
            day = 1460 * (number + 0.5) / MEMBERS_OF_A_THEME
            said = {"values": ("Care", "rest")} if about == "care" else {"values": ("rest",)}
            records += [
                node(member, 0, name=member, kind=kind),
                node(purpose, day, statement=f"I {WORDS[about]}, number {number}", **said),
                edge(member, "HOLDS", purpose, day),
            ]
            vectors[purpose] = near(about, random)


def _other_texts(
    records: list[Record], vectors: dict[str, list[float]], random: np.random.Generator
) -> None:
    for number in range(200):
        content = f"content:{number:03}"
        records += [
            node(content, number, kind="story", title=f"Something else, {number}"),
            edge("member:food00", "CREATED", content, number),
        ]
        vectors[content] = anywhere(random)


def _staff(
    records: list[Record], vectors: dict[str, list[float]], random: np.random.Generator
) -> None:
    records.append(node("member:staff", 0, name="Staff", kind="staff"))
    for number in range(40):
        day = 1460 * number / 40
        about = "repair" if number % 4 == 0 else "food" if day < 730 else "profit"
        content = f"content:staff{number:02}"
        records += [
            node(content, day, kind="post", title=f"{WORDS[about]} {number}"),
            edge("member:staff", "CREATED", content, day),
        ]
        vectors[content] = near(about, random) if about != "profit" else anywhere(random)
