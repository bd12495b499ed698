"""The words that the planted community speaks with, as they stand in `words.json`.

Each topic is said in many ways that share few words, and no word of it tells of a circle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

_WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "words.json").read_text("utf-8"))

FORMS: dict[str, list[str]] = _WORDS["forms"]
"""Ways to put a dream, a question, an answer, …: each holds `{it}`."""
SUBJECT_FORMS: dict[str, list[str]] = _WORDS["subject_forms"]
"""Ways to add what it is about, of the same forms: each holds `{it}`, a subject."""
NAMES_SUBJECT = 0.85
"""Share of what is said about a topic that also names its subject, in any of several ways."""
TOPICS: list[dict[str, list[str]]] = list(_WORDS["topics"].values())
"""Of each topic: names of its subject, and what members dream of, ask, answer, tell and teach."""
TOPIC_CRAFTS: list[list[int]] = list(_WORDS["topic_crafts"].values())
"""Of each topic, in the same order, the crafts that it calls for most."""
TOPICS_IN_FAMILY = 3
"""As many topics, one after another, lie close to each other in meaning."""
SMALL_TALK: dict[str, list[str]] = _WORDS["small_talk"]
"""What is asked, answered and told about no topic."""
CIRCLES: list[list[str]] = _WORDS["circles"]
"""Names of the groups of each circle; they say nothing about what is done there."""
GROUP_DESCRIPTION: str = _WORDS["group_description"]
HALLS: list[str] = _WORDS["halls"]
"""Groups that members of all circles are in."""
CRAFTS: list[list[str]] = _WORDS["crafts"]
"""Names and descriptions of skills that serve many topics."""
TRADES: list[str] = _WORDS["trades"]
PASTIMES: list[str] = _WORDS["pastimes"]


def pick(random: np.random.Generator, items: Sequence[str]) -> str:
    """One of them."""
    return items[int(random.integers(len(items)))]


def spoken(random: np.random.Generator, form: str, items: str, topic: int | None) -> str:
    """Something said about a topic, or (None) about nothing much, in one of a form's ways.

    Args:
        random: of all draws.
        form: `dream`, `question`, `answer`, …
        items: what of the topic is said: `dreams`, `questions`, `answers`, …
        topic: its place in `TOPICS`.
    """
    if topic is None:
        return pick(random, FORMS[form]).format(it=pick(random, SMALL_TALK[items]))
    text = pick(random, FORMS[form]).format(it=pick(random, TOPICS[topic][items]))
    if random.random() > NAMES_SUBJECT:
        return text
    return f"{text} {subject_named(random, form, topic)}"


def subject_named(random: np.random.Generator, form: str, topic: int) -> str:
    """A sentence of that form that names a topic's subject."""
    return pick(random, SUBJECT_FORMS[form]).format(it=pick(random, TOPICS[topic]["subjects"]))


def invented_name(random: np.random.Generator) -> str:
    """A name that no real person is meant by."""
    names = _WORDS["names"]
    surname = pick(random, names["starts"]) + pick(random, names["ends"])
    return f"{pick(random, names['first'])} {surname}"
