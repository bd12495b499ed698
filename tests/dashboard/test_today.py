"""Today: what is due, done, skipped and undone, on the real store, with and without htmx."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

HTMX = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
PLAIN = {"Sec-Fetch-Site": "same-origin"}
PARTS = ("worklist", "newcomers", "health", "changes", "concluded")


def entries(part: str) -> list[str]:
    return re.findall(r'id="entry-(\w+)"', part)


def test_the_page_stands_before_what_takes_long(visitor: TestClient) -> None:
    page = visitor.get("/dashboard/today").text
    for name in PARTS:
        assert f'hx-get="/dashboard/today/{name}"' in page
        assert f'<a href="/dashboard/today/{name}">' in page


def test_each_part_is_a_page_of_its_own_too(visitor: TestClient) -> None:
    for name in PARTS:
        part = visitor.get(f"/dashboard/today/{name}", headers=HTMX)
        page = visitor.get(f"/dashboard/today/{name}")
        assert (part.status_code, page.status_code) == (200, 200)
        assert "<html" not in part.text
        assert part.text.strip() in page.text
    assert visitor.get("/dashboard/today/nothing").status_code == 404
    assert "hx-get" not in visitor.get("/dashboard/today").text


def test_an_entry_is_done_undone_and_skipped(visitor: TestClient) -> None:
    first = entries(visitor.get("/dashboard/today/worklist", headers=HTMX).text)[0]
    address = f"/dashboard/today/worklist/{first}"
    done = visitor.post(address, data={"result": "done"}, headers=HTMX).text
    assert "Undo" in done
    assert 'id="live"' in done
    now = visitor.get("/dashboard/today/worklist", headers=HTMX).text
    assert first not in entries(now)
    assert first in visitor.get("/dashboard/today/concluded", headers=HTMX).text
    visitor.post(address, data={"result": "undo"}, headers=HTMX)
    now = visitor.get("/dashboard/today/worklist", headers=HTMX).text
    assert first in entries(now)
    answer = visitor.post(address, data={"result": "skip"}, headers=PLAIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard/today")


def test_looking_asks_nobody_for_anything(visitor: TestClient) -> None:
    visitor.get("/dashboard/today")  # waits for the first snapshot
    before = visitor.get("/ready").json()["revision"]
    visitor.get("/dashboard/today/worklist")
    assert visitor.get("/ready").json()["revision"] == before


@pytest.mark.parametrize(
    ("address", "result", "status"),
    [("0000000000", "done", 404), ("0000000000", "undo", 404), ("0000000000", "", 422)],
)
def test_what_was_never_proposed_cannot_be_concluded(
    visitor: TestClient, address: str, result: str, status: int
) -> None:
    answer = visitor.post(
        f"/dashboard/today/worklist/{address}", data={"result": result}, headers=HTMX
    )
    assert answer.status_code == status


def test_who_is_hidden_is_nowhere(visitor: TestClient) -> None:
    for name in PARTS:
        text = visitor.get(f"/dashboard/today/{name}").text
        assert "Dan" not in text
        assert "member:dan" not in text
