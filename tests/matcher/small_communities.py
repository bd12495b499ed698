"""Small communities made at random, in which everything is joined with everything."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graph.records import Entity, Record, Relationship
from graph.snapshot import Snapshot
from tests.graph.packed import snapshot
from tests.matcher.conftest import edge, node

_MEMBER_TIES = ("HELPED", "MENTORS", "FOLLOWS", "CONNECTED", "ENDORSED", "BLOCKS", "ACCEPTED")
_DEEDS = {
    "content": ("CREATED", "ENGAGED", "HOSTS"),
    "group": ("JOINED", "HOSTS", "ENGAGED"),
    "activity": ("ATTENDED", "HOSTS", "ENGAGED"),
    "skill": ("HAS_SKILL", "SEEKS_SKILL"),
    "purpose": ("HOLDS",),
}
_VERBS = ("view", "comment", "answer", "like")
MEMBERS = tuple(f"member:m{number}" for number in range(9))


def random_records(seed: int, edges: int = 60) -> list[Record]:
    """Members, things and what joins them; the same for the same seed."""
    chance = np.random.default_rng(seed)
    things = [f"{kind}:{kind[0]}{number}" for kind in _DEEDS for number in range(4)]
    contents = [thing for thing in things if thing.startswith("content:")]
    skills = [thing for thing in things if thing.startswith("skill:")]
    records: list[Entity | Relationship] = [node(member) for member in MEMBERS]
    records += [node(thing, **_said(chance, thing)) for thing in things]
    for number in range(edges):
        source, other = (str(each) for each in chance.choice(MEMBERS, 2, replace=False))
        day = int(chance.integers(300))
        if chance.random() < 0.3:
            kind = str(chance.choice(_MEMBER_TIES[: 7 if chance.random() < 0.2 else 5]))
            records.append(edge(source, kind, other, day, key=str(number)))
        else:
            thing = str(chance.choice(things))
            kind = str(chance.choice(_DEEDS[thing.partition(":")[0]]))
            records.append(edge(source, kind, thing, day, verb=str(chance.choice(_VERBS))))
    for thing in things:
        skill = str(chance.choice(skills))
        if thing.startswith(("group:", "activity:")):
            records.append(edge(thing, "DEVELOPS", skill))
    for content in contents:
        records.append(edge(content, "ABOUT", str(chance.choice(skills))))
        if chance.random() < 0.4:
            records.append(edge(content, "REPLIES_TO", str(chance.choice(contents[:2]))))
    return list({record_key(record): record for record in records}.values())


def random_snapshot(seed: int, edges: int = 60) -> Snapshot:
    """The community of these records, in which texts have vectors."""
    records = random_records(seed, edges)
    chance = np.random.default_rng(seed)
    texts = [each.id for each in records if isinstance(each, Entity)]
    vectors = {each: _unit(chance) for each in texts if chance.random() < 0.8}
    return snapshot(records, vectors)


def record_key(record: Record) -> object:
    """What makes two records the same."""
    if isinstance(record, Entity):
        return record.id
    return record.kind, record.source, record.target, record.key


def _said(chance: np.random.Generator, thing: str) -> dict[str, Any]:
    asks = thing.startswith("content:") and chance.random() < 0.4
    return {"title": thing.upper(), **({"kind": "question"} if asks else {})}


def _unit(chance: np.random.Generator) -> npt.NDArray[np.float32]:
    vector = np.abs(chance.normal(size=6)).astype(np.float32)
    return np.asarray(vector / np.sqrt((vector * vector).sum()), dtype=np.float32)
