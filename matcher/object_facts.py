"""What is said of recommended things, looked up for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from community.phrases import marked
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from matcher.object_lookups import has_kind, people_of, ties_of
from matcher.question import Question
from matcher.rows import kinds_of_pairs
from matcher.wording import rarest

Nodes = npt.NDArray[np.int32]
_K = RelationshipKind
TIES = (
    (_K.MENTORS, marked("whom you mentor"), marked("your mentor")),
    (_K.HELPED, marked("whom you helped"), marked("who helped you")),
    (_K.CONNECTED, marked("whom you know"), marked("whom you know")),
    (_K.ACCEPTED, marked("whom you know"), marked("whom you know")),
    (_K.FOLLOWS, marked("whom you follow"), marked("who follows you")),
    (_K.ENDORSED, marked("for whom you vouch"), marked("who vouches for you")),
)
"""How the asker stands to a person: by an edge to them, and by one from them; closest first."""
PARTS = (_K.CREATED, _K.HOSTS, _K.ATTENDED, _K.JOINED)
"""What people have to do with a thing."""
MOST_TOPICS = 3
_OUTWARD, _INWARD = np.full(256, -1), np.full(256, -1)
for _rank, (_kind, _, _) in enumerate(TIES):
    _INWARD[RELATIONSHIP_CODES[_kind]] = 2 * _rank
    _OUTWARD[RELATIONSHIP_CODES[_kind]] = 2 * _rank + 1
_TIE_WORDS = [words for _, outward, inward in TIES for words in (inward, outward)]
_PART_CODES = np.array([RELATIONSHIP_CODES[kind] for kind in PARTS])
_SEEKS, _HAS = (np.uint64(1 << RELATIONSHIP_CODES[kind]) for kind in (_K.SEEKS_SKILL, _K.HAS_SKILL))
_TOPIC_BITS = np.uint64(
    sum(1 << RELATIONSHIP_CODES[kind] for kind in (_K.ABOUT, _K.DEVELOPS, _K.SERVES))
)


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """Of one recommended thing.

    Attributes:
        closeness: cosine to the nearest part of the question, NaN without a text.
        part: which part of the question its text is nearest to, None without one or the other.
        topics: of the question that it is about, rarest first: fewest neighbours, then by node.
        is_sought, is_known: whether the asker wants to learn all of these, or knows them.
        people: for each of PARTS, who of those the asker has to do with, and how they stand to
            them.
        is_answered: whether anything replies to it.
    """

    closeness: float
    part: int | None
    topics: list[int]
    is_sought: bool
    is_known: bool
    people: list[list[tuple[int, str]]]
    is_answered: bool

    def named(self) -> Iterable[int]:
        """Nodes that may be named in reasons."""
        return chain(self.topics, [person for people in self.people for person, _ in people])


def object_facts(question: Question, things: Nodes) -> list[ObjectFacts]:
    """The facts of things (K,)."""
    into = question.snapshot.into
    facts = zip(
        question.closeness.at(things).tolist(),
        _nearest_parts(question, things),
        _topics(question, things),
        _people(question, things),
        has_kind(
            into.spans, into.neighbours, into.kinds, things,
            *question.snapshot.range(EntityKind.CONTENT), RELATIONSHIP_CODES[_K.REPLIES_TO],
        ).tolist(),
        strict=True,
    )  # fmt: skip
    return [
        ObjectFacts(closeness, part, *topics, people, is_answered)
        for closeness, part, topics, people, is_answered in facts
    ]


def _nearest_parts(question: Question, things: Nodes) -> list[int | None]:
    """(K,) which part of the question the text of each is nearest to."""
    if not len(question.vectors):
        return [None] * len(things)
    cosines, _ = question.closeness.by_part(things)
    rows = zip(cosines.argmax(axis=1).tolist(), np.isnan(cosines[:, 0]).tolist(), strict=True)
    return [None if is_unknown else part for part, is_unknown in rows]


def _topics(question: Question, things: Nodes) -> Iterator[tuple[list[int], bool, bool]]:
    """Of each thing, which topics of the question it is about, and what the asker wants of them."""
    view, out = question.view, question.snapshot.out
    edges = out.spans, out.neighbours, out.kinds
    topics = np.array(sorted(question.seeds), dtype=np.int32)
    asker = np.array([] if question.member is None else [question.member], dtype=np.int32)
    own = np.bitwise_or.reduce(kinds_of_pairs(*edges, asker, topics), axis=0)
    sought, known = (set(topics[own & bit != 0].tolist()) for bit in (_SEEKS, _HAS))
    about = kinds_of_pairs(*edges, things, topics) & _TOPIC_BITS != 0
    for row in about:
        found = rarest(view, topics[row].tolist(), MOST_TOPICS)
        yield found, sought.issuperset(found), known.issuperset(found)


def _people(question: Question, things: Nodes) -> list[list[list[tuple[int, str]]]]:
    """(K, len(PARTS)) people whom the asker has to do with, and how they stand to them."""
    if question.member is None:
        return [[[]] * len(PARTS)] * len(things)
    out, into = question.snapshot.out, question.snapshot.into
    coming = into.spans, into.neighbours, into.kinds
    members = question.snapshot.range(EntityKind.MEMBER)
    people, ties = ties_of(out, into, question.member, members, _OUTWARD, _INWARD)
    found = people_of(*coming, things, people, _PART_CODES)
    known = list(zip(people.tolist(), [_TIE_WORDS[tie] for tie in ties.tolist()], strict=True))
    return [
        [[known[place] for place in places if place >= 0] for places in row]
        for row in found.tolist()
    ]
