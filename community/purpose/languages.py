"""Which texts the embedding model can be trusted with: it reads English best."""

from __future__ import annotations

import re
import unicodedata

from community.phrases import phrase

_SAMPLE = 2_000
"""Characters of a text that are looked at."""
MOST_FOREIGN_LETTERS = 0.5
"""Share of letters of other scripts than Latin from which on a text is in another script."""
FEWEST_WORDS = 12
"""Words from which on a text without any common English word is taken for another language."""
_ENGLISH = (
    "the and of to that for with my our it are can who what from this they their by have how want "
    "people you your as through which where those i am in is we a be not"
)
_OTHERS = (
    "der die das und ist nicht ich für mit ein eine wir le la les et est une pour dans je que "
    "nous des du qui los las el una por para con y yo não uma os e um che di per sono il un più "
    "de het een van voor ik niet en met zijn"
)
ENGLISH_WORDS = frozenset(_ENGLISH.split())
OTHER_WORDS = frozenset(_OTHERS.split())
"""Small words of English, and of German, French, Spanish, Portuguese, Italian and Dutch."""
OTHER_SCRIPT = phrase("it is not in Latin script")
OTHER_LANGUAGE = phrase("it seems not to be in English")
_WORD = re.compile(r"[^\W\d_]+")


def language_note(text: str) -> str:
    """Why closeness in meaning is unsure for a text; empty where nothing speaks against it.

    Simple rules on its first characters, which may be wrong: at least half of the letters are of
    another script; or two small words of other languages and more of these than of English; or
    FEWEST_WORDS words and no small English one among them.
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        reason = OTHER_LANGUAGE if _is_foreign(sample) else ""
    elif _foreign_letters(sample) >= MOST_FOREIGN_LETTERS:
        reason = OTHER_SCRIPT
    else:
        reason = OTHER_LANGUAGE if _is_foreign(sample) else ""
    return f"{reason}; the model reads English best, so closeness is unsure" if reason else ""


def is_comparable(text: str) -> bool:
    """Whether a text says something, in a language that the model compares well."""
    return bool(text.strip()) and not language_note(text)


def _is_foreign(text: str) -> bool:
    words = _WORD.findall(text.lower())
    english = sum(word in ENGLISH_WORDS for word in words)
    other = sum(word in OTHER_WORDS for word in words)
    return other > max(english, 1) or (not english and len(words) >= FEWEST_WORDS)


def _foreign_letters(text: str) -> float:
    """The share of letters that are not Latin."""
    letters = [letter for letter in text if letter.isalpha()]
    foreign = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return foreign / len(letters) if letters else 0.0
