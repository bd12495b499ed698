"""Journeys through both doors: the same fields, and errors that say what is wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from api.app import create_app
from api.journeys_schemas import JourneyList, JourneyTold, MemberJourneys, MinedJourneyTold
from api.settings import Settings
from graph.records import Record
from graph.store import open_store
from tests.api.conftest import COMMUNITY, CommandLine, at, client_of, edge, environment, node, words
from tests.api.test_app_recommendations import refused

PATHS = {
    "/v1/journeys": ("journeys", "--json"),
    "/v1/journeys/maker": ("journeys", "maker", "--json"),
    "/v1/members/sam1/journeys": ("journeys", "--member", "sam1", "--json"),
    "/v1/mined-journeys?toward=joining": ("journeys", "mine", "--toward", "joining", "--json"),
}
SHAPES: dict[str, type[BaseModel]] = dict(
    zip(PATHS, (JourneyList, JourneyTold, MemberJourneys, MinedJourneyTold), strict=True)
)


def journeys() -> list[Record]:
    """Five makers at `spark`, Bob at `pilot`, and a journey that goes in a circle."""
    found: list[Record] = []
    for journey, stage in (("maker", "spark"), ("maker", "pilot"), ("wheel", "a"), ("wheel", "b")):
        found += [
            node(f"stage:{journey}/{stage}", name=stage),
            node(f"journey:{journey}", name=journey.title(), accomplishment="Makes all"),
            edge(f"stage:{journey}/{stage}", "PART_OF", f"journey:{journey}"),
        ]
    found += [
        node("stage:lost", name="lost"),
        edge("stage:maker/spark", "NEXT", "stage:maker/pilot"),
        edge("stage:wheel/a", "NEXT", "stage:wheel/b"),
        edge("stage:wheel/b", "NEXT", "stage:wheel/a"),
        edge("stage:maker/pilot", "CALLS_FOR", "skill:optics"),
        edge("member:bob", "REACHED", "stage:maker/pilot", at(9)),
    ]
    for number, member in enumerate(("bob", "cleo", "sam1", "sam2", "dan")):
        found += [
            edge(f"member:{member}", "REACHED", "stage:maker/spark", at(4)),
            edge(f"member:{member}", "JOINED", "group:makers", at(5 + number)),
        ]
    late = node("member:eve", at(3), name="Eve")
    return [*found, late, edge("member:eve", "JOINED", "group:makers", at(8))]


@pytest.fixture(scope="module")
def travelling(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that lead to a community with journeys, which no test changes."""
    folder = tmp_path_factory.mktemp("journeys")
    shutil.copy(written, folder / "kinpath.db")
    settings = Settings(store=f"sqlite:///{folder}/kinpath.db", cache=folder / "cache")
    with open_store(settings.store, COMMUNITY) as store:
        store.write(journeys())
    return settings


@pytest.fixture
def traveller(travelling: Settings) -> CommandLine:
    return CommandLine(environment(travelling))


@pytest.fixture(scope="module")
def web(travelling: Settings) -> Iterator[TestClient]:
    with client_of(create_app(travelling)) as client:
        yield client


def test_both_doors_tell_the_same_and_as_documented(
    web: TestClient, traveller: CommandLine
) -> None:
    for path, command in PATHS.items():
        told = web.get(path)
        assert told.status_code == 200, told.text
        assert told.json() == json.loads(traveller.ok(*command))
        assert SHAPES[path].model_validate(told.json()).model_dump() == told.json()


def test_journeys_in_short(web: TestClient) -> None:
    told = web.get("/v1/journeys").json()
    (maker,) = told["journeys"]
    assert [stage["name"] for stage in maker["stages"]] == ["spark", "pilot"]
    # Dan is hidden, and not counted.
    assert (maker["members"], maker["accomplishment"]) == (4, "Makes all")
    assert [broken["id"] for broken in told["broken"]] == ["journey:wheel"]
    assert told["stray_stages"] == ["stage:lost"]


