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
    """`a, b and c`, with what it lists.

    Attributes:
        parts: in order.
        between: what stands between them; empty: what languages have for `and`.
    """

    __slots__ = ("between", "parts")
    parts: tuple[str, ...]
    between: str

    def __new__(cls, text: str, parts: tuple[str, ...], between: str = "") -> Self:
        """Made by `of` and `joined`."""
        self = super().__new__(cls, text)
        self.parts, self.between = parts, between
        return self

    def __getnewargs__(self) -> tuple[object, ...]:  # type: ignore[override] # str's has the text
        """What a copy is made of."""
        return str.__str__(self), self.parts, self.between

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
        """With this alone between the parts, such as `; `; where it says `and` each language has
        its own way of it.
        """
        found = tuple(parts)
        return cls(between.join(found), found, "" if "and" in between else between)


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


def capitalised(text: str) -> str:
    """With a capital letter in English, as in the beginning of a sentence."""
    return _retold(text, text[:1].upper() + text[1:])


def lowered(text: str) -> str:
    """Without capital letters in English, as within a sentence."""
    return _retold(text, text.lower())


def _retold(text: str, english: str) -> str:
    if not isinstance(text, Phrase):
        return english
    return Phrase(english, text.template, text.values, text.plural)


numerals = phrase
"""A text of numbers and signs alone, which only differs in how a language writes numbers."""


def listed(names: Iterable[str]) -> str:
    """`a, b and c`."""
    names = list(names)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _plain(value: object) -> Value:
    return value if isinstance(value, str | float | Real | date) else str(value)  # type: ignore[return-value]
