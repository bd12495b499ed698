"""Serves, and is killed when it has carried a write out and is about to keep the answer.

Told as one JSON line: store, cache, data, port, and the seconds after which others give it up.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import uvicorn

from api.app import create_app
from api.idempotency import ledger, middleware
from api.settings import Settings


def main() -> None:
    """Serve until the first write that has a key."""
    said = json.loads(sys.stdin.readline())
    settings = Settings(store=said["store"], cache=Path(said["cache"]), data=Path(said["data"]))
    ledger.LEASE = said["lease"]

    class Ending(ledger.Requests):
        def finish(self, *_: object) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

    middleware.Requests = Ending  # type: ignore[attr-defined] # what keeps answers
    # Without its lifespan: there is no snapshot to take, and nothing to tell anybody.
    uvicorn.run(create_app(settings), port=said["port"], log_config=None, lifespan="off")


if __name__ == "__main__":
    main()
