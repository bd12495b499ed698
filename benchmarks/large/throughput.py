"""How many explained recommendations a second one server process gives over HTTP, and how soon.

The load is that of wrk, which is no Python package: `apt-get install wrk`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.large.community import LargeCommunity
from benchmarks.large.figures import Contest, Line, Spread
from benchmarks.large.generating import COMMUNITY
from benchmarks.large.passes import Timed, one_after_the_other
from benchmarks.large.served import Client, serving
from benchmarks.large.stored import store_community
from benchmarks.large.terms import Terms
from benchmarks.large.whole_task import SHOWN, WholeQuestion, questions_about
from graph.store import open_store
from matcher import Matcher, RecommendationRequest

SUBJECT = "one server process over HTTP (mentors)"
CONNECTIONS = 4
"""That ask at the same time."""
SECONDS = 10
"""That wrk asks in each pass."""
_SCRIPT = Path(__file__).with_name("throughput.lua")


def throughput(community: LargeCommunity, terms: Terms) -> Iterator[Contest]:
    """The engine (objects for Python, JSON for HTTP), one client over HTTP, and several by wrk."""
    asked = questions_about(community, terms.whole_questions)["mentors"]
    matcher = Matcher(community.snapshot)
    left_out: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/kinpath.db"
        with open_store(url, COMMUNITY) as store:
            store_community(community.snapshot, store)
        with serving(url, Path(folder) / "cache", asked[0].member) as port, Client(port) as client:
            ways: dict[str, Callable[[WholeQuestion], object]] = {
                "the engine, as objects": lambda question: matcher.recommend(_request(question)),
                "the engine, as JSON": lambda question: matcher.recommend_json(_request(question)),
                "over HTTP, one after the other": lambda question: client.answer(
                    question.member, question.goal
                ),
            }
            timed = {
                name: one_after_the_other(way, asked, terms.passes) for name, way in ways.items()
            }
            lines = [_line(name, timed) for name in ways]
            if shutil.which("wrk") is None:
                left_out["wrk"] = "it is not installed"
            else:
                lines.append(_under_load(port, asked, Path(folder), terms))
    yield Contest(SUBJECT, community.shape.members, tuple(lines), left_out)


def _request(question: WholeQuestion) -> RecommendationRequest:
    return RecommendationRequest(question.goal, question.member, k=SHOWN)


def _line(name: str, timed: dict[str, Timed]) -> Line:
    ours = timed["the engine, as objects"]
    tail = np.percentile(1000 * timed[name].seconds, 99)
    a_second = 1.0 / timed[name].seconds.mean()
    said = {"p99, ms": float(tail), "a second": float(a_second)}
    return Line.of(name, timed[name], ours, said, questions=timed[name].questions)


def _under_load(port: int, asked: Sequence[WholeQuestion], folder: Path, terms: Terms) -> Line:
    """What wrk says of its passes; one that is not counted comes first."""
    bodies = folder / "bodies.jsonl"
    questions = ({"goal": each.goal, "member": each.member, "k": SHOWN} for each in asked)
    bodies.write_text("".join(json.dumps(each) + "\n" for each in questions))
    passes = [_pressed(port, bodies) for _ in range(terms.passes + 1)][1:]
    figures = {name: np.array([each[name] for each in passes]) for name in passes[0]}
    a_second = figures["answered"] / figures["seconds"]
    failed = figures["failed"].sum() / figures["answered"].sum()
    return Line(
        name=f"over HTTP, {CONNECTIONS} at once",
        questions=len(asked),
        median=Spread.of(figures["p50"]),
        tail=Spread.of(figures["p95"]),
        times=None,
        quality={
            "p99, ms": float(np.median(figures["p99"])),
            "a second": float(np.median(a_second)),
            "failed": float(failed),
        },
        operations=None,
        bytes=None,
        unsteady=float(a_second.max() / a_second.min() - 1),
    )


def _pressed(port: int, bodies: Path) -> dict[str, float]:
    """What `throughput.lua` prints."""
    how = ("-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(_SCRIPT))
    command = ("wrk", *how, f"http://127.0.0.1:{port}", "--", str(bodies))
    # A program of that name, as it was found on the path.
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
