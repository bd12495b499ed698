"""What every test may ask for: a fresh community in a real store, on SQLite and on a real Neo4j."""

from __future__ import annotations

import fcntl
import gc
import os
import secrets
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from graph import Documents, GraphStore, open_documents, open_store
from graph.embeddings import SentenceTransformerEmbedder, embed_missing
from loaders import load
from tests.neo4j_server import Neo4jMissing, Neo4jServer, running_server

ROOT = Path(__file__).parents[1]

LONGEST = frozenset(
    {"test_first_match.py", "test_documentation.py", "test_matrix.py", "test_processes.py"}
)
"""Files whose slow tests take more than a minute and a half each."""

# A shared machine may stall any one example; what takes too long is caught by pytest-timeout.
settings.register_profile(
    "default",
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """Where a test's database is: what `open_store` takes."""

    url: str
    password: str | None = None

    def open(self, community: str, *, create: bool = True, deadline: float = 30.0) -> GraphStore:
        """A handle on one community; whoever opens it closes it."""
        return open_store(
            self.url, community, create=create, password=self.password, deadline=deadline
        )

    def open_documents(
        self, community: str | None, *, create: bool = True, deadline: float = 30.0
    ) -> Documents:
        """The documents of one community, or the server's own; whoever opens them closes them."""
        return open_documents(
            self.url, community, create=create, password=self.password, deadline=deadline
        )


OpenStore = Callable[[str], GraphStore]
OpenDocuments = Callable[[str | None], Documents]


@pytest.fixture(scope="session", autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests learn is not kept where the user's own is."""
    os.environ["KINPATH_DATA"] = str(tmp_path_factory.mktemp("learned"))


@pytest.fixture(scope="session")
def of_all_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the processes of a run share, where tests run side by side."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jServer]:
    """One real Neo4j for the whole test run; tests keep apart by their communities."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_server())
        except Neo4jMissing as missing:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(str(missing))
        yield server


@pytest.fixture
def sqlite_address(tmp_path: Path) -> StoreAddress:
    """A SQLite file that does not exist yet."""
    return StoreAddress(f"sqlite:///{tmp_path / 'kinpath.db'}")


@pytest.fixture
def neo4j_address(neo4j_server: Neo4jServer) -> StoreAddress:
    """The running Neo4j, with whatever other tests left in it."""
    return StoreAddress(neo4j_server.url, neo4j_server.password)


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def address(request: pytest.FixtureRequest) -> StoreAddress:
    """Each kind of store in turn."""
    found: StoreAddress = request.getfixturevalue(f"{request.param}_address")
    return found


@pytest.fixture
def community() -> str:
    """The id of a community that nobody has used yet."""
    return f"test-{secrets.token_hex(6)}"


@pytest.fixture
def open_community(address: StoreAddress) -> Iterator[OpenStore]:
    """Opens further handles on the test's database; they are closed with the test."""
    with ExitStack() as stack:
        yield lambda community: stack.enter_context(address.open(community))


@pytest.fixture
def store(open_community: OpenStore, community: str) -> GraphStore:
    """An empty community; the test runs once on each kind of store."""
    return open_community(community)


@pytest.fixture
def open_collections(address: StoreAddress) -> Iterator[OpenDocuments]:
    """Opens documents in the test's database; they are closed with the test."""
    with ExitStack() as stack:
        yield lambda community: stack.enter_context(address.open_documents(community))


@pytest.fixture
def documents(open_collections: OpenDocuments, community: str) -> Documents:
    """The documents of a community that has none; the test runs once on each kind of store."""
    return open_collections(community)


@pytest.fixture(scope="session")
def embedder() -> SentenceTransformerEmbedder:
    """The real default model, loaded once for all tests."""
    return SentenceTransformerEmbedder()


@pytest.fixture(scope="session")
def quantum_database(of_all_workers: Path, embedder: SentenceTransformerEmbedder) -> Path:
    """The demo's community in a SQLite file, loaded and embedded; whoever changes it copies it."""
    return _made_once(of_all_workers, "quantum", "quantum_computing", embedder)


@pytest.fixture(scope="session")
def invented_database(of_all_workers: Path, embedder: SentenceTransformerEmbedder) -> Path:
    """The invented community likewise."""
    return _made_once(of_all_workers, "lantern-commons", "invented_community", embedder)


def _made_once(
    folder: Path, community: str, example: str, embedder: SentenceTransformerEmbedder
) -> Path:
    """The first process that asks makes it, and the others wait for it."""
    made = folder / f"{community}.db"
    with (folder / f"{community}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            with open_store(f"sqlite:///{made}.part", community) as store:
                load(ROOT / "examples" / example, store)
                embed_missing(store, embedder)
            Path(f"{made}.part").rename(made)
    return made


def pytest_collection_finish() -> None:
    """Thousands of tests are many objects, none of which will be garbage."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """What was set aside is given back, or libraries would call it lost."""
    gc.unfreeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    """Behind the last test of a file its garbage is collected, and what stays is set aside.

    What stays is more with each application (FastAPI keeps their routes), and the collector would
    look at all of it again and again.
    """
    done = yield
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()
    return done


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Loading the real model takes many seconds, so whatever needs it is slow.

    Side by side (`--dist loadgroup`) the tests of a file stay together, since they share what is
    made for them, and those that need Neo4j share one server. What takes longest comes first, so
    that both processes end at about the same time.
    """
    items.sort(key=lambda item: item.path.name not in LONGEST)
    for item in items:
        if "embedder" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
        needs_server = item.get_closest_marker("neo4j") is not None
        item.add_marker(pytest.mark.xdist_group("neo4j" if needs_server else item.path.name))
