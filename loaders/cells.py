"""How one cell of a table becomes a value: text, a time, a number, a list, one of a few words."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from graph.errors import InvalidRequest, shortened
from graph.preferences import read_factor
from graph.records import MAX_ID_LENGTH, Value, isoformat, parse_time
from loaders.source import Unreadable

Reader = Callable[[object], Any]
"""Takes a cell as the file gives it, never None; None as a result: there is nothing in it."""


def read_text(cell: object) -> str:
    """Text; a number is taken as it is written."""
    match cell:
        case str():
            return checked_text(cell)
        case bool():
            pass
        case int():
            return str(cell)
        case float() if math.isfinite(cell):
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    raise Unreadable(f"is not text: {_shown(cell)}")


def read_any_text(cell: object) -> str:
    """Text as a store may hold it, a NUL included, which no other cell may."""
    if not isinstance(cell, str):
        return read_text(cell)
    checked_text(cell.replace("\0", ""))
    return cell


def read_id(cell: object) -> str | None:
    """An id, or the name of one; blank: none."""
    text = read_text(cell)
    if not text.strip():
        return None
    if len(text) > MAX_ID_LENGTH:
        raise Unreadable(f"is longer than {MAX_ID_LENGTH} characters: {shortened(text, 40)}")
    return text


def read_time(cell: object) -> datetime | None:
    """An ISO 8601 time or date; without a zone it is UTC."""
    try:
        match cell:
            case datetime():
                return cell.replace(tzinfo=UTC) if cell.tzinfo is None else cell.astimezone(UTC)
            case date():
                return datetime.combine(cell, time(), UTC)
            case str():
                return parse_time(cell) if cell.strip() else None
    except (ValueError, OverflowError):
        pass
    raise Unreadable(f"is not a time (ISO 8601): {_shown(cell)}")


def read_time_text(cell: object) -> str | None:
    """A time that is kept as a property, written in the one way."""
    return isoformat(read_time(cell))


def read_number(cell: object) -> float | None:
    """A finite number."""
    match cell:
        case str() if not cell.strip():
            return None
        case bool():
            pass
        case int() | float() | str():
            try:
                number = float(cell)
            except (ValueError, OverflowError):
                number = math.nan
            # float() also takes 1_000, which is a name rather than a number.
            if math.isfinite(number) and "_" not in str(cell):
                return number
    raise Unreadable(f"is not a finite number: {_shown(cell)}")


def read_level(cell: object) -> float | None:
    """A number from 0 to 1."""
    level = read_number(cell)
    if level is not None and not 0.0 <= level <= 1.0:
        raise Unreadable(f"is not between 0 and 1: {_shown(cell)}")
    return level


def read_count(cell: object) -> int | None:
    """A whole number, 0 or more."""
    number = read_number(cell)
    if number is None:
        return None
    if not number.is_integer() or not 0 <= number < 1e15:
        raise Unreadable(f"is not a whole number of 0 or more: {_shown(cell)}")
    return int(number)


def read_number_or_text(cell: object) -> float | str | None:
    """A number where it reads as one, else text."""
    if isinstance(cell, str):
        try:
            float(cell)
        except ValueError:
            return checked_text(cell) if cell.strip() else None
    return read_number(cell)


def read_wave(cell: object) -> str | None:
    """`pre`, `post` or a number, kept as it is written."""
    text = read_text(cell).strip()
    if text and text not in ("pre", "post"):
        try:
            read_number(text)
        except Unreadable:
            raise Unreadable(f"is not pre, post or a number: {_shown(cell)}") from None
    return text or None


def read_list(cell: object) -> tuple[str, ...]:
    """A list of texts; in text its items are separated by `|`."""
    if isinstance(cell, str):
        items = (item.strip() for item in checked_text(cell).split("|"))
        return tuple(item for item in items if item)
    if isinstance(cell, list | tuple):
        return tuple(read_text(item) for item in cell)
    raise Unreadable(f"is not a list: {_shown(cell)}")


def read_factors(cell: object) -> tuple[str, ...]:
    """A list of words such as `meaning=1.5`, see `graph.preferences`."""
    words = read_list(cell)
    for word in words:
        try:
            read_factor(word)
        except InvalidRequest as error:
            raise Unreadable(f"holds {_shown(word)}: {error.reason}") from None
    return words


def read_ids(cell: object) -> tuple[str, ...]:
    """A list of ids, each once."""
    ids = (read_id(item) for item in read_list(cell))
    return tuple(dict.fromkeys(local for local in ids if local is not None))


def read_words(cell: object) -> tuple[str, ...]:
    """A list of words that mean something to Kinpath, in small letters."""
    return tuple(word.strip().lower() for word in read_list(cell))


@dataclass(frozen=True, slots=True)
class OneOf:
    """A reader for a cell that holds one of a few words, in whatever case."""

    words: tuple[str, ...]

    def __call__(self, cell: object) -> str | None:
        word = read_text(cell).strip().lower()
        if word and word not in self.words:
            raise Unreadable(f"is not {' or '.join(self.words)}: {_shown(cell)}")
        return word or None


def one_of(*words: str) -> OneOf:
    """A reader for a cell that holds one of these words."""
    return OneOf(words)


def read_property(cell: object) -> Value:
    """A cell of an unknown column, as near to what it is as a property can be."""
    match cell:
        case str():
            return checked_text(cell)
        case float() if not math.isfinite(cell):
            raise Unreadable(f"is not a finite number: {_shown(cell)}")
        case bool() | int() | float():
            return cell
        case datetime() | date():
            return read_time_text(cell) or ""
        case list() | tuple() if all(isinstance(item, str) for item in cell):
            return tuple(checked_text(item) for item in cell)
    return json.dumps(cell, ensure_ascii=False, sort_keys=True, default=str)


def read_properties(cell: object) -> dict[str, Value]:
    """The column `properties`: a JSON object, or its text."""
    if isinstance(cell, str):
        if not cell.strip():
            return {}
        cell = read_json(cell)
    if not isinstance(cell, Mapping):
        raise Unreadable(f"is not a JSON object: {_shown(cell)}")
    return {name: _as_stored(value) for name, value in cell.items() if value is not None}


def _as_stored(value: object) -> Value:
    # What an export wrote as JSON comes back exactly, also a NUL that a table's text may not hold.
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    return read_property(value)


def read_json(text: str) -> Any:
    """JSON without the numbers that are none, and without fields that are there twice."""
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise Unreadable("is nested too deeply") from None
    except Unreadable:
        raise
    except ValueError as error:
        raise Unreadable(f"is not JSON ({error})") from None


def checked_text(text: str) -> str:
    """The same text; Unreadable when it holds bytes that are not UTF-8, or a NUL."""
    if "\0" in text:
        raise Unreadable("holds a NUL character")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            escaped = "\udc80" <= text[error.start] <= "\udcff"
            what = "bytes that are not UTF-8" if escaped else "half of a character"
            raise Unreadable(f"holds {what}") from None
    return text


def _no_number(constant: str) -> float:
    raise Unreadable(f"holds {constant}, which is not a number")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object; of a field that is there twice, readers differ on which one counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)[:60]
        twice = twice.encode(errors="backslashreplace").decode()
        raise Unreadable(f"{twice} is there twice", twice)
    return found


_DECODER = json.JSONDecoder(parse_constant=_no_number, object_pairs_hook=_object)


def _shown(cell: object) -> str:
    text = cell if isinstance(cell, str) else str(cell)
    return shortened(text.encode(errors="backslashreplace").decode(), 60)
