"""An erasure from its plan to its report; one that is killed is finished by whoever comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

from api.kept_documents import documents_beside
from api.rights.erasure.files import holding
from api.rights.erasure.plan import PLANS, REPORTS, Plan, keep, unfinished
from api.rights.erasure.report import REMAINS_ON_A_SERVER, ErasureReport, report_json
from api.rights.erasure.sought import Needles, borne_by_others
from api.rights.erasure.steps import STEPS, House, looked_at
from api.rights.member_records import MemberRecords
from api.settings import Settings
from graph.documents import Documents
from graph.records import EntityId, isoformat
from graph.store import GraphStore

READERS_PATIENCE = 5.0
"""Seconds that those who read the database have to come to an end."""
Told = Callable[[str], None]
"""Is told each step before it is done."""


def erase_member(
    store: GraphStore,
    documents: Documents,
    settings: Settings,
    member: EntityId,
    further: Sequence[Path] = (),
    told: Told = lambda _: None,
) -> ErasureReport:
    """Erase a member from the store and from all that was made of it.

    Args:
        store: of the community.
        documents: of the community; they keep how far it has come.
        settings: where the cache, the models and the database lie.
        member: whom.
        further: files and folders that are searched too: nightly runs, logs, exports.
        told: is told each step before it is done.

    Raises:
        EntityNotFound: there is no such member.
        StoreError: the store failed; what was begun is finished by the next call.
    """
    with _house(store, documents, settings) as house:
        list(_finished(house, told))
        records = MemberRecords.of(store, member)
        needles = Needles.of(records)
        shared = borne_by_others(store, records, needles)
        plan = Plan.begin(member, tuple(each.id for each in records.owned), needles.without(shared))
        plan = replace(plan, further=tuple(str(each.resolve()) for each in further))
        if shared:
            note = f"{len(shared)} names or sentences stand in others' records too, and stay there"
            plan = replace(plan, notes=(note,))
        told("plan")
        keep(documents, plan)
        return _carried_out(house, plan, told)


def finish_erasures(
    store: GraphStore, documents: Documents, settings: Settings, told: Told = lambda _: None
) -> list[ErasureReport]:
    """Finish what was begun and did not come to its end; the reports of it."""
    if not any(True for _ in unfinished(documents)):
        return []
    with _house(store, documents, settings) as house:
        return list(_finished(house, told))


@contextmanager
def _house(store: GraphStore, documents: Documents, settings: Settings) -> Iterator[House]:
    with documents_beside(store, settings, None) as servers:
        yield House(store, documents, servers, settings)


def _finished(house: House, told: Told) -> Iterator[ErasureReport]:
    for plan in list(unfinished(house.documents)):
        yield _carried_out(house, plan, told)


def _carried_out(house: House, plan: Plan, told: Told) -> ErasureReport:
    needles = plan.needles
    if plan.member:
        plan = _emptied(house, plan, told)
    else:
        house.store.rewrite()  # what was sought is not known any more: it may be in any page
    told("database files")
    plan = _scrubbed(house, plan, needles)
    told("report")
    report = ErasureReport(house.store.community, plan, isoformat(datetime.now(UTC)) or "")
    house.documents.put(REPORTS, f"{plan.digest}-{report.finished}", report_json(report))
    house.documents.remove(PLANS, plan.digest)
    house.documents.erase()
    return report


def _emptied(house: House, plan: Plan, told: Told) -> Plan:
    """Every step that is not done yet; then nothing that was sought is kept in the plan either."""
    if not plan.before:
        files = holding(iter(house.store.files()), plan.needles)
        plan = replace(plan, before={**looked_at(house, plan), "database files": len(files)})
        keep(house.documents, plan)
    for name, step in STEPS.items():
        if name not in plan.done:
            told(name)
            plan = step(house, plan)
            keep(house.documents, plan)
    told("search")
    plan = replace(plan, after=looked_at(house, plan))
    told("forget the plan")
    emptied = plan.without_texts()
    keep(house.documents, emptied)
    house.documents.erase()
    return emptied


def _scrubbed(house: House, plan: Plan, needles: Needles) -> Plan:
    """The files of the database are searched byte by byte, and written anew if need be."""
    files = house.store.files()
    notes, removed = list(plan.notes), dict(plan.removed)
    if holding(iter(files), needles):
        files = house.store.rewrite()
        removed["databases written anew"] = 1
    if not files:
        notes.append(REMAINS_ON_A_SERVER)
        return replace(plan, notes=tuple(notes))
    after = {**plan.after, "database files": _left_in(house, files, needles)}
    return replace(plan, after=after, notes=tuple(notes), removed=removed)


def _left_in(house: House, files: Sequence[Path], needles: Needles) -> int:
    """How many of the database's files hold any of it, once those who read an older view are done.

    Until then the write-ahead log keeps what they read.
    """
    patience = monotonic() + READERS_PATIENCE
    while left := len(holding(iter(files), needles)):
        if monotonic() > patience:
            break
        sleep(0.1)
        house.documents.erase()
    return left
