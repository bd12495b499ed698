"""JSON, read strictly with the name of the field that is wrong, and written on one line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

from graph.errors import InvalidRequest

BODY = "body"
"""The name of the whole text in errors."""


def read_json(text: str | bytes) -> object:
    """The value that the text holds, made of finite numbers and whole characters only.

    Raises:
        InvalidRequest: it is not JSON, is nested too deeply, says a field twice, or one of its
            values (named as `requests[3].value`) is NaN, infinite, too long a number or half of a
            character.
    """
    try:
        value: object = _STRICT.decode(text if isinstance(text, str) else text.decode("utf-8-sig"))
    except RecursionError:
        raise InvalidRequest(BODY, "is nested too deeply") from None
    except UnicodeDecodeError:
        raise InvalidRequest(BODY, "is not UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InvalidRequest(BODY, f"is not JSON: {error.msg} ({where})") from None
    except ValueError:  # a whole number of thousands of digits
        raise InvalidRequest(BODY, "holds a number that is too long") from None
    for path, item in _items(value):
        _check(path or BODY, item)
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object; of a field that is there twice, readers differ on which one counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidRequest(twice if is_whole(twice) else "a field's name", "is there twice")
    return found


_STRICT = json.JSONDecoder(object_pairs_hook=_object)


def write_json(value: object) -> str:
    """One line of JSON; characters stand for themselves, floats as Python prints them."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _items(value: object) -> Iterator[tuple[str, object]]:
    """Every value and key inside, with its path; a stack, because data may be nested deeply."""
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        path, item = waiting.pop()
        yield path, item
        if isinstance(item, dict):
            for key, inner in item.items():
                yield "a field's name" if not path else f"a field's name in {path}", key
                waiting.append((f"{path}.{key}" if path else key, inner))
        elif isinstance(item, list):
            waiting.extend((f"{path or BODY}[{index}]", inner) for index, inner in enumerate(item))


def _check(path: str, item: object) -> None:
    if isinstance(item, float) and not math.isfinite(item):
        raise InvalidRequest(path, "is not a finite number")
    if isinstance(item, str) and not is_whole(item):
        raise InvalidRequest(path, "holds half of a character (a lone surrogate)")


def is_whole(text: str) -> bool:
    """Whether the text has no lone surrogates, and so can be stored and sent."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
