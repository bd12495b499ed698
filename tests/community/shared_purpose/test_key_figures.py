"""Key figures month by month, and their targets, worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from scipy.stats import binom

from community.shared_purpose import shared_purpose
from community.shared_purpose.host_role import _median_interval
from community.shared_purpose.months import begin, last_full_month, months, named
from community.shared_purpose.results import KeyFigure
from graph.packing import NO_TIME, seconds
from graph.records import Record
from tests.community.conftest import Pictured, edge, node

ANSWERED = (4, 5, 6, 7, 5, 6, 8, 4, 5, 6, 9, 3)
"""Of ten questions in each month, those answered in three days."""


def forum(answered: tuple[int, ...] = ANSWERED) -> list[Record]:
    """Ten questions in the middle of each month, and a sign of life long after."""
    records: list[Record] = [node(f"member:{name}", 0, name=name) for name in ("ada", "bob")]
    for month, well in enumerate(answered):
        for number in range(10):
            question, answer, day = f"content:q{month}-{number}", f"content:a{month}-{number}", 0.0
            day = month * 30.5 + 14
            records += [
                node(question, day, kind="question", title=question),
                edge("member:ada", "CREATED", question, day),
                node(answer, day + (1 if number < well else 9), kind="answer", body=answer),
                edge("member:bob", "CREATED", answer, day + (1 if number < well else 9)),
                edge(answer, "REPLIES_TO", question, day + (1 if number < well else 9)),
            ]
    end = len(answered) * 30.5 + 1
    return [*records, node("group:g", end, name="g"), edge("member:bob", "JOINED", "group:g", end)]


def answered_figure(pictured: Pictured, records: list[Record]) -> KeyFigure:
    found = shared_purpose(pictured(records)).key_figures
    return next(each for each in found if each.name == "questions answered within 3 days")


def test_the_target_is_the_upper_quartile_of_the_last_twelve_months(pictured: Pictured) -> None:
    figure = answered_figure(pictured, forum())
    assert (figure.now.count, figure.now.of, figure.month) == (3, 10, "2026-12")
    assert figure.months == 12
    assert figure.usual == pytest.approx(0.55)
    assert figure.target == pytest.approx(float(np.quantile(ANSWERED, 0.75)) / 10)


def test_with_too_few_months_there_is_no_target(pictured: Pictured) -> None:
    figure = answered_figure(pictured, forum(ANSWERED[:5]))
    assert (figure.months, figure.target, figure.usual) == (5, None, None)


def test_months_are_those_of_the_calendar() -> None:
    moments = [datetime(2026, 1, 31, 23, 59, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)]
    found = months(np.array([seconds(moment) for moment in moments] + [NO_TIME]))
    assert [named(month) for month in found[:2].tolist()] == ["2026-01", "2026-02"]
    assert begin(int(found[1])) == seconds(moments[1])
    assert last_full_month(seconds(datetime(2026, 3, 30, tzinfo=UTC))) == found[1]
    assert last_full_month(seconds(datetime(2026, 3, 31, 12, tzinfo=UTC))) == found[1] + 1


def test_the_interval_of_a_median_covers_it_as_often_as_it_says() -> None:
    draws = np.sort(np.random.default_rng(1).exponential(1.0, (2_000, 40)), axis=1)
    ends = np.array([_median_interval(row) for row in draws], dtype=np.float64)
    covered = ((ends[:, 0] <= np.log(2)) & (np.log(2) <= ends[:, 1])).mean()
    assert 0.94 < covered < 0.99
    assert _median_interval(np.arange(5.0)) == (None, None)
    assert binom.cdf(0, 6, 0.5) < 0.025
    assert _median_interval(np.arange(6.0)) == (0.0, 5.0)
