"""A client that others generate from the OpenAPI document works against a real server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from api.app import create_app
from api.settings import Settings
from tests.api.served import serving_here

pytestmark = pytest.mark.slow  # generates and imports a package

USE = """
import json, sys
from outside import Client
from outside.api.events import record_events

from outside.api.health import health
from outside.api.recommendations import recommend_for_member
from outside.models import Answer, Event

client = Client(base_url=sys.argv[1])
assert health.sync(client=client).status == "ok"
found = recommend_for_member.sync("ada", client=client, goal="mentors", k=2)
assert isinstance(found, Answer), found
missing = recommend_for_member.sync_detailed("nobody", client=client, goal="mentors")
assert missing.status_code == 404
like = Event(actor="member:ada", verb="like", object_="content:q1", id="e1")
told = record_events.sync(client=client, body=like)
print(json.dumps({"results": [each.id for each in found.results], "created": told.created}))
"""


def test_it_asks_and_tells(settings: Settings, tmp_path: Path) -> None:
    app = create_app(settings)
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(app.openapi()))
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--path", str(document), "--output-path", str(tmp_path / "outside")]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    # It makes calls of JSON only; files are sent as they are, and many rows as lines of it.
    warned = [line for line in (made.stdout + made.stderr).splitlines() if "WARNING" in line]
    assert [line.split(". ")[0] for line in warned] == [
        "WARNING parsing POST /v1/imports within imports",
        "WARNING parsing POST /v1/bulk within resources",
    ]
    with serving_here(app) as url:
        done = subprocess.run(
            [sys.executable, "-c", USE, url],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["created"] == 1
    assert len(told["results"]) == 2
