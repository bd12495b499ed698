"""Drawings of maps: nothing covers anything, the same every time, and what stands out is told."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from api.dashboard.map_drawing import WIDTH, drawn_areas, drawn_dots
from api.dashboard.map_findings import findings
from api.dashboard.map_places import by_links, by_meaning, fitted
from community.areas import Area, AreaMap, Dots, Link

NOBODY = np.zeros(0, np.int64)


def area(first: int, size: int, *, alone: int = 0, island: bool = False) -> Area:
    places = np.arange(first, first + size)
    return Area(places, (), None, size, places[:alone], NOBODY, island)


def many(count: int) -> AreaMap:
    areas = tuple(area(100 * at, 100 - 3 * at, island=at >= count - 4) for at in range(count))
    links = tuple(Link(at, at + 1, 9, np.arange(2)) for at in range(count - 5))
    everybody = np.concatenate([each.places for each in areas])
    return AreaMap(everybody, areas, links, NOBODY, NOBODY, np.zeros((0, 2), np.int64))


@pytest.mark.parametrize("count", [1, 2, 12, 30])
def test_no_area_covers_another_and_all_are_within_the_drawing(count: int) -> None:
    names = [f"a name of some length, number {number}" for number in range(count)]
    drawing = drawn_areas(many(count), names)
    assert len(drawing.discs) == count
    for one, other in combinations(drawing.discs, 2):
        apart = np.hypot(one.x - other.x, one.y - other.y)
        assert apart >= one.r + other.r
    for disc in drawing.discs:
        assert disc.r <= disc.x <= WIDTH - disc.r
        assert disc.r <= disc.y <= drawing.height - disc.r
    assert drawing == drawn_areas(many(count), names)


def test_larger_areas_are_larger_discs_and_islands_lie_below() -> None:
    drawing = drawn_areas(many(12), ["x"] * 12)
    radii = [disc.r for disc in drawing.discs]
    assert radii == sorted(radii, reverse=True)
    assert drawing.strip is not None
    assert [disc.y > drawing.strip for disc in drawing.discs] == [False] * 8 + [True] * 4


def test_members_without_a_line_lie_below_the_others() -> None:
    dots = Dots(np.arange(9), np.arange(9), np.array([[0, 1], [2, 3]]), np.array([1] * 4 + [0] * 5))
    drawing = drawn_dots(dots, [f"member {number}" for number in range(9)])
    assert drawing.strip is not None
    assert [disc.y > drawing.strip for disc in drawing.discs] == [False] * 4 + [True] * 5
    assert len(drawing.lines) == 2


def test_what_means_alike_lies_together_and_parts_lie_apart() -> None:
    near = np.array([[1, 0.9, 0], [0.9, 1, 0], [0, 0, 1]], dtype=np.float32)
    one, other, third = by_meaning(near)
    assert np.hypot(*(one - other)) < np.hypot(*(one - third))
    places = by_links(4, [(0, 1, 1.0), (2, 3, 1.0)])
    assert max(places[0][0], places[1][0]) < min(places[2][0], places[3][0])


def test_places_on_one_spot_are_pushed_apart() -> None:
    sizes = np.full((5, 2), 50.0)
    found = fitted(np.zeros((5, 2)), sizes, 600, 600)
    for one, other in combinations(found, 2):
        assert np.abs(one - other).max() >= 49


def test_themes_that_mean_alike_and_do_not_know_each_other_stand_out() -> None:
    areas = (area(0, 10), area(10, 10), area(20, 10, alone=8), area(30, 10))
    near = np.full((4, 4), 0.1, dtype=np.float32)
    near[0, 1] = near[1, 0] = 0.8
    near[2, 3] = near[3, 2] = 0.9
    links = (Link(2, 3, 12, np.arange(3)),)
    found = AreaMap(np.arange(40), areas, links, NOBODY, NOBODY, NOBODY.reshape(0, 2), near)
    told = {each.kind: each for each in findings(found)}
    assert told["alone"].areas == (2,)
    assert told["alone"].count == 8
    assert "strangers" not in told or told["strangers"].areas != (2, 3)


def test_what_hangs_on_one_member_stands_out() -> None:
    areas = (area(0, 9), area(9, 5), area(14, 4, island=True))
    links = (Link(0, 1, 3, np.array([2])),)
    found = AreaMap(np.arange(19), areas, links, NOBODY, np.array([18]), NOBODY.reshape(0, 2))
    told = {each.kind: each for each in findings(found)}
    assert set(told) == {"islands", "apart", "thin"}
    assert (told["islands"].areas, told["islands"].count) == ((2,), 4)
    assert told["thin"].link is links[0]
