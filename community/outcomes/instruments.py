"""What surveys measure: a registry of instruments with their keys, ranges, sources and licences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal

from community.phrases import phrase
from graph.errors import InvalidRequest, shortened, shortened_place

_SHIPPED = Path(__file__).with_name("instruments.toml")
_FIELDS = frozenset(
    {
        "name", "measures", "items", "reversed", "range", "score", "times", "better",
        "reliability", "scores_only", "texts", "sensitive", "source", "licence",
    }
)  # fmt: skip
_REQUIRED = ("name", "measures", "items", "range", "score", "better", "source", "licence")
_ID = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Instrument:
    """A published way to measure one variable.

    Attributes:
        id: what surveys call it.
        name, measures: for people.
        items: numbers of the items that count, as in the published form.
        reversed: those of them in which a high answer means little.
        low, high: the lowest and highest answer to one item.
        score: `sum` or `mean` of the items.
        times: what the sum or mean is multiplied by.
        better: which way is better for people.
        source, licence: of the instrument.
        reliability: its internal consistency as published, None where none is repeated here.
        scores_only: only whole scores are read.
        texts: the items' words, where the licence allows it.
        sensitive: about a person's state of health.
    """

    id: str
    name: str
    measures: str
    items: tuple[int, ...]
    reversed: frozenset[int]
    low: float
    high: float
    score: Literal["sum", "mean"]
    better: Literal["higher", "lower", "neither"]
    source: str
    licence: str
    times: float = 1.0
    reliability: float | None = None
    scores_only: bool = False
    texts: tuple[str, ...] = ()
    sensitive: bool = False

    @property
    def lowest(self) -> float:
        """The lowest score."""
        return self._scored(self.low)

    @property
    def highest(self) -> float:
        """The highest score."""
        return self._scored(self.high)

    @property
    def sign(self) -> int:
        """+1 where a higher score is better, -1 where a lower one is, else 0."""
        return {"higher": 1, "lower": -1, "neither": 0}[self.better]

    def _scored(self, answer: float) -> float:
        return answer * self.times * (len(self.items) if self.score == "sum" else 1)


Instruments = Mapping[str, Instrument]


@cache
def registry() -> Instruments:
    """All instruments that come with Kinpath, by id.

    >>> registry()["ucla3"].highest
    9.0
    """
    return _read(_SHIPPED)


def registry_with(path: Path | None) -> Instruments:
    """Those that come with Kinpath, and those of a TOML file of one's own, which go first.

    Raises:
        InvalidRequest: the file cannot be read, or says something impossible of an instrument.
    """
    return registry() if path is None else {**registry(), **_read(path)}


def find_instrument(known: Instruments, name: str, field: str) -> Instrument:
    """The instrument of that id; InvalidRequest names those that are written alike."""
    found = known.get(instrument_id(name))
    if found is None:
        raise InvalidRequest(
            field, f"names no known instrument: {shortened(name)}{alike(known, name)}"
        )
    return found


def instrument_id(name: str) -> str:
    """As surveys name it, in the registry's letters: `MLQ Presence` is `mlq_presence`."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def alike(known: Instruments, name: str) -> str:
    """`; perhaps 'phq9'?`, or nothing."""
    near = get_close_matches(instrument_id(name), known, n=3)
    return f"; perhaps {' or '.join(map(repr, near))}?" if near else ""


def _read(path: Path) -> Instruments:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidRequest("instruments", f"{shortened_place(path)}: {error}") from None
    return {name: _instrument(name, table) for name, table in said.items()}


def _instrument(name: str, said: object) -> Instrument:
    where = f"instruments.{name}"
    if not isinstance(said, dict) or not _ID.fullmatch(name):
        raise InvalidRequest(where, "must be a table named in small letters, digits and _")
    for field in _REQUIRED:
        if field not in said:
            raise InvalidRequest(where, f"lacks {field}")
    for field in said:
        if field not in _FIELDS:
            raise InvalidRequest(where, f"has an unknown field {shortened(field)}")
    _check(where, said)
    low, high = said["range"]
    called = said["name"]
    others = ("name", "range", "items", "reversed", "texts")
    plain = {k: v for k, v in said.items() if k not in others}
    return Instrument(
        id=name,
        name=phrase(called),
        items=tuple(said["items"]),
        reversed=frozenset(said.get("reversed", ())),
        low=float(low),
        high=float(high),
        texts=tuple(said.get("texts", ())),
        **plain,
    )


def _check(where: str, said: Mapping[str, Any]) -> None:
    items, between = said["items"], said["range"]
    wrong = {
        "items must be a list of different whole numbers": not (
            isinstance(items, list) and items and all(isinstance(item, int) for item in items)
            and len(set(items)) == len(items)
        ),
        "range must be [lowest, highest]": not (
            isinstance(between, list) and len(between) == 2
            and all(isinstance(end, int | float) for end in between) and between[0] < between[1]
        ),
        "score must be 'sum' or 'mean'": said["score"] not in ("sum", "mean"),
        "better must be 'higher', 'lower' or 'neither'": said["better"]
        not in ("higher", "lower", "neither"),
        "reversed must be among items": not set(said.get("reversed", ())) <= set(items or ()),
        "reliability must be between 0 and 1": not 0 < said.get("reliability", 0.5) < 1,
    }  # fmt: skip
    for reason, is_wrong in wrong.items():
        if is_wrong:
            raise InvalidRequest(where, reason)
