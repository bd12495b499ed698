"""What can be exported, and what each asks of whoever wants it."""

from __future__ import annotations

from typing import Literal, get_args

from api.access.principals import Scope

ExportName = Literal[
    "bundle",
    "figures",
    "worklist",
    "community",
    "members",
    "purposes",
    "skills",
    "member_skills",
    "content",
    "activities",
    "groups",
    "interactions",
    "relationships",
    "journeys",
    "progress",
    "surveys",
    "entities",
    "edges",
]
FileFormat = Literal["csv", "jsonl", "parquet"]

EXPORTS: tuple[str, ...] = get_args(ExportName)
WORKED_OUT = frozenset({"figures", "worklist"})
"""What is no table of the bundle: it names nobody who may not be shown."""


def scopes_of(export: str) -> tuple[Scope, ...]:
    """What whoever wants it has to be allowed.

    Tables are the records themselves, of hidden members and with what only few may see.
    """
    return (Scope.INSIGHT,) if export in WORKED_OUT else (Scope.WRITE, Scope.SENSITIVE)
