"""How much memory there is, from the files that a kernel tells it in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from graph.errors import NotEnoughMemory
from graph.memory import free_memory, require_memory, total_memory

MACHINE = {"proc/meminfo": "MemTotal: 4000 kB\nMemFree: 10 kB\nMemAvailable: 3000 kB\nHuge: 0\n"}


def system(root: Path, files: Mapping[str, str]) -> Path:
    """A folder with the files of a system."""
    for name, text in {**MACHINE, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_a_machine_without_limits(tmp_path: Path) -> None:
    root = system(tmp_path, {})
    assert (free_memory(root), total_memory(root)) == (3_072_000, 4_096_000)


def test_the_least_limit_around_the_process_counts(tmp_path: Path) -> None:
    """The service may have 2,000,000 bytes, 300,000 of its 900,000 are of files; its slice more."""
    root = system(
        tmp_path,
        {
            "proc/self/cgroup": "0::/slice/service\n",
            "sys/fs/cgroup/slice/service/memory.max": "2000000\n",
            "sys/fs/cgroup/slice/service/memory.current": "900000\n",
            "sys/fs/cgroup/slice/service/memory.stat": "anon 5\nactive_file 100000\n"
            "inactive_file 200000\n",
            "sys/fs/cgroup/slice/memory.max": "3000000\n",
            "sys/fs/cgroup/slice/memory.current": "2500000\n",
            "sys/fs/cgroup/memory.max": "max\n",
        },
    )
    assert free_memory(root) == 3_000_000 - 2_500_000
    assert total_memory(root) == 2_000_000


def test_the_first_version_of_control_groups(tmp_path: Path) -> None:
    """In a container the path is that of the host, and only the outermost folder is there."""
    root = system(
        tmp_path,
        {
            "proc/self/cgroup": "4:memory:/docker/abc\n3:cpuset:/\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "2500000\n",
            "sys/fs/cgroup/memory/memory.usage_in_bytes": "700000\n",
            "sys/fs/cgroup/memory/memory.stat": "total_inactive_file 100000\n",
        },
    )
    assert free_memory(root) == 2_500_000 - 700_000 + 100_000
    assert total_memory(root) == 2_500_000


def test_no_limit_is_none(tmp_path: Path) -> None:
    files = {
        "proc/self/cgroup": "4:memory:/\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    }
    assert total_memory(system(tmp_path, files)) == 4_096_000


def test_a_system_that_tells_nothing_refuses_nothing(tmp_path: Path) -> None:
    assert (free_memory(tmp_path), total_memory(tmp_path)) == (None, None)
    require_memory(1 << 62, "all of it", free_memory(tmp_path))


def test_odd_files_are_passed_over(tmp_path: Path) -> None:
    files = {"proc/self/cgroup": "\n:\nodd\n0::\n", "sys/fs/cgroup/memory.max": "x\n"}
    assert total_memory(system(tmp_path, files)) == 4_096_000


def test_this_machine_has_memory() -> None:
    free, total = free_memory(), total_memory()
    assert free is None or total is None or 0 < free <= total


def test_what_would_not_fit_is_refused() -> None:
    require_memory(10, "a little", 10)
    with pytest.raises(NotEnoughMemory, match=r"about 2,000 MB .* 1,000 MB") as told:
        require_memory(2_000_000_000, "much", 1_000_000_000)
    assert (told.value.needed, told.value.there_is) == (2_000_000_000, 1_000_000_000)
