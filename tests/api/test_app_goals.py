"""Goals set over HTTP and at the command line: kept as versions, used by every worker at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from tests.api.conftest import client_of, words
from tests.api.learning_club import Club, founded
from tests.api.test_jobs import ended

ASK = "/v1/members/m01/recommendations?goal=peers"
WEIGHTS = {"number_of_ties": 2.0, "profile": 0.5}


@pytest.fixture
def club(tmp_path: Path) -> Club:
    return founded(tmp_path, meetings=8)


@pytest.fixture
def client(club: Club) -> Iterator[TestClient]:
    with client_of(create_app(club.settings)) as client:
        yield client


def answer(client: TestClient) -> dict[str, object]:
    response = client.get(ASK)
    assert response.status_code == 200, response.text
    return dict(response.json())


def test_a_goal_is_as_it_comes_until_it_is_set(client: TestClient) -> None:
    told = client.get("/v1/goals/peers").json()
    assert (told["version"], told["diversity"]) == (0, 0.2)
    assert told["weights_from"] == {"asked": "default", "member": "default"}
    assert client.get("/v1/goals/peers/versions").json()["versions"] == []


def test_what_is_set_answers_the_next_question_and_its_shares_sum(client: TestClient) -> None:
    before = answer(client)
    body = {"weights_by_member": WEIGHTS, "diversity": 0.0, "note": "Whom many know."}
    told = client.put("/v1/goals/peers", json=body).json()
    assert (told["version"], told["weights_by_member"], told["diversity"]) == (1, WEIGHTS, 0.0)
    after = answer(client)
    assert (before["model"], after["model"]) == ("default", "peers-1")
    results = after["results"]
    assert isinstance(results, list)
    assert results
    for each in results:
        shares = each["explanation"]["shares"]
        assert set(shares) <= set(WEIGHTS)
        assert sum(shares.values()) == pytest.approx(each["score"], abs=1e-6)
    again = client.post("/v1/recommendations", json={"goal": "peers", "member": "m01"}).json()
    assert again["results"] == results
    ranked = client.get("/v1/ranking?goal=peers").json()["goals"]
    assert "peers-1" in {each["model"] for each in ranked}


def test_every_version_can_be_gone_back_to(club: Club, client: TestClient) -> None:
    first = answer(client)
    for weight in (1.0, 2.0):
        client.put("/v1/goals/peers", json={"weights_by_member": {"number_of_ties": weight}})
    with client_of(create_app(club.settings)) as other:  # another worker
        assert answer(other)["model"] == "peers-2"
        used = client.post("/v1/goals/peers/versions/1/use").json()
        assert used["weights_by_member"] == {"number_of_ties": 1.0}
        assert answer(other)["model"] == answer(client)["model"] == "peers-1"
        client.post("/v1/goals/peers/versions/0/use")
        assert answer(other)["results"] == first["results"]
    versions = client.get("/v1/goals/peers/versions").json()
    assert [each["version"] for each in versions["versions"]] == [2, 1]
    assert versions["in_use"] == 0


def test_weights_by_hand_go_before_learned_ones_and_variety_alone_does_not(
    club: Club, client: TestClient
) -> None:
    club.add(number_of_ties=1.0)
    learned = answer(client)["model"]
    assert str(learned).startswith("learned-")
    client.put("/v1/goals/peers", json={"diversity": 0.9})
    assert answer(client)["model"] == learned
    client.put("/v1/goals/peers", json={"weights_by_member": WEIGHTS})
    assert answer(client)["model"] == "peers-2"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"weights": {"magic": 1}}, 422),
        ({"rules": []}, 422),
        ({"diversity": 2}, 422),
        ({"note": "x" * 2001}, 422),
        ({"weight": {}}, 422),
    ],
)
def test_what_may_not_be_set_changes_nothing(
    client: TestClient, body: dict[str, object], status: int
) -> None:
    assert client.put("/v1/goals/peers", json=body).status_code == status
    assert client.get("/v1/goals/peers/versions").json()["versions"] == []


def test_what_is_not_there_is_told(client: TestClient) -> None:
    assert client.get("/v1/goals/nonsense").status_code == 422
    assert client.get("/v1/goals/nonsense/versions").status_code == 422
    assert client.post("/v1/goals/peers/versions/9/use").status_code == 404
    assert client.post("/v1/goals/nonsense/versions/0/use").status_code == 422


def test_the_command_line_shows_lists_and_goes_back(club: Club, client: TestClient) -> None:
    client.put("/v1/goals/peers", json={"diversity": 0.5, "note": "More variety."})
    assert "version 1" in club.kinpath.ok("goals", "show", "peers")
    versions = club.kinpath.ok("goals", "versions", "peers")
    assert "More variety." in versions
    assert "open" in versions
    (told,) = client.get("/v1/goals/peers/versions").json()["versions"]
    assert told["made_by"] == "open"
    club.kinpath.ok("goals", "use", "peers", "0")
    assert client.get("/v1/goals/peers").json()["version"] == 0
    assert '"in_use":0' in club.kinpath.ok("goals", "versions", "peers", "--json").replace(" ", "")


def test_what_if_tells_what_would_change_and_keeps_nothing(client: TestClient) -> None:
    before = answer(client)
    tried = {"weights_by_member": {"number_of_ties": 5.0}, "diversity": 0.0, "k": 3}
    told = client.post("/v1/goals/peers/what-if", json=tried).json()
    assert told["asked"] == told["of"] > 0
    assert 0 < told["changed_answers"] <= told["asked"]
    assert told["after"]["top_share"] > told["before"]["top_share"]
    assert all(each["after"] > each["before"] for each in told["gain"])
    assert all(each["after"] < each["before"] for each in told["lose"])
    assert client.post("/v1/goals/peers/what-if", json=tried).json() == told
    assert answer(client) == before
    assert client.get("/v1/goals/peers/versions").json()["versions"] == []
    client.put("/v1/goals/peers", json={name: tried[name] for name in list(tried)[:2]})
    again = client.post("/v1/goals/peers/what-if", json=tried).json()
    assert (again["changed_answers"], again["gain"]) == (0, [])
    assert again["before"] == told["after"]
    few = client.post("/v1/goals/peers/what-if", json={**tried, "members": 2}).json()
    assert few["asked"] == 2
    wrong = client.post("/v1/goals/peers/what-if", json={"weights": {"magic": 1}})
    assert wrong.status_code == 422


def test_the_command_line_tries_a_goal_as_a_job_does(club: Club, client: TestClient) -> None:
    said = ("goals", "what-if", "peers", "--weight", "number_of_ties=3", "--members", "20")
    lifted = ("--without-rule", "not_connected_yet", "--diversity", "0.4")
    told = json.loads(club.kinpath.ok(*said, *lifted, "--json"))
    in_use = client.get("/v1/goals/peers").json()
    body = {
        "weights_by_member": {**in_use["weights_by_member"], "number_of_ties": 3},
        "diversity": 0.4,
        "rules": [rule for rule in in_use["rules"] if rule != "not_connected_yet"],
        "members": 20,
    }
    job = client.post("/v1/jobs", json={"kind": "what_if", "arguments": {"goal": "peers", **body}})
    assert ended(client, job.json()["id"])["state"] == "done"
    assert client.get(f"/v1/jobs/{job.json()['id']}/result").json() == told
    (past,) = told.pop("on_past")
    assert client.post("/v1/goals/peers/what-if", json=body).json() == told
    assert past["kind"] == "member"
    shown = club.kinpath(*said, *lifted)
    assert "members without an answer" in shown.stdout
    assert "which is too few" in words(shown.stderr)
    assert client.get("/v1/goals/peers/versions").json()["versions"] == []


def test_what_cannot_be_tried_is_refused_before_a_job_begins(
    club: Club, client: TestClient
) -> None:
    for wrong in ({"goal": "nonsense"}, {"goal": "peers", "weights": {"magic": 1}}, {}):
        told = client.post("/v1/jobs", json={"kind": "what_if", "arguments": wrong})
        assert told.status_code == 422, wrong
    said = ("goals", "what-if", "peers")
    for option in ("--weight=profile", "--weight=magic=1", "--without-rule=magic"):
        refused = club.kinpath(*said, option)
        assert refused.exit_code != 0
        assert "Traceback" not in refused.stderr
