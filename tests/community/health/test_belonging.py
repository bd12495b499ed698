"""Belonging next to connection: aggregates, and never fewer than five."""

from __future__ import annotations

import pytest

from community.health.belonging import _told
from community.health.measuring import health
from graph.records import Record
from tests.community.conftest import Pictured, edge, node
from tests.community.health.communities import members, posts


def answer(name: str, value: float, wave: str = "pre", at: float = 50) -> Record:
    return edge(f"member:{name}", "ANSWERED", "instrument:belonging", at, f"item 1|{wave}",
                item="item 1", wave=wave, value=value)  # fmt: skip


def surveyed() -> list[Record]:
    """Six who know nobody and answer 2, six pairs of whom twelve answer 4."""
    alone = [f"alone{number}" for number in range(6)]
    pairs = [(f"one{number}", f"two{number}") for number in range(6)]
    tied = [name for pair in pairs for name in pair]
    records = [node("instrument:belonging"), *members(*alone, *tied)]
    for name in (*alone, *tied):
        records += posts(name, [40, 50, 60])
    records += [answer(name, 2.0 + (place % 2) * 0.1) for place, name in enumerate(alone)]
    records += [answer(name, 4.0 + (place % 2) * 0.1) for place, name in enumerate(tied)]
    return [*records, *(edge(f"member:{a}", "CONNECTED", f"member:{b}", 45) for a, b in pairs)]


def test_means_by_number_of_ties(pictured: Pictured) -> None:
    cells = {cell.ties: cell for cell in health(pictured(surveyed())).belonging.cells}
    assert (cells["0"].n, cells["1–2"].n) == (6, 12)
    assert [cells["0"].mean, cells["1–2"].mean] == pytest.approx([2.05, 4.05])
    # Student with 5 degrees of freedom: 2.5706 x .05477 / sqrt(6).
    assert cells["0"].low == pytest.approx(2.05 - 2.5706 * 0.054772 / 6**0.5, abs=1e-4)
    assert cells["3–9"].n is None


def test_the_latest_wave_counts_and_who_withheld_research_does_not(pictured: Pictured) -> None:
    withheld = [node(f"member:no{number}", 0, consent=("matching",)) for number in range(6)]
    records = [*surveyed(), *withheld, *(answer(f"no{number}", 1) for number in range(6))]
    records += [answer(f"alone{number}", 5, "post", 58) for number in range(6)]
    cells = {cell.ties: cell for cell in health(pictured(records)).belonging.cells}
    assert (cells["0"].n, cells["0"].mean) == (6, 5.0)


def test_a_small_cell_cannot_be_worked_out_from_the_rest() -> None:
    assert _told([6, 12, 0, 0]) == [True, True, False, False]
    assert _told([6, 12, 3, 0]) == [False, True, False, False]
    assert _told([6, 12, 3, 2]) == [True, True, False, False]
    assert _told([3, 0, 0, 0]) == [False, False, False, False]


def test_without_a_survey_it_says_what_it_would_need(pictured: Pictured) -> None:
    found = health(pictured([*members("ada"), *posts("ada", [1])])).belonging
    assert (found.cells, "would need answers to a survey" in found.note) == ((), True)
