"""Everything held about one member: as one JSON object, and as a folder of the bundle's tables."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.feedback import listing
from api.rights.consent import consent_json, consent_of, history
from api.rights.member_records import MemberRecords
from api.rights.own_preferences import preferences_json
from graph.documents import Documents
from graph.errors import EntityNotFound
from graph.preferences import preferences_of
from graph.records import Entity, EntityId, Relationship, isoformat, kind_of
from graph.schema import EntityKind, RelationshipKind
from graph.store import open_store
from matcher.feedback_kept import KEY as FEEDBACK_KEY
from matcher.feedback_kept import feedback_of
from matcher.stream.shown import KEY as STREAM_KEY
from matcher.worklist.proposals import KEY as WORKLIST_KEY

if TYPE_CHECKING:
    from api.engine import Engine

Json = dict[str, Any]
_K = RelationshipKind
_BY_KIND = {
    _K.HAS_SKILL: "skills",
    _K.SEEKS_SKILL: "skills",
    _K.ANSWERED: "surveys",
    _K.REACHED: "journeys",
}
_BY_KEY = {STREAM_KEY: "shown", WORKLIST_KEY: "worklist", FEEDBACK_KEY: "feedback"}
GROUPS = (
    "skills", "interactions", "relationships", "surveys", "journeys", "feedback", "shown",
    "worklist", "of_what_is_theirs",
)  # fmt: skip
"""In which part of an export a relationship stands; each of them stands in one."""


def member_export(engine: Engine, member: EntityId) -> Json:
    """Everything held about a member, machine-readable.

    Raises:
        EntityNotFound: there is no such member.
    """
    store = engine.store
    records = MemberRecords.of(store, member)
    return {
        "member": member,
        "community": store.community,
        "revision": store.revision(),
        "made_at": isoformat(datetime.now(UTC)),
        "profile": _entity(records.member),
        "consent": consent_json(
            member, consent_of(records.member), history(engine.documents, member)
        ),
        "preferences": preferences_json(member, preferences_of(records.member.properties)),
        "purposes": _of_kind(records.owned, EntityKind.PURPOSE),
        "content": _of_kind(records.owned, EntityKind.CONTENT),
        **_grouped(records),
        "names": records.names,
        "learned": listing(member, feedback_of(store, member))["feedback"],
        "reputation": _if_seen(lambda: _reputation(engine, member)),
        "roles": _if_seen(lambda: _roles(engine, member)),
        "vectors": _vectors(engine, records),
        "documents": documents_about(engine.documents, member),
        "not_held": list(NOT_HELD),
    }


NOT_HELD = (
    "learned weights: they are numbers by parameter, learned from all members, and name nobody",
    "snapshots and tables: they repeat what stands here, and are made again without you",
)
"""What is kept that holds nothing of a member's own."""


def export_tables(records: MemberRecords, community: str, folder: Path) -> None:
    """Write the same records as a bundle, which `kinpath load` reads.

    Raises:
        LoadError: the folder holds something else, or cannot be written.
    """
    from loaders import export_bundle  # noqa: PLC0415 - a server start does not need the writers

    with (
        tempfile.TemporaryDirectory(prefix="kinpath-") as aside,
        open_store(f"sqlite:///{aside}/member.db", community) as store,
    ):
        store.write([records.member, *records.owned, *records.others, *records.edges])
        export_bundle(store, folder)


def group_of(edge: Relationship, member: EntityId) -> str:
    """In which part of an export a relationship stands."""
    if member not in (edge.source, edge.target):
        return "of_what_is_theirs"
    for begin, group in _BY_KEY.items():
        if edge.key.startswith(begin):
            return group
    if edge.kind in _BY_KIND:
        return _BY_KIND[edge.kind]
    people = {kind_of(edge.source), kind_of(edge.target)} == {EntityKind.MEMBER}
    return "relationships" if people else "interactions"


def _grouped(records: MemberRecords) -> Json:
    found: Json = {group: [] for group in GROUPS}
    for edge in records.edges:
        found[group_of(edge, records.member.id)].append(_edge(edge))
    return found


def _entity(entity: Entity) -> Json:
    return {"id": entity.id, "at": isoformat(entity.at), **_properties(entity.properties.items())}


def _edge(edge: Relationship) -> Json:
    return {
        "kind": edge.kind.value,
        "from": edge.source,
        "to": edge.target,
        "key": edge.key,
        "at": isoformat(edge.at),
        **_properties(edge.properties.items()),
    }


def _properties(said: Iterable[tuple[str, object]]) -> Json:
    return {"properties": {k: list(v) if isinstance(v, tuple) else v for k, v in said}}


def _of_kind(owned: Iterable[Entity], kind: EntityKind) -> list[Json]:
    return [_entity(each) for each in owned if each.kind is kind]


def _vectors(engine: Engine, records: MemberRecords) -> list[Json]:
    model = engine.embedder.name
    found = ((each.id, engine.store.vector(model, each.id)) for each in
             (records.member, *records.owned))  # fmt: skip
    return [
        {"of": of, "model": model, "vector": [float(each) for each in vector]}
        for of, vector in found
        if vector is not None
    ]


def documents_about(documents: Documents, member: EntityId) -> list[Json]:
    """What the service keeps that names the member, such as entries of its audit log."""
    found = documents.holding(member)
    about = (each for each in found if names(each.value, member) or each.key == member)
    return [{"collection": each.collection, "key": each.key, "value": each.value} for each in about]


def names(value: object, member: EntityId) -> bool:
    """Whether JSON holds the member's id by itself, and not as a part of another's."""
    match value:
        case str():
            return member in value.split()
        case list():
            return any(names(each, member) for each in value)
        case dict():
            return any(names(each, member) for each in (*value, *value.values()))
    return False


def _if_seen(work_out: Callable[[], object]) -> object:
    """None where the figures of the community leave the member out, as they do whoever hides."""
    try:
        return work_out()
    except EntityNotFound:
        return None


def _reputation(engine: Engine, member: EntityId) -> Json:
    from api.reputation_json import reputation_json  # noqa: PLC0415
    from community.reputation import reputation_of, reputations  # noqa: PLC0415

    picture = engine.picture()
    found = reputation_of(reputations(picture), member)
    return dict(reputation_json(found, picture.snapshot.revision))


def _roles(engine: Engine, member: EntityId) -> list[Json]:
    from community.reputation import propose_roles, reputations  # noqa: PLC0415
    from community.reputation.role_rules import Role  # noqa: PLC0415

    proposed = propose_roles(reputations(engine.picture()))
    return [
        {"role": role.value, "reason": each.reason}
        for role in Role
        for each in proposed.of(role)
        if each.member == member
    ]
