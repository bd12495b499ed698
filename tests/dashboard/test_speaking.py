"""What Kinpath says, in the languages of the dashboard: words, numbers, plurals and names."""

from __future__ import annotations

import datetime as dt

from api.dashboard.languages import languages
from api.dashboard.speaking import spoken, spoken_plainly
from community.phrases import Listing, capitalised, counted, numerals, phrase

ENGLISH, GERMAN, ARABIC = (languages()[code] for code in ("en", "de", "ar"))


def test_a_reason_is_said_in_each_language_with_its_names_apart() -> None:
    name = phrase("“{0}”", "<b>Lenses</b>")
    reason = phrase("answered {0}, {1}", Listing.of([name]), phrase("close to what you ask"))
    assert spoken(ENGLISH, reason) == (
        "answered “<bdi>&lt;b&gt;Lenses&lt;/b&gt;</bdi>”, close to what you ask"
    )
    assert spoken(GERMAN, reason) == (
        "hat „<bdi>&lt;b&gt;Lenses&lt;/b&gt;</bdi>“ beantwortet, nah an deiner Frage"
    )
    assert "«<bdi>&lt;b&gt;Lenses&lt;/b&gt;</bdi>»" in spoken(ARABIC, reason)
    assert spoken_plainly(GERMAN, reason) == (
        "hat „\u2068<b>Lenses</b>\u2069“ beantwortet, nah an deiner Frage"
    )


def test_what_is_no_phrase_stays_as_it_is() -> None:
    assert spoken(GERMAN, "today & tomorrow") == "today &amp; tomorrow"
    assert spoken_plainly(GERMAN, "today") == "today"


def test_english_keeps_the_letter_that_a_text_begins_with() -> None:
    name = capitalised(phrase("members without a purpose"))
    assert spoken(ENGLISH, name) == "Members without a purpose"
    assert spoken(GERMAN, name) == "Mitglieder ohne Anliegen"


def test_numbers_days_and_lists_are_written_as_the_language_has_them() -> None:
    figure = numerals("{0:,.1f} [{1:.2f}]", 1234.5, -0.25)
    assert spoken(GERMAN, figure) == "1.234,5 [-0,25]"
    assert spoken(ENGLISH, figure) == "1,234.5 [-0.25]"
    day = phrase("begins on {0:%Y-%m-%d}", dt.datetime(2026, 3, 7, tzinfo=dt.UTC))
    assert spoken(GERMAN, day) == "beginnt am 07.03.2026"
    both = phrase("you both know {0}", Listing.of(["optics", "glass"]))
    assert spoken(GERMAN, both) == "ihr könnt beide <bdi>optics</bdi> und <bdi>glass</bdi>"


def test_figures_stand_from_left_to_right_in_every_language() -> None:
    figure = numerals("{0:.0f} % [{1}]", 88, numerals("{0:.0f} %", 64))
    assert spoken(GERMAN, figure) == "88 % [64 %]"
    assert spoken_plainly(ARABIC, figure) == "\u206688 % [\u206664 %\u2069]\u2069"
    assert "\u2066" not in spoken_plainly(ARABIC, numerals("{0} [{1:.0f} %]", "Ada", 88))


def test_sentences_are_not_joined_as_a_list() -> None:
    both = Listing.joined(" ", [phrase("None."), phrase("Nothing.")])
    assert spoken(GERMAN, both) == "Keine. Nichts."
    assert spoken(ARABIC, Listing.joined(", ", ["a", "b"])) == "<bdi>a</bdi>، <bdi>b</bdi>"


def test_a_count_takes_the_form_that_the_language_has_for_it() -> None:
    def ago(days: int) -> str:
        return spoken(ARABIC, counted("a day", "{count} days", days))

    assert [ago(days) for days in (1, 2, 3, 11, 100)] == [
        "يوم", "يومين", "3 أيام", "11 يومًا", "100 يوم",
    ]  # fmt: skip
