"""How much edges say: looked up by their strengths where those tell, and kept where they do not."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency
from graph.records import Record
from matcher.said import Meanings, Said, said_at
from tests.graph.packed import snapshot
from tests.matcher.conftest import edge, node

LEVELS = (0.0, 0.1, 0.35, 1 / 3, 0.1)


@numba.njit
def all_said(  # type: ignore[no-untyped-def]
    said, count
):
    found = np.empty(count, dtype=np.float32)
    for at in range(count):
        found[at] = said_at(said, at)
    return found


def skilled() -> Adjacency:
    """The edges from somebody with a skill of each of the levels."""
    skills = [f"skill:s{place}" for place in range(len(LEVELS))]
    records: list[Record] = [node("member:ada"), *map(node, skills)]
    levels = zip(skills, LEVELS, strict=True)
    records += [edge("member:ada", "HAS_SKILL", skill, level=level) for skill, level in levels]
    return snapshot(records).out


def told(said: Said) -> list[float]:
    """What compiled code and the table say, which is the same."""
    compiled: npt.NDArray[np.float32] = all_said(said.arrays, len(LEVELS))
    assert compiled.tolist() == said.at(slice(len(LEVELS))).tolist()
    return list(compiled.tolist())


def test_half_floats_tell_strengths_as_they_were_packed() -> None:
    side = skilled()
    halves = side.in_half_floats()
    assert halves.strengths.nbytes * 2 == side.strengths.nbytes
    assert halves.strengths.astype(np.float32).tolist() == side.strengths.tolist()
    assert np.shares_memory(halves.in_half_floats().strengths, halves.strengths)


def test_what_strengths_tell_is_looked_up_exactly() -> None:
    side = skilled().in_half_floats()
    # 0.1 is no half float: what it means is kept once, to the last bit.
    meant = np.array([0.0, 0.1, 0.35, 7.0, 0.1], dtype=np.float32)
    meanings = Meanings.of(side, meant)
    assert (len(meanings.own), len(meanings.values)) == (0, 4)
    said = Said.of(side, meanings)
    assert np.shares_memory(said.codes, side.strengths)
    assert told(said) == meant.tolist()


def test_what_strengths_do_not_tell_is_kept() -> None:
    side = skilled().in_half_floats()
    meant = np.array([0.0, 0.1, 0.35, 7.0, 0.2], dtype=np.float32)
    said = Said.of(side, Meanings.of(side, meant))
    assert said.codes.dtype == np.float32
    assert told(said) == meant.tolist()
    assert said.encoded(np.array([0.1])).tolist() == [0.1]


def test_other_values_are_rounded_to_half_floats_and_known_ones_are_not() -> None:
    side = skilled().in_half_floats()
    meant = np.array([0.0, 0.1, 0.35, 7.0, 0.1], dtype=np.float32)
    said = Said.of(side, Meanings.of(side, meant))
    codes = said.encoded(np.array([0.1, 0.7]))
    assert said.values[codes].tolist() == [np.float32(0.1), np.float16(0.7)]
