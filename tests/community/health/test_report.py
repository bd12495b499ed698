"""The report: what a manager reads."""

from __future__ import annotations

import pytest

from community.health.measuring import Health, health
from community.health.report import health_report
from community.health.words import headlines
from community.picture import Picture
from community.reports import Chart, as_html, as_markdown
from tests.community.conftest import Pictured
from tests.community.health.communities import helped, members, posts, question


def charts(report_of: Health, picture: Picture) -> list[str]:
    blocks = [b for section in health_report(report_of, picture).sections for b in section.blocks]
    return [block.words for block in blocks if isinstance(block, Chart)]


def test_a_small_community_is_told_plainly(pictured: Pictured) -> None:
    records = [*members("ada", "bob"), *posts("ada", range(0, 120, 3)), *posts("bob", [5, 110])]
    records += [*question("q", "bob", 100, ("ada", 101)), helped("ada", "bob", 101)]
    picture = pictured(records)
    found = health(picture)
    assert headlines(found)[:3] == [
        "2 of 2 members did something in the last twelve weeks.",
        "Half of the questions have a reply after 24 hours; "
        "0 % [0 %, 79 %] have none after a week.",
        "Of all help, one member gives half.",
    ]
    told = as_markdown(health_report(found, picture))
    assert "Ada (member:ada)" in told
    assert "No forecast: it would need" in told
    assert len(charts(found, picture)) == 2  # states and waiting; too few began for a curve


def test_a_community_of_nobody_has_a_report(pictured: Pictured) -> None:
    picture = pictured(members("ada"))
    found = health(picture)
    assert charts(found, picture) == []
    assert "Not known" in as_html(health_report(found, picture))


@pytest.mark.slow
def test_on_the_invented_community_all_of_it_runs(invented: Picture) -> None:
    found = health(invented)
    unknown = [each.key for each in found.figures if each.figure.value is None]
    assert unknown == ["tone"]
    assert len(charts(found, invented)) == 4
    assert found.forecast is not None
    chosen, last_week = found.forecast.tried[0], found.forecast.tried[1]
    assert chosen.mase < last_week.mase
    assert chosen.coverage > 0.85
    assert sum(cell.n is not None for cell in found.belonging.cells) >= 2
    hidden = {
        each.id
        for each in invented.store.entities()
        if each.properties.get("visibility") == "hidden"
    }
    assert hidden
    named = {member for each in found.figures for member in each.figure.members}
    assert not named & hidden
