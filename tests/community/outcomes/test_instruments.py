"""The registry of instruments: keys, ranges, licences, and files of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from community.outcomes.instruments import find_instrument, instrument_id, registry, registry_with
from graph.errors import InvalidRequest

OWN = """
[hours]
name = "Hours of play"
measures = "hours a week"
items = [1]
range = [0, 168]
score = "sum"
better = "neither"
source = "asked directly"
licence = "none needed"
"""


def test_it_holds_what_a_study_of_a_community_measures() -> None:
    known = registry()
    assert len({each.source for each in known.values()}) >= 20
    assert {
        "mlq_presence", "mlq_search", "shs", "brs", "ucla3", "ucla20", "phq2", "phq9", "gad7",
        "pss10", "cdse_sf", "belonging", "swls", "gse", "rses", "gq6", "hope", "lot_r",
        "panas_positive",
        "panas_negative", "mspss", "flourishing", "autonomy", "uwes9", "pil_sf", "mattering",
    } <= set(known)  # fmt: skip
    for each in known.values():
        assert each.source, each.id
        assert each.licence, each.id
        assert each.lowest < each.highest


@pytest.mark.parametrize(
    ("name", "lowest", "highest"),
    [
        ("ucla3", 3, 9),
        ("ucla20", 20, 80),
        ("dass21_depression", 0, 42),
        ("phq9", 0, 27),
        ("gad7", 0, 21),
        ("pss10", 0, 40),
        ("mlq_presence", 5, 35),
        ("lot_r", 0, 24),
        ("hope", 8, 64),
        ("who5", 0, 100),
        ("shs", 1, 7),
        ("brs", 1, 5),
    ],
)
def test_scores_have_the_published_range(name: str, lowest: float, highest: float) -> None:
    assert (registry()[name].lowest, registry()[name].highest) == (lowest, highest)


def test_words_of_items_ship_only_where_they_are_our_own() -> None:
    with_texts = {each.id for each in registry().values() if each.texts}
    assert with_texts == {"belonging"}
    assert registry()["belonging"].licence == "Apache-2.0"
    assert len(registry()["belonging"].texts) == len(registry()["belonging"].items)


def test_names_are_read_as_people_write_them() -> None:
    assert instrument_id("MLQ Presence") == "mlq_presence"
    with pytest.raises(
        InvalidRequest, match="primary names no known instrument: 'PHQ-99'; perhaps"
    ):
        find_instrument(registry(), "PHQ-99", "primary")


def test_ones_own_instruments_go_first(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN + OWN.replace("[hours]", "[swls]"))
    known = registry_with(path)
    assert known["hours"].highest == 168
    assert known["swls"].name == "Hours of play"
    assert registry()["swls"].name == "Satisfaction with life"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('better = "neither"', 'better = "more"'), "better must be"),
        (('score = "sum"', 'score = "median"'), "score must be"),
        (("range = [0, 168]", "range = [168, 0]"), "range must be"),
        (("items = [1]", "items = [1, 1]"), "items must be"),
        (("items = [1]", "items = [1]\nreversed = [2]"), "reversed must be among"),
        (("items = [1]", "items = [1]\nreliability = 1.5"), "reliability must be"),
        (('licence = "none needed"', ""), "lacks licence"),
        (("items = [1]", "items = [1]\ncolour = 3"), "unknown field 'colour'"),
        (("[hours]", "[Hours!]"), "own.toml"),
        (("items = [1]", "items = "), "own.toml"),
    ],
)
def test_a_file_that_says_something_impossible_is_refused(
    tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace(*change))
    with pytest.raises(InvalidRequest, match=reason):
        registry_with(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=r"instruments .*none.toml"):
        registry_with(tmp_path / "none.toml")
