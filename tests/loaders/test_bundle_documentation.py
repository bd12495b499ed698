"""Every table and column of a bundle is described."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.schema import INTERACTION_VERBS, RELATIONSHIP_VERBS
from loaders.bundle_tables import PROPERTIES, TABLES, Table

TEXT = (Path(__file__).parent.parent.parent / "docs" / "bundle.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_tables_are_described_column_by_column(table: Table) -> None:
    (row,) = re.findall(rf"^\| `{table.name}`[^|]*\|(.*)\|$", TEXT, re.MULTILINE)[:1]
    extensions = re.findall(rf"^\| [^|]*`{table.name}`[^|]*\| `(\w+)` \|", TEXT, re.MULTILINE)
    described = {*re.findall(r"\w+", row), *extensions}
    assert set(table.columns) <= described
    assert table.required == set(re.findall(r"\*\*(\w+)\*\*", row))


def test_verbs_and_the_column_of_every_table_are_described() -> None:
    assert f"`{PROPERTIES}`" in TEXT
    for verb in {*INTERACTION_VERBS, *RELATIONSHIP_VERBS} - {"met"}:
        assert f"`{verb}`" in TEXT
