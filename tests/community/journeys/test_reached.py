"""Progress that is odd: twice, undated, before joining, out of order, skipped, and back."""

from __future__ import annotations

import numpy as np

from community.journeys.declared import find_journey
from community.journeys.reached import Reached, reached
from graph.packing import EPOCH
from graph.records import Record
from tests.community.conftest import START, Pictured
from tests.community.journeys.travels import journey, members, told
from tests.community.journeys.travels import reached as reaching

STAGES = ["one", "two", "three"]


def of(pictured: Pictured, *records: Record) -> Reached:
    names = {record.source.partition(":")[2] for record in records if hasattr(record, "source")}
    picture = pictured([*journey("way", STAGES), *members(sorted(names)), *records])
    return reached(picture, find_journey(picture.snapshot, "way"))


def since_start(found: Reached) -> list[list[float | None]]:
    """Days since the start of the test, None where it is not known."""
    rows = found.at - (START - EPOCH).days
    return [[None if np.isnan(value) else round(value, 3) for value in row] for row in rows]


def test_progress_in_order(pictured: Pictured) -> None:
    found = of(pictured, *told("ada", "way", one=1, two=5), *told("bob", "way", one=2))
    assert since_start(found) == [[1, 5, None], [2, None, None]]
    assert found.standing.tolist() == [1, 0]
    assert found.notes() == ()


def test_told_twice_counts_once_at_its_first_time(pictured: Pictured) -> None:
    again = reaching("ada", "stage:way/one", 3)
    found = of(pictured, *told("ada", "way", one=1), again)
    assert since_start(found) == [[1, None, None]]


def test_an_undated_stage_was_reached_at_no_known_time(pictured: Pictured) -> None:
    found = of(pictured, *told("ada", "way", one=1, two=None))
    assert since_start(found) == [[1, None, None]]
    assert found.standing.tolist() == [1]
    assert found.notes() == ("Stages reached at a time that is not known: 1.",)


def test_a_time_before_joining_is_not_used(pictured: Pictured) -> None:
    found = of(pictured, *told("ada", "way", one=-5, two=4))
    assert since_start(found) == [[None, 4, None]]
    assert found.before_joining == 1
    assert found.standing.tolist() == [1]


def test_half_a_day_before_joining_is_a_date_without_an_hour(pictured: Pictured) -> None:
    assert since_start(of(pictured, *told("ada", "way", one=-0.5))) == [[-0.5, None, None]]


def test_an_earlier_stage_that_is_told_later_was_told_afterwards(pictured: Pictured) -> None:
    found = of(pictured, *told("ada", "way", one=1, two=9, three=5))
    assert since_start(found) == [[1, None, 5]]
    assert found.out_of_order == 1
    assert found.standing.tolist() == [2]
    assert not found.went_back.any()


def test_told_at_one_time_nobody_knows_how_long_it_took(pictured: Pictured) -> None:
    found = of(pictured, *told("ada", "way", one=5, two=5))
    assert since_start(found) == [[None, 5, None]]


def test_a_skipped_stage_counts_as_passed(pictured: Pictured) -> None:
    found = of(pictured, *told("ada", "way", one=1, three=5))
    assert found.skipped.tolist() == [True]
    assert found.standing.tolist() == [2]
    assert found.has.tolist() == [[True, False, True]]


def test_who_tells_a_passed_stage_again_went_back(pictured: Pictured) -> None:
    again = reaching("ada", "stage:way/one", 20)
    found = of(pictured, *told("ada", "way", one=1, two=5), again)
    assert found.went_back.tolist() == [True]
    assert found.standing.tolist() == [0]
    assert since_start(found) == [[1, 5, None]]
    assert found.notes() == ("Members who went back to an earlier stage: 1.",)


def test_the_hidden_are_not_counted(pictured: Pictured) -> None:
    hidden = members(["hid"], visibility="hidden")
    picture = pictured([*journey("way", STAGES), *hidden, *told("hid", "way", one=1)])
    assert len(reached(picture, find_journey(picture.snapshot, "way")).members) == 0


def test_nobody_told_anything(pictured: Pictured) -> None:
    picture = pictured([*journey("way", STAGES), *members(["ada"])])
    found = reached(picture, find_journey(picture.snapshot, "way"))
    assert found.has.shape == (0, 3)
    assert found.notes() == ()
