"""What if: a goal tried otherwise on its page, saved as a version, and gone back from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from api.access import Scope
from api.access.keys import Keys
from api.app import create_app
from api.dashboard import at_once
from api.dashboard.sliders import FEATURE_NAMES, RULE_NAMES
from api.settings import Settings
from graph.store import open_store
from matcher.features import learned_for
from matcher.goals import default_goals
from tests.api.access.conftest import documents, guarded, keys, owner, two, with_scopes
from tests.api.conftest import at, client_of, edge, node, settings, written
from tests.api.learning_club import Club, founded
from tests.dashboard.conftest import running, visit

__all__ = ["documents", "guarded", "keys", "owner", "settings", "two", "written"]
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
HTMX = {"HX-Request": "true"}
PAGE = "/dashboard/what-if?goal=peers"
TRIED = f"{PAGE}&tried=yes&m-number_of_ties=3&diversity=0&rule=not_connected_yet"


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Club:
    folder: Path = tmp_path_factory.mktemp("what_if")
    return founded(folder, meetings=30)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long here is compiling, or a machine that has other things to do."""
    monkeypatch.setattr(at_once, "SECONDS", 60.0)


@pytest.fixture
def manager(club: Club) -> Iterator[TestClient]:
    """Whoever sits at the machine; the goal is as it comes before and after."""
    with client_of(create_app(club.settings)) as client:
        client.follow_redirects = False
        yield client
        client.post("/v1/goals/peers/versions/0/use")


def setting_of(page: str) -> str:
    """The setting that the page would save."""
    return unescape(re.findall(r'name="setting" value="([^"]+)"', page)[0])


def test_all_that_can_be_set_has_a_name() -> None:
    goals = default_goals().values()
    assert set(FEATURE_NAMES) == {name for goal in goals for name in learned_for(goal)}
    assert set(RULE_NAMES) == {name for goal in goals for name in goal.rules}


def test_every_goal_has_its_sliders_where_it_is_in_use(manager: TestClient) -> None:
    for goal in default_goals().values():
        page = manager.get(f"/dashboard/what-if?goal={goal.name}").text
        told = manager.get(f"/v1/goals/{goal.name}").json()
        values = dict(re.findall(r'type="range"[^>]* name="m-(\w+)"[^>]* value="([^"]+)"', page))
        assert set(values) == set(told["features"])
        for name, value in values.items():
            assert float(value) == pytest.approx(told["weights_by_member"].get(name, 0.0), abs=0.03)
        assert page.count('name="rule"') == len(told["rules"])
        assert page.count(" checked disabled>") == len(told["fixed_rules"])


def test_what_is_shown_is_what_the_api_tells_and_nothing_is_kept(manager: TestClient) -> None:
    page = manager.get(TRIED).text
    body = json.loads(setting_of(page))
    told = manager.post("/v1/goals/peers/what-if", json=body | {"members": 100, "k": 5}).json()
    assert body["weights_by_member"]["number_of_ties"] == 3
    assert body["diversity"] == 0
    assert "weights" not in body
    assert "rules" not in body
    assert told["changed_answers"] > 0
    assert f'<td class="number">{told["changed_answers"]}</td>' in page
    names = re.findall(r'<th scope="row"><a class="name" href="[^"]+"><bdi>([^<]+)</bdi>', page)
    left = told["left_with_nobody"]["named"]
    assert names == [each["name"] for each in (*told["gain"], *told["lose"])]
    assert (told["left_with_nobody"]["count"], left) == (0, [])
    part = manager.get(TRIED, headers=HTMX).text
    assert "<html" not in part
    assert 'hx-swap-oob="innerHTML"' in part
    assert setting_of(part) == setting_of(page)
    assert manager.get("/v1/goals/peers/versions").json()["versions"] == []


