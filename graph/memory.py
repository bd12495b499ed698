"""How much memory there is for this process, as the kernel and its limits tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import NotEnoughMemory

ROOT = Path("/")

_KIBIBYTE = 1024
_UNLIMITED = 1 << 60
"""A limit of so many bytes is none."""


@dataclass(frozen=True, slots=True)
class _ControlGroups:
    """One version of control groups: its folder, and the names of what it tells."""

    folder: str
    limit: str
    use: str
    cached: tuple[str, str]


_VERSIONS = (
    _ControlGroups(
        "sys/fs/cgroup", "memory.max", "memory.current", ("active_file", "inactive_file")
    ),
    _ControlGroups(
        "sys/fs/cgroup/memory",
        "memory.limit_in_bytes",
        "memory.usage_in_bytes",
        ("total_active_file", "total_inactive_file"),
    ),
)


def require_memory(needed: int, what: str, there_is: int | None) -> None:
    """Refuse what would not fit, before anything is allocated for it.

    Args:
        needed: bytes.
        what: takes them, for the message.
        there_is: `free_memory()` or `total_memory()`; None, which nobody knows, lets all pass.

    Raises:
        NotEnoughMemory
    """
    if there_is is not None and needed > there_is:
        raise NotEnoughMemory(what, needed, there_is)


def free_memory(root: Path = ROOT) -> int | None:
    """Bytes that this process may still take; None where the system does not tell.

    The least of what the machine has free and what each control group around the process still
    allows. Pages of files count as free, since they can be dropped and read again.
    """
    left = [limit - used for limit, used in _limits(root)]
    return min([*_told_by_machine("MemAvailable", root), *left], default=None)


def total_memory(root: Path = ROOT) -> int | None:
    """Bytes of memory that this process may have at all; None where the system does not tell."""
    limits = [limit for limit, _ in _limits(root)]
    return min([*_told_by_machine("MemTotal", root), *limits], default=None)


def _told_by_machine(field: str, root: Path) -> list[int]:
    said = _fields(root / "proc/meminfo").get(f"{field}:")
    return [] if said is None else [said * _KIBIBYTE]


def _limits(root: Path) -> Iterator[tuple[int, int]]:
    """Limit and use in bytes of each control group around this process that has a limit."""
    for version in _VERSIONS:
        for group in _groups(root, version):
            limit = _number(group / version.limit)
            if limit is not None and limit < _UNLIMITED:
                stat = _fields(group / "memory.stat")
                cached = sum(stat.get(name, 0) for name in version.cached)
                yield limit, max((_number(group / version.use) or 0) - cached, 0)


def _groups(root: Path, version: _ControlGroups) -> Iterator[Path]:
    """The folders of the groups around this process, from its own to the outermost."""
    top = root / version.folder
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = (*line.split(":", 2), "", "")[:3]
        if controllers in ("", "memory"):
            # In a container the path may be the host's: then only the outermost is found.
            inner = top / path.strip("/")
            yield from (group for group in (inner, *inner.parents) if group.is_relative_to(top))


def _fields(path: Path) -> dict[str, int]:
    """The lines `NAME NUMBER …` of a file."""
    words = (line.split() for line in _text(path).splitlines())
    return {line[0]: int(line[1]) for line in words if len(line) > 1 and line[1].isdecimal()}


def _number(path: Path) -> int | None:
    text = _text(path).strip()
    return int(text) if text.isdecimal() else None


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
