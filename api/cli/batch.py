"""Many questions at once: JSON lines in, JSON lines out, in the same order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from api.whole_files import STANDARD, writing
from graph.errors import EntityNotFound, InvalidRequest
from graph.progress import Progress
from matcher.answer_json import answer_json
from matcher.json_text import read_json, write_json
from matcher.request import RecommendationList, RecommendationRequest
from matcher.request_json import error_line, parse_request

Recommend = Callable[[RecommendationRequest], RecommendationList]


@dataclass(slots=True)
class BatchCounts:
    """How many questions were answered, and how many could not be."""

    answered: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.answered + self.refused


def read_lines(source: Path) -> Iterator[bytes]:
    """The lines of a file (`-`: stdin) that are not blank."""
    if source == STANDARD:
        yield from (line for line in sys.stdin.buffer if line.strip())
        return
    with source.open("rb") as file:
        yield from (line for line in file if line.strip())


def answer_line(recommend: Recommend, line: bytes) -> tuple[str, bool]:
    """The answer to one line as JSON, and whether it is one: a question may be wrong in itself.

    Errors of the store and the model are raised: they are not the question's fault.
    """
    name: str | None = None
    try:
        data = read_json(line)
        if isinstance(data, dict) and isinstance(data.get("id"), str):
            name = data["id"]
        request = parse_request(data)  # type: ignore[arg-type]  # it refuses what is no object
        return answer_json(recommend(request)), True
    except (InvalidRequest, EntityNotFound) as error:
        return write_json(error_line(name, error)), False


def answer_request(recommend: Recommend, request: RecommendationRequest) -> tuple[str, bool]:
    """The answer to one request as JSON, and whether it is one."""
    try:
        return answer_json(recommend(request)), True
    except (InvalidRequest, EntityNotFound) as error:
        return write_json(error_line(request.id, error)), False


def write_answers(
    answers: Iterable[tuple[str, bool]],
    out: Path,
    total: int | None,
    progress: Progress,
    *,
    with_refusals: bool = True,
) -> BatchCounts:
    """Write one line for each answer to `out` (`-`: stdout), which appears whole or not at all.

    Without refusals, what could not be answered is counted alone: its line would name somebody.
    """
    counts = BatchCounts()
    with writing(out) as file:
        for answer, answered in answers:
            if answered or with_refusals:
                file.write(answer.encode() + b"\n")
            counts.answered += answered
            counts.refused += not answered
            progress("answering", counts.total, total)
    return counts
