"""What a folder of answers for everybody says of itself: `manifest.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

import polars as pl

from api.nightly.folder import RunFolder, write_text
from graph.errors import InvalidRequest, shortened_place

FORMAT = 1
"""Version of the folder's layout."""
DATED = ("revision", "stamp", "since")
"""Terms in which a run may differ from the one that it starts from."""


@dataclass(frozen=True, slots=True)
class Terms:
    """All that decides the rows of a run; parts that were made on other terms do not mix.

    Attributes:
        kinpath: the version that answers.
        community: whose members are asked.
        revision: of the community.
        stamp: of the store at that revision; None where it moved on while the snapshot was taken.
        goal: what is asked for.
        k: how many results at most.
        model: the weights, as answers are signed.
        embeddings: the embedding model.
        exclude: never recommended.
        as_of: the past time that is asked from, None: now.
        evenness: what was given in place of the goal's own.
        since: only those whose surroundings changed after this revision; None: everybody.
        goal_version: of the goal, as it was set when the run began; 0: as it comes.
    """

    kinpath: str
    community: str
    revision: int
    stamp: str | None
    goal: str
    k: int
    model: str
    embeddings: str
    exclude: tuple[str, ...] = ()
    as_of: str | None = None
    evenness: float | None = None
    since: int | None = None
    goal_version: int = 0

    def differences(self, wanted: Terms, besides: tuple[str, ...] = ()) -> list[str]:
        """What differs, but for the fields `besides`, in words: `goal 'peers', not 'mentors'`."""
        ignored = {*besides}
        if None in (self.stamp, wanted.stamp) or self.revision != wanted.revision:
            ignored.add("stamp")
        names = [each.name for each in fields(self) if each.name not in ignored]
        sides = [(name, getattr(self, name), getattr(wanted, name)) for name in names]
        return [
            f"{name.replace('_', ' ')} {own!r}, not {other!r}"
            for name, own, other in sides
            if own != other
        ]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run is, and how far it got.

    Attributes:
        terms: what decides its rows.
        members: how many the community has.
        left_out: how many of them are not asked for, by reason.
        askers: how many are asked in this run.
        partitions: how many files their answers are in.
        shared: whether people share exposure, so that all answers of the run belong together.
        why_everybody: why `since` did not narrow the run, where it did not.
        finished: whether every part is there.
        answered: how many askers got any result.
        rows: how many results there are.
    """

    terms: Terms
    members: int
    left_out: Mapping[str, int]
    askers: int
    partitions: int
    shared: bool
    why_everybody: str | None = None
    finished: bool = False
    answered: int = 0
    rows: int = 0
    format: int = field(default=FORMAT)


def write_manifest(folder: RunFolder, manifest: Manifest) -> None:
    """Write it whole, in place of any there was."""
    told = asdict(manifest)
    content = {"format": told.pop("format"), **told.pop("terms"), **told}
    write_text(folder.manifest, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def read_manifest(folder: RunFolder, option: str) -> Manifest | None:
    """The manifest of a folder; None where there is none.

    Raises:
        InvalidRequest: it is damaged, or of another format; the field is `option`.
    """
    try:
        told: dict[str, Any] = json.loads(folder.manifest.read_bytes())
        if told["format"] != FORMAT:
            raise InvalidRequest(option, f"is a folder of format {told['format']}, not {FORMAT}")
        told.setdefault("goal_version", 0)  # of runs from before goals could be set
        told["exclude"] = tuple(told["exclude"])
        terms = Terms(**{each.name: told.pop(each.name) for each in fields(Terms)})
        return Manifest(terms=terms, **told)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError):
        where = shortened_place(folder.manifest)
        raise InvalidRequest(option, f"has a manifest that cannot be read: {where}") from None


def finish(folder: RunFolder, manifest: Manifest) -> Manifest:
    """Count what there is in the folder, and say that it is all."""
    counts = folder.rows().select(rows=pl.len(), answered=pl.col("asker").n_unique()).collect()
    rows, answered = counts.row(0)
    finished = replace(manifest, finished=True, rows=rows, answered=answered)
    write_manifest(folder, finished)
    return finished
