"""The locked requirements without PyTorch and its GPU libraries, for `make … TORCH=cpu`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_GPU_ONLY = re.compile(r"(torch|triton|pytorch-triton|nvidia-.+|cuda-.+)==")
_CONTINUATION = (" ", "\t", "#")


def without_gpu(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a lock file less the whole blocks, hashes and all, of what only a GPU needs."""
    wanted = True
    for line in lines:
        if not line.startswith(_CONTINUATION):
            wanted = _GPU_ONLY.match(line) is None
        if wanted:
            yield line


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as lock:
        sys.stdout.writelines(without_gpu(lock))
