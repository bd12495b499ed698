"""Texts in English that know what they are made of, and so can be said in other languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from numbers import Real
from typing import Self

Value = str | float | date
"""What stands in a place of a text; a string that is no phrase is a name, which stays as it is."""


def marked(text: str) -> str:
    """The text itself: the call tells those who gather texts that it has to be translated."""
    return text


class Phrase(str):
    """A text in English, with the template and the values that it was made of.

    To JSON, files and terminals it is a string like any other.

    Attributes:
        template: as catalogues have it, with places such as `{name}` or `{share:.0f}`.
        plural: the same for any `count` but one; empty where nothing is counted.
        values: by the name of the place.
    """

    __slots__ = ("plural", "template", "values")
    template: str
    plural: str
    values: Mapping[str, Value]

    def __new__(
        cls, text: str, template: str, values: Mapping[str, Value], plural: str = ""
    ) -> Self:
        """Made by `phrase` and `counted`."""
        self = super().__new__(cls, text)
        self.template, self.values, self.plural = template, values, plural
        return self

    def __getnewargs__(self) -> tuple[object, ...]:  # type: ignore[override] # str's has the text
        """What a copy is made of."""
        return str.__str__(self), self.template, self.values, self.plural

    def __str__(self) -> str:
        """Itself, so that it stays a phrase with those who make sure to have a string."""
        return self


class Listing(str):
    """`a, b and c`, with what it lists."""

    __slots__ = ("parts",)
    parts: tuple[str, ...]

    def __new__(cls, text: str, parts: tuple[str, ...]) -> Self:
        """Made by `of` and `joined`."""
        self = super().__new__(cls, text)
        self.parts = parts
        return self

    def __getnewargs__(self) -> tuple[object, ...]:  # type: ignore[override] # str's has the text
        """What a copy is made of."""
        return str.__str__(self), self.parts

    def __str__(self) -> str:
        """Itself, as of a phrase."""
        return self

    @classmethod
    def of(cls, parts: Iterable[str]) -> Self:
        """Of one part or more."""
        found = tuple(parts)
        return cls(listed(found), found)

    @classmethod
    def joined(cls, between: str, parts: Iterable[str]) -> Self:
        """With something else between the parts in English, such as `, and ` between clauses."""
        found = tuple(parts)
        return cls(between.join(found), found)


def phrase(template: str, /, *places: object, **values: object) -> Phrase:
    """A text that may be translated, such as `phrase("{name} came {when}", name=…, when=…)`.

    Args:
        template: in English.
        places: what stands in `{0}`, `{1}` and so on.
        values: what stands in named places: numbers, days and strings as they are, and of anything
            else what `str` makes of it.
    """
    if not places and not values:
        return Phrase(template, template, {})
    numbered = {str(place): _plain(value) for place, value in enumerate(places)}
    named = {name: _plain(value) for name, value in values.items()}
    text = template.format(*numbered.values(), **named)
    return Phrase(text, template, {**numbered, **named})


def counted(one: str, many: str, /, count: float, **values: object) -> Phrase:
    """A text about a count, such as `counted("{count} member", "{count:,} members", 3)`."""
    named = {"count": count, **{name: _plain(value) for name, value in values.items()}}
    return Phrase((one if count == 1 else many).format(**named), one, named, many)


numerals = phrase
"""A text of numbers and signs alone, which only differs in how a language writes numbers."""


def listed(names: Iterable[str]) -> str:
    """`a, b and c`."""
    names = list(names)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _plain(value: object) -> Value:
    return value if isinstance(value, str | float | Real | date) else str(value)  # type: ignore[return-value]
