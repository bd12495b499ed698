"""The parts of a statement that help people say it: stated, read from the text, or left empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from community.phrases import phrase
from graph.records import Value

STATED, READ = "stated", "read from the text"
PARTS: Mapping[str, str] = {
    "for_whom": phrase("For whom"),
    "brings": phrase("What I bring"),
    "because": phrase("Why it matters"),
    "horizon": phrase("Over what horizon"),
}
"""The properties of a purpose that say a part, and what the part is called."""
MAX_PART_LENGTH = 200
"""Characters of a part that are read from a text."""
READ_LENGTH = 8_000
"""Characters of a statement that are read: as many as are embedded."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a statement: its words, and whether they were stated or read from the text."""

    text: str
    source: str


_PEOPLE = (
    r"(?:people|persons?|child(?:ren)?|kids|grown-ups|adults|teenagers?|youngsters|youth|women|men|"
    r"girls|boys|mothers|fathers|parents|famil(?:y|ies)|elders|neighbou?rs|newcomers|refugees|"
    r"migrants|students?|pupils|teachers?|learners|beginners|patients|carers|workers|farmers|"
    r"makers|artists|volunteers|members|citizens|everyone|everybody|anyone|anybody|nobody|no one|"
    r"those who)"
)
_COUNTED = (
    r"(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|"
    r"fifty|hundred|few|couple of)"
)
_SPAN = r"(?:day|week|month|year|decade|generation)s?"
_TO_THE_END = r"[^.;!?\n]{3,200}"
_UP_TO = r"(?=\s*(?:[,.;:!?\n]|\b(?:so that|that|because|until|in order|and with|to|for|by)\b|$))"
_LAZY = r"[^,.;:!?\n]{3,80}?"
_WHEN = rf"(?:within|over|in|for|during)\s+(?:the\s+)?(?:next\s+|coming\s+)?{_COUNTED}\s+{_SPAN}"
_AIM = r"(?:for|helps?|helping|so that|that|until|making sure that|teach(?:ing)?|support(?:ing)?)"
_WHO = rf"(?:\s+(?:who|whom|whose)\s+{_LAZY}{_UP_TO})?"
_WHICH_PEOPLE = rf"(?:(?!so\b|that\b)[\w'-]+\s+){{0,3}}?{_PEOPLE}{_WHO}"

_PATTERNS: Mapping[str, tuple[str, ...]] = {
    "horizon": (
        rf"\b({_WHEN})\b",
        rf"\b((?:the|my) (?:next|coming) (?:{_COUNTED}\s+)?{_SPAN})\b",
        r"\b(by (?:the end of )?(?:19|20|21)\d\d)\b",
        r"\b(this (?:week|month|year|decade))\b",
        r"\b((?:for the rest of|in|within) my life(?:time)?)\b",
    ),
    "because": (
        rf"\b(because {_TO_THE_END})",
        rf"\b((?:so|in order) that {_TO_THE_END})",
        rf"\b(?:my purpose is|making sure) (that {_TO_THE_END})",
    ),
    "brings": (
        rf"\b(?:through|by means of|drawing on|using) ({_LAZY}){_UP_TO}",
        rf"\bI (?:can )?(?:bring|offer|share|lend|contribute|teach|lead and teach) (?!people)"
        rf"({_LAZY}){_UP_TO}",
        rf"(?:^|[.;:!?]\s+)With ({_LAZY}),",
        rf"(?:^|[,.;:!?]\s+)({_LAZY}) is how I (?:start|begin)\b",
    ),
    "for_whom": (rf"\b{_AIM}\s+({_WHICH_PEOPLE})\b",),
}
"""Where a part stands in English; each looks a few words far only, so that long texts are quick."""
_COMPILED = {
    name: tuple(re.compile(pattern, re.IGNORECASE | re.MULTILINE) for pattern in patterns)
    for name, patterns in _PATTERNS.items()
}


def parts_of(properties: Mapping[str, Value]) -> dict[str, Part]:
    """The parts that a purpose states, else those that its statement tells; others are left out.

    Nothing is made up: a part that is read is a piece of the statement, letter by letter. The
    patterns know English only, and the first `READ_LENGTH` characters.

    >>> parts_of({"statement": "I teach maths so that no child is lost."})["brings"].text
    'maths'
    """
    found: dict[str, Part] = {}
    for name in PARTS:
        said = properties.get(name)
        if isinstance(said, str) and said.strip():
            found[name] = Part(said.strip(), STATED)
    statement = str(properties.get("statement", ""))[:READ_LENGTH]
    for name, part in read_parts(statement).items():
        found.setdefault(name, part)
    return {name: found[name] for name in PARTS if name in found}


def read_parts(text: str) -> dict[str, Part]:
    """The parts that a text tells: of each the first that the first fitting pattern finds."""
    found = {}
    for name, patterns in _COMPILED.items():
        matches = (match for pattern in patterns if (match := pattern.search(text)))
        first = next(matches, None)
        if first is not None:
            found[name] = Part(first.group(1).strip()[:MAX_PART_LENGTH], READ)
    return found
