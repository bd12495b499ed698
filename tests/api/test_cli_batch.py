"""`kinpath recommend --requests` and `--all`: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from api.whole_files import writing
from tests.api.conftest import CommandLine, words
from tests.api.test_cli_recommend import lines

GOOD = {"id": "q1", "goal": "mentors", "member": "ada"}


def write_lines(path: Path, *questions: object) -> Path:
    path.write_text("".join(json.dumps(question) + "\n" for question in questions))
    return path


def test_answers_come_in_the_order_of_the_questions(kinpath: CommandLine, tmp_path: Path) -> None:
    questions = [{**GOOD, "id": f"q{number}", "k": 1} for number in (3, 1, 2)]
    source = write_lines(tmp_path / "in.jsonl", *questions)
    out = tmp_path / "out.jsonl"
    result = kinpath("recommend", "--requests", str(source), "--out", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "3 answered, 0 could not be" in result.stderr
    answers = lines(out.read_text())
    assert [answer["id"] for answer in answers] == ["q3", "q1", "q2"]
    assert all(answer["results"] for answer in answers)


def test_a_wrong_line_has_its_error_and_the_others_are_answered(
    kinpath: CommandLine, tmp_path: Path
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(
        b"\n".join(
            (
                json.dumps(GOOD).encode(),
                b"{not json",
                b"",
                b'{"id": "nan", "goal": "mentors", "member": "ada", "k": NaN}',
                b'{"id": "big", "goal": "mentors", "member": "ada", "k": 1e400}',
                b'{"id": "half", "goal": "mentors", "text": "\\ud800"}',
                b'{"id": "who", "goal": "mentors", "member": "nobody"}',
                b'{"id": 7, "goal": "mentors", "member": "ada"}',
                b'["list"]',
                b"[" * 50_000,
                b"\xff\xfe",
                json.dumps({**GOOD, "id": "last", "goal": "peers"}).encode(),
            )
        )
    )
    result = kinpath("recommend", "--requests", str(source))
    assert result.exit_code == 0
    first, *wrong, last = lines(result.stdout)
    assert first["results"]
    assert last["id"] == "last"
    assert last["results"]
    errors = [dict(line["error"]) for line in wrong]  # type: ignore[call-overload]
    assert [line["id"] for line in wrong] == [
        None, None, None, None, "who", None, None, None, None,
    ]  # fmt: skip
    assert [error.get("field") for error in errors] == [
        "body", "k", "k", "text", None, "id", "request", "body", "body",
    ]  # fmt: skip
    assert {"type", "title", "detail"} <= errors[4].keys()
    assert "2 answered, 9 could not be" in result.stderr


def test_stdin_and_stdout(kinpath: CommandLine) -> None:
    shown = kinpath.ok("recommend", "--requests", "-", "--out", "-", stdin=json.dumps(GOOD))
    assert lines(shown)[0]["id"] == "q1"


def test_an_empty_file_has_no_answers(kinpath: CommandLine, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "in.jsonl")
    out = tmp_path / "out.jsonl"
    kinpath.ok("recommend", "--requests", str(source), "--out", str(out))
    assert out.read_bytes() == b""


def test_everybody(kinpath: CommandLine) -> None:
    kinpath.ok("consent", "bob", "--no-matching")  # Dan is hidden
    shown = kinpath("recommend", "--all", "--goal", "mentors", "-k", "2")
    answers = lines(shown.stdout)
    ids = [str(answer["id"]) for answer in answers]
    assert ids == sorted(ids)
    assert "mentors/member:ada" in ids
    assert all("results" in answer for answer in answers)
    told = words(shown.stderr)
    assert "5 answered, 0 could not be; not asked: 1 no consent to matching, 1 hidden" in told
    assert len(ids) == 5
    assert "member:bob" not in shown.stdout + shown.stderr
    assert "member:dan" not in shown.stdout + shown.stderr


def test_everybody_as_one_would_be_asked(kinpath: CommandLine) -> None:
    answers = lines(kinpath.ok("recommend", "--all", "--goal", "mentors"))
    (one,) = lines(kinpath.ok("recommend", "ada", "--goal", "mentors", "--json"))
    (same,) = (answer for answer in answers if answer["id"] == "mentors/member:ada")
    assert same["results"] == one["results"]


def test_a_failing_run_leaves_the_former_answers(kinpath: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("former")
    missing = str(tmp_path / "missing.jsonl")
    result = kinpath("recommend", "--requests", missing, "--out", str(out))
    assert result.exit_code == 1
    assert "missing.jsonl" in result.stderr
    assert out.read_text() == "former"
    assert sorted(path.name for path in tmp_path.glob("*out*")) == ["out.jsonl"]


def test_a_folder_that_is_not_there_is_named(kinpath: CommandLine, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "in.jsonl", GOOD)
    out = tmp_path / "none" / "out.jsonl"
    result = kinpath("recommend", "--requests", str(source), "--out", str(out))
    assert result.exit_code == 1
    assert "No such file" in result.stderr


def test_writing_is_whole_or_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("former")
    out.chmod(0o640)

    def fail() -> None:
        with writing(out) as file:
            file.write(b"half")
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()
    assert out.read_text() == "former"
    with writing(out) as file:
        file.write(b"whole")
    assert out.read_text() == "whole"
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [out]


def test_writing_to_a_link_keeps_the_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("former")
    link.symlink_to(target)
    with writing(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_batch_says_how_exposure_was_divided(kinpath: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    alone = kinpath("recommend", "--all", "--goal", "peers", "-k", "1", "--out", str(out))
    assert "Peers: exposure Gini" in alone.stderr
    assert "by score alone" not in alone.stderr
    asked = ("recommend", "--all", "--goal", "peers", "-k", "1", "--evenness", "1")
    shared = kinpath(*asked, "--shown", str(out))
    assert shared.exit_code == 0, shared.stderr
    assert "by score alone" in shared.stderr
    steps = kinpath("recommend", "--all", "--goal", "next_steps")
    assert "Gini" not in steps.stderr


def test_capacity_limits_showings_also_over_earlier_answers(
    kinpath: CommandLine, tmp_path: Path
) -> None:
    """Cleo has two places: six showings, and all seven who could be shown her would be."""
    out = tmp_path / "out.jsonl"
    asked = ("recommend", "--all", "--goal", "mentors")
    kinpath.ok(*asked, "--out", str(out))
    assert out.read_text().count('"id": "member:cleo"') <= 6
    again = kinpath.ok(*asked, "--shown", str(out))
    assert again.count('"id": "member:cleo"') + out.read_text().count('"id": "member:cleo"') <= 6


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("ada", "--evenness", "0.5"), 2, "--evenness"),
        (("ada", "--shown", "x"), 2, "--shown"),
        (("--all", "--evenness", "1.5"), 2, "--evenness"),
        (("--all", "--shown", "missing.jsonl"), 1, "missing.jsonl"),
    ],
)
def test_wrong_sharing_is_told(
    kinpath: CommandLine, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = kinpath("recommend", *arguments)
    assert result.exit_code == code
    assert told in words(result.stderr)


@pytest.mark.parametrize("line", ["{", "3", "{}", '{"results": []}', '{"id": "x", "results": 3}'])
def test_a_file_that_holds_no_answers_is_refused(
    kinpath: CommandLine, tmp_path: Path, line: str
) -> None:
    wrong = tmp_path / "shown.jsonl"
    wrong.write_text(line)
    result = kinpath("recommend", "--all", "--shown", str(wrong))
    assert result.exit_code == 1
    assert "--shown holds no answer in line 1" in result.stderr
