"""Communities to measure on: one in a store of the user's, or a folder in a temporary one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.progress import Progress, silent
from graph.store import GraphStore, open_store
from loaders import community_of, load

DEMO = Path(__file__).parent.parent / "examples" / "quantum_computing"


@contextmanager
def opened(
    url: str | None,
    community: str | None,
    *,
    source: Path | None = None,
    password: str | None = None,
    progress: Progress = silent,
) -> Iterator[GraphStore]:
    """The community of that id in the store at `url`, or a folder's, loaded for the occasion.

    Args:
        url: of a store; None: load a folder.
        community: of that store.
        source: a bundle or a Stack Exchange dump; None: the demo's.
        password: of that store.
        progress: told how far loading is.
    """
    if url is not None:
        if community is None:
            raise SystemExit("--store needs --community")
        if source is not None:
            raise SystemExit("--store and --source cannot be measured at once")
        with open_store(url, community, create=False, password=password) as store:
            yield store
        return
    loaded = DEMO if source is None else source
    with TemporaryDirectory(prefix="kinpath-benchmark-") as folder:
        quarantine = Path(folder) / "quarantine.jsonl"
        with open_store(f"sqlite:///{folder}/measured.db", community_of(loaded)) as store:
            load(loaded, store, quarantine=quarantine, progress=progress)
            yield store


def content_hash(store: GraphStore) -> str:
    """A hash of all that the community holds, the same in whichever store it is."""
    digest = hashlib.sha256()
    for entity in store.entities():
        digest.update(entity.fingerprint().encode())
    for relationship in store.relationships():
        digest.update(relationship.fingerprint().encode())
    return digest.hexdigest()[:16]
