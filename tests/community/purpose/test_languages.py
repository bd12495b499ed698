"""Which texts are told apart as ones that the model reads badly."""

from __future__ import annotations

import pytest

from community.purpose.languages import is_comparable, language_note

ENGLISH = [
    "I want every child to read.",
    "Seeds in young hands",
    "I am particularly interested in possible applications in simulating quantum circuits.",
    "Every teenager leaves school able to fix what they own: that is my purpose, in Genève.",
    "https://example.org",
]
SCRIPTS = [
    "我想让每个孩子都能读书",
    "Я хочу, чтобы дети читали",
    "أريد أن يقرأ كل طفل",
    "हर बच्चा पढ़े",
]
LANGUAGES = [
    "Ich möchte, dass jedes Kind lesen lernt und niemand allein ist.",
    "Je veux que les enfants apprennent à lire dans notre ville.",
    "Quiero que los niños aprendan a leer y que nadie quede solo.",
    "Ik wil dat het kind leert lezen en dat niemand alleen is.",
    "Haluan että jokainen lapsi oppii lukemaan ennen kuin hän täyttää kahdeksan vuotta täällä",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_compared(text: str) -> None:
    assert language_note(text) == ""
    assert is_comparable(text)


@pytest.mark.parametrize("text", SCRIPTS)
def test_other_scripts_are_told(text: str) -> None:
    assert "not in Latin script" in language_note(text)
    assert not is_comparable(text)


@pytest.mark.parametrize("text", LANGUAGES)
def test_other_languages_are_told(text: str) -> None:
    assert "not to be in English" in language_note(text)
    assert not is_comparable(text)


def test_an_empty_text_says_nothing_to_compare() -> None:
    assert language_note("") == ""
    assert not is_comparable(" \n")
