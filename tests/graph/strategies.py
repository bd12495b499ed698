"""Random records for hypothesis: few ids, so that they meet again; any text, number and time."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

from hypothesis import strategies as st

from graph import RELATIONSHIPS, Entity, EntityKind, Record, Relationship, RelationshipKind
from graph.records import EntityId, Value, entity_id
from graph.schema import VERBS

LOCALS = ("a", "b", "É", "e\u0301", "\0", "a:b", "👩\u200d🔬", "\uffff", "\U00010000")
"""Local ids that sort differently by bytes, by UTF-16 and by looks."""
NAMES = (
    "name", "title", "statement", "headline", "bio", "body", "description", "visibility", "paused",
    "capacity", "roles", "consent", "age_band", "starts_at", "kind", "id", "at", "verb", "level",
    "value", "derived", "with`tick", "ключ",
)  # fmt: skip
"""Property names: those that mean something to a snapshot, and those that might hurt a store."""

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
telling = st.sampled_from(
    ("hidden", "community", "mentor", "mentee", "matching", "minor", "2024-05-01T10:00:00Z",
     "question", "true", "a|mentor", *VERBS)
)  # fmt: skip
values: st.SearchStrategy[Value] = st.one_of(
    texts,
    telling,
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(texts | telling, max_size=3).map(tuple),
)
zones = st.sampled_from((UTC, timezone(timedelta(hours=5, minutes=45))))
times = st.none() | st.datetimes(timezones=zones).map(
    # Near both ends of the calendar another zone's time has no UTC form; and no zone here has
    # an hour that comes twice.
    lambda moment: (
        moment.replace(fold=0) if 2 < moment.year < 9998 else moment.replace(tzinfo=UTC, fold=0)
    )
)
properties = st.dictionaries(st.sampled_from(NAMES) | texts.filter(bool), values, max_size=5)


def ids(kinds: frozenset[EntityKind] = frozenset(EntityKind)) -> st.SearchStrategy[EntityId]:
    """Ids of these kinds, out of few."""
    return st.builds(entity_id, st.sampled_from(sorted(kinds)), st.sampled_from(LOCALS))


entities = st.builds(Entity, ids(), times, properties)
keys = st.sampled_from(("", "", "k", "\0", "k\U00010000", "k\uffff")) | texts


@st.composite
def relationships(draw: st.DrawFn) -> Relationship:
    """A relationship that the schema allows."""
    kind = draw(st.sampled_from(RelationshipKind))
    rule = RELATIONSHIPS[kind]
    ends = draw(ids(rule.sources)), draw(ids(rule.targets))
    return Relationship(kind, *ends, draw(keys), draw(times), draw(properties))


@st.composite
def batches(draw: st.DrawFn) -> list[Record]:
    """Records in any order whose relationships find their ends in the same batch."""
    edges = draw(st.lists(relationships(), max_size=6))
    ends = sorted({end for edge in edges for end in (edge.source, edge.target)})
    records: list[Record] = [
        *draw(st.lists(entities, max_size=4)),
        *(Entity(end, draw(times), draw(properties)) for end in ends),
        *edges,
    ]
    return draw(st.permutations(records))
