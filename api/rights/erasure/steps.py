"""The steps of an erasure: each may be done again, and does nothing the second time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.audit.entries import AUDIT
from api.forgetting import delete_snapshots
from api.idempotency.ledger import forget_answers
from api.imports.uploads import Uploads
from api.jobs.ledger import Ledger
from api.jobs.results import JobResults
from api.rights.consent import HISTORY
from api.rights.erasure.files import clean_cache, clean_file, files_below, holding
from api.rights.erasure.plan import PLANS, REPORTS, Plan
from api.rights.erasure.sought import said_by
from api.settings import Settings
from graph.documents import Document, Documents
from graph.errors import EntityNotFound
from graph.records import EntityId, Relationship, local_part
from graph.store import GraphStore
from loaders.quarantine import default_quarantine

JOBS_PATIENCE = 5.0
"""Seconds that jobs under way have to stop; later they find that they may keep nothing."""
_QUARANTINE = default_quarantine(Path("*")).name


@dataclass(frozen=True, slots=True)
class House:
    """Everything that an erasure reaches.

    Attributes:
        store: the community.
        documents: what the service keeps of it.
        servers: what the service keeps of no community.
        settings: where the rest lies.
    """

    store: GraphStore
    documents: Documents
    servers: Documents
    settings: Settings


def forget_records(house: House, plan: Plan) -> Plan:
    """The member with all that is theirs; and what others' relationships say of their ids."""
    removed = dict(plan.removed)
    naming = list(_naming(house.store, plan))
    removed["relationships of others that named them"] = house.store.remove(naming)
    try:
        report = house.store.forget(EntityId(plan.member))
    except EntityNotFound:  # a step that was killed after this
        return plan.with_done("records", removed=removed)
    removed |= {
        "entities": len(report.entities),
        "relationships": report.relationships,
        "vectors": report.vectors,
    }
    return plan.with_done("records", removed=removed)


def clear_jobs(house: House, plan: Plan) -> Plan:
    """What jobs found: it can be worked out again. Those under way know the member yet: they stop.

    With it go files that were brought and not imported yet: they can be brought again.

    Of other communities' results those go that hold any of it.
    """
    Ledger(house.documents).stop_all(JOBS_PATIENCE)
    count = JobResults(house.settings.job_results, house.store).erase()
    for path in holding(files_below(house.settings.job_results), plan.needles):
        path.unlink(missing_ok=True)
        count += 1
    brought = Uploads(house.settings.imports, house.store).erase()
    removed = {**plan.removed, "results of jobs": count, "files to import": brought}
    return plan.with_done("jobs", removed=removed)


def clear_documents(house: House, plan: Plan) -> Plan:
    """What the service keeps of them: deleted, but for the audit log, which names a hash."""
    texts = frozenset(each.text for each in plan.sought)
    ids = frozenset(local_part(EntityId(each)) for each in (plan.member, *plan.owned))
    count = forget_answers(house.documents, ids, texts)
    for documents, document in _documents_holding(house, plan):
        if document.collection == AUDIT and documents is house.documents:
            documents.put(document.collection, document.key, _hashed(document.value, plan),
                          version=document.version, expires=document.expires)  # fmt: skip
        else:
            documents.remove(document.collection, document.key)
        count += 1
    for document in house.documents.page(HISTORY, prefix=plan.digest, limit=10_000):
        house.documents.remove(document.collection, document.key)
        count += 1
    return plan.with_done("documents", removed={**plan.removed, "documents": count})


def clear_cache(house: House, plan: Plan) -> Plan:
    """Snapshots of the community, and whatever else in the cache holds any of it."""
    count = delete_snapshots(house.settings.snapshots, house.store.community)
    count += clean_cache(house.settings.cache, plan.needles)
    return plan.with_done("cache", removed={**plan.removed, "snapshots and tables": count})


def clear_files(house: House, plan: Plan) -> Plan:
    """Lines of quarantine files and of logs that were named, and nightly runs."""
    notes, count = list(plan.notes), 0
    for path in holding(_further_files(house, plan), plan.needles):
        if not path.exists():
            continue  # it went with the run that it is a part of
        if clean_file(path, plan.needles):
            count += 1
        else:
            notes.append(f"{path} holds some of it and is of a kind that is not changed here")
    removed = {**plan.removed, "files": count}
    return plan.with_done("files", removed=removed, notes=tuple(notes))


STEPS: Mapping[str, Callable[[House, Plan], Plan]] = {
    "records": forget_records,
    "jobs": clear_jobs,
    "documents": clear_documents,
    "cache": clear_cache,
    "files": clear_files,
}
"""In this order; the files of the database come last, see `api.rights.erasure.erasing`."""


def looked_at(house: House, plan: Plan) -> dict[str, int]:
    """In each place, how much there is that holds any of what is sought."""
    settings, needles = house.settings, plan.needles
    own = {plan.member, *plan.owned}
    return {
        "records": len(house.store.existing({EntityId(each) for each in own}))
        + sum(1 for _ in _naming(house.store, plan)),
        "documents": sum(1 for _ in _documents_holding(house, plan)),
        "jobs": len(holding(files_below(settings.job_results), needles))
        + len(holding(files_below(settings.imports), needles)),
        "cache": len(holding(files_below(settings.cache), needles)),
        "models": len(holding(files_below(settings.models), needles)),
        "files": len(holding(_further_files(house, plan), needles)),
    }


def _naming(store: GraphStore, plan: Plan) -> Iterator[Relationship]:
    """Relationships between others that name an id of theirs, in their key or what they say."""
    ids = [each for each in plan.sought if each.what.startswith("id")]
    pattern = re.compile(b"|".join(each.expression for each in ids))
    own = {plan.member, *plan.owned}
    for edge in store.relationships():
        if not own & {edge.source, edge.target} and pattern.search(said_by(edge)):
            yield edge


def _documents_holding(house: House, plan: Plan) -> Iterator[tuple[Documents, Document]]:
    """Documents that hold any of it; of the server's own those that name the community too."""
    for documents in (house.documents, house.servers):
        found = {
            (each.collection, each.key): each
            for sought in plan.sought
            for each in documents.holding(sought.text)
            if plan.needles.pattern().search(f"{each.key}\n{json.dumps(each.value)}".encode())
        }
        for each in found.values():
            ours = documents is house.documents or house.store.community in str(each.value)
            if ours and each.collection not in (PLANS, REPORTS):
                yield documents, each


def _hashed(value: Any, plan: Plan) -> Any:
    """JSON with a hash in place of each text that is sought."""
    if isinstance(value, str):
        for sought in plan.sought:
            value = re.sub(sought.expression, f"erased:{sought.digest[:16]}".encode(),
                           value.encode()).decode()  # fmt: skip
        return value
    if isinstance(value, list):
        return [_hashed(each, plan) for each in value]
    if isinstance(value, dict):
        return {_hashed(name, plan): _hashed(each, plan) for name, each in value.items()}
    return value


def _further_files(house: House, plan: Plan) -> Iterator[Path]:
    """Quarantine files beside the store and where we are, and what was named."""
    folders = {path.parent for path in house.store.files()[:1]} | {Path.cwd()}
    for folder in sorted(folders):
        yield from sorted(folder.glob(_QUARANTINE))
    for named in plan.further:
        yield from files_below(Path(named))
