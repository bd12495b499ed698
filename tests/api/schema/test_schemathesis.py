"""schemathesis asks every operation of the OpenAPI document, as everybody who may ask.

`KINPATH_SCHEMA_EXAMPLES=50` asks more often than the few times that fit into each run.
"""

from __future__ import annotations

import copy
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from anyio.from_thread import start_blocking_portal
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.core.errors import InvalidSchema
from schemathesis.core.result import Ok

from api.access.accounts import Accounts
from api.access.keys import Keys
from api.access.principals import Role
from api.app import create_app
from api.communities import open_server_documents
from api.settings import Settings
from tests.api.conftest import COMMUNITY, client_of
from tests.api.objects import EVERYWHERE, following, objects
from tests.api.served import serving_here

pytestmark = pytest.mark.slow  # it asks some thousand times

MORE = int(os.environ.get("KINPATH_SCHEMA_EXAMPLES", "0"))
"""Times that each operation is asked in each way, where somebody says so."""
EXAMPLES: Mapping[str, int] = {"owner": 1, "open": 1, "manager": 1, "viewer": 1, "app": 1}
"""Times that each operation is asked in each way, by who asks."""
_OF_ANY_TEXT = frozenset({"type", "title", "description", "anyOf"})
"""What the schema of a parameter says that may be any text, or none."""
SECONDS = 120
"""A report of the whole community may take that long on a busy machine."""

# A schema says which requests have the right form. Whether an id is there, or fields fit each
# other, is for the server to say: by a documented 4xx, which the other checks hold. So a request
# of the right form that is refused is no fault by itself.
NOT_SAID_BY_SCHEMAS = {"positive_data_acceptance"}
# Each line, and each of many questions, is refused by itself: the answer, a 200, says which were.
REFUSED_ONE_BY_ONE = {
    "/v1/bulk": {"negative_data_rejection"},
    "/v1/recommendations": {"negative_data_rejection"},
}


@schemathesis.serializer("application/x-ndjson")
def lines(_context: Any, value: Any) -> bytes:
    """Rows as lines; schemathesis knows no such type."""
    return str(value).encode(errors="surrogatepass")


@dataclass(frozen=True, slots=True)
class Asked:
    """A server, and how somebody asks it."""

    url: str
    document: dict[str, Any]
    headers: dict[str, str]
    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Seeded:
    """A folder with a database that holds something of each kind, and what that is called by."""

    folder: Path
    ids: Mapping[str, str]


@pytest.fixture(scope="module")
def seeded(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    """The community of the API's tests, with one object of each kind that paths name."""
    folder = tmp_path_factory.mktemp("seeded")
    shutil.copy(written, folder / "kinpath.db")
    app = create_app(_settings(folder))
    client = client_of(app)
    with start_blocking_portal() as client.portal:
        ids = objects(client, {}, COMMUNITY, following)
    app.state.jobs.close()
    app.state.serving.close()
    return Seeded(folder, {**ids, **EVERYWHERE, "account": "anna"})


def _settings(folder: Path) -> Settings:
    return Settings(
        store=f"sqlite:///{folder / 'kinpath.db'}", cache=folder / "cache", data=folder / "data"
    )


@pytest.fixture(scope="module", params=[*EXAMPLES])
def asked(
    request: pytest.FixtureRequest, seeded: Seeded, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    """A server of its own for each of those who ask: what one deletes, others have."""
    folder = tmp_path_factory.mktemp(request.param) / "own"
    shutil.copytree(seeded.folder, folder)
    reached = _settings(folder)
    who, headers = request.param, {}
    with ExitStack() as stack:
        if who != "open":
            documents = stack.enter_context(open_server_documents(reached))
            token = Keys(documents).create(COMMUNITY, who, Role(who)).token
            Accounts(documents).add(COMMUNITY, seeded.ids["account"], Role.VIEWER, None)
            headers["Authorization"] = f"Bearer {token}"
        # More than any key may ask for in earnest.
        app = create_app(reached.model_copy(update={"rate": 10_000.0, "burst": 10_000}))
        url = stack.enter_context(serving_here(app))
        yield Asked(url, app.openapi(), headers, seeded.ids)


def test_every_operation_answers_as_it_says(asked: Asked, request: pytest.FixtureRequest) -> None:
    who = request.node.callspec.params["asked"]
    times = MORE or EXAMPLES[who]
    # A wrong form is refused whoever sends it: one asks so, unless somebody wants to know it all.
    modes = [*GenerationMode] if MORE or who == "owner" else [GenerationMode.POSITIVE]
    operations = [each for each in _operations(asked) if each[1] in modes]
    counted = Counter(mode for _, mode in operations)
    assert counted[GenerationMode.POSITIVE] > 150
    assert counted[GenerationMode.NEGATIVE] > 90 or GenerationMode.NEGATIVE not in modes
    wrong = [each for asks in operations for each in _wrong(asked, *asks, times)]
    assert not wrong, "\n".join(wrong)


def _operations(asked: Asked) -> Iterator[tuple[Any, GenerationMode]]:
    """Each operation, to be asked in the right form and in wrong ones.

    Who asks is said here and is never a wrong form: schemathesis leaves it out, and tries false
    keys, where the form is right. As long as there is no key nobody is asked (decision 32).
    """
    signed, unsigned = asked.document, copy.deepcopy(asked.document)
    for methods in unsigned["paths"].values():
        for operation in methods.values():
            operation.pop("security", None)
    documents = {
        GenerationMode.POSITIVE: signed if asked.headers else unsigned,
        GenerationMode.NEGATIVE: unsigned,
    }
    for mode, document in documents.items():
        for result in schemathesis.openapi.from_dict(document).get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()
            if mode is GenerationMode.POSITIVE or _can_be_wrong(operation):
                yield operation, mode


def _can_be_wrong(operation: Any) -> bool:
    """Whether its form lets anything be wrong, beyond what ids and optional headers say.

    Any text is an id and a header; schemathesis looks for another one for a second before it
    gives up.
    """
    if operation.body or operation.query:
        return True
    said = [each.definition for each in (*operation.path_parameters, *operation.headers)]
    return any(
        set(each.get("schema", {})) - _OF_ANY_TEXT
        or (each.get("required") and each.get("in") == "header")
        for each in said
    )


def _wrong(asked: Asked, operation: Any, mode: GenerationMode, times: int) -> Iterator[str]:
    """What is wrong with the answers to an operation, with real ids where the form is right."""
    named = {each.name for each in operation.path_parameters}
    ids = {name: asked.ids[name] for name in named} if mode is GenerationMode.POSITIVE else {}
    names = NOT_SAID_BY_SCHEMAS | REFUSED_ONE_BY_ONE.get(operation.path, set())
    excluded: list[Any] = [CHECKS.get_one(name) for name in names]
    asks = operation.as_strategy(generation_mode=mode, **({"path_parameters": ids} if ids else {}))

    @settings(
        max_examples=times, derandomize=True, database=None, deadline=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=asks)
    def ask(case: Case[Any]) -> None:
        case.call_and_validate(
            base_url=asked.url,
            headers=asked.headers,
            excluded_checks=excluded,
            timeout=SECONDS,
        )

    try:
        ask()
    except InvalidSchema:
        raise
    except BaseExceptionGroup as group:
        yield from (f"{operation.label} ({mode.name}): {each}" for each in group.exceptions)
    except Exception as error:  # noqa: BLE001 - all that is found is told at the end
        if type(error).__name__ != "Unsatisfiable":  # nothing about it can be wrong
            yield f"{operation.label} ({mode.name}): {type(error).__name__}: {error}"
