"""Answering a file of questions, or everybody: `recommend --requests` and `recommend --all`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from api.cli.batch import BatchCounts, answer_line, answer_request, read_lines, write_answers
from api.cli.talk import say, showing_progress
from graph.errors import InvalidRequest
from graph.records import EntityId
from matcher import Matcher
from matcher.askers import not_asked, who_may_ask
from matcher.batch import Batch, Spread
from matcher.exposure import Exposure
from matcher.json_text import read_json
from matcher.request import RecommendationRequest
from matcher.request_json import parse_request


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a batch shares exposure: an evenness in place of the goals', and answers shown before."""

    evenness: float | None = None
    shown: Path | None = None


def answer_file(matcher: Matcher, source: Path, out: Path, sharing: Sharing) -> None:
    """Answer every line of a file (`-`: stdin) in order."""
    lines = list(read_lines(source))
    with showing_progress() as progress:
        earlier = _earlier(sharing, matcher)
        batch = Batch(matcher, _requests(lines), sharing.evenness, earlier, progress)
        answers = (answer_line(batch.recommend, line) for line in lines)
        counts = write_answers(answers, out, len(lines), progress)
    say(_told(counts))
    _tell(batch.spreads())


def answer_everybody(
    matcher: Matcher,
    asked: RecommendationRequest,
    goals: Iterable[str],
    out: Path,
    sharing: Sharing,
) -> None:
    """Answer what is asked for every member who may be matched, and each of the goals."""
    askers = who_may_ask(matcher.snapshot)
    members = (matcher.snapshot.id(node) for node in askers.nodes.tolist())
    requests = [
        replace(asked, id=f"{goal}/{member}", goal=goal, member=member)
        for member in members
        for goal in goals
    ]
    with showing_progress() as progress:
        batch = Batch(matcher, requests, sharing.evenness, _earlier(sharing, matcher), progress)
        answers = (answer_request(batch.recommend, request) for request in requests)
        # Nobody is named for having withdrawn meanwhile.
        counts = write_answers(answers, out, len(requests), progress, with_refusals=False)
    told, left_out = _told(counts), not_asked(askers.left_out)
    say(f"{told}; not asked: {left_out}" if left_out else told)
    _tell(batch.spreads())


def _requests(lines: Iterable[bytes]) -> Iterator[RecommendationRequest]:
    for line in lines:
        with suppress(InvalidRequest):  # answering the line says what is wrong with it
            yield parse_request(read_json(line))  # type: ignore[arg-type]  # it refuses what is no object


def _earlier(sharing: Sharing, matcher: Matcher) -> Mapping[str, list[list[EntityId]]]:
    """The lists in a file of earlier answers by goal: ids `GOAL/…` say it, others count for all."""
    lists: dict[str, list[list[EntityId]]] = defaultdict(list)
    if sharing.shown is None:
        return lists
    for number, line in enumerate(read_lines(sharing.shown), 1):
        try:
            said, shown = _shown(read_json(line))
        except (InvalidRequest, KeyError, TypeError, ValueError):
            raise InvalidRequest("--shown", f"holds no answer in line {number}") from None
        goal = said.partition("/")[0]
        for name in [goal] if goal in matcher.goals else matcher.goals:
            lists[name].append(shown)
    return lists


def _shown(answer: object) -> tuple[str, list[EntityId]]:
    """The id of an answer and the ids in it; a refusal has none."""
    if not isinstance(answer, dict) or not ("results" in answer or "error" in answer):
        raise ValueError("not an answer")
    return str(answer["id"]), [EntityId(str(each["id"])) for each in answer.get("results", ())]


def _told(counts: BatchCounts) -> str:
    return f"{counts.answered:,} answered, {counts.refused:,} could not be"


def _tell(spreads: Iterable[Spread]) -> None:
    for spread in spreads:
        title, before, after = spread.goal.title, spread.before, spread.after
        if before == after:
            say(f"{title}: {_words(after)}")
        else:
            say(f"{title}: {_words(after)}; by score alone {_words(before)}")


def _words(exposure: Exposure) -> str:
    return f"exposure Gini {exposure.gini:.2f}, the three most shown have {exposure.top_three:.0%}"
