from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest

from graph.copies import LARGE_BYTES, Copies, Sheet
from graph.lending import Lending, NoRoomLeft
from graph.rewriting import LONG_ROW, Version
from graph.room import mapped_with_room, with_room


def test_places_are_lent_once_and_again_when_given_back() -> None:
    lending = Lending(10, 20)
    first, second, third = (lending.lend(count) for count in (3, 4, 3))
    assert [(each.begin, each.end) for each in (first, second, third)] == [
        (10, 13), (13, 17), (17, 20),
    ]  # fmt: skip
    assert lending.taken == 10
    with pytest.raises(NoRoomLeft, match="1 more"):
        lending.lend(1)
    del first, second
    gc.collect()
    again = lending.lend(7)
    assert (again.begin, again.end) == (10, 17)
    assert lending.taken == 10


def test_a_file_has_room_behind_it_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "numbers"
    kept = np.arange(3_000, dtype=np.int32)
    path.write_bytes(kept.tobytes())
    with path.open("rb") as file:
        mapped = mapped_with_room(file, kept.nbytes)
    assert mapped is not None
    array = np.ndarray(3_000, np.int32, buffer=mapped)
    grown = with_room(array, 9_000)
    grown[3_000:] = 7
    assert np.shares_memory(grown, array)
    assert (grown[:3_000] == kept).all()
    assert (grown[3_000:] == 7).all()
    assert path.read_bytes() == kept.tobytes()
    assert not np.shares_memory(with_room(array, 9_000), array)  # somebody has that room already


@pytest.mark.parametrize("size", [5, LARGE_BYTES // 8])
def test_copies_do_not_see_each_other(size: int) -> None:
    spans = np.arange(2 * size, dtype=np.int64).reshape(-1, 2)
    copies = Copies(spans)
    one, other = copies.copy(), copies.copy()
    one[3] = -1
    assert one[3].tolist() == [-1, -1]
    assert (other == spans).all()
    assert (copies.copy() == spans).all()


@pytest.mark.parametrize("size", [50, LARGE_BYTES // 8])
def test_each_sheet_keeps_what_it_says(size: int) -> None:
    chance = np.random.default_rng(1)
    sheets, expected = [Sheet.of(np.zeros(size))], [np.zeros(size)]
    for value in range(1, 20):
        rows = chance.choice(size, 40, replace=False).astype(np.int32)
        sheets.append(sheets[-1].changed_at(rows, np.full(40, float(value))))
        expected.append(expected[-1].copy())
        expected[-1][rows] = value
    for sheet, array in zip(sheets, expected, strict=True):
        assert (sheet.array == array).all()


def test_versions_keep_their_rows_while_others_are_made() -> None:
    chance = np.random.default_rng(2)
    rows = [chance.integers(0, 99, 4) for _ in range(30)]
    offsets = np.arange(31) * 4
    spans = np.stack([offsets[:-1], offsets[1:]], axis=1)
    version = Version.first(spans, (np.concatenate(rows), np.concatenate(rows) * 2))
    kept = [(version, rows)]
    for _ in range(50):
        nodes = chance.choice(30, 5, replace=False).astype(np.int32)
        rows = list(rows)
        lengths = chance.integers(0, 9, 5)
        lengths[0] = LONG_ROW + 1
        for node, length in zip(nodes.tolist(), lengths.tolist(), strict=True):
            rows[node] = chance.integers(0, 99, length)
        entries = np.concatenate([rows[node] for node in nodes])
        version, lies_at = version.rewritten(nodes, lengths, (entries, entries * 2))
        assert (version.base.columns[0][lies_at] == entries).all()
        kept = [*kept[-5:], (version, rows)]
        for each, said in kept:
            one, other = each.base.columns
            for (begin, end), row in zip(each.spans.tolist(), said, strict=True):
                assert one[begin:end].tolist() == row.tolist()
                assert other[begin:end].tolist() == (row * 2).tolist()
