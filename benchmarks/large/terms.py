"""How contests are held."""

from __future__ import annotations

from dataclasses import dataclass

from graph.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Terms:
    """What the contests of a run have in common.

    Attributes:
        questions: different ones in a pass.
        whole_questions: the same where answers are whole.
        checked: of them, whose answers are compared with the exact ones.
        passes: counted ones.
        patience: seconds after which a slow rival's pass is cut short.
        rivals: names from the registry.
        progress: told of passes.
        server: a session with a Neo4j, for the rivals that live on one.
    """

    questions: int = 200
    whole_questions: int = 200
    checked: int = 100
    passes: int = 5
    patience: float = 20.0
    rivals: tuple[str, ...] = ()
    progress: Progress = silent
    server: object = None
