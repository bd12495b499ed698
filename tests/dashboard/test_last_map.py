"""The last map while a new one is made: it holds on, and shows nobody who went out of sight."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.engine import Engine
from api.forgetting import forget_everywhere
from api.maps.sheets import present_sheet, sheet_at_hand, shelf_of
from api.rights.erasure import erase_member
from api.settings import Settings
from graph.records import EntityId
from graph.store import open_store
from tests.community.conftest import edge, node
from tests.dashboard.conftest import visiting
from tests.dashboard.test_map import FOOD, REPAIR, made, planted

OLD = "Whoever is not in sight any more is taken off it"
PAGE = "/dashboard/map?by=ties"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of the community that the map's page is tested with."""
    url = f"sqlite:///{tmp_path / 'kinpath.db'}"
    with open_store(url, "test") as store:
        planted(store)
    return Settings(store=url, community="test", cache=tmp_path / "cache", data=tmp_path / "data")


def changed(settings: Settings) -> None:
    """One hides, one takes consent back, two block each other, and one comes."""
    with open_store(settings.store, "test") as store:
        store.write(
            [
                node(f"member:{FOOD[2]}", 0, name="Gone Out Of Sight", visibility="hidden"),
                node(f"member:{REPAIR[2]}", 0, name="Not To Be Named", consent=["research"]),
                edge(f"member:{REPAIR[3]}", "BLOCKS", f"member:{REPAIR[4]}", 0),
                node("member:newcomer", 0, name="New Comer"),
            ]
        )


def test_it_is_shown_with_its_age_also_after_a_restart_until_the_new_one_is_there(
    settings: Settings,
) -> None:
    with visiting(settings) as client:
        made(client, "ties")
        assert OLD not in client.get(PAGE).text
        changed(settings)
        assert OLD in client.get(PAGE).text
    with visiting(settings) as client:
        page = client.get(PAGE).text
        assert OLD in page
        assert "at revision 2." in page
        assert 'hx-post="/dashboard/map/making"' in page
        zoomed = made(client, "ties", shown=True, inside="0")
        assert "A newer map is there" in zoomed.text
        assert "HX-Retarget" not in zoomed.headers
        new = made(client, "ties", shown=True)
        assert new.headers["HX-Retarget"] == "#map-place"
        assert OLD not in new.text
        assert "This is the new map." in new.text
        assert OLD not in client.get(PAGE).text


def test_who_went_out_of_sight_is_nowhere_on_it(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        before = present_sheet(engine, "ties")
        changed(settings)
        sheet = sheet_at_hand(engine, "ties")
        assert sheet is not None
        assert not sheet.made.is_present
        ids = set(sheet.picture.ids(sheet.picture.members[sheet.made.whole.places]))
        old = set(before.picture.ids(before.picture.members[before.made.whole.places]))
        assert old - ids == {f"member:{FOOD[2]}"}
        tied = {
            frozenset(sheet.picture.ids(sheet.picture.members[pair]))
            for pair in sheet.made.whole.pairs
        }
        assert {f"member:{REPAIR[3]}", f"member:{REPAIR[4]}"} not in tied
        assert {f"member:{REPAIR[2]}", f"member:{REPAIR[3]}"} in tied
    with visiting(settings) as client:
        page = client.get(PAGE).text
        assert OLD in page
        for link in {PAGE, *re.findall(r'href="(/dashboard/map[^"]+)"', page)}:
            text = client.get(link.replace("&amp;", "&")).text
            for name in ("Gone Out Of Sight", "Not To Be Named"):
                assert name not in text, link


@pytest.mark.slow  # it loads the embedding model
def test_nobody_is_quoted_from_the_last_map(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        present = present_sheet(engine, "purpose")
        assert any(area.theme and area.theme.example for area in present.made.whole.areas)
        changed(settings)
        last = sheet_at_hand(engine, "purpose")
        assert last is not None
        assert not last.made.is_present
        assert len(last.made.whole.areas) == len(present.made.whole.areas)
        assert not any(area.theme and area.theme.example for area in last.made.whole.areas)


def test_it_is_no_other_community_s(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        present_sheet(engine, "ties")
    with open_store(settings.store, "other") as other:
        other.write([node("member:else", 0, name="Somebody Else")])
    with Engine.open(settings.model_copy(update={"community": "other"})) as elsewhere:
        assert sheet_at_hand(elsewhere, "ties") is None


@pytest.mark.parametrize("way", ["forgotten", "erased"])
def test_it_goes_with_who_is_deleted(settings: Settings, way: str) -> None:
    doomed = EntityId(f"member:{FOOD[3]}")
    with Engine.open(settings) as engine:
        present_sheet(engine, "ties")
        assert shelf_of(engine).last("ties") is not None
        if way == "forgotten":
            forget_everywhere(engine.store, doomed, settings, engine.documents)
        else:
            report = erase_member(engine.store, engine.documents, settings, doomed)
            assert report.plan.before["cache"] > 0
            assert report.plan.after["cache"] == 0
        assert sheet_at_hand(engine, "ties") is None


def test_a_map_made_while_somebody_went_is_not_kept(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        present_sheet(engine, "ties")
        shelf = shelf_of(engine)
        kept = shelf.last("ties")
        assert kept is not None
        engine.store.forget(EntityId(f"member:{FOOD[3]}"))
        shelf.keep("ties", kept)
        assert shelf.last("ties") is None


def test_a_file_that_cannot_be_read_is_no_map(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        present_sheet(engine, "ties")
        changed(settings)
        for path in (settings.cache / "maps").rglob("*.npz"):
            path.write_bytes(path.read_bytes()[:100])
        assert sheet_at_hand(engine, "ties") is None


def test_a_map_that_another_process_made_is_not_made_again(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        first = present_sheet(engine, "ties")
    with Engine.open(settings) as engine:
        again = sheet_at_hand(engine, "ties")
        assert again is not None
        assert again.made.is_present
        assert again.made.at == first.made.at
        assert [area.places.tolist() for area in again.made.whole.areas] == [
            area.places.tolist() for area in first.made.whole.areas
        ]
