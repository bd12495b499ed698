"""Tables taken apart into named arrays, and put together again upon them."""

from __future__ import annotations

from dataclasses import Field, fields, is_dataclass
from typing import Any, TypeVar, cast, get_origin, get_type_hints

import numpy as np

from graph.adjacency import lengths_of, offsets_of, spans_of
from graph.snapshot_building import Arrays

T = TypeVar("T")
_BETWEEN = "__"


def arrays_of(table: object) -> Arrays:
    """The arrays of an array, a number, or a dataclass of such and of None."""
    if isinstance(table, np.ndarray):
        return {"values": table}
    if isinstance(table, int | float):
        return {"values": np.array([table])}
    found: Arrays = {}
    for field in _given(table):
        value = getattr(table, field.name)
        if field.name == "spans":
            value = offsets_of(lengths_of(value))
        parts = () if value is None else arrays_of(value).items()
        found |= {f"{field.name}{_BETWEEN}{name}": part for name, part in parts}
    return found


def table_of(kind: type[T], arrays: Arrays) -> T:
    """The table of that kind that `arrays_of` took apart."""
    made: Any
    make = cast("Any", kind)
    if is_dataclass(kind):
        hints, told = get_type_hints(kind), {key.partition(_BETWEEN)[0] for key in arrays}
        made = make(**{name: _field(name, hints[name], arrays) for name in told})
    elif np.ndarray in (kind, get_origin(kind)):
        made = arrays["values"]
    else:
        made = make(arrays["values"].item())
    return cast("T", made)


def frozen_table(table: T) -> T:
    """The table itself, its arrays from now on read-only: as they are when they come from files.

    Kernels are compiled once for what may be written and once for what may not.
    """
    if isinstance(table, np.ndarray):
        table.flags.writeable = False
    elif is_dataclass(table):
        for field in _given(table):
            frozen_table(getattr(table, field.name))
    return table


def _given(table: object) -> list[Field[Any]]:
    """The fields that a dataclass is made of, without those that it fills itself."""
    return [field for field in fields(cast("Any", table)) if field.init]


def _field(name: str, kind: type[Any], arrays: Arrays) -> object:
    own = f"{name}{_BETWEEN}"
    parts = {key.removeprefix(own): part for key, part in arrays.items() if key.startswith(own)}
    return spans_of(parts["values"]) if name == "spans" else table_of(kind, parts)
