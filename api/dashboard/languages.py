"""The languages of the dashboard: their catalogues, and how they write numbers and dates."""

from __future__ import annotations

import datetime as dt
import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import (
    format_date,
    format_datetime,
    format_skeleton,
    format_timedelta,
    get_month_names,
)
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import (
    format_decimal,
    format_percent,
    get_decimal_symbol,
    get_group_symbol,
    get_minus_sign_symbol,
)

LOCALES = Path(__file__).with_name("locales")
"""A folder for each language, with its catalogue `messages.po`."""
DEFAULT = "en"
"""The language that templates are written in; whoever wants none of ours gets it."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the dashboard.

    Attributes:
        code: as in the `lang` attribute, such as `de`.
        name: what those who speak it call it.
        is_right_to_left: the way it is written.
        texts: its catalogue.
    """

    code: str
    name: str
    is_right_to_left: bool
    texts: gettext.NullTranslations

    @property
    def direction(self) -> str:
        """As in the `dir` attribute."""
        return "rtl" if self.is_right_to_left else "ltr"

    @property
    def comma(self) -> str:
        """What stands between the parts of a list without `and`."""
        return "، " if self.code == "ar" else ", "

    def number(self, value: float, digits: int = 0) -> str:
        """A number with so many digits behind the point at most."""
        places = f".{'#' * digits}" if digits else ""
        return str(format_decimal(value, f"#,##0{places}", locale=self.code))

    def digits(self, english: str) -> str:
        """What is written as in English, such as `-1,234.50`, with the signs of this language."""
        signs: dict[str, str | int | None] = {
            ",": get_group_symbol(self.code),
            ".": get_decimal_symbol(self.code),
            "-": get_minus_sign_symbol(self.code),
        }
        return english.translate(str.maketrans(signs))

    def percent(self, share: float) -> str:
        """A share of 0 to 1 as whole percents."""
        return str(format_percent(share, "#,##0 %", locale=self.code))

    def date(self, when: dt.date) -> str:
        """A day, such as 31 Jan 2026."""
        return str(format_date(when, "medium", locale=self.code))

    def month(self, number: int) -> str:
        """A month of 1 to 12, shortened."""
        return str(get_month_names("abbreviated", "stand-alone", locale=self.code)[number])

    def month_of(self, when: dt.date) -> str:
        """A month of a year, such as Jan 2026."""
        return str(format_skeleton("yMMM", when, locale=self.code))

    def day(self, when: dt.date) -> str:
        """A day with its name, such as Saturday, 31 January 2026."""
        return str(format_date(when, "full", locale=self.code))

    def moment(self, when: dt.datetime) -> str:
        """A day and a time, in UTC."""
        told = format_datetime(when.astimezone(dt.UTC), "medium", tzinfo=dt.UTC, locale=self.code)
        return f"{told} UTC"

    def ago(self, when: dt.datetime, now: dt.datetime) -> str:
        """How long before now, such as `3 days ago`."""
        return str(format_timedelta(when - now, add_direction=True, locale=self.code))


@cache
def languages() -> Mapping[str, Language]:
    """The languages by their codes; the default one comes first."""
    others = sorted(folder.name for folder in LOCALES.glob("*") if folder.is_dir())
    found = [_language(DEFAULT, gettext.NullTranslations())]
    found += [_language(code, _texts(read_catalogue(code))) for code in others if code != DEFAULT]
    return {language.code: language for language in found}


def read_catalogue(code: str) -> Catalog:
    """The catalogue of a language as it stands in the repository."""
    with (LOCALES / code / "messages.po").open("rb") as file:
        return read_po(file, locale=code)


def chosen_language(wanted: str | None, accepted: str) -> Language:
    """The language that a visitor chose; else the first of ours that their browser asks for."""
    known = languages()
    if wanted is not None and wanted in known:
        return known[wanted]
    asked = (code.partition("-")[0] for code in _in_order(accepted))
    return known[next((code for code in asked if code in known), DEFAULT)]


def _in_order(accepted: str) -> list[str]:
    """The codes of an Accept-Language header, those that are wanted most first."""
    wanted: list[tuple[float, str]] = []
    for part in accepted[:1000].split(","):
        code, _, quality = part.strip().partition(";q=")
        try:
            wanted.append((-float(quality or 1), code.lower()))
        except ValueError:
            continue
    return [code for quality, code in sorted(wanted, key=lambda each: each[0]) if quality < 0]


def _texts(catalogue: Catalog) -> gettext.NullTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _language(code: str, texts: gettext.NullTranslations) -> Language:
    locale = Locale.parse(code)
    name = locale.get_language_name(code) or code
    return Language(code, name, locale.text_direction == "rtl", texts)
