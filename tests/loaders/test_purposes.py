"""What the table of purposes says beside the statement: parts, and stages old, new and unknown."""

from __future__ import annotations

from pathlib import Path

from graph.store import GraphStore
from loaders import load
from tests.loaders.bundles import Row, Tables, write_bundle

PARTS = {"for_whom": "newcomers", "brings": "bread", "because": "I was one", "horizon": "a year"}


def test_parts_are_kept_and_unknown_stages_are_named(store: GraphStore, tmp_path: Path) -> None:
    stages = ("reflect", "Discover", "ponder", "ponder", None)
    rows: list[Row] = [
        {"member_id": "ada", "id": f"p{number}", "statement": f"S {number}", "stage": stage}
        for number, stage in enumerate(stages)
    ]
    rows[0] |= PARTS
    tables: Tables = {"members": [{"id": "ada"}], "purposes": rows}
    report = load(write_bundle(tmp_path / "acme", tables), store)
    assert report.unknown_stages == {"ponder": 2}
    assert report.to_json()["unknown_stages"] == {"ponder": 2}
    first, _, third, *_ = (found for found in store.entities() if found.kind == "purpose")
    assert first.properties == {"statement": "S 0", "stage": "reflect", **PARTS}
    assert third.properties["stage"] == "ponder"
