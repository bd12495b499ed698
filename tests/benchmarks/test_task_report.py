"""Reports of a task whose figures are set by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.leads import Lead
from benchmarks.report import surroundings, write_json
from benchmarks.results import MethodFigures, MethodResult, TaskResult, compare
from benchmarks.task_report import Provenance, as_json, as_text
from matcher.bootstrap import Interval
from tests.benchmarks.measured_task import measured_past, measured_snapshot, measured_task

PROVENANCE = Provenance("A community", "abc123", 7, {"python": "3.11", "numpy": "2"})


def figures(name: str, mean: float, lead: Lead | None = None, gini: float = 0.5) -> MethodFigures:
    interval = Interval(mean, mean - 0.1, mean + 0.1)
    return MethodFigures(
        name=name,
        settings={} if lead is None else {"depth": 3, "rate": 0.5},
        fit_seconds=1.234,
        score_seconds=0.5,
        measures={"nDCG@10": interval, "MRR": Interval(0.5, 0.4, 0.6)},
        whole_run={"exposure Gini@10": gini} | ({} if lead else {"calibration error": 0.125}),
        strata={"0": Interval(1.0 - mean, 0.0, 1.0)},
        leads={} if lead is None else {"nDCG@10": lead, "MRR": LEVEL},
    )


AHEAD = Lead(Interval(0.2, 0.1, 0.3), 0.0001, 0.0004, 0.75, wins=1200, ties=3, losses=4)
LEVEL = Lead(Interval(0.0, 0.0, 0.0), 1.0, 1.0, None, wins=0, ties=1207, losses=0)
METHODS = (figures("Kinpath", 0.6), figures("BM25", 0.4, AHEAD), figures("twin", 0.6, LEVEL, 0.25))
RESULT = TaskResult("Who answers?", "mentors", 1207, 8.5, 40, 12, {"0": 30}, METHODS)


def tables_of(text: str) -> list[list[list[str]]]:
    """The tables in their order, each as rows of cells without the ruler."""
    blocks = [block.splitlines() for block in text.split("\n\n") if block.startswith("|")]
    return [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in (lines[0], *lines[2:])]
        for lines in blocks
    ]


MEASURES, LEADS, MAIN_LEAD, WHOLE_RUN, STRATA, SETTINGS = tables_of(as_text([RESULT], PROVENANCE))


def test_a_section_says_how_large_the_task_is() -> None:
    assert as_text([RESULT], PROVENANCE).startswith(
        "#### Who answers?\n\n"
        "Goal `mentors`: 1,207 queries, on average 8.5 candidates for each, of "
        "40 targets; 12 targets have an AUC.\n\n"
    )


def test_the_best_means_are_bold_also_when_several_read_the_same() -> None:
    assert MEASURES == [
        ["method", "nDCG@10", "MRR"],
        ["Kinpath", "**0.600 [0.500, 0.700]**", "**0.500 [0.400, 0.600]**"],
        ["BM25", "0.400 [0.300, 0.500]", "**0.500 [0.400, 0.600]**"],
        ["twin", "**0.600 [0.500, 0.700]**", "**0.500 [0.400, 0.600]**"],
    ]


def test_leads_are_signed_and_marked_where_they_are_hardly_chance() -> None:
    assert LEADS == [
        ["Kinpath ahead of", "nDCG@10", "MRR"],
        ["BM25", "+0.200 [+0.100, +0.300] \\*", "+0.000 [+0.000, +0.000]"],
        ["twin", "+0.000 [+0.000, +0.000]", "+0.000 [+0.000, +0.000]"],
    ]


def test_the_main_measure_is_told_in_full() -> None:
    assert MAIN_LEAD == [
        ["Kinpath against, nDCG@10", "p", "p (Holm)", "d_z", "won", "tied", "lost"],
        ["BM25", "< 0.001", "< 0.001", "+0.75", "1,200", "3", "4"],
        ["twin", "1.000", "1.000", "—", "0", "1,207", "0"],
    ]


def test_what_is_not_known_of_a_method_is_a_dash() -> None:
    assert WHOLE_RUN == [
        ["method", "exposure Gini@10", "calibration error"],
        ["Kinpath", "0.500", "0.125"],
        ["BM25", "0.500", "—"],
        ["twin", "0.250", "—"],
    ]


def test_strata_settings_and_times_are_told() -> None:
    assert STRATA[0] == ["method", "0 (n = 30)"]
    assert STRATA[2] == ["BM25", "**0.600 [0.000, 1.000]**"]
    assert SETTINGS[1] == ["Kinpath", "—", "1.23", "0.50"]
    assert SETTINGS[2] == ["BM25", "depth 3, rate 0.5", "1.23", "0.50"]


def test_one_method_alone_is_ahead_of_nobody() -> None:
    alone = TaskResult("alone", "peers", 1, 1.0, 1, 0, {"0": 1}, METHODS[:1])
    assert "ahead of" not in as_text([alone], PROVENANCE)


def test_the_closing_says_what_the_figures_depend_on() -> None:
    closing = as_text([RESULT, RESULT], PROVENANCE).rpartition("\n\n")[2]
    assert "A community (content abc123), seed 7." in closing
    assert "95% paired bootstrap intervals, 10,000 resamples" in closing
    assert closing.endswith("\npython 3.11, numpy 2.")


def test_json_has_all_of_it_with_six_digits(tmp_path: Path) -> None:
    past = measured_past(measured_snapshot(tmp_path))
    scores = np.array([[1.0, 2.0, 3.0, 4.0]] * 3)
    result = compare(
        measured_task(past, [0], [1], [1]),
        [
            MethodResult("Kinpath", scores, scores, scores / 10, {"depth": 1}, 1 / 3, 0.0),
            MethodResult("other", -scores, None, None, {}, 0.0, 0.0),
        ],
        seed=1,
    )
    provenance = Provenance("made up", "0", 1, surroundings())
    write_json(tmp_path / "report.json", as_json([result], provenance))
    report = json.loads((tmp_path / "report.json").read_text())

    assert report == as_json([result], provenance)
    assert (report["content"], report["seed"], report["resamples"]) == ("0", 1, 10_000)
    assert report["versions"]["numpy"] == np.__version__
    (task,) = report["tasks"]
    kinpath, other = task["methods"]
    assert kinpath["fit_seconds"] == 0.333333
    assert kinpath["settings"] == {"depth": 1}
    assert kinpath["leads"] == {}
    lead = other["leads"]["nDCG@10"]
    assert set(lead) == {"difference", "p", "p_holm", "d_z", "wins", "ties", "losses"}
    assert lead["difference"]["mean"] == pytest.approx(
        kinpath["measures"]["nDCG@10"]["mean"] - other["measures"]["nDCG@10"]["mean"], abs=2e-6
    )
