"""How a schema moves forward: numbered steps, applied in order, never past what we know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.errors import SchemaTooNew


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of a schema.

    Attributes:
        version: what the schema is afterwards; the first step is 1 and each next one is one more.
        purpose: what it is for, in a few words.
        statements: what the database is told, in order.
    """

    version: int
    purpose: str
    statements: tuple[str, ...]


def newest(steps: Sequence[Migration]) -> int:
    """The version that the last step leads to."""
    return len(steps)


def pending(steps: Sequence[Migration], found: int, where: str) -> Sequence[Migration]:
    """The steps that a database at version `found` (0: none yet) still lacks, in order.

    Args:
        steps: all steps of this kind of store; step `n` stands at place `n - 1`.
        found: the version that the database recorded.
        where: the database, as named in a message (no password).

    Raises:
        SchemaTooNew: a newer Kinpath wrote the database.
    """
    for place, step in enumerate(steps, start=1):
        if step.version != place:
            raise ValueError(f"step {step.version} ({step.purpose}) stands at place {place}")
    if found > newest(steps):
        raise SchemaTooNew(where, found, newest(steps))
    return steps[found:]


def migrate(
    steps: Sequence[Migration], found: int, where: str, apply: Callable[[Migration], None]
) -> int:
    """Bring a database at version `found` to the newest version; returns that version.

    `apply` runs one step's statements and records its version, in one transaction where the
    database can; statements say `IF NOT EXISTS`, so that a step cut short is finished by running
    it again.

    Raises:
        SchemaTooNew: a newer Kinpath wrote the database; nothing was applied.
    """
    for step in pending(steps, found, where):
        apply(step)
    return newest(steps)
