"""Strict JSON: what is refused, and which field the refusal names."""

from __future__ import annotations

import json

import pytest

from graph.errors import InvalidRequest
from matcher.json_text import read_json, write_json


def refusal(text: str | bytes) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        read_json(text)
    str(caught.value).encode()  # a message can always be sent
    return caught.value


def test_plain_json_is_read() -> None:
    assert read_json('{"a": [1, 2.5, "ä", null, true]}') == {"a": [1, 2.5, "ä", None, True]}
    assert read_json(b'"\xc3\xa4"') == "ä"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e400"])
def test_numbers_that_are_not_finite_are_named(number: str) -> None:
    assert refusal(f'{{"requests": [{{"value": {number}}}]}}').field == "requests[0].value"
    assert refusal(number).field == "body"


def test_lone_surrogates_are_named_in_values_and_in_names() -> None:
    assert refusal('{"text": "\\ud800"}').field == "text"
    assert refusal('{"a": {"\\udfff": 1}}').field == "a field's name in a"
    assert read_json('"\\ud83d\\ude00"') == "😀"


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_nesting_is_refused(opening: str) -> None:
    assert "nested too deeply" in refusal(opening * 100_000).reason


def test_the_rest_is_refused_with_its_place() -> None:
    assert "line 2, column 1" in refusal('{"a": 1,\n').reason
    assert "UTF-8" in refusal(b'{"a": "\xff"}').reason
    assert "too long" in refusal("1" * 5_000).reason
    assert refusal("").field == "body"


def test_written_json_is_one_line_and_reads_back() -> None:
    value = {"b": "ä\n😀", "a": [0.1, 1e-300]}
    line = write_json(value)
    assert "\n" not in line
    assert "ä" in line
    assert json.loads(line) == value
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(float("nan"))
