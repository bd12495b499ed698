"""What the reports print and where they write."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.report import replace_block, surroundings, table


def test_a_table_is_markdown_with_even_columns() -> None:
    assert table(["method", "x"], [["a", "0.5"], ["longer than", "1"]]).splitlines() == [
        "| method      | x   |",
        "| ----------- | --- |",
        "| a           | 0.5 |",
        "| longer than | 1   |",
    ]


def test_only_the_block_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- x:begin why -->\nold\n<!-- x:end -->\nafter\n")

    replace_block(page, "x", r"new \1")
    replace_block(page, "x", r"newer \1")

    assert page.read_text() == (
        "before\n<!-- x:begin why -->\n\nnewer \\1\n\n<!-- x:end -->\nafter\n"
    )


def test_a_document_without_the_block_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing here\n")
    with pytest.raises(ValueError, match="0 blocks named x"):
        replace_block(page, "x", "new")
    assert page.read_text() == "nothing here\n"


def test_surroundings_name_the_versions_that_matter() -> None:
    assert {"python", "platform", "kinpath", "numpy"} <= set(surroundings())
