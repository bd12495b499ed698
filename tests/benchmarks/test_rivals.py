"""The registry: every rival can be made by its name, and what is missing is named."""

from __future__ import annotations

import sys

import pytest

from benchmarks.rivals import LAMBDAMART, NEEDS_SERVER, RIVALS, make, names_of


def test_every_rival_is_made_by_its_name() -> None:
    made = [make(name) for name in RIVALS if name not in {LAMBDAMART, *NEEDS_SERVER}]
    made.append(make("fastrp", "bolt://neo4j@localhost:7687", None))
    assert len({rival.name for rival in made}) == len(RIVALS) - 1
    assert all(rival.grid for rival in made)


def test_names_are_chosen() -> None:
    quick, every = names_of("quick", has_server=False), names_of("all", has_server=False)
    assert set(quick) < set(every) < set(RIVALS)
    assert names_of("all", has_server=True) == list(RIVALS)
    assert names_of("ease, bm25", has_server=False) == ["ease", "bm25"]
    with pytest.raises(ValueError, match="'esae' is not one of quick, all, popularity"):
        names_of("esae", has_server=False)
    with pytest.raises(ValueError, match="fastrp needs --gds"):
        names_of("fastrp", has_server=False)


def test_a_missing_library_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)
    monkeypatch.delitem(sys.modules, "benchmarks.peers.bm25", raising=False)
    with pytest.raises(ImportError, match=r"bm25s is missing: pip install 'kinpath\[bench\]'"):
        make("bm25")
