"""Maps of planted communities: their areas, what joins them, and who stays unnamed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from community.areas import AreaMap, Dots, by_purpose, by_ties, within
from community.picture import Picture
from graph.records import EntityId, Record
from tests.community.alignment.host_and_members import Words, drifting
from tests.community.conftest import Pictured, edge, node
from tests.community.health.communities import posts
from tests.community.health.test_cohesion import ISLAND, LEFT, RIGHT, planted


def ids(picture: Picture, places: np.ndarray) -> set[EntityId]:
    return set(picture.ids(picture.members[places]))


def named(*names: str) -> set[str]:
    return {f"member:{name}" for name in names}


def test_circles_islands_and_those_without_a_tie_are_found(pictured: Pictured) -> None:
    picture = pictured(planted())
    found = by_ties(picture)
    areas = [ids(picture, area.places) for area in found.areas]
    assert len(areas) == 3
    assert areas[2] == named(*ISLAND)
    assert [area.is_island for area in found.areas] == [False, False, True]
    whole = areas[0] | areas[1]
    assert whole == named(*LEFT, *RIGHT, "bridge")
    assert ids(picture, found.apart) == named("alone")
    assert found.areas[2].inside == 3
    assert sum(link.ties for link in found.links) == 1
    assert len(found.links[0].carriers) == 1
    bridges = np.concatenate([area.bridges for area in found.areas])
    assert ids(picture, bridges) == named("bridge", "a1", "b1")


def test_what_members_of_an_area_have_in_common_is_what_others_lack(pictured: Pictured) -> None:
    records = [*planted(), node("group:all"), node("group:island"), node("group:two")]
    everybody = (*LEFT, *RIGHT, *ISLAND, "bridge", "alone")
    records += [edge(f"member:{name}", "JOINED", "group:all", 1) for name in everybody]
    records += [edge(f"member:{name}", "JOINED", "group:island", 1) for name in ISLAND]
    records += [edge(f"member:{name}", "JOINED", "group:two", 1) for name in ISLAND[:2]]
    island = by_ties(pictured(records)).areas[2]
    assert [(each.id, each.count) for each in island.shared] == [("group:island", 3)]


def test_within_an_area_only_those_are_shown_who_may_be_named(pictured: Pictured) -> None:
    records = [*planted(), node("member:i1", 0, name="I1", consent=["research"])]
    picture = pictured(records)
    dots = within(picture, by_ties(picture), 2)
    assert isinstance(dots, Dots)
    assert len(dots.places) == 3
    assert ids(picture, dots.shown) == named("i2", "i3")
    assert dots.pairs.tolist() == [[0, 1]]
    assert dots.ties.tolist() == [2, 2]


def test_who_hides_is_not_even_counted(pictured: Pictured) -> None:
    picture = pictured([*planted(), node("member:i1", 0, name="I1", visibility="hidden")])
    found = by_ties(picture)
    assert all("member:i1" not in ids(picture, area.places) for area in found.areas)
    assert "member:i1" not in ids(picture, found.places)


def test_a_large_area_falls_into_its_own_areas(pictured: Pictured) -> None:
    """Forty rings of five along a chain: too many members for dots."""
    records: list[Record] = []
    for ring in range(40):
        names = [f"r{ring}-{place}" for place in range(5)]
        records += [node(f"member:{name}", 0, name=name) for name in names]
        records += [
            edge(f"member:{names[place]}", "CONNECTED", f"member:{names[place - 1]}", 9)
            for place in range(5)
        ]
        if ring:
            records.append(edge(f"member:r{ring}-0", "CONNECTED", f"member:r{ring - 1}-2", 9))
    picture = pictured(records)
    whole = by_ties(picture)
    everybody = replace(whole.areas[0], places=whole.places)
    found = within(picture, replace(whole, areas=(everybody,)), 0)
    assert isinstance(found, AreaMap)
    assert len(found.areas) > 3
    inside = np.concatenate([*(area.places for area in found.areas), found.scattered])
    assert set(inside.tolist()) == set(whole.places.tolist())


def test_themes_carry_what_the_host_says_of_them(pictured: Pictured) -> None:
    records, vectors = drifting()
    records += [*posts("food00", (1440, 1450)), *posts("care00", (1440, 1450))]
    records.append(edge("member:food00", "CONNECTED", "member:care00", 1450))
    picture = pictured(records, vectors)
    found = by_purpose(picture, Words())
    assert [len(area.places) for area in found.areas] == [20, 20, 20]
    spoken = {area.theme.spoken_of for area in found.areas if area.theme}
    assert "nowhere" in spoken
    assert len(found.links) == 1
    assert found.near is not None
    assert np.allclose(np.diag(found.near), 1, atol=1e-4)
    for area in found.areas:
        assert area.theme is not None
        assert area.theme.aligned.of == len(area.places)
        assert area.theme.aligned.count == len(area.aligned)


def test_without_a_purpose_of_the_host_the_map_says_why_it_is_empty(pictured: Pictured) -> None:
    found = by_purpose(pictured(planted()), Words())
    assert found.areas == ()
    assert "the host states no purpose" in found.notes[0]
