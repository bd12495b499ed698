"""A host that drifts away, and a theme nobody at the host speaks of, are found again."""

from __future__ import annotations

import pytest

from community.alignment import Alignment, alignment, alignment_report
from community.alignment.results import Group, Theme
from community.picture import Picture
from community.reports import as_html, as_markdown
from tests.community.alignment.host_and_members import Words, drifting
from tests.community.conftest import Pictured


@pytest.fixture
def picture(pictured: Pictured) -> Picture:
    return pictured(*drifting())


@pytest.fixture
def found(picture: Picture) -> Alignment:
    return alignment(picture, Words())


def theme_of(found: Alignment, about: str) -> Theme:
    (theme,) = (each for each in found.themes if f"member:{about}01" in each.members)
    assert theme.size.count == 20
    assert all(member.startswith(f"member:{about}") for member in theme.members)
    return theme


def aligned_share(groups: tuple[Group, ...]) -> float:
    return sum(each.aligned.count for each in groups) / sum(each.aligned.of for each in groups)


def test_the_planted_themes_are_found_and_the_one_nobody_speaks_of(found: Alignment) -> None:
    assert len(found.themes) == 3
    spoken = {about: theme_of(found, about).spoken_of for about in ("food", "repair", "care")}
    assert spoken == {"food": "deeds", "repair": "deeds", "care": "nowhere"}
    assert "old" in theme_of(found, "care").name
    (silent,) = (each for each in found.figures if each.unit == "themes")
    assert silent.value == 1
    assert silent.members == theme_of(found, "care").members


def test_the_drift_shows_over_time(found: Alignment) -> None:
    assert [group.name for group in found.quarters][:3] == ["2026 Q1", "2026 Q2", "2026 Q3"]
    before, after = found.quarters[:8], found.quarters[8:]
    assert aligned_share(before) == pytest.approx(1 / 3, abs=0.09)
    assert aligned_share(after) < 0.12
    theme = theme_of(found, "food")
    assert theme.direction == "away"
    assert theme.early == pytest.approx(1.0)
    assert theme.trend.high is not None
    assert theme.trend.high < -0.05


def test_the_new_words_are_farther_from_what_members_then_held(found: Alignment) -> None:
    first, second = found.versions
    assert (first.text, second.text) == (
        "grow food and soil on every street", "sell more gadgets every quarter",
    )  # fmt: skip
    assert second.since == "2028-01-01T00:00:00.000000Z"
    assert first.now.value == pytest.approx(1 / 3, abs=0.07)
    assert second.now.low <= 0.05
    assert second.then.of == 30
    assert second.moved.high is not None
    assert second.moved.high < 0


def test_staff_moved_away_as_well(found: Alignment) -> None:
    assert found.staff_direction == "away"
    assert found.staff_trend.value is not None
    assert found.staff_trend.value < -0.05


def test_what_the_host_claims_is_carried_by_nobody(found: Alignment) -> None:
    (claim,) = found.claims
    assert (claim.text, claim.source) == ("sell more gadgets every quarter", "purpose")
    assert not claim.is_carried
    assert claim.carried.of == 60


def test_values_both_ways(found: Alignment) -> None:
    held = ((each.value, each.of_host, each.named) for each in found.held_values)
    told = {value: (of_host, named.count, named.of) for value, of_host, named in held}
    assert told == {"rest": (False, 60, 60), "care": (True, 20, 60), "growth": (True, 0, 60)}
    shared = next(each for each in found.figures if "value" in each.name)
    assert shared.value == pytest.approx(1 / 3)


def test_stakeholder_types_stand_side_by_side(found: Alignment) -> None:
    assert {group.name: group.aligned.of for group in found.kinds} == {"member": 45, "donor": 15}


def test_one_member_is_told_alone(found: Alignment) -> None:
    one = next(each for each in found.each if each.member == "member:care04")
    assert (one.kind, one.values) == ("donor", ("care",))
    assert one.theme == theme_of(found, "care").name


def test_the_report_names_what_was_planted(found: Alignment, picture: Picture) -> None:
    report = alignment_report(found, picture)
    text, page = as_markdown(report), as_html(report)
    theme = theme_of(found, "care")
    assert f"does not speak of: “{theme.name}” ([20 members]" in text
    assert "has moved away from members' themes" in text
    assert "no more members carry than chance gives: “sell more gadgets every quarter”" in text
    assert page.count("<svg") == 2
    assert as_html(report) == page