def test_who_is_left_with_nobody_is_named(tmp_path: Path) -> None:
    """Two who know each other are shown each other only where that is no reason against it."""
    url = f"sqlite:///{tmp_path / 'kinpath.db'}"
    with open_store(url, "two") as store:
        pair = [node(f"member:{name}", at(1), name=name.title()) for name in ("ada", "bob")]
        joined = [edge(each.id, "JOINED", "group:makers", at(3)) for each in pair]
        knows = edge("member:ada", "CONNECTED", "member:bob", at(4))
        store.write([*pair, node("group:makers", at(1), name="Makers"), *joined, knows])
    alone = Settings(store=url, cache=tmp_path / "cache")
    with client_of(create_app(alone)) as client:
        lifted = {"rules": ["not_oneself", "not_paused", "not_dismissed"]}
        client.put("/v1/goals/peers", json=lifted)
        page = client.get(f"{PAGE}&tried=yes&rule=not_connected_yet").text
    assert "Nothing that the past holds" not in page
    told = page.partition("Who would be left with nobody</h3>")[2].partition("<h3>")[0]
    assert re.findall(r'href="([^"]+)"><bdi>([^<]+)</bdi>', told) == [
        ("/dashboard/member?id=member%3Aada", "Ada"),
        ("/dashboard/member?id=member%3Abob", "Bob"),
    ]


def test_a_version_is_saved_used_and_gone_back_from(manager: TestClient) -> None:
    form = {"goal": "peers", "setting": setting_of(manager.get(TRIED).text), "note": "<b>Why</b>"}
    saved = manager.post("/dashboard/what-if/save", data=form, headers=SAME_SITE)
    assert saved.status_code == 303
    told = manager.get("/v1/goals/peers").json()
    assert (told["diversity"], told["weights_by_member"]["number_of_ties"]) == (0, 3)
    page = manager.get(saved.headers["location"].partition("#")[0]).text
    assert f"In use: version {told['version']}." in page
    assert "&lt;b&gt;Why&lt;/b&gt;" in page
    manager.put("/v1/goals/peers", json={"diversity": 0.5})
    versions = manager.get("/v1/goals/peers/versions").json()["versions"]
    assert manager.get(PAGE).text.count("<td><bdi>open</bdi></td>") == len(versions) >= 2
    manager.post(f"/v1/goals/peers/versions/{told['version']}/use")
    assert 'name="setting"' not in manager.get(TRIED).text  # it is in use already
    back = {"goal": "peers", "version": "0"}
    assert manager.post("/dashboard/what-if/use", data=back, headers=SAME_SITE).status_code == 303
    assert manager.get("/v1/goals/peers").json()["version"] == 0


def asked(manager: TestClient, page: str, **said: str) -> str:
    """The address of the job that the page's form begins."""
    form = {"goal": "peers", "setting": setting_of(page), "members": "100", **said}
    begun = manager.post("/dashboard/what-if/past", data=form, headers=SAME_SITE)
    assert begun.status_code == 303
    return str(begun.headers["location"])


def ended(manager: TestClient, place: str) -> dict[str, Any]:
    """The job of such an address, once it has ended."""
    job = place.partition("id=")[2]
    until = monotonic() + 120
    while monotonic() < until:
        told: dict[str, Any] = manager.get(f"/v1/jobs/{job}").json()
        if told["state"] not in ("queued", "running"):
            return told
        sleep(0.05)
    pytest.fail(f"it has not ended: {told}")


def test_what_the_past_says_is_worked_out_beside_the_page(manager: TestClient) -> None:
    page = manager.get(TRIED).text
    place = asked(manager, page)
    told = manager.get(ended(manager, place)["result"]).json()
    (past,) = told["on_past"]
    assert past["questions"] >= 10
    done = manager.get(place).text
    assert f"{past['questions']} questions of the past" in done
    assert f"{round(past['gain']['mean'], 3):g}" in done
    assert f'<td class="number">{told["changed_answers"]}</td>' in done
    assert setting_of(done) == setting_of(page)
    part = manager.get(place, headers=HTMX).text
    assert part.count('class="past"') == 1
    assert "changed" not in part
    assert 'id="effect"' in manager.get(f"{place}&whole=true", headers=HTMX).text


