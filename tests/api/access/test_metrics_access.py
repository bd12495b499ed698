"""Metrics: all of them for this machine, those of their community for whoever has a key."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.access.keys import Keys
from api.access.principals import Scope
from tests.api.access.conftest import OTHER, with_scopes
from tests.api.conftest import COMMUNITY
from tests.api.test_app_recommendations import refused


def test_elsewhere_a_key_reads_what_is_about_its_community(
    guarded: TestClient, keys: Keys, owner: dict[str, str]
) -> None:
    baker = with_scopes(keys, Scope.INSIGHT, Scope.READ, community=OTHER)
    for who in (owner, baker):
        guarded.get("/v1/members/ada/purpose", headers=who)
    assert f'community="{OTHER}"' in guarded.get("/metrics").text
    elsewhere = TestClient(guarded.app, "http://localhost", client=("192.0.2.7", 1))
    assert f'community="{OTHER}"' not in elsewhere.get("/metrics", headers=owner).text
    assert f'community="{COMMUNITY}"' in elsewhere.get("/metrics", headers=owner).text
    refused(elsewhere.get("/metrics"), 401)
    refused(elsewhere.get("/metrics", headers=with_scopes(keys, Scope.READ)), 403)
