"""How many requests a key may make."""

from __future__ import annotations

import re

import pytest

from api.access import limits
from api.access.keys import Keys
from api.access.limits import Bucket
from api.app import create_app
from api.settings import Settings
from tests.api.access.conftest import bearer
from tests.api.conftest import COMMUNITY, client_of
from tests.api.test_app_recommendations import refused

MINES = "/v1/members/ada/purpose"


def test_a_bucket_drips_full(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(limits, "monotonic", lambda: now)
    bucket = Bucket(rate=2.0, burst=3)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    assert (bucket.wait, bucket.policy, bucket.state) == (1, b'"key";q=3;w=2', b'"key";r=0;t=2')
    now += 0.5
    assert [bucket.take(), bucket.take()] == [True, False]
    now += 60.0
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_a_key_that_asks_too_much_has_to_wait_and_others_need_not(
    two: Settings, keys: Keys
) -> None:
    hasty, other = (bearer(keys.create(COMMUNITY, name).token) for name in ("hasty", "other"))
    slow = two.model_copy(update={"rate": 0.01, "burst": 2})
    with client_of(create_app(slow)) as client:
        answers = [client.get(MINES, headers=hasty) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[0].headers["ratelimit-policy"] == '"key";q=2;w=200'
        assert [answer.headers["ratelimit"][:9] for answer in answers[:2]] == [
            '"key";r=1', '"key";r=0',
        ]  # fmt: skip
        told = refused(answers[2], 429)
        seconds = int(answers[2].headers["retry-after"])
        assert 90 <= seconds <= 100
        assert re.search(rf"\b{seconds} s", str(told["detail"]))
        assert client.get(MINES, headers=other).status_code == 200