def test_what_takes_long_is_left_to_the_job(
    manager: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = manager.get(TRIED).text
    monkeypatch.setattr(at_once, "SECONDS", 0.0)
    page = manager.get(TRIED).text
    assert "This takes longer than a moment" in page
    assert "what-if/save" not in page
    assert setting_of(page) == setting_of(whole)
    place = asked(manager, page)
    ended(manager, place)
    assert "what-if/save" in manager.get(place).text


def test_one_that_is_asked_instead_stops_the_one_before(manager: TestClient) -> None:
    page = manager.get(TRIED).text
    first = asked(manager, page)
    second = asked(manager, page, instead=first.partition("id=")[2])
    assert ended(manager, first)["state"] in ("cancelled", "done")
    stop = {"id": second.partition("id=")[2]}
    assert manager.post("/dashboard/what-if/stop", data=stop, headers=SAME_SITE).status_code == 303
    if ended(manager, second)["state"] == "cancelled":
        assert "This was stopped." in manager.get(second).text
    other = manager.post("/v1/jobs", json={"kind": "roles"}).json()["id"]
    assert manager.get(f"/dashboard/what-if/past?id={other}").status_code == 404


@pytest.mark.parametrize(
    "wrong", ["m-number_of_ties=99", "m-profile=nan", "m-said_no=1", "diversity=x", "rule=magic"]
)
def test_what_cannot_be_set_is_said_in_place_of_the_effect(manager: TestClient, wrong: str) -> None:
    page = manager.get(f"{PAGE}&tried=yes&{wrong}")
    assert page.status_code == 200
    assert "That cannot be used" in page.text
    assert 'name="setting"' not in page.text
    assert manager.get(f"{PAGE}&tried=yes&{wrong}", headers=HTMX).status_code == 422


def test_what_no_form_of_ours_says_is_refused(manager: TestClient) -> None:
    for setting in ("x", "{}x", '{"weight": 1}', '{"weights": {"magic": 1}}', '{"rules": []}'):
        form = {"goal": "peers", "setting": setting}
        answer = manager.post("/dashboard/what-if/save", data=form, headers=SAME_SITE)
        assert answer.status_code == 422, setting
    absent = {"goal": "peers", "version": "999"}
    answer = manager.post("/dashboard/what-if/use", data=absent, headers=SAME_SITE)
    assert answer.status_code == 404
    assert manager.get("/dashboard/what-if?goal=nonsense").status_code == 422
    foreign = {"Sec-Fetch-Site": "cross-site"}
    form = {"goal": "peers", "version": "0"}
    assert manager.post("/dashboard/what-if/use", data=form, headers=foreign).status_code == 403


def test_who_may_only_look_sees_the_effect_and_saves_nothing(
    guarded: TestClient, keys: Keys, owner: dict[str, str]
) -> None:
    looks = with_scopes(keys, Scope.READ, Scope.INSIGHT)
    tried = f"{PAGE}&tried=yes&diversity=1"
    page = guarded.get(tried, headers=looks).text
    assert "Share of the three most shown" in page
    assert "what-if/save" not in page
    assert "what-if/save" in guarded.get(tried, headers=owner).text
    for act, more in (("save", {"setting": "{}"}), ("use", {"version": "0"})):
        answer = guarded.post(
            f"/dashboard/what-if/{act}", data={"goal": "peers"} | more, headers=looks | SAME_SITE
        )
        assert answer.status_code == 403
    reads = with_scopes(keys, Scope.READ)
    assert guarded.get(PAGE, headers=reads).status_code == 403


@pytest.mark.slow
@pytest.mark.browser
def test_a_slider_is_moved_tried_and_saved_by_keyboard(browser: Browser, club: Club) -> None:
    with running(club.settings) as site, visit(browser, site, locale="en") as page:
        page.set_default_timeout(60_000)
        page.goto(site.page("what-if?goal=peers"))
        slider = page.locator("#diversity")
        slider.focus()
        page.keyboard.press("End")
        assert page.locator("#diversity + .slider-value").text_content() == "1"
        page.evaluate("window.same = true")
        page.locator(".trying button").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#effect .saving")
        page.wait_for_selector("#effect .past table")
        assert page.locator("#live").text_content() == "What the past says is there"
        slider.focus()
        page.keyboard.press("ArrowLeft")
        assert page.locator("#effect .stale").is_visible()
        assert not page.locator("#effect .saving").is_visible()
        page.locator(".trying button").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#effect:not([data-stale]) .saving")
        assert page.evaluate("window.same")
        page.locator("#note").focus()
        page.keyboard.type("More of all kinds")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**#versions")
        assert page.locator("#versions", has_text="More of all kinds").count() == 1
        page.locator("#versions .confirm summary").last.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=In use: as it comes with Kinpath.")
