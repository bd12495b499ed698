"""The words that the invented community is made of, as they stand in `words.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_WORDS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "words.json").read_text(encoding="utf-8")
)

FIRST_NAMES: list[str] = _WORDS["first_names"].split()
SURNAME_STARTS: list[str] = _WORDS["surname_starts"].split()
SURNAME_ENDS: list[str] = _WORDS["surname_ends"].split()
TOWNS: dict[str, str] = _WORDS["towns"]
"""Time zones by town."""
LANGUAGES: list[str] = _WORDS["languages"]
ORGANISATIONS: list[str] = _WORDS["organisations"]
AREAS: dict[str, dict[str, str]] = _WORDS["areas"]
"""Wide skills, and the narrower ones in them with what they mean."""
WORK: dict[str, list[str]] = _WORDS["work"]
"""Trades by area, as are dreams."""
DREAMS: dict[str, list[str]] = _WORDS["dreams"]
STATEMENT_FORMS: dict[str, list[str]] = _WORDS["statement_forms"]
"""Ways to put a purpose, by how far it has ripened."""
MOTIVES: list[str] = _WORDS["motives"]
PASTIMES: list[str] = _WORDS["pastimes"]
QUESTIONS: list[list[str]] = _WORDS["questions"]
"""Titles and bodies, as are stories and courses."""
STORIES: list[list[str]] = _WORDS["stories"]
COURSES: list[list[str]] = _WORDS["courses"]
ANSWERS: list[str] = _WORDS["answers"]
ACTIVITY_FORMS: dict[str, list[str]] = _WORDS["activity_forms"]
GROUP_FORMS: list[list[str]] = _WORDS["group_forms"]
STAGES: dict[str, tuple[str, list[str], list[str]]] = _WORDS["stages"]
"""Journeys: what they lead to, their stages, and the skill that each stage calls for."""
