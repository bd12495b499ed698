"""An earlier run and a later one that starts from it, as one."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl

from api.nightly.earlier import EarlierRun
from api.nightly.folder import RunFolder, write_frame
from api.nightly.manifest import DATED, Manifest, finish
from graph.errors import InvalidRequest


def merge(older: Path, newer: Path, out: Path) -> Manifest:
    """Write a run to `out` that has the newer one's rows and, of all others, the older one's.

    The result stands for a run for everybody at the newer revision, and a later one may start
    from it. Whoever was asked again has their newer rows only, also where there are none now;
    whoever may not be matched any more has none.

    Args:
        older: folder of a finished run.
        newer: folder of a finished run since the revision of the older one.
        out: a folder that is empty or not there yet.

    Raises:
        InvalidRequest: the newer run does not start from the older one, or `out` holds something.
    """
    first = EarlierRun.read(RunFolder(older), "older")
    second = EarlierRun.read(RunFolder(newer), "newer")
    _check(first, second)
    folder = _empty(out)
    kept = _kept(first, second)
    offset = first.manifest.partitions
    for part, path in enumerate(first.folder.parts()):
        rows = pl.read_parquet(path)
        write_frame(folder.part(part), rows.join(kept, on="asker", how="semi"))
    for part, path in enumerate(second.folder.parts(), offset):
        write_frame(folder.part(part), pl.read_parquet(path))
    again = pl.read_parquet(second.folder.askers).drop_nulls().with_columns(pl.col("part") + offset)
    write_frame(folder.askers, pl.concat([kept, again]))
    _copy_what_it_goes_by(second.folder, folder)
    return _told(folder, second.manifest, offset, kept.height + again.height)


def _check(first: EarlierRun, second: EarlierRun) -> None:
    begins = second.manifest.terms.since
    if begins != first.manifest.terms.revision:
        at = "with everybody" if begins is None else f"from revision {begins}"
        raise InvalidRequest(
            "newer", f"begins {at}, the older one is of revision {first.manifest.terms.revision}"
        )
    wrong = first.manifest.terms.differences(second.manifest.terms, DATED)
    if wrong:
        raise InvalidRequest("newer", f"was made on other terms: {'; '.join(wrong)}")


def _empty(out: Path) -> RunFolder:
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise InvalidRequest("out", "is a folder that is not empty")
    return RunFolder(out)


def _kept(first: EarlierRun, second: EarlierRun) -> pl.DataFrame:
    """Who was asked in the older run alone, and in which of its parts."""
    asked = pl.read_parquet(first.folder.askers).drop_nulls()
    if second.manifest.why_everybody is not None:
        return asked.clear()
    return asked.join(pl.read_parquet(second.folder.askers), on="asker", how="anti")


def _copy_what_it_goes_by(newer: RunFolder, folder: RunFolder) -> None:
    if newer.snapshot.exists():
        shutil.copytree(newer.snapshot, folder.snapshot)
    for path, place in ((newer.weights, folder.weights), (newer.goal, folder.goal)):
        if path.exists():
            shutil.copy(path, place)


def _told(folder: RunFolder, newer: Manifest, offset: int, askers: int) -> Manifest:
    whole = replace(
        newer,
        terms=replace(newer.terms, since=None),
        askers=askers,
        partitions=offset + newer.partitions,
        why_everybody=None,
    )
    return finish(folder, whole)
