"""On the invented community all that is told of journeys can be told."""

from __future__ import annotations

import pytest

from community.journeys import Grounds, journeys_of_member, mine
from community.journeys.mined_report import mined_report
from community.journeys.report import report
from community.journeys.standing import NOWHERE
from community.picture import Picture
from community.reports import as_html, as_markdown

pytestmark = pytest.mark.slow


def test_the_journeys_of_the_invented_community_are_told(invented: Picture) -> None:
    grounds = Grounds(invented)
    assert [view.journey.stage_names[0] for view in grounds.views.values()] == ["listen", "spark"]
    for view in grounds.views.values():
        assert [took.n for took in view.durations] == sorted(
            (took.n for took in view.durations), reverse=True
        )
        # Times there are drawn at random, so that nothing moves anybody on.
        assert not any(pace.slow for pace in view.paces)
        assert sum(lift.clear for lifts in view.lifts for lift in lifts) <= 2
    told = report(grounds, list(grounds.views.values()))
    assert as_html(told).count("<svg") == 2
    assert "Found a neighbourhood project: where members stand" in as_markdown(told)


def test_nobody_is_proposed_to_whom_they_are_not_to_be_brought(invented: Picture) -> None:
    grounds = Grounds(invented)
    consenting = set(invented.ids(invented.members[invented.consenting]))
    minors = set(invented.ids(invented.members[invented.minors]))
    for view in grounds.views.values():
        placed = invented.members[(view.standings.places != NOWHERE) & invented.consenting][:60]
        for member in invented.ids(placed):
            for found in journeys_of_member(grounds, member):
                proposed = {companion.id for companion in found.companions}
                assert proposed <= consenting - {member}
                assert all((each in minors) == (member in minors) for each in proposed)


def test_a_journey_is_mined_from_the_invented_community(invented: Picture) -> None:
    found = mine(invented, "mentoring")
    assert found.n >= 30
    assert found.steps[0].milestones[0].key == "purpose"
    assert "stated a purpose" in as_markdown(mined_report(invented, found))
