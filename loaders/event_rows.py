"""What a member did, said, has or reached as a row of the table that tells it best."""

from __future__ import annotations

from datetime import datetime

from graph.records import Relationship, Value, kind_of, local_part
from graph.schema import RELATIONSHIP_VERBS, RELATIONSHIPS, EntityKind, RelationshipKind
from loaders.bundle_entities import unescaped_stage
from loaders.bundle_events import event_key
from loaders.export_rows import Cells, RowWriting

_K = RelationshipKind
EVENT_KINDS: dict[str, tuple[RelationshipKind, ...]] = {
    "member_skills": (_K.HAS_SKILL, _K.SEEKS_SKILL),
    "interactions": (
        _K.CREATED, _K.ENGAGED, _K.DISMISSED, _K.JOINED, _K.LEFT, _K.ATTENDED, _K.DECLINED,
        _K.HOSTS, _K.RELATED,
    ),
    "relationships": (*dict.fromkeys(RELATIONSHIP_VERBS.values()), _K.RELATED),
    "progress": (_K.REACHED,),
    "surveys": (_K.ANSWERED,),
    "edges": tuple(RelationshipKind),
}  # fmt: skip
"""By table of relationships, the kinds that its rows become."""


def event_row(rows: RowWriting, edge: Relationship) -> tuple[str, Cells | None]:
    """The table that can tell of a relationship, and the row; None when none can.

    The row is true only if it reads back as the relationship: that is for the caller to try.
    """
    if edge.kind in EVENT_KINDS["member_skills"]:
        return "member_skills", _member_skill(rows, edge)
    if edge.kind is _K.REACHED:
        return "progress", _progress(rows, edge)
    if edge.kind is _K.ANSWERED:
        return "surveys", _survey(rows, edge)
    if EntityKind.MEMBER in RELATIONSHIPS[edge.kind].sources:
        return _event(rows, edge)
    return "edges", None


def row_in(table: str, rows: RowWriting, edge: Relationship) -> Cells | None:
    """The relationship as a row of this table; None when it cannot say exactly that."""
    if table == "edges":
        return rows.edge(edge)
    found, cells = event_row(rows, edge)
    if found != table or cells is None:
        return None
    read = rows.read(table, cells)
    true = read is not None and read[-1].fingerprint() == edge.fingerprint()
    return cells if true else None


def _progress(rows: RowWriting, edge: Relationship) -> Cells | None:
    journey, stage = unescaped_stage(edge.target)
    columns = {"member_id": local_part(edge.source), "journey_id": journey, "stage": stage}
    return rows.row("progress", edge.properties, {**columns, "at": edge.at})


def _member_skill(rows: RowWriting, edge: Relationship) -> Cells | None:
    columns: dict[str, Value | datetime | None] = {
        "member_id": local_part(edge.source),
        "skill_id": local_part(edge.target),
        "relation": "has" if edge.kind is _K.HAS_SKILL else "seeks",
        "since": edge.at,
    }
    return rows.row("member_skills", edge.properties, columns)


def _survey(rows: RowWriting, edge: Relationship) -> Cells | None:
    said = dict(edge.properties)
    columns: dict[str, Value | datetime | None] = {
        "member_id": local_part(edge.source),
        "instrument": local_part(edge.target),
        "item_or_score": said.pop("item", None),
        "value": said.pop("value", None),
        "wave": said.pop("wave", None),
        "at": edge.at,
    }
    return rows.row("surveys", said, columns)


def _event(rows: RowWriting, edge: Relationship) -> tuple[str, Cells | None]:
    target = kind_of(edge.target)
    columns: dict[str, Value | datetime | None] = {
        "member_id": local_part(edge.source),
        "at": edge.at,
    }
    if edge.key != event_key(str(edge.properties.get("verb", "")), edge.at):
        columns["event_id"] = edge.key
    if target is EntityKind.MEMBER:
        columns["other_id"] = local_part(edge.target)
        return "relationships", rows.row("relationships", edge.properties, columns)
    columns["object_kind"] = target.value
    columns["object_id"] = local_part(edge.target)
    return "interactions", rows.row("interactions", edge.properties, columns)
