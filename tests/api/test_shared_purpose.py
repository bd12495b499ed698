"""Shared purpose through both doors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.shared_purpose_schemas import SharedPurposeAnswer
from tests.api.conftest import CommandLine, words


def test_both_doors_tell_the_same(client: TestClient, kinpath: CommandLine) -> None:
    answer = client.get("/v1/shared-purpose")
    assert answer.status_code == 200
    told = answer.json()
    read = SharedPurposeAnswer.model_validate(told)
    assert read.model_dump(mode="json") == told
    assert {each["name"] for each in told["types"]} >= {"asks", "answers", "not yet active"}
    assert "member:dan" not in answer.text
    assert json.loads(kinpath.ok("shared-purpose", "--json")) == told


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_a_report_is_written_and_tables_are_shown(
    kinpath: CommandLine, tmp_path: Path, name: str
) -> None:
    shown = words(kinpath.ok("shared-purpose", "--report", str(tmp_path / name)))
    assert "Question 1: Who among the members is staff" in shown
    assert "5. What is the host" in (tmp_path / name).read_text()


def test_a_report_of_another_kind_is_refused(kinpath: CommandLine) -> None:
    refusal = kinpath("shared-purpose", "--report", "report.pdf")
    assert refusal.exit_code == 1
    assert "must end in .html or .md" in refusal.stderr
