"""Erases a member and is killed at a step: told as one JSON line of settings, member and step."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from api.engine import Engine
from api.rights.erasure import erase_member
from api.settings import Settings
from graph.records import EntityId


def main() -> None:
    """Erase until the step."""
    said = json.loads(sys.stdin.readline())
    settings = Settings(store=said["store"], cache=Path(said["cache"]), data=Path(said["data"]))

    def at_step(step: str) -> None:
        if step == said["step"]:
            os.kill(os.getpid(), signal.SIGKILL)

    with Engine.open(settings) as engine:
        member = EntityId(said["member"])
        erase_member(engine.store, engine.documents, settings, member, told=at_step)


if __name__ == "__main__":
    main()
