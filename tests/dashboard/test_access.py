"""Who may see which page: what a key was not made for is a page that says so."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.access import Scope
from api.access.keys import Keys
from api.dashboard.addresses import to
from tests.api.access.conftest import documents, guarded, keys, owner, two, with_scopes
from tests.api.conftest import settings, written

__all__ = ["documents", "guarded", "keys", "owner", "settings", "two", "written"]
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
SAID = {"id": "member:ada", "about": "member:cleo", "said": "dismiss"}


def test_who_is_not_known_is_led_to_the_page_where_people_sign_in(guarded: TestClient) -> None:
    for place in ("today", "members", "member?id=member%3Aada", "ask?q=x", "today/worklist"):
        answer = guarded.get(f"/dashboard/{place}", follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == to("sign-in", back=f"/dashboard/{place}")
    part = guarded.get("/dashboard/today/worklist", headers={"HX-Request": "true"})
    assert part.status_code == 401
    assert part.headers["hx-redirect"].startswith("/dashboard/sign-in?back=")
    assert "Please sign in" in part.text
    changed = guarded.post("/dashboard/member/say", data=SAID, follow_redirects=False)
    assert (changed.status_code, changed.headers["location"]) == (303, "/dashboard/sign-in")


@pytest.mark.parametrize(
    ("place", "scopes"),
    [
        ("today", [Scope.INSIGHT]),
        ("today/newcomers", [Scope.INSIGHT]),
        ("figure?key=isolated", [Scope.INSIGHT]),
        ("outcomes", [Scope.INSIGHT]),
        ("members", [Scope.READ]),
        ("member?id=member:ada", [Scope.READ]),
        ("thing?id=group:makers", [Scope.READ]),
        ("ask", [Scope.READ]),
        ("member/reputation?id=member:ada", [Scope.READ, Scope.SENSITIVE]),
    ],
)
def test_a_page_asks_for_its_scopes(
    guarded: TestClient, keys: Keys, place: str, scopes: list[Scope]
) -> None:
    assert guarded.get(f"/dashboard/{place}", headers=with_scopes(keys, *scopes)).status_code == 200
    for scope in scopes:
        others = [each for each in Scope if each is not scope]
        answer = guarded.get(f"/dashboard/{place}", headers=with_scopes(keys, *others))
        assert answer.status_code == 403
        assert "This is not open to you" in answer.text


def test_who_may_only_read_changes_nothing(guarded: TestClient, keys: Keys) -> None:
    reader = with_scopes(keys, Scope.READ, Scope.INSIGHT) | SAME_SITE
    for place, said in (("member/say", SAID), ("today/worklist/x", {"result": "done"})):
        answer = guarded.post(f"/dashboard/{place}", data=said, headers=reader)
        assert answer.status_code == 403
