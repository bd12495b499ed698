"""Tables of things: each row an entity, with the relationships that its columns can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from graph.records import Entity, EntityId, Record, Relationship, Value, kind_of, local_part
from graph.schema import EntityKind, RelationshipKind
from graph.store import GraphStore
from loaders.bundle_entities import text_purpose
from loaders.export_rows import Cells
from loaders.export_sink import ExportSink
from loaders.export_streams import BySource

Columns = Mapping[str, Value | datetime | None]


class ThingsExport:
    """Writes all entities, and the relationships that go with them."""

    def __init__(self, store: GraphStore, sink: ExportSink) -> None:
        self._store = store
        self._sink = sink
        self._texts: dict[EntityId, Entity] = {}
        self._mentioned: set[EntityId] = set()

    def write(
        self,
        makers: dict[EntityId, Relationship],
        hosts: dict[EntityId, Relationship],
        instruments_told: set[EntityId],
    ) -> None:
        """Everything but what members did.

        Args:
            makers: for content, the plain CREATED relationship that leads to it.
            hosts: for activities and groups, the plain HOSTS relationship that leads to it.
            instruments_told: instruments that the table of surveys brings along.
        """
        self.members()
        self._purposes()
        self._communities()
        self._skills()
        self._content(makers)
        self._activities_and_groups(hosts)
        self._unmentioned(instruments_told)
        self._sink.edges(sorted_edges([*makers.values(), *hosts.values()]))

    def members(self) -> None:
        """The table of members alone, which needs nothing of the others."""
        self._sink.begin("members")
        for member in self._store.entities(EntityKind.MEMBER):
            columns = {"id": local_part(member.id), "joined_at": member.at}
            self._thing("members", member, [], [columns])

    def _communities(self) -> None:
        pursued = list(self._store.relationships(RelationshipKind.PURSUES))
        written = False
        for community in self._store.entities(EntityKind.COMMUNITY):
            own = [edge for edge in pursued if edge.source == community.id]
            columns = {"id": local_part(community.id), "founded_at": community.at}
            attempts: list[Columns] = [] if written else [columns]
            written = self._thing("community", community, own, attempts) or written
            pursued = [edge for edge in pursued if edge.source != community.id]
        self._sink.edges(pursued)

    def _purposes(self) -> None:
        holders, others = plain_by_target(self._store.relationships(RelationshipKind.HOLDS))
        self._sink.edges(others)
        revisions = self._by_source(RelationshipKind.REVISES)
        for purpose in self._store.entities(EntityKind.PURPOSE):
            edges, passed = revisions.take(purpose.id)
            self._sink.edges(passed)
            as_text = text_purpose(str(purpose.properties.get("statement", "")))
            if as_text == purpose:
                self._texts[purpose.id] = purpose
            holder = holders.pop(purpose.id, None)
            if holder is None:
                if purpose.id not in self._texts:
                    self._sink.entity(purpose)
                self._sink.edges(edges)
                continue
            self._mentioned.add(purpose.id)
            columns: dict[str, Value | datetime | None] = {
                "id": local_part(purpose.id),
                "member_id": local_part(holder.source),
                "stated_at": purpose.at,
            }
            revised = {**columns, "revises": targets(edges, purpose.at)}
            attempts: list[Columns] = [revised, {**columns, "revises": ()}]
            self._thing("purposes", purpose, [holder, *edges], attempts)
        self._sink.edges(revisions.rest())
        self._sink.edges(sorted_edges(holders.values()))

    def _skills(self) -> None:
        wider = self._by_source(RelationshipKind.BROADER)
        for skill in self._store.entities(EntityKind.SKILL):
            edges, passed = wider.take(skill.id)
            self._sink.edges(passed)
            columns = {"id": local_part(skill.id)}
            attempts: list[Columns] = [
                {**columns, "broader": first(targets(edges, None))},
                columns,
            ]
            self._thing("skills", skill, edges, attempts)
        self._sink.edges(wider.rest())

    def _content(self, makers: dict[EntityId, Relationship]) -> None:
        streams = {
            kind: self._by_source(kind)
            for kind in (
                RelationshipKind.ABOUT,
                RelationshipKind.REPLIES_TO,
                RelationshipKind.SERVES,
            )
        }
        for content in self._store.entities(EntityKind.CONTENT):
            edges: dict[RelationshipKind, list[Relationship]] = {}
            for kind, stream in streams.items():
                edges[kind], passed = stream.take(content.id)
                self._sink.edges(passed)
            maker = makers.pop(content.id, None)
            columns: dict[str, Value | datetime | None] = {
                "id": local_part(content.id),
                "created_at": content.at,
                "author_id": None if maker is None else local_part(maker.source),
                "parent_id": first(targets(edges[RelationshipKind.REPLIES_TO], content.at)),
                "skills": targets(edges[RelationshipKind.ABOUT], content.at) or None,
            }
            served = self._statements(edges[RelationshipKind.SERVES], content.at)
            own = [edge for group in edges.values() for edge in group]
            if maker is not None:
                own.append(maker)
            plain = {"id": columns["id"], "created_at": content.at}
            attempts: list[Columns] = [{**columns, "purposes": served or None}, columns, plain]
            self._thing("content", content, own, attempts)
        for stream in streams.values():
            self._sink.edges(stream.rest())

    def _activities_and_groups(self, hosts: dict[EntityId, Relationship]) -> None:
        developed = self._by_source(RelationshipKind.DEVELOPS)
        part_of = self._by_source(RelationshipKind.PART_OF)
        for table, kind, host_column in (
            ("activities", EntityKind.ACTIVITY, "host_id"),
            ("groups", EntityKind.GROUP, "organiser_id"),
        ):
            for thing in self._store.entities(kind):
                skills, passed = developed.take(thing.id)
                wholes, others = part_of.take(thing.id)
                groups = [edge for edge in wholes if kind_of(edge.target) is EntityKind.GROUP]
                self._sink.edges([*passed, *others])
                host = hosts.pop(thing.id, None)
                plain = {"id": local_part(thing.id), "created_at": thing.at}
                columns: dict[str, Value | datetime | None] = {
                    **plain,
                    host_column: None if host is None else local_part(host.source),
                    "skills": targets(skills, thing.at) or None,
                }
                if table == "activities":
                    columns["group_id"] = first(targets(groups, thing.at))
                own = [*skills, *wholes, *([] if host is None else [host])]
                self._thing(table, thing, own, [columns, plain])
        self._sink.edges(developed.rest())
        self._journeys(list(part_of.rest()))

    def _journeys(self, parts: list[Relationship]) -> None:
        stages = {stage.id: stage for stage in self._store.entities(EntityKind.STAGE)}
        edges = [*parts, *self._store.relationships(RelationshipKind.NEXT)]
        told: set[str] = set()
        for journey in self._store.entities(EntityKind.JOURNEY):
            own = sorted(
                {
                    part.source: stages[part.source]
                    for part in parts
                    if part.target == journey.id and part.source in stages
                }.values(),
                key=lambda stage: (str(stage.properties.get("place", "")).zfill(9), stage.id),
            )
            names = tuple(str(stage.properties.get("name", "")) for stage in own)
            columns = {"id": local_part(journey.id)}
            attempts = [
                self._sink.rows.row("journeys", journey.properties, each)
                for each in ({**columns, "stages": names or None}, columns)
            ]
            facts: list[Record] = [journey, *own, *edges]
            said = self._sink.first_true("journeys", attempts, facts)
            if not said:
                self._sink.entity(journey)
            told |= said
        for stage in stages.values():
            if stage.fingerprint() not in told:
                self._sink.entity(stage)
        self._sink.edges(edge for edge in edges if edge.fingerprint() not in told)

    def _unmentioned(self, instruments_told: set[EntityId]) -> None:
        for purpose in self._texts.values():
            if purpose.id not in self._mentioned:
                self._sink.entity(purpose)
        for instrument in self._store.entities(EntityKind.INSTRUMENT):
            if instrument.id not in instruments_told:
                self._sink.entity(instrument)

    def _thing(
        self,
        table: str,
        entity: Entity,
        edges: list[Relationship],
        attempts: Iterable[Columns],
    ) -> bool:
        """Write an entity in its table, or else in `entities`; whether its table could say it."""
        texts = [self._texts[edge.target] for edge in edges if edge.target in self._texts]
        said = self._sink.first_true(
            table, self._rows(table, entity, attempts), [entity, *edges, *texts]
        )
        if not said:
            self._sink.entity(entity)
        self._mentioned.update(text.id for text in texts if text.fingerprint() in said)
        self._sink.edges(edge for edge in edges if edge.fingerprint() not in said)
        return bool(said)

    def _rows(
        self, table: str, entity: Entity, attempts: Iterable[Columns]
    ) -> Iterator[Cells | None]:
        for columns in attempts:
            yield self._sink.rows.row(table, entity.properties, columns)
            if table == "community":
                # The column makes a purpose; without it the words are kept all the same.
                yield self._sink.rows.row(table, entity.properties, columns, aside={"purpose"})

    def _by_source(self, kind: RelationshipKind) -> BySource:
        stream = BySource(self._store, kind)
        self._sink.close_at_end(stream)
        return stream

    def _statements(self, edges: list[Relationship], at: datetime | None) -> tuple[str, ...]:
        return tuple(
            str(self._texts[edge.target].properties["statement"])
            for edge in edges
            if edge.target in self._texts and is_plain(edge, at)
        )


def is_plain(edge: Relationship, at: datetime | None) -> bool:
    """Whether a column can say it: nothing but its ends, and the time of its entity."""
    return not edge.key and not edge.properties and edge.at == at


def targets(edges: Iterable[Relationship], at: datetime | None) -> tuple[str, ...]:
    """Local ids of what plain relationships lead to."""
    return tuple(local_part(edge.target) for edge in edges if is_plain(edge, at))


def first(items: tuple[str, ...]) -> str | None:
    """The first item, if there is one."""
    return items[0] if items else None


def plain_by_target(
    edges: Iterable[Relationship],
) -> tuple[dict[EntityId, Relationship], list[Relationship]]:
    """For each target one relationship without key and properties, and all the others."""
    plain: dict[EntityId, Relationship] = {}
    others: list[Relationship] = []
    for edge in edges:
        if edge.key or edge.properties or edge.target in plain:
            others.append(edge)
        else:
            plain[edge.target] = edge
    return plain, others


def sorted_edges(edges: Iterable[Relationship]) -> list[Relationship]:
    """In the order of the stores."""
    return sorted(edges, key=lambda edge: (edge.kind, edge.source, edge.target, edge.key))
