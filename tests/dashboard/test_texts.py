"""Every text of the dashboard stands in every catalogue, filled, with the same places in it."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message

from api.dashboard.languages import DEFAULT, chosen_language, languages, read_catalogue
from tests.dashboard.pages import PAGES
from tests.dashboard.screenshots import FOLDER, PLACES
from tests.dashboard.texts import texts_in_use

OTHERS = [code for code in languages() if code != DEFAULT]
BLANKS = re.compile(r"%\(\w+\)s|%%|\{\w+(?::[^}]*)?\}")
NUMBERS = {"%(num)s", "{count}", "{count:,}"}
PICTURE = re.compile(r"!\[([^\]]+)\]\(images/([^)]+)\)")
SMALL = 90_000
"""Bytes that a picture has at most."""
WITHOUT_PICTURE = {"nowhere"}
"""Pages that the documentation does not show: that of an error."""


def test_there_are_three_languages_one_from_right_to_left() -> None:
    found = {code: language.direction for code, language in languages().items()}
    assert found == {"en": "ltr", "ar": "rtl", "de": "ltr"}


@pytest.mark.parametrize("code", OTHERS)
def test_no_text_is_missing_and_none_is_left_over(code: str) -> None:
    in_use = {text: file for file, text in texts_in_use()}
    assert len(in_use) > 200
    kept = {tuple(m.id) if m.pluralizable else m.id for m in read_catalogue(code) if m.id}
    assert {f"{file}: {text}" for text, file in in_use.items() if text not in kept} == set()
    assert kept - in_use.keys() == set()


def texts_of(message: Message) -> tuple[str, list[str]]:
    """The text that is asked for, the plural where there are two, and all words for it."""
    said = message.string if isinstance(message.string, list | tuple) else [message.string]
    asked = message.id if isinstance(message.id, str) else message.id[1]
    return str(asked), [str(each or "") for each in said]


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_filled_and_has_the_same_places(code: str) -> None:
    for message in read_catalogue(code):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        asked, said = texts_of(message)
        assert all(said), f"{code}: no words for {message.id!r}"
        for each in said:
            missing = set(BLANKS.findall(asked)) ^ set(BLANKS.findall(each))
            # Some forms of a language say one or two in a word.
            assert missing <= NUMBERS, f"{code}: {message.id!r}"


@pytest.mark.parametrize(
    ("wanted", "accepted", "code"),
    [
        (None, "de-AT,de;q=0.9,en;q=0.8", "de"),
        (None, "fr;q=0.9, ar;q=0.8, en;q=0.1", "ar"),
        (None, "de;q=0, en", "en"),
        ("ar", "de", "ar"),
    ],
)
def test_the_language_is_the_first_of_ours_that_is_asked_for(
    wanted: str | None, accepted: str, code: str
) -> None:
    assert chosen_language(wanted, accepted).code == code


def test_numbers_and_plurals_are_written_as_the_language_has_them() -> None:
    german, arabic = languages()["de"], languages()["ar"]
    assert german.number(12345.678, 1) == "12.345,7"
    assert german.texts.ngettext("%(num)s member", "%(num)s members", 1) == "%(num)s Mitglied"
    dual = arabic.texts.ngettext("%(num)s member", "%(num)s members", 2)
    assert dual == "عضوان"


def test_each_page_is_shown_in_the_documentation() -> None:
    text = (FOLDER.parent / "dashboard.md").read_text(encoding="utf-8")
    shown = {name for _, name in PICTURE.findall(text)}
    assert {f"dashboard-{name}.png" for name in PLACES} <= shown
    assert shown == {path.name for path in FOLDER.glob("dashboard-*.png")}
    assert [path.name for path in FOLDER.iterdir() if path.stat().st_size > SMALL] == []
    pictured = {place.partition("?")[0] for place in PLACES.values()}
    pages = {place.partition("?")[0] for place in PAGES.values()}
    assert pages - WITHOUT_PICTURE <= pictured
