"""The sentences of a member's texts, and how much each sounds like a purpose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from community.purpose.sources import Source

FEWEST_WORDS, MOST_WORDS = 4, 45
"""Words that a sentence must have, and may have, to be offered as a draft."""
MOST_CLAUSES = 120
"""Sentences of a member that are compared by meaning: those that sound most like a purpose, and
of these the latest."""
_SENTENCE = re.compile(r"(?<=[.!?…])[\"')\]]*\s+(?=[^a-z])|\n+")
"""Where a sentence ends; not before a small letter, which follows an abbreviation."""
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_CODE = re.compile(r"https?://|[{}\\$=<>|_^`]|\.\w+\(|\b\d+\.\d+\b")
_SAYS = r"\b(?:I|we)(?: \w+)?"
_AM = r"(?:^|, |\bI(?:['’]m| am| was| have been)(?: \w+){0,2} )"
_ASPIRING: tuple[tuple[float, str], ...] = (
    (1.0, r"\bmy (?:purpose|mission|calling|dream|aim|goal)\b"),
    (
        0.9,
        rf"{_SAYS} (?:want(?:ed)?|hope|wish|dream|aim|try|plan|work|intend) (?:to|for|so|that)\b",
    ),
    (0.9, r"\b(?:I|we)(?:['’]d| would) (?:like|love) to\b"),
    (0.8, rf"{_SAYS} (?:care|love|enjoy|value|give mine|give my|gave my)\b"),
    (0.8, r"\b(?:matters?|important|means? a lot) to (?:me|us)\b"),
    (0.8, r"\b(?:changed|changes) my (?:life|trade|mind|work|view)\b"),
    (0.7, rf"{_AM}(?:passionate|interested|curious|excited|fascinated) (?:about|in|by)\b"),
    (0.7, rf"{_SAYS} (?:lead|teach|mentor|help|organi[sz]e|build|study|research)\b"),
    (0.6, r"\bto (?:help|teach|support|share|mentor)\b.*\b(?:others|people|each other|those)\b"),
    (0.5, r"\b(?:I|my)\b.*\b(?:so that|in order to)\b"),
)
_PATTERNS = tuple((weight, re.compile(pattern, re.IGNORECASE)) for weight, pattern in _ASPIRING)
_LESS: tuple[tuple[float, re.Pattern[str]], ...] = (
    (0.3, re.compile(r"\?\s*$")),
    (
        0.3,
        re.compile(r"\b(?:like|want|wish) to (?:point|ask|mention|add|thank|note|say|clarify)\b"),
    ),
    (0.6, re.compile(r"\bto learn\b")),
    (0.4, re.compile(r"\bto (?:know|understand|find out|see|check|be sure)\b")),
    (0.5, re.compile(r"^(?!.*\b(?:I|[Mm]y|[Mm]e)\b).*\b(?:[Ww]e|[Oo]ur)\b", re.DOTALL)),
)
"""What a sentence keeps of its wording: as a question; where it only introduces what follows; as a
wish to learn or know, which tells what they need rather than what they are for; where nobody says I
but we, as in proofs."""
PURPOSEFUL = 0.5
"""Wording from which a sentence sounds like a purpose."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence, or a name, as it stands in a source.

    Attributes:
        text: letter by letter.
        source: where it stands.
        wording: 0 to 1, how much it sounds like a purpose.
    """

    text: str
    source: Source
    wording: float

    @property
    def at(self) -> datetime | None:
        return self.source.at


def clauses_of(sources: Iterable[Source]) -> list[Clause]:
    """Up to MOST_CLAUSES sentences and names, each text once; best wording first, then latest."""
    found: dict[str, Clause] = {}
    for source in sources:
        for text in _sentences(source):
            wording = 0.0 if source.is_name else wording_of(text)
            found.setdefault(text.casefold(), Clause(text, source, wording))
    ordered = sorted(found.values(), key=_place)
    return ordered[:MOST_CLAUSES]


def wording_of(text: str) -> float:
    """0 to 1: the strongest of a closed list of aspiring phrases.

    >>> wording_of("I want to help newcomers."), wording_of("The gate commutes.")
    (0.9, 0.0)
    """
    wording = max((weight for weight, each in _PATTERNS if each.search(text)), default=0.0)
    for kept, each in _LESS:
        if each.search(text):
            wording *= kept
    return wording


def _sentences(source: Source) -> Iterator[str]:
    if source.is_name:
        yield source.text
        return
    for piece in _SENTENCE.split(source.text):
        text = piece.strip()
        if FEWEST_WORDS <= len(_WORD.findall(text)) <= MOST_WORDS and not _CODE.search(text):
            yield text


def _place(clause: Clause) -> tuple[float, float, str]:
    at = 0.0 if clause.at is None else clause.at.timestamp()
    return -clause.wording, -at, clause.text
