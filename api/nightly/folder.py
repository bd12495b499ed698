"""The folder of one run: which files it holds, each of them whole or not there."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from api.nightly.rows import ROWS
from api.whole_files import writing
from graph.durable import flush


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where a run keeps what it was asked, what it goes by, and what it found.

    Attributes:
        path: the folder itself; every process of a run must reach it by this path.
    """

    path: Path

    @property
    def manifest(self) -> Path:
        """What the folder is, as JSON."""
        return self.path / "manifest.json"

    @property
    def askers(self) -> Path:
        """Who is asked, and in which part."""
        return self.path / "askers.parquet"

    @property
    def snapshot(self) -> Path:
        """The community as it is asked about."""
        return self.path / "snapshot"

    @property
    def weights(self) -> Path:
        """The learned weights that answer, where there are any."""
        return self.path / "weights.json"

    @property
    def goal(self) -> Path:
        """How the goal is set, where it is not as it comes."""
        return self.path / "goal.json"

    @property
    def sharing(self) -> Path:
        """What is worked out beforehand where people share exposure; gone when all is answered."""
        return self.path / "sharing"

    def part(self, part: int) -> Path:
        """The answers of one part."""
        return self.path / f"part-{part:05d}.parquet"

    def pool(self, part: int) -> Path:
        """Whom the questions of one part could show."""
        return self.sharing / f"pool-{part:05d}.parquet"

    def plan(self, part: int) -> Path:
        """Whom the questions of one part are to show."""
        return self.sharing / f"plan-{part:05d}.parquet"

    def parts(self) -> list[Path]:
        """The parts that are there, in order."""
        return sorted(self.path.glob("part-*.parquet"))

    def rows(self) -> pl.LazyFrame:
        """The rows of all the parts that are there."""
        parts = self.parts()
        return pl.scan_parquet(parts) if parts else pl.LazyFrame(schema=ROWS)

    def clear(self) -> None:
        """Delete what a run writes here, and nothing else; the manifest goes first."""
        own = (self.manifest, self.askers, self.weights, self.goal, *self.parts())
        for path in own:
            path.unlink(missing_ok=True)
        for folder in (self.snapshot, self.sharing):
            shutil.rmtree(folder, ignore_errors=True)
        for left in self.path.glob(".*.parquet.*"):
            left.unlink(missing_ok=True)

    def holds_other_things(self) -> bool:
        """Whether anything lies here that no run wrote."""
        files = {self.manifest, self.askers, self.weights, self.goal}
        own = {*files, self.snapshot, self.sharing}
        there = set(self.path.iterdir()) if self.path.exists() else set()
        left = (path for path in there - own - set(self.parts()) if path.name[0] != ".")
        return any(left)


def missing(paths: Iterable[Path]) -> list[int]:
    """The places of those of the paths that are not there."""
    return [place for place, path in enumerate(paths) if not path.exists()]


def write_frame(path: Path, frame: pl.DataFrame) -> None:
    """Write a table that appears whole, and outlives a loss of power, or not at all."""
    with writing(path) as file:
        frame.write_parquet(file)
    flush(path.parent)


def write_text(path: Path, text: str) -> None:
    """Write a text that appears whole, and outlives a loss of power, or not at all."""
    with writing(path) as file:
        file.write(text.encode())
    flush(path.parent)
