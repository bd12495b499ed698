"""Published data on loneliness and gaming before and during a lockdown: the same figures, no cause.

Source and licence: tests/data/covid_gaming_outcomes/README.md.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from community.outcomes import Outcomes, StudyPlan, Verdict, outcomes, registry_with
from community.outcomes.report import outcome_report
from community.reports import as_html, as_markdown
from graph.records import Record
from tests.community.conftest import picture_in
from tests.community.outcomes.surveys import members, survey

DATA = Path(__file__).parents[2] / "data" / "covid_gaming_outcomes"
HOURS = """
[gaming_hours]
name = "Hours of play"
measures = "hours of play a week"
items = [1]
range = [0, 168]
score = "sum"
better = "neither"
source = "asked directly by Hodgetts, Williams and Butler"
licence = "none needed"
"""


def column(table: str, name: str) -> list[float]:
    """Scores of the participants in the order of their ids, which is not that of every table."""
    with (DATA / f"{table}.csv").open(encoding="utf-8") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["response_id"])
    return [float(row[name]) for row in rows]


def both(table: str, name: str, instrument: str) -> list[Record]:
    waves = {"pre": column(table, f"{name}_before"), "post": column(table, f"{name}_during")}
    return survey(instrument, waves)


@pytest.fixture(scope="module")
def gaming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcomes]:
    folder = tmp_path_factory.mktemp("gaming")
    own = folder / "own.toml"
    own.write_text(HOURS)
    records = [
        *members(220),
        *both("loneliness_wide", "loneliness", "ucla3"),
        *both("das_wide", "depression", "dass21_depression"),
        *both("das_wide", "anxiety", "dass21_anxiety"),
        *both("das_wide", "stress", "dass21_stress"),
        *both("games_played_wide", "total_hours_played", "gaming_hours"),
    ]
    plan = StudyPlan(primary=("ucla3", "gaming_hours"), instruments=registry_with(own))
    with ExitStack() as stack:
        yield outcomes(picture_in(stack, folder, records), plan)


def test_published_figures_come_out_within_rounding(gaming: Outcomes) -> None:
    lonely, hours = gaming.outcomes[:2]
    assert lonely.side.n == hours.side.n == 220
    assert round(lonely.side.before, 2) == 5.07
    assert round(lonely.side.spread_before, 2) == 1.81
    assert round(lonely.side.after, 2) == 5.80
    assert round(lonely.side.spread_after, 2) == 1.99
    assert round(lonely.change.value, 2) == 0.72
    assert round(lonely.tested.estimate / lonely.tested.error, 2) == 7.01
    # dz is t by the root of n.
    assert round(lonely.tested.estimate / lonely.tested.error / np.sqrt(220), 3) == 0.473
    assert round(hours.side.before, 2) == 16.97
    assert round(hours.side.spread_before, 2) == 15.99
    assert round(hours.side.after, 2) == 26.92
    assert round(hours.side.spread_after, 2) == 22.13
    # Published is a posterior, drawn a little towards 0: 9.88 hours [7.61, 12.26].
    assert hours.change.value == pytest.approx(9.88, abs=0.1)
    assert (hours.change.low, hours.change.high) == pytest.approx((7.61, 12.26), abs=0.3)


def test_sizes_are_by_the_spread_before(gaming: Outcomes) -> None:
    lonely = gaming.outcomes[0]
    assert lonely.size.value == pytest.approx(0.7227 / 1.8142, abs=1e-3)
    # The published ordinal model gives .62 [.41, .83] on a scale of its own: the same direction,
    # as far from none.
    assert lonely.size.low > 0


def test_nobody_says_what_caused_it(gaming: Outcomes) -> None:
    assert [each.verdict for each in gaming.outcomes[:2]] == [Verdict.CHANGED, Verdict.CHANGED]
    assert gaming.outcomes[0].words == (
        "Loneliness (3 questions) rose by 0.72 points [0.53, 0.93] from pre to post, which is "
        "worse. It changed; without a comparison group nobody can tell what changed it."
    )
    report = outcome_report(gaming, "Gaming")
    for text in (as_markdown(report), as_html(report)):
        assert "caused" not in text.replace("what caused", "")
        assert "There is no comparison group" in text


def test_worsening_is_told_as_worsening(gaming: Outcomes) -> None:
    lonely = gaming.outcomes[0].side.reliable
    assert lonely is not None
    # 1.96 * 1.8142 * sqrt(2 * (1 - .72)) = 2.66: by three points or more.
    assert lonely.points == pytest.approx(2.661, abs=1e-3)
    assert lonely.worsened.value is not None
    assert lonely.improved.value is None or lonely.worsened.value > lonely.improved.value
