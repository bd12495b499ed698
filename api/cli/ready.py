"""The matcher of a command, and a word on whatever takes long before its first answer."""

from __future__ import annotations

from api.cli.talk import say, showing_progress
from api.engine import Engine
from matcher import Matcher
from matcher.warming import is_compiled


def ready(engine: Engine) -> Matcher:
    """The engine's matcher; the steps towards it are shown while they take time."""
    with showing_progress() as progress:
        matcher = engine.matcher(progress)
    if not is_compiled():
        say("the first answer on this machine takes some 20 s more: its steps are compiled", "dim")
    return matcher
