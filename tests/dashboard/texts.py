"""The dashboard's texts and its catalogues: `python -m tests.dashboard.texts` adds what is new.

What is added has no translation yet, which a test refuses until somebody writes one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from api.dashboard.languages import DEFAULT, LOCALES, languages, read_catalogue
from community.outcomes.instruments import registry

ROOT = Path(__file__).parents[2]
FOLDERS = ("api/dashboard", "community", "matcher")
"""Whose texts are shown on pages: `phrase` and its like mark those of the packages below."""
METHODS = [("**.py", "python"), ("**.html.jinja", "jinja2")]
OPTIONS = {"**.html.jinja": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2),
    "marked": None, "phrase": None, "counted": (1, 2), "say": None,
}  # fmt: skip

Text = str | tuple[str, ...]


def texts_in_use() -> Iterator[tuple[str, Text]]:
    """Each text of templates and modules, and the file that it stands in."""
    for folder in FOLDERS:
        found = extract_from_dir(ROOT / folder, METHODS, OPTIONS, KEYWORDS)
        for file, _line, text, _comments, _context in found:
            yield f"{folder}/{file}", text
    for instrument in registry().values():
        yield "community/outcomes/instruments.toml", instrument.name


def renewed(code: str) -> Catalog:
    """The catalogue of a language with the texts in use: new ones empty, all others gone."""
    known = read_catalogue(code) if (LOCALES / code / "messages.po").exists() else Catalog(code)
    found = Catalog(code, project="Kinpath", fuzzy=False, charset="utf-8")
    for text in sorted({text for _, text in texts_in_use()}, key=str):
        told = known.get(text if isinstance(text, str) else text[0])
        string = told.string if told is not None and told.id == text else None
        found.add(text, string)
    return found


def main() -> None:
    """Renew the catalogues of all languages but the one that templates are written in."""
    for code in languages():
        if code != DEFAULT:
            found = renewed(code)  # reads the file before it is opened to be written
            with (LOCALES / code / "messages.po").open("wb") as file:
                write_po(file, found, width=100, omit_header=True, sort_output=True)


if __name__ == "__main__":
    main()
