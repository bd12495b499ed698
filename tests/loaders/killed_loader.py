"""Loads a bundle again and again, each time in a process that is killed after a given time.

The store and the bundle come as one JSON line on stdin (url, password, path, batch_size); then each
line is one load: the community and the seconds after which it is killed. Each load is answered by
a line: how many seconds it took, and whether it was killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from graph import open_store
from loaders import load


def load_until_killed(address: dict[str, Any], community: str, seconds: float) -> None:
    """One load, which SIGKILL ends if it takes longer than `seconds`."""
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL)).start()
    with open_store(address["url"], community, password=address["password"]) as store:
        load(Path(address["path"]), store, batch_size=address["batch_size"])


def main() -> None:
    """Fork for each line, so that only the load itself takes time."""
    address = json.loads(sys.stdin.readline())
    for line in sys.stdin:
        order = json.loads(line)
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                load_until_killed(address, order["community"], order["seconds"])
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        if not killed and status != 0:
            raise SystemExit("a load failed by itself")
        answer = {"seconds": time.monotonic() - begun, "killed": killed}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
