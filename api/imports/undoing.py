"""Taking an import back: what it made goes, what it changed is as before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from api.imports.kept import WRITTEN, Import, Imports, ImportState
from api.imports.present import identity, is_same, present_of
from api.imports.records_json import record_of
from api.imports.refusals import ChangedSince, ImportConflict
from graph.paging import Amendment, View
from graph.progress import Progress, silent
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RelationshipKind
from graph.store import GraphStore

SHOWN_CHANGED = 1_000
"""Records that were changed since, which are told one by one."""
_ALL = tuple(RelationshipKind)

Entry = tuple[Record | None, Record]
"""What was there before an import, and what it wrote."""


@dataclass(slots=True)
class Undone:
    """What taking an import back did, or would do.

    Attributes:
        restored: records that are as they were.
        removed: records that are gone, since the import had made them.
        changed: how many were changed since, and stay as they are.
        shown: the first of these.
    """

    restored: int = 0
    removed: int = 0
    changed: int = 0
    shown: list[dict[str, str]] = field(default_factory=list)

    def leave(self, record: Record, why: str) -> None:
        """One stays as it is."""
        self.changed += 1
        if len(self.shown) < SHOWN_CHANGED:
            name = record.id if isinstance(record, Entity) else str(record)
            self.shown.append({"record": name, "reason": why})

    def to_json(self) -> dict[str, object]:
        """As HTTP tells it."""
        counts = {"restored": self.restored, "removed": self.removed, "changed": self.changed}
        return {**counts, "left": self.shown}


@dataclass(slots=True)
class _Way:
    """How far taking an import back has come; kept after each step, so that it can be killed.

    A step that was done and not kept is done again, and then finds everything as before.

    Attributes:
        taken: documents, from the last one on, of which all is as before but for what is new.
        removed: documents, likewise, whose new entities are gone too.
        done: what that did.
    """

    taken: int = 0
    removed: int = 0
    done: Undone = field(default_factory=Undone)

    @classmethod
    def of(cls, brought: Import) -> _Way:
        """As far as an earlier try has come."""
        if brought.undoing is None:
            return cls()
        said = brought.undoing["done"]
        counts = said["restored"], said["removed"], said["changed"]
        return cls(
            brought.undoing["taken"],
            brought.undoing["removed"],
            Undone(*counts, list(said["left"])),
        )

    def to_json(self) -> dict[str, object]:
        """As it is kept."""
        return {"taken": self.taken, "removed": self.removed, "done": self.done.to_json()}


def undo(
    store: GraphStore,
    imports: Imports,
    brought: Import,
    *,
    rest: bool,
    progress: Progress = silent,
) -> Import:
    """Take the latest import back; one that was stopped on the way is finished.

    Args:
        store: the community.
        imports: where it is kept what was there before.
        brought: the import.
        rest: leave what was changed since as it is, and take the rest back; else nothing is
            done as soon as there is any of that.
        progress: is told how far it is; before anything is taken back it may end it without trace.

    Raises:
        ImportConflict: it wrote nothing, a later one was written, or a part of what was kept is
            gone since somebody was erased.
        ChangedSince: others changed what it wrote, and `rest` was not said.
    """
    chunks, way = kept_for_undoing(imports, brought), _Way.of(brought)
    if not rest:
        found = _would(store, imports, brought, chunks, way, progress)
        if found.changed:
            raise ChangedSince(found.changed, found.shown, is_begun=brought.undoing is not None)

    def keep() -> None:
        imports.change(
            brought.id, state=ImportState.HALF_UNDONE, chunks=chunks, undoing=way.to_json()
        )

    keep()
    for number in reversed(range(chunks - way.taken)):
        progress("taking back", way.taken, 2 * chunks)
        _take_back(store, _entries(imports, brought, number), way.done)
        way.taken += 1
        keep()
    for number in reversed(range(chunks - way.removed)):
        progress("taking back", chunks + way.removed, 2 * chunks)
        _remove_new(store, _entries(imports, brought, number), way.done)
        way.removed += 1
        keep()
    told = way.done.to_json()
    undone = imports.change(brought.id, state=ImportState.UNDONE, undone=told, undoing=None)
    imports.forget_before()
    return undone


def kept_for_undoing(imports: Imports, brought: Import) -> int:
    """How many documents keep what stood in the place of what an import wrote.

    Raises:
        ImportConflict: it cannot be undone.
    """
    if brought.state not in WRITTEN:
        raise ImportConflict("this import wrote nothing, or was undone before")
    kept = imports.kept_before(brought)
    expected = kept if brought.state is ImportState.INTERRUPTED else brought.chunks
    if kept and any(imports.before(brought, number) is None for number in range(expected)):
        raise ImportConflict(
            "this import cannot be undone: a part of what was kept for it went when somebody was "
            "erased"
        )
    if kept != expected:
        raise ImportConflict("this import cannot be undone any more: another one came after it")
    return kept


def _entries(imports: Imports, brought: Import, number: int) -> list[Entry]:
    told = imports.before(brought, number) or []
    return [
        (None if each["before"] is None else record_of(each["before"]), record_of(each["after"]))
        for each in told
    ]


def _would(
    store: GraphStore,
    imports: Imports,
    brought: Import,
    chunks: int,
    way: _Way,
    progress: Progress,
) -> Undone:
    """What is in the way; nothing is changed."""
    found, going = Undone(), set[int]()
    then: dict[int, Record | None] = {}
    for number in reversed(range(chunks - way.taken)):
        progress("looking for what changed", chunks - number - 1, 2 * chunks)
        entries = _entries(imports, brought, number)
        present = present_of(store, [after for _, after in entries])
        for before, after in entries:
            each = identity(after)
            now = then.get(hash(each), present.get(each))
            if is_same(now, after):
                then[hash(each)] = before
                if before is None and isinstance(after, Relationship):
                    going.add(hash(each))
            elif not is_same(now, before):
                found.leave(after, _WHY_CHANGED if now is not None else _WHY_GONE)
    for number in range(chunks - way.removed):
        progress("looking for what changed", chunks + number, 2 * chunks)
        for entity, edge in _ties(store, _entries(imports, brought, number)):
            if hash(identity(edge)) not in going:
                found.leave(entity, f"is joined since: {edge}")
    return found


_WHY_CHANGED = "was changed since"
_WHY_GONE = "was deleted since"


def _ties(store: GraphStore, entries: list[Entry]) -> Iterator[tuple[Entity, Relationship]]:
    """New entities that are as the import made them, each with what joins them with others."""
    new = _new(entries)
    present = present_of(store, new.values())
    there = [each for each, entity in new.items() if is_same(present.get((each,)), entity)]
    for edge in store.around(there, _ALL) if there else ():
        for end in {edge.source, edge.target}:
            if end in new:
                yield new[end], edge


def _new(entries: list[Entry]) -> Mapping[EntityId, Entity]:
    return {
        after.id: after for before, after in entries if before is None and isinstance(after, Entity)
    }


def _take_back(store: GraphStore, entries: list[Entry], done: Undone) -> None:
    """Relationships go or are as before, and so are entities that were there."""
    wanted = [each for each in entries if not (each[0] is None and isinstance(each[1], Entity))]
    if not wanted:
        return
    now = Undone()

    def decide(view: View) -> Amendment:
        nonlocal now
        now, present = Undone(), present_of(view, [after for _, after in wanted])
        records: list[Record] = []
        removed: list[Relationship] = []
        for before, after in wanted:
            there = present.get(identity(after))
            if is_same(there, after):
                if before is not None:
                    records.append(before)
                elif isinstance(after, Relationship):
                    removed.append(after)
            elif not is_same(there, before):
                now.leave(after, _WHY_CHANGED if there is not None else _WHY_GONE)
                continue
            # What is as before already counts too: a step that was killed may have done it.
            if before is not None:
                now.restored += 1
            else:
                now.removed += 1
        return Amendment(tuple(records), removed=tuple(removed))

    store.amend(decide)
    _add(done, now)


def _remove_new(store: GraphStore, entries: list[Entry], done: Undone) -> None:
    """Entities that the import made go, unless they were changed or joined with others since."""
    new = _new(entries)
    if not new:
        return
    now = Undone()

    def decide(view: View) -> Amendment:
        nonlocal now
        now, present = Undone(), present_of(view, new.values())
        going = {each for each, entity in new.items() if is_same(present.get((each,)), entity)}
        for each, entity in new.items():
            if each not in going and (each,) in present:
                now.leave(entity, _WHY_CHANGED)
        for edge in view.around(list(going), _ALL) if going else ():
            for end in {edge.source, edge.target} & going:
                going.discard(end)
                now.leave(new[end], f"is joined since: {edge}")
        there = {each for (each,) in present}
        now.removed = len(going) + len(new.keys() - there)
        return Amendment(forgotten=tuple(sorted(going)))

    store.amend(decide)
    _add(done, now)


def _add(done: Undone, now: Undone) -> None:
    done.restored += now.restored
    done.removed += now.removed
    done.changed += now.changed
    done.shown += now.shown[: SHOWN_CHANGED - len(done.shown)]
