"""Purposes of the invented community: what was planted in its statements is found again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from community.picture import Picture
from community.purpose import (
    Reason,
    acquaintances,
    expression_of,
    find_themes,
    purpose_of,
    refinements,
    usual_distance,
)
from community.purpose.present import present_statements
from community.purpose.report import themes_report
from community.reports import as_html, as_markdown
from graph.packing import NO_CONSENT
from graph.records import EntityId

pytestmark = pytest.mark.slow
WORDS = Path(__file__).parents[3] / "examples" / "invention" / "words.json"


def dreams() -> list[str]:
    """What the statements were made from."""
    return [dream for area in json.loads(WORDS.read_text())["dreams"].values() for dream in area]


def test_the_dreams_behind_statements_are_found_again(invented: Picture) -> None:
    found = find_themes(invented)
    texts = present_statements(invented).texts
    truth = [next(n for n, dream in enumerate(dreams()) if dream in text) for text in texts]
    assert adjusted_rand_score(truth, found.labels) > 0.8
    assert len(dreams()) == 22
    assert 18 <= len(found.themes) <= 24
    named = [theme for theme in found.themes if any(_says(dream, theme.name) for dream in dreams())]
    assert len(named) >= 0.9 * len(found.themes)


def _says(dream: str, name: str) -> bool:
    return name.partition(",")[0] in dream.lower()


def test_members_without_consent_are_counted_and_not_named(invented: Picture) -> None:
    found = find_themes(invented)
    named = {member for theme in found.themes for member in theme.members}
    assert sum(theme.size for theme in found.themes) == len(found.members) > len(named)
    flags = [invented.snapshot.flags[invented.snapshot.node(member)] for member in named]
    assert not np.any(np.array(flags) & NO_CONSENT)


def test_the_report_leads_from_numbers_to_members(invented: Picture) -> None:
    found = find_themes(invented)
    meetings = acquaintances(invented).pairs(3)
    assert {each.reason for each in meetings} == set(Reason)
    report = themes_report(found, meetings, {}, "Lantern Commons")
    assert len(report.behind()) >= len(found.themes)
    assert "silhouette" in as_markdown(report)
    assert "<svg" in as_html(report)


def test_members_spend_more_time_on_what_carries_their_purpose_than_chance(
    invented: Picture,
) -> None:
    found = [expression_of(invented, member) for member in invented.members.tolist()]
    carrying = sum(len(each.carrying) for each in found)
    known = carrying + sum(len(each.beside) for each in found)
    # Invented members choose by the areas that they care about, and their dreams are of these.
    assert known > 1_000
    assert carrying / known > 0.15


def test_versions_of_a_member_are_closer_than_statements_of_two(invented: Picture) -> None:
    ids = invented.ids(invented.members)
    found = [each for member in ids for each in refinements(invented, purpose_of(invented, member))]
    usual = usual_distance(invented)
    assert usual is not None
    assert np.median([each.distance for each in found if each.distance is not None]) < usual / 2


def test_older_stages_go_forward(invented: Picture) -> None:
    purpose = purpose_of(invented, EntityId("member:ciel-amberlow"))
    assert [version.stage for version in purpose.versions] == ["reflect", "choose", "act"]
    assert {each.move for each in refinements(invented, purpose)} == {"forward"}
