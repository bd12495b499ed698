"""What the other packages say in phrases, in a language of the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter

from babel.lists import format_list
from markupsafe import Markup, escape

from api.dashboard.languages import Language
from community.phrases import Listing, Phrase, Value

_PARSED = Formatter()


@dataclass(frozen=True, slots=True)
class _Way:
    """How text is written.

    Attributes:
        words: as they are.
        name: what no language changes; it does not turn the order of what is beside it.
        figures: numbers and signs, which stand from left to right in every language.
    """

    words: Callable[[str], str]
    name: Callable[[str], str]
    figures: Callable[[str], str]


_MARKUP = _Way(
    lambda words: str(escape(words)),
    lambda name: f"<bdi>{escape(name)}</bdi>" if name else "",
    lambda figures: f'<bdi dir="ltr">{figures}</bdi>',
)
_PLAIN = _Way(
    str,
    lambda name: f"\u2068{name}\u2069" if name else "",
    lambda figures: f"\u2066{figures}\u2069",
)


def spoken(language: Language, text: str) -> Markup:
    """A text for a page; whatever is no phrase stays as it is."""
    if not isinstance(text, Phrase | Listing):
        return escape(text)
    return Markup(_said(language, text, _MARKUP))  # noqa: S704 - each part is escaped


def spoken_plainly(language: Language, text: str) -> str:
    """The same for attributes and drawings."""
    return _said(language, text, _PLAIN) if isinstance(text, Phrase | Listing) else text


def _said(language: Language, text: str, way: _Way) -> str:
    """A value in words."""
    if isinstance(text, Listing):
        return _listed(language, text, way)
    if not isinstance(text, Phrase):
        return way.name(text)
    template = _template(language, text)
    if not text.values:
        # English may begin it with another letter than its template does.
        return way.words(text if template == text.template else template)
    told = "".join(
        way.words(words)
        + ("" if place is None else _placed(language, text.values[place], form or "", way))
        for words, place, form, _ in _PARSED.parse(template)
    )
    return way.figures(told) if language.is_right_to_left and _is_figures(text) else told


def _placed(language: Language, value: Value, form: str, way: _Way) -> str:
    """What stands in one place of a template."""
    if isinstance(value, str):
        return _said(language, value, way)
    return way.words(_written(language, value, form))


def _listed(language: Language, text: Listing, way: _Way) -> str:
    """The parts with an `and` where English has one; else with what is between them there."""
    told = [_said(language, part, way) for part in text.parts]
    if text.between == ", ":
        return language.comma.join(told)
    return text.between.join(told) if text.between else format_list(told, locale=language.code)


def _is_figures(text: Phrase) -> bool:
    """Whether it is made of numbers and signs alone."""
    words = (words for words, _, _, _ in _PARSED.parse(text.template))
    return not any(char.isalpha() for part in words for char in part) and all(
        not isinstance(value, str | date) or (isinstance(value, Phrase) and _is_figures(value))
        for value in text.values.values()
    )


def _template(language: Language, text: Phrase) -> str:
    texts = language.texts
    if not text.plural:
        return texts.gettext(text.template) if text.template else ""
    count = text.values["count"]
    assert isinstance(count, int | float)
    # Forms are chosen by whole numbers; parts of one are told as many are.
    return texts.ngettext(text.template, text.plural, int(count) if count == int(count) else 100)


def _written(language: Language, value: float | date, form: str) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return language.date(value) if "%d" in form else language.month_of(value)
    return language.digits(format(value, form))
