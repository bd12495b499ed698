"""Drafts of a purpose in a member's own words, with their evidence, and what would sharpen them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.phrases import phrase
from community.picture import Picture
from community.purpose.clauses import Clause, clauses_of
from community.purpose.draft_scores import WEIGHTS, Tier, Vectors, best_of, shares_of, tier_of
from community.purpose.languages import language_note
from community.purpose.parts import Part, read_parts
from community.purpose.questions import sharpening
from community.purpose.sources import Source, sources_of
from community.purpose.statements import member_node
from graph.embeddings import Embedder
from graph.progress import Progress, silent
from graph.records import EntityId

MOST_EVIDENCE = 3
SPEAKS_FOR = 0.4
"""Cosine with a draft from which another text of theirs speaks for it."""
_NEEDS = phrase(
    "nothing that this member wrote, joined or can do is known: a bio, a "
    "question, an answer or a skill would do"
)
_UNLIKE = phrase(
    "no sentence of theirs sounds like a purpose: the drafts are what they write "
    "about most, and ask for a purpose in it"
)


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
    shares = shares_of(picture, node, clauses, vectors)
    scores = np.sum(list(shares.values()), axis=0)
    close = shares["closeness"] / WEIGHTS["closeness"]
    tiers = [tier_of(clause, value) for clause, value in zip(clauses, close, strict=True)]
    skills = [source.text for source in sources if source.where == "has the skill"]
    drafts = tuple(
        _draft(place, clauses, vectors, shares, skills) for place in best_of(tiers, scores, vectors)
    )
    return Suggestions(node, drafts, len(sources), "" if Tier.PURPOSE in tiers else _UNLIKE)


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
