"""An earlier run, from which a later one takes over what did not change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

import polars as pl

from api.nightly.folder import RunFolder
from api.nightly.manifest import Manifest, read_manifest
from graph.errors import InvalidRequest, SnapshotInvalid
from graph.records import EntityId
from graph.snapshot import Snapshot
from graph.snapshot_taking import open_snapshot

SINCE_RUN = "--since-run"


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """A finished run and its folder."""

    folder: RunFolder
    manifest: Manifest

    @classmethod
    def read(cls, folder: RunFolder, option: str = SINCE_RUN) -> Self:
        """The run in a folder. Raises InvalidRequest: there is none, or it is not finished."""
        manifest = read_manifest(folder, option)
        if manifest is None:
            raise InvalidRequest(option, "is no folder of a run: it has no manifest.json")
        if not manifest.finished:
            raise InvalidRequest(option, "is not finished; run its own command again first")
        return cls(folder, manifest)

    def snapshot(self) -> Snapshot | None:
        """The community as it was then; None where that is not kept or of another format."""
        try:
            return open_snapshot(self.folder.snapshot, self.manifest.terms.community)
        except SnapshotInvalid:
            return None

    def askers(self) -> list[str]:
        """Everybody who was asked."""
        asked = pl.scan_parquet(self.folder.askers).filter(pl.col("part").is_not_null())
        return asked.collect()["asker"].to_list()

    def showing(self, entities: Collection[str]) -> set[str]:
        """Who was shown any of these, or a path over one of them."""
        wanted = pl.Series(list(entities), dtype=pl.String).implode()
        over = pl.col("path").list.set_intersection(wanted).list.len() > 0
        shown = self.folder.rows().filter(pl.col("recommended").is_in(wanted) | over)
        return set(shown.select("asker").unique().collect()["asker"])

    def lists_without(self, askers: Collection[str]) -> list[list[EntityId]]:
        """What everybody but these was shown, best first."""
        others = pl.col("asker").is_in(pl.Series(list(askers), dtype=pl.String).implode()).not_()
        rows = self.folder.rows().filter(others).sort("asker", "rank")
        lists = rows.group_by("asker", maintain_order=True).agg("recommended").collect()
        return [[EntityId(each) for each in shown] for shown in lists["recommended"].to_list()]


@dataclass(frozen=True, slots=True)
class Since:
    """Where a run starts from: a revision, and the run that was made at it, if that is at hand."""

    revision: int
    earlier: EarlierRun | None = None

    @classmethod
    def run(cls, folder: RunFolder) -> Self:
        """Since the run in a folder. Raises InvalidRequest: there is none that is finished."""
        earlier = EarlierRun.read(folder)
        return cls(earlier.manifest.terms.revision, earlier)

    def lists_that_stay(self, folder: RunFolder) -> list[list[EntityId]]:
        """What those were shown by the earlier run who are not asked again by that of `folder`."""
        if self.earlier is None:
            return []
        return self.earlier.lists_without(pl.read_parquet(folder.askers)["asker"].to_list())
