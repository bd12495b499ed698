"""The parts of a statement: stated, read from the text, or left empty."""

from __future__ import annotations

import time

import pytest

from community.purpose.parts import READ, STATED, Part, parts_of, read_parts

TEACH = "I teach maths so that no child is left behind within five years."


def texts(statement: str) -> dict[str, str]:
    return {name: part.text for name, part in read_parts(statement).items()}


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            TEACH,
            {
                "horizon": "within five years",
                "because": "so that no child is left behind within five years",
                "brings": "maths",
                "for_whom": "no child",
            },
        ),
        (
            "I mentor young women who study physics, because nobody did it for me.",
            {"because": "because nobody did it for me"},
        ),
        ("With mapping, and with others, I work for newcomers by 2030.",
         {"brings": "mapping", "for_whom": "newcomers", "horizon": "by 2030"}),
        ("My purpose is that seeds are kept; composting is how I start.",
         {"because": "that seeds are kept", "brings": "composting"}),
        ("I have given the next ten years to this: helping people who cannot read.",
         {"horizon": "the next ten years", "for_whom": "people who cannot read"}),
        ("I do it through soil health.", {"brings": "soil health"}),
    ],
)  # fmt: skip
def test_parts_are_read_where_the_words_say_them(statement: str, expected: dict[str, str]) -> None:
    assert texts(statement) == expected


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "I like bread.",
        "Nothing is thrown away within five miles of here.",
        "Ich möchte, dass alle Kinder lernen können.",
        "我想帮助邻居。",
    ],
)
def test_nothing_is_made_up(statement: str) -> None:
    assert texts(statement) == {}


def test_what_is_stated_counts_before_what_is_read() -> None:
    found = parts_of({"statement": TEACH, "brings": "patience", "for_whom": " "})
    assert found["brings"] == Part("patience", STATED)
    assert found["for_whom"] == Part("no child", READ)
    assert list(found) == ["for_whom", "brings", "because", "horizon"]


def test_every_part_that_is_read_stands_in_the_statement() -> None:
    for text in (TEACH, "Making sure that those who farm, for a decade, eat."):
        assert all(part.text in text for part in read_parts(text).values())


def test_long_and_tricky_statements_take_no_time() -> None:
    begun = time.perf_counter()
    for text in ("for people who ", "with so that ", "I teach ", ", ", "a b c d "):
        parts_of({"statement": text * (50_000 // len(text))})
    assert time.perf_counter() - begun < 2.0
