"""What an erasure has done so far, kept so that one that was killed is finished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Self

from api.rights.erasure.sought import Needles, Sought
from graph.documents import Documents
from graph.records import EntityId, isoformat
from graph.store import entity_digest

PLANS, REPORTS = "erasure", "erasure_report"
"""Collections of documents: erasures that are not finished, and reports of those that are."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """An erasure under way.

    Attributes:
        digest: of the member's id.
        member: whom; empty once nothing but the database's own files is left to do.
        owned: ids of what goes with them.
        sought: what must not be found any more; empty likewise.
        further: files and folders besides Kinpath's own that are searched.
        begun: when, ISO 8601.
        done: names of the steps that are done.
        before: by place, how much held any of it.
        after: the same afterwards.
        removed: by what, how much of it went.
        notes: what people have to know.
    """

    digest: str
    member: str
    owned: tuple[str, ...] = ()
    sought: tuple[Sought, ...] = ()
    further: tuple[str, ...] = ()
    begun: str = ""
    done: tuple[str, ...] = ()
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    told: tuple[dict[str, Any], ...] = ()

    @classmethod
    def begin(cls, member: EntityId, owned: tuple[str, ...], needles: Needles) -> Self:
        """One that has done nothing yet."""
        begun = isoformat(datetime.now(UTC)) or ""
        told = tuple(
            {"what": each.what, "sha256": each.digest, "length": len(each.text)}
            for each in needles.sought
        )
        return cls(entity_digest(member), member, owned, needles.sought, begun=begun, told=told)

    @property
    def needles(self) -> Needles:
        """What it looks for."""
        return Needles(self.sought)

    def with_done(self, step: str, **more: Any) -> Plan:
        """The same, once a step is done."""
        return replace(self, done=(*self.done, step), **more)

    def without_texts(self) -> Plan:
        """The same, without anything that it is to erase."""
        return replace(self, member="", owned=(), sought=())


def keep(documents: Documents, plan: Plan) -> None:
    """Keep how far it has come; what was kept before is overwritten."""
    documents.put(PLANS, plan.digest, asdict(plan))


def unfinished(documents: Documents) -> Iterator[Plan]:
    """The erasures that were begun and not finished."""
    for each in documents.page(PLANS, limit=_AT_ONCE):
        said = dict(each.value)
        said["sought"] = tuple(Sought(**sought) for sought in said["sought"])
        lists = {name: tuple(said[name]) for name in ("owned", "further", "done", "notes", "told")}
        yield Plan(**{**said, **lists})