def test_one_journey(web: TestClient) -> None:
    spark, pilot = web.get("/v1/journeys/Maker").json()["stages"]
    assert spark["standing"]["members"] == ["member:cleo", "member:sam1", "member:sam2"]
    assert spark["onward"]["took"]["n"] == 4
    assert spark["onward"]["took"]["value"] is None
    assert pilot["asks_for"] == [{"id": "skill:optics", "name": "anything about “optics”"}]
    assert pilot["onward"] is None


def test_a_members_journeys(web: TestClient) -> None:
    (told,) = web.get("/v1/members/sam1/journeys").json()["journeys"]
    assert (told["stage_name"], told["next_name"]) == ("spark", "pilot")
    assert told["companions"][0]["id"] == "member:bob"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/journeys/none", 404),
        ("/v1/journeys/wheel", 422),
        ("/v1/members/nobody/journeys", 404),
        ("/v1/members/dan/journeys", 404),
        ("/v1/members/skill:optics/journeys", 422),
        ("/v1/mined-journeys", 422),
        ("/v1/mined-journeys?toward=fame", 422),
        ("/v1/mined-journeys?toward=skill:none", 404),
        ("/v1/mined-journeys?toward=mentoring", 422),
    ],
)
def test_what_cannot_be_told_is_a_problem(web: TestClient, path: str, status: int) -> None:
    refused(web.get(path), status)


def test_the_command_line_shows_tables(traveller: CommandLine) -> None:
    told = words(traveller.ok("journeys"))
    assert "Maker (journey:maker) spark → pilot 4" in told
    assert "journey:wheel cannot be followed: 'Wheel' goes in a circle" in told
    assert "stage:lost" in told
    told = words(traveller.ok("journeys", "maker"))
    assert "Maker: 4 members" in told
    assert "not known" in told
    told = words(traveller.ok("journeys", "--member", "sam1"))
    assert "Maker: at “spark” for 5 days; next: “pilot”" in told
    assert "Bob (member:bob): Stands at “pilot”" in told
    assert "Neither Eve's word nor their deeds" in words(
        traveller.ok("journeys", "--member", "eve")
    )
    told = words(traveller.ok("journeys", "maker", "--member", "eve"))
    assert "neither their word nor their deeds place them on it; next: “spark”" in told
    told = words(traveller.ok("journeys", "mine", "--toward", "joining"))
    assert "The usual way of 5 members who joined a group" in told


def test_reports_are_pages(traveller: CommandLine, tmp_path: Path) -> None:
    page, text = tmp_path / "maker.html", tmp_path / "mined.md"
    traveller.ok("journeys", "maker", "--report", str(page))
    assert "<h1>Journey: Maker</h1>" in page.read_text()
    traveller.ok("journeys", "--report", str(page))
    assert "goes in a circle" in page.read_text()
    traveller.ok("journeys", "mine", "--toward", "joining", "--report", str(text))
    assert "# A journey toward: joining" in text.read_text()


@pytest.mark.parametrize(
    ("arguments", "words_of_error"),
    [
        (("none",), "no 'journey none'"),
        (("wheel",), "goes in a circle"),
        (("--member", "dan"), "no 'member dan'"),
        (("mine", "--toward", "fame"), "toward must be a role"),
        (("maker", "--report", "x.pdf"), "must end in .html or .md"),
        (("--member", "sam1", "--report", "x.html"), "leave out --member"),
    ],
)
def test_what_is_wrong_is_one_line(
    traveller: CommandLine, arguments: tuple[str, ...], words_of_error: str
) -> None:
    result = traveller("journeys", *arguments)
    assert result.exit_code == 1
    assert words_of_error in words(result.stderr)
    assert "Traceback" not in result.stderr


def test_a_community_without_journeys_is_told_how_to_get_one(kinpath: CommandLine) -> None:
    assert "kinpath journeys mine proposes one" in words(kinpath.ok("journeys"))
