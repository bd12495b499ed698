"""Every route of a member reaches those whose id has a slash, a space or letters beyond ASCII."""

from __future__ import annotations

from urllib.parse import quote

from fastapi.testclient import TestClient

SLASH = quote("a/b ü😀", safe="")


def test_a_member_whose_id_has_a_slash_is_reached_by_every_route(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    asked = [path for path, verbs in paths.items() if "{member}" in path and "get" in verbs]
    assert len(asked) >= 7
    for path in asked:
        question = "?goal=mentors" if path.endswith("/recommendations") else ""
        answer = client.get(path.replace("{member}", SLASH) + question)
        assert answer.status_code == 200, path
        nobody = client.get(path.replace("{member}", "no%2Fbody") + question)
        assert "member:no/body" in nobody.json()["detail"], path
