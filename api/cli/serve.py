"""`kinpath serve`: the HTTP API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from logging import INFO
from logging.config import dictConfig
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
import uvicorn

from api.access.opening import KeyNeeded, is_asked, open_for_serving
from api.cli.options import CommunityOption, StoreOption
from api.cli.talk import say
from api.cli.workers import run_workers
from api.observability.logs import is_text, logging_configuration, stderr_is_terminal, tell
from api.settings import Settings, hand_down, read_settings, share_counters

_APPLICATION = "api.app:app_of_environment"
_PROTOCOL = "api.problems.unreadable:ProblemProtocol"
"""What reads requests; named, since each worker loads it and no other command has to."""
GRACE_SECONDS = 10
"""How long requests that are being answered may take after the server is told to stop."""


def serve(
    store: StoreOption = None,
    community: CommunityOption = None,
    host: Annotated[
        str | None,
        typer.Option(
            help="Address to listen on; beyond this machine only with keys "
            "[from KINPATH_HOST, else 127.0.0.1]",
            show_default=False,
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65_535, help="[from KINPATH_PORT, else 8000]", show_default=False),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
) -> None:
    """Serve the HTTP API; its own documentation is at /docs.

    It stops on Ctrl-C or SIGTERM, after answering what it was asked before.

    For example:

        kinpath serve --port 8080

        curl "http://127.0.0.1:8000/v1/members/ada/recommendations?goal=mentors"
    """
    settings = read_settings(store=store, community=community, host=host, port=port)
    try:
        first, documents = open_for_serving(settings)  # what is wrong ends here, not in a worker
    except KeyNeeded as needed:
        raise typer.BadParameter(str(needed), param_hint="--host") from None
    with documents:
        is_open = not is_asked(documents)
    # While nobody says who they are, one community is meant, whatever is loaded meanwhile.
    hand_down(settings.model_copy(update={"community": first}) if is_open else settings)
    logs = logging_configuration(
        settings.log_level, settings.log_format, is_terminal=stderr_is_terminal()
    )
    _announce(settings, f"{_served(first)}: {_address(settings)}/docs", logs)
    with _counters(workers):
        _run(settings, workers, logs)


def _run(settings: Settings, workers: int, logs: dict[str, Any]) -> None:
    options: dict[str, Any] = {
        "factory": True,
        "host": settings.host,
        "port": settings.port,
        "timeout_graceful_shutdown": GRACE_SECONDS,
        "server_header": False,
        "log_config": logs,
        "http": _PROTOCOL,
        "access_log": False,  # paths name members, and logs are kept longer than people think
    }
    if workers == 1:
        uvicorn.run(_APPLICATION, **options)
    else:
        run_workers(uvicorn.Config(_APPLICATION, workers=workers, **options))


def _served(first: str | None) -> str:
    return "every community" if first is None else f"community {first}"


@contextmanager
def _counters(workers: int) -> Iterator[None]:
    """Several processes count together, in a folder that goes with them."""
    if workers == 1:
        yield
        return
    with TemporaryDirectory(prefix="kinpath-counters-") as folder:
        share_counters(Path(folder))
        yield


def _announce(settings: Settings, line: str, logs: dict[str, Any]) -> None:
    """Say where it listens, to people in words, and to what reads logs as a line of the log."""
    if is_text(settings.log_format, stderr_is_terminal()):
        say(line)
    else:
        dictConfig(logs)
        tell("serve", INFO, line)


def _address(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"
