"""What can be wrong with an installation, each checked for real, and what to do about it."""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import numba
import numpy as np

from api.communities import choose_community, communities_of, open_chosen
from api.embedder import embedder_of
from api.settings import Settings
from graph.errors import KinpathError
from graph.snapshot_cache import shelf
from graph.snapshot_taking import open_snapshot
from graph.store import without_password

_OLDEST_PYTHON = (3, 11)
_PACKAGES = (
    "kinpath",
    "numpy",
    "numba",
    "neo4j",
    "torch",
    "sentence-transformers",
    "fastapi",
    "polars",
)


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found; `remedy` says what to do when it is not ok."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def check_everything(settings: Settings) -> list[Check]:
    """The result of every check, in the order in which to mend things."""
    checks: tuple[tuple[str, Callable[[Settings], Check]], ...] = (
        ("python", _python),
        ("packages", _packages),
        ("numba", _numba),
        ("model", _model),
        ("cache", _cache),
        ("store", _store),
        ("community", _community),
        ("snapshot", _snapshot),
    )
    return [_checked(name, check, settings) for name, check in checks]


def _checked(name: str, check: Callable[[Settings], Check], settings: Settings) -> Check:
    try:
        return check(settings)
    except KinpathError as error:
        return Check(name, False, str(error), _REMEDIES[name])
    except OSError as error:
        return Check(name, False, f"{error.filename}: {error.strerror}", _REMEDIES[name])


_REMEDIES = {
    "python": "install Python 3.11 or later",
    "packages": "install Kinpath again",
    "numba": "install Kinpath again, with the numba that it asks for",
    "model": "install Kinpath again, or name another model with KINPATH_MODEL",
    "cache": "make the folder writable, or name another with KINPATH_CACHE",
    "store": "start the database, and check --store (or KINPATH_STORE) and KINPATH_PASSWORD",
    "community": "name one that is there with --community (or KINPATH_COMMUNITY), or load it",
    "snapshot": "delete the folder that is named: it is made again when it is needed",
}


def _python(_settings: Settings) -> Check:
    ok = sys.version_info >= _OLDEST_PYTHON
    return Check("python", ok, platform.python_version(), "" if ok else _REMEDIES["python"])


def _packages(_settings: Settings) -> Check:
    found, missing = [], []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        return Check("packages", False, f"missing: {', '.join(missing)}", _REMEDIES["packages"])
    return Check("packages", True, ", ".join(found))


def _numba(_settings: Settings) -> Check:
    total = numba.njit(lambda numbers: numbers.sum())(np.arange(5.0))
    return Check("numba", bool(total == 10.0), "compiles", _REMEDIES["numba"])


def _model(settings: Settings) -> Check:
    embedder = embedder_of(settings)
    vector = embedder.embed(["purpose"])
    detail = f"{embedder.name}: {vector.shape[1]} dimensions, weights verified"
    return Check("model", True, detail)


def _cache(settings: Settings) -> Check:
    settings.cache.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=settings.cache):
        return Check("cache", True, f"{settings.cache} can be written")


def _store(settings: Settings) -> Check:
    present = communities_of(settings)
    return Check("store", True, f"{without_password(settings.store)}: {_counted(len(present))}")


def _community(settings: Settings) -> Check:
    present = communities_of(settings)
    if settings.community is None and len(present) != 1:
        hint = "`kinpath load PATH` or `kinpath demo` brings one" if not present else "not named"
        return Check("community", True, f"{_counted(len(present))}; {hint}")
    return Check("community", True, choose_community(settings))


def _snapshot(settings: Settings) -> Check:
    if settings.community is None and len(communities_of(settings)) != 1:
        return Check("snapshot", True, "of no community yet")
    with open_chosen(settings) as store:
        revision = store.revision()
        directory = shelf(settings.snapshots, store, _model_name(settings)) / store.stamp()
        if not directory.exists():
            return Check("snapshot", True, f"none of revision {revision} yet; it comes with use")
        found = open_snapshot(directory, store.community)
        return Check(
            "snapshot", True, f"revision {found.revision}, {found.in_sight:,} nodes, undamaged"
        )


def _model_name(settings: Settings) -> str:
    return embedder_of(settings).name


def _counted(number: int) -> str:
    return "1 community" if number == 1 else f"{number} communities"
