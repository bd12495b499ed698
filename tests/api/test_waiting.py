"""More questions than can be answered in time: the rest is refused at once, and nobody waits."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import httpx
import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api import app
from api.access.refusals import ServerBusy
from api.app import create_app
from api.settings import Settings
from api.waiting import FEW, Line, Places, Shedding
from tests.api.served import serving_here

QUESTION = {"goal": "mentors", "member": "ada", "k": 3}
AT_ONCE = 60


def test_a_line_takes_as_many_as_come_to_their_turn_in_time() -> None:
    async def ask(line: Line) -> str:
        try:
            async with line.turn():
                time.sleep(0.01)
        except ServerBusy:
            return "refused"
        return "answered"

    async def come(line: Line, many: int) -> Counter[str]:
        return Counter(await asyncio.gather(*(ask(line) for _ in range(many))))

    async def twice() -> tuple[Counter[str], Counter[str]]:
        line = Line(longest=0.05)
        return await come(line, FEW), await come(line, 100)

    few, many = asyncio.run(twice())
    assert few == {"answered": FEW}
    assert FEW <= many["answered"] < 50, many
    assert many["refused"] > 50


def test_between_two_answers_others_are_heard() -> None:
    heard: list[float] = []

    async def ask(line: Line) -> None:
        async with line.turn():
            time.sleep(0.01)

    async def listen() -> None:
        for _ in range(5):
            began = time.monotonic()
            await asyncio.sleep(0)
            heard.append(time.monotonic() - began)

    async def both() -> None:
        line = Line(longest=10.0)
        await asyncio.gather(*(ask(line) for _ in range(20)), listen())

    asyncio.run(both())
    assert max(heard) < 0.1  # twenty answers in a row take 0.2 seconds


def test_there_are_so_many_places() -> None:
    places = Places(1)
    with places.taken(), pytest.raises(ServerBusy), places.taken():
        pass
    with places.taken():
        pass


def test_requests_of_all_kinds_are_refused_beyond_a_number_but_health_is_told() -> None:
    may_end = asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != "/health":
            await may_end.wait()
        await Response("ok")(scope, receive, send)

    async def status(door: Shedding, path: str) -> int:
        said: list[int] = []

        async def send(message: object) -> None:
            assert isinstance(message, dict)
            said.extend([message["status"]] if "status" in message else [])

        async def receive() -> dict[str, object]:
            return {"type": "http.request"}

        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
        await door(scope, receive, send)
        return said[0]

    async def ask() -> list[int]:
        door = Shedding(slow, Line(), most=2)
        inside = [asyncio.create_task(status(door, "/v1/members")) for _ in range(2)]
        await asyncio.sleep(0)
        found = [await status(door, "/v1/members"), await status(door, "/health")]
        may_end.set()
        found += [await each for each in inside]
        return [*found, await status(door, "/v1/members")]

    assert asyncio.run(ask()) == [503, 200, 200, 200, 200]


def test_under_load_the_accepted_answers_are_right_and_the_rest_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "Line", lambda: Line(longest=0.0))  # as if each took long
    with serving_here(create_app(settings)) as url:
        right = httpx.post(f"{url}/v1/recommendations", json=QUESTION, timeout=60).content
        statuses, answers, health = asyncio.run(_press(url))
    assert set(statuses) == {200, 503}
    assert statuses[200] >= FEW
    assert answers == {right}
    assert health == 200


async def _press(url: str) -> tuple[Counter[int], set[bytes], int]:
    limits = httpx.Limits(max_connections=AT_ONCE + 1)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60) as client:
        asked = [client.post("/v1/recommendations", json=QUESTION) for _ in range(AT_ONCE)]
        *found, health = await asyncio.gather(*asked, client.get("/health"))
    refused = [each for each in found if each.status_code == 503]
    assert all(each.headers["retry-after"] == "1" for each in refused)
    assert {each.json()["type"] for each in refused} <= {"/problems/server-busy"}
    answered = {each.content for each in found if each.status_code == 200}
    return Counter(each.status_code for each in found), answered, health.status_code
