"""What an erasure looks for: ids, names and sentences that nobody else has."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from api.rights.member_records import MemberRecords
from graph.records import Entity, Record
from graph.store import GraphStore

SHORTEST_NAME, SHORTEST_SENTENCE = 6, 16
"""Letters: what is shorter stands in too many other texts to tell anything."""
MOST_OF_A_TEXT = 200
"""Letters of a sentence that are looked for."""
_END = rb"(?![A-Za-z0-9_\-])"


@dataclass(frozen=True, slots=True)
class Sought:
    """A text that must not be found any more.

    Attributes:
        what: `id`, `id of theirs`, `name` or `sentence`.
        text: the text itself; no report tells it.
    """

    what: str
    text: str

    @property
    def digest(self) -> str:
        """What a report tells in its place."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def forms(self) -> tuple[bytes, ...]:
        """How it may stand in a file: as it is, and as JSON of ASCII alone writes it."""
        escaped = json.dumps(self.text)[1:-1]
        return tuple(dict.fromkeys((self.text.encode(), escaped.encode())))

    @property
    def expression(self) -> bytes:
        """Finds it in bytes; an id only where it does not go on as that of somebody else."""
        forms = b"|".join(re.escape(form) for form in self.forms())
        return b"(?:" + forms + b")" + (_END if self.what.startswith("id") else b"")


@dataclass(frozen=True, slots=True)
class Needles:
    """All that one erasure looks for."""

    sought: tuple[Sought, ...]

    @classmethod
    def of(cls, records: MemberRecords) -> Self:
        """What only the member's records say."""
        found = [Sought("id", records.member.id)]
        found += [Sought("id of theirs", each.id) for each in records.owned]
        name = records.member.properties.get("name")
        if isinstance(name, str) and len(name) >= SHORTEST_NAME:
            found.append(Sought("name", name))
        for each in (records.member, *records.owned):
            found += [Sought("sentence", sentence) for sentence in _longest_sentences(each)]
        return cls(tuple(dict.fromkeys(found)))

    def without(self, others: Iterable[Sought]) -> Needles:
        """The same, but for those."""
        left_out = set(others)
        return Needles(tuple(each for each in self.sought if each not in left_out))

    def pattern(self) -> re.Pattern[bytes]:
        """Finds any of them in bytes."""
        return re.compile(b"|".join(each.expression for each in self.sought))


def borne_by_others(store: GraphStore, records: MemberRecords, needles: Needles) -> set[Sought]:
    """Those that others' records hold as well: a name that two have, a sentence that was quoted.

    These stay where others wrote them. Ids of theirs in records of others are no such: they go.
    """
    texts = [each for each in needles.sought if not each.what.startswith("id")]
    patterns = [(each, re.compile(each.expression)) for each in texts]
    own = {records.member.id, *(each.id for each in records.owned)}
    found: set[Sought] = set()
    for entity in store.entities():
        if entity.id in own or not patterns:
            continue
        said = said_by(entity)
        found |= {each for each, pattern in patterns if pattern.search(said)}
        patterns = [pair for pair in patterns if pair[0] not in found]
    return found


def said_by(record: Record) -> bytes:
    """All that a record says in words."""
    words = [str(each) for value in record.properties.values() for each in _listed(value)]
    words.append(record.id if isinstance(record, Entity) else record.key)
    return "\n".join(words).encode()


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple) else (value,)


def _longest_sentences(entity: Entity) -> Iterator[str]:
    """Of each text the longest sentence, whole or its beginning."""
    for value in entity.properties.values():
        for text in _listed(value):
            sentences = re.split(r"(?<=[.!?])\s+|\n+", str(text))
            longest = max(sentences, key=len).strip()[:MOST_OF_A_TEXT]
            if len(longest) >= SHORTEST_SENTENCE:
                yield longest
