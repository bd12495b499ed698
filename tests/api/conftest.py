"""A small community in a real SQLite file, and both doors to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.types import ASGIApp
from typer.testing import CliRunner, Result

from api.access.serving import Serving
from api.app import create_app
from api.cli import app
from api.engine import Engine
from api.settings import Settings
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RelationshipKind
from graph.store import open_store

COMMUNITY = "optics-club"


def at(day: int) -> datetime:
    return datetime(2026, 1, day, 12, tzinfo=UTC)


def node(entity: str, moment: datetime | None = None, **said: str | int | list[str]) -> Entity:
    properties = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    return Entity(EntityId(entity), moment, properties)


def edge(source: str, kind: str, target: str, moment: datetime | None = None) -> Relationship:
    return Relationship(RelationshipKind[kind], EntityId(source), EntityId(target), at=moment)


def records() -> list[Record]:
    """Ada seeks optics; Bob and Cleo answered on it; Dan is hidden; two are called Sam."""
    return [
        node("skill:optics", name="optics"),
        node("skill:bread", name="bread"),
        node("member:ada", at(1), name="Ada Lovelace", bio="I want to build a telescope."),
        node("member:bob", at(1), name="Bob", bio="Lenses are my life."),
        node("member:cleo", at(2), name="Cleo", roles=["mentor"], capacity=2),
        node("member:dan", at(2), name="Dan", visibility="hidden"),
        node("member:sam1", at(3), name="Sam"),
        node("member:sam2", at(3), name="sam"),
        node("member:a/b ü😀", at(3), name="Slash"),
        node("group:makers", at(1), name="Makers", description="We build instruments."),
        node("content:q1", at(4), kind="question", title="How do lenses focus?"),
        node("content:a1", at(5), kind="answer", body="They bend light."),
        node("content:a2", at(6), kind="answer", body="By refraction."),
        node("content:q2", at(7), kind="question", title="Which glass for a telescope?"),
        edge("member:ada", "SEEKS_SKILL", "skill:optics"),
        edge("member:cleo", "HAS_SKILL", "skill:optics"),
        edge("member:sam1", "CREATED", "content:q1", at(4)),
        edge("member:bob", "CREATED", "content:a1", at(5)),
        edge("member:cleo", "CREATED", "content:a2", at(6)),
        edge("member:dan", "CREATED", "content:q2", at(7)),
        edge("content:a1", "REPLIES_TO", "content:q1", at(5)),
        edge("content:a2", "REPLIES_TO", "content:q1", at(6)),
        *(edge(f"content:{name}", "ABOUT", "skill:optics") for name in ("q1", "a1", "a2", "q2")),
        edge("member:bob", "HELPED", "member:sam1", at(5)),
        edge("member:bob", "JOINED", "group:makers", at(3)),
        edge("member:cleo", "JOINED", "group:makers", at(3)),
        edge("group:makers", "DEVELOPS", "skill:optics"),
    ]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The community in a file that is copied and never changed."""
    path = tmp_path_factory.mktemp("community") / "kinpath.db"
    with open_store(f"sqlite:///{path}", COMMUNITY) as store:
        store.write(records())
    return path


@pytest.fixture
def settings(written: Path, tmp_path: Path) -> Settings:
    """Settings that lead to a fresh copy of the community."""
    path = tmp_path / "kinpath.db"
    shutil.copy(written, path)
    return Settings(store=f"sqlite:///{path}", cache=tmp_path / "cache", data=tmp_path / "data")


def words(shown: str) -> str:
    """What is written, without the frames and line breaks that make it look good."""
    return " ".join("".join(" " if letter in "│─╭╮╰╯" else letter for letter in shown).split())


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Runs `kinpath` in this process on the test's community."""

    env: dict[str, str | None]

    def __call__(self, *arguments: str, stdin: str | None = None) -> Result:
        runner = CliRunner()
        return runner.invoke(app, list(arguments), input=stdin, env=self.env)

    def ok(self, *arguments: str, stdin: str | None = None) -> str:
        """What it prints on stdout; it must end well."""
        result = self(*arguments, stdin=stdin)
        assert result.exit_code == 0, result.stderr
        return result.stdout


def environment(settings: Settings) -> dict[str, str | None]:
    return {
        "KINPATH_STORE": settings.store,
        "KINPATH_CACHE": str(settings.cache),
        "KINPATH_DATA": str(settings.data),
        "KINPATH_COMMUNITY": None,
        "TERMINAL_WIDTH": "100",
    }


@pytest.fixture
def kinpath(settings: Settings) -> CommandLine:
    """The command line on the test's community."""
    return CommandLine(environment(settings))


def serving_of(client: TestClient) -> Serving:
    """What the application behind a client holds open."""
    serving: Serving = client.app.state.serving  # type: ignore[attr-defined]
    return serving


def engine_of(serving: Serving) -> Engine:
    """The engine of the test's community."""
    loan = serving.engines.borrow(COMMUNITY)
    serving.engines.give_back(loan)
    return loan.engine


def client_of(app: ASGIApp, headers: Mapping[str, str] | None = None) -> TestClient:
    """A client at this machine; faults are answers here, as they are for clients."""
    return TestClient(
        app,
        "http://localhost",
        raise_server_exceptions=False,
        headers=dict(headers or {}),
        client=("127.0.0.1", 50_000),
    )


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """The HTTP API of the test's community."""
    with client_of(create_app(settings)) as client:
        yield client
