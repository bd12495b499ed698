from __future__ import annotations

import json
from pathlib import Path

from loaders.quarantine import Quarantine
from loaders.source import Rejection


def test_two_loads_of_one_source_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "club.quarantine.jsonl"
    rejection = Rejection("members", "members.csv", 3, "id is missing", {"name": "Ada"})
    with Quarantine(path) as one, Quarantine(path) as other:
        one.add(rejection)
        other.add(rejection)
        other.add(rejection)
    written = [json.loads(line) for line in path.read_text().splitlines()]
    assert [row["line"] for row in written] == [3]  # of the one that ended last
    assert list(tmp_path.iterdir()) == [path]
