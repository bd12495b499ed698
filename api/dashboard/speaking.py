"""What the other packages say in phrases, in a language of the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from string import Formatter

from babel.lists import format_list
from markupsafe import Markup, escape

from api.dashboard.languages import Language
from community.phrases import Listing, Phrase

_PARSED = Formatter()
_ISOLATE, _END = "\u2068", "\u2069"
"""Around a name in plain text: it does not turn the order of the words beside it."""


def spoken(language: Language, text: str) -> Markup:
    """A text for a page; whatever is no phrase stays as it is."""
    if not isinstance(text, Phrase | Listing):
        return escape(text)
    return Markup(_said(language, text, escape, _apart))  # noqa: S704 - each part is escaped


def spoken_plainly(language: Language, text: str) -> str:
    """The same for attributes and drawings."""
    if not isinstance(text, Phrase | Listing):
        return text
    return _said(language, text, str, _isolated)


Write = Callable[[str], str]


def _said(language: Language, text: str, write: Write, name: Write) -> str:
    """A value in words; `write` is told words, and `name` whatever no language changes."""
    if isinstance(text, Listing):
        told = [_said(language, part, write, name) for part in text.parts]
        return format_list(told, locale=language.code)
    if not isinstance(text, Phrase):
        return name(text)
    template = _template(language, text)
    if not text.values:
        return write(template)
    parts = []
    for words, place, form, _ in _PARSED.parse(template):
        parts.append(write(words))
        if place is not None:
            value = text.values[place]
            if isinstance(value, str):
                parts.append(_said(language, value, write, name))
            else:
                parts.append(write(_written(language, value, form or "")))
    return "".join(parts)


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


def _apart(name: str) -> str:
    return f"<bdi>{escape(name)}</bdi>" if name else ""


def _isolated(name: str) -> str:
    return f"{_ISOLATE}{name}{_END}" if name else ""
