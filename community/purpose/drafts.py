"""Drafts of a purpose in a member's own words, with their evidence, and what would sharpen them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.picture import Picture
from community.purpose.clauses import PURPOSEFUL, Clause, clauses_of
from community.purpose.doings import doings_of
from community.purpose.languages import language_note
from community.purpose.parts import Part, read_parts
from community.purpose.questions import sharpening
from community.purpose.sources import OF_THEMSELVES, Source, sources_of
from community.purpose.statements import member_node
from graph.embeddings import Embedder
from graph.packing import EPOCH
from graph.progress import Progress, silent
from graph.records import EntityId
from graph.schema import EntityKind

MOST_DRAFTS = 3
SAME_MEANING = 0.7
"""Cosine from which two sentences say the same, so that only the better one is offered."""
MOST_EVIDENCE = 3
SPEAKS_FOR = 0.4
"""Cosine with a draft from which another text of theirs speaks for it."""
RECENCY_HALVES = 365.0
"""Days after which a text counts half as recent."""
WEIGHTS = {"closeness": 0.5, "wording": 0.35, "recency": 0.15}
"""What the parts of a draft's score count; they are set by hand, not learned."""
ABOUT = 0.25
"""Closeness to what they did from which a sentence is about it, and not about something aside."""
UNDATED = 0.5
"""How recent a text without a date is taken to be."""
_NEEDS = (
    "nothing that this member wrote, joined or can do is known: a bio, a question, an answer or "
    "a skill would do"
)
_UNLIKE = (
    "no sentence of theirs sounds like a purpose: the drafts are what they write about most, and "
    "ask for a purpose in it"
)
Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something of the member's that speaks for a draft.

    Attributes:
        source: the text, where it stands and when it was written.
        words: the sentence, or the name, letter by letter.
        closeness: cosine with the draft, 1 for the draft's own sentence.
    """

    source: Source
    words: str
    closeness: float


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence of the member's own that may be their purpose.

    Attributes:
        statement: letter by letter as they wrote it.
        score: 0 to 1, compares drafts of one member only.
        shares: what of the score comes from closeness to what they did, wording and recency.
        parts: of a purpose, as far as the sentence tells them.
        evidence: first where it stands, then what else of theirs is close to it.
        questions: what would sharpen it: a question for each part that is missing.
        note: why it is unsure; may be empty.
    """

    statement: str
    score: float
    shares: dict[str, float]
    parts: dict[str, Part]
    evidence: tuple[Evidence, ...]
    questions: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Up to MOST_DRAFTS drafts for a member, best first.

    Attributes:
        member: the member's node.
        drafts: none where nothing is known of them; then `note` says what it would need.
        read: how many texts and names were read.
        note: what to know before relying on them.
    """

    member: int
    drafts: tuple[Draft, ...]
    read: int
    note: str = ""


def suggest(
    picture: Picture, member: EntityId, embedder: Embedder, progress: Progress = silent
) -> Suggestions:
    """Draft statements of purpose out of what a member wrote, asked, answered and joined.

    Every draft is a sentence of theirs, or a name that they chose, letter by letter; nothing is
    made up. Sentences are scored by how close they are to all that the member did, how much they
    sound like a purpose and how recent they are (`WEIGHTS`). What does not sound like one is
    offered where nothing else is left, and of those that mean the same only the best (maximal
    marginal relevance with a threshold, after Carbonell and Goldstein, SIGIR 1998).

    Raises:
        EntityNotFound: nobody in sight has that id.
        ModelError: the embedder's model cannot be loaded.
    """
    node = member_node(picture, member)
    sources = sources_of(picture, node)
    clauses = clauses_of(sources)
    if not clauses:
        return Suggestions(node, (), len(sources), _NEEDS)
    vectors = embedder.embed([clause.text for clause in clauses], progress)
    shares = _shares(picture, node, clauses, vectors)
    scores = np.sum(list(shares.values()), axis=0)
    close = shares["closeness"] / WEIGHTS["closeness"]
    tiers = [_tier(clause, value) for clause, value in zip(clauses, close, strict=True)]
    skills = [source.text for source in sources if source.where == "has the skill"]
    drafts = tuple(
        _draft(place, clauses, vectors, shares, skills) for place in _chosen(tiers, scores, vectors)
    )
    return Suggestions(node, drafts, len(sources), "" if 0 in tiers else _UNLIKE)


def _shares(
    picture: Picture, member: int, clauses: Sequence[Clause], vectors: Vectors
) -> dict[str, npt.NDArray[np.float64]]:
    """(C,) of each part of the score, weighted."""
    parts = {
        "closeness": np.clip(vectors @ _centre(picture, member, vectors), 0.0, 1.0),
        "wording": np.array([clause.wording for clause in clauses]),
        "recency": _recency(picture, clauses),
    }
    return {name: WEIGHTS[name] * part.astype(np.float64) for name, part in parts.items()}


def _centre(picture: Picture, member: int, clauses: Vectors) -> npt.NDArray[np.float32]:
    """(D,) the direction of all that they did; where that has no vectors, of their sentences."""
    done = [doing.node for doing in doings_of(picture, member) if doing.kind != EntityKind.MEMBER]
    nodes = np.array([member, *done], dtype=np.int32)
    vectors = picture.vectors(nodes)
    if vectors.shape[1] != clauses.shape[1] or not vectors.any():
        vectors = clauses
    centre = vectors.sum(axis=0)
    length = float(np.linalg.norm(centre))
    return np.asarray(centre / length if length else centre, dtype=np.float32)


def _recency(picture: Picture, clauses: Sequence[Clause]) -> npt.NDArray[np.float64]:
    now = picture.last_second
    ages = [
        np.nan if clause.at is None else (now - (clause.at - EPOCH).total_seconds()) / 86_400
        for clause in clauses
    ]
    halved = 0.5 ** (np.maximum(np.array(ages), 0.0) / RECENCY_HALVES)
    return np.where(np.isnan(halved), UNDATED, halved)


def _tier(clause: Clause, closeness: float) -> int:
    """0: sounds like a purpose, and is about what they do or themselves; 1: a name; 2: the rest."""
    is_about = closeness >= ABOUT or clause.source.where in OF_THEMSELVES
    if clause.wording >= PURPOSEFUL and is_about:
        return 0
    return 1 if clause.source.is_name else 2


def _chosen(tiers: Sequence[int], scores: npt.NDArray[np.float64], vectors: Vectors) -> list[int]:
    """The best places, none of which means the same as a better one.

    What sounds like a purpose comes first, then one name; one other sentence only for want of both.
    """
    chosen: list[int] = []
    for place in np.lexsort((-scores, np.array(tiers))).tolist():
        if chosen and (tiers[place] == 2 or tiers[place] == tiers[chosen[-1]] == 1):
            break
        if all(float(vectors[place] @ vectors[other]) < SAME_MEANING for other in chosen):
            chosen.append(place)
        if len(chosen) == MOST_DRAFTS:
            break
    return chosen


def _draft(
    place: int,
    clauses: Sequence[Clause],
    vectors: Vectors,
    shares: dict[str, npt.NDArray[np.float64]],
    skills: Sequence[str],
) -> Draft:
    clause = clauses[place]
    own = {name: float(part[place]) for name, part in shares.items()}
    parts = read_parts(clause.text)
    return Draft(
        statement=clause.text,
        score=sum(own.values()),
        shares=own,
        parts=parts,
        evidence=_evidence(place, clauses, vectors),
        questions=sharpening(parts, skills, is_name=clause.source.is_name),
        note=language_note(clause.text),
    )


def _evidence(place: int, clauses: Sequence[Clause], vectors: Vectors) -> tuple[Evidence, ...]:
    """The draft's own sentence, and the closest of other sources that speak for it."""
    found = [Evidence(clauses[place].source, clauses[place].text, 1.0)]
    seen = {clauses[place].source}
    cosines = vectors @ vectors[place]
    for other in np.argsort(-cosines, kind="stable").tolist():
        clause = clauses[other]
        if cosines[other] < SPEAKS_FOR or len(found) == MOST_EVIDENCE:
            break
        if clause.source not in seen:
            seen.add(clause.source)
            found.append(Evidence(clause.source, clause.text, float(cosines[other])))
    return tuple(found)
