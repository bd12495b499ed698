"""Logs of a server: one line for each thing, as JSON or as text, without anything personal.

Only loggers that are named here are heard. Of an error there is its type and where it came from;
what it says may be a member's words, so that is told at the level `debug` alone.
"""

from __future__ import annotations

import json
import sys
import traceback
from datetime import UTC, datetime
from logging import DEBUG, INFO, WARNING, Formatter, LogRecord, getLogger
from pathlib import Path
from typing import Any, Literal

from api.observability.answered import GONE, PRESENT, Answered

LogFormat = Literal["auto", "json", "text"]
LogLevel = Literal["debug", "info", "warning", "error"]

REQUESTS = "kinpath.requests"
"""The logger that tells of every request."""
_HEARD = ("kinpath", "uvicorn", "asyncio")
_FIELDS = "fields"
"""The attribute of a record that holds what else is to be told."""
_CHECKS = frozenset({"health", "ready", "metrics"})
"""Operations that are asked for every few seconds: told at the level `debug` alone."""


def logging_configuration(level: LogLevel, form: LogFormat, *, is_terminal: bool) -> dict[str, Any]:
    """What `logging.config.dictConfig` makes logs on stderr of.

    Args:
        level: from which level on something is told.
        form: `auto` is text for people at a terminal, and JSON for everything that reads logs.
        is_terminal: whether stderr is a terminal.
    """
    formatter = TextFormatter if is_text(form, is_terminal) else JsonFormatter
    shows = level == "debug"
    heard = {"handlers": ["stderr"], "level": level.upper(), "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"told": {"()": formatter, "shows_messages": shows}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "told"}},
        "loggers": {name: dict(heard) for name in _HEARD},
    }


def is_text(form: LogFormat, is_terminal: bool) -> bool:
    """Whether logs of that form are for people to read."""
    return form == "text" or (form == "auto" and is_terminal)


class JsonFormatter(Formatter):
    """A record as one line of JSON; `shows_messages`: with what errors say."""

    def __init__(self, shows_messages: bool = False) -> None:
        super().__init__()
        self._shows_messages = shows_messages

    def format(self, record: LogRecord) -> str:
        return json.dumps(told(record, self._shows_messages), ensure_ascii=False)


class TextFormatter(JsonFormatter):
    """The same for people: time, level, message, and `name=value` for whatever else there is."""

    def format(self, record: LogRecord) -> str:
        said = told(record, self._shows_messages)
        first = " ".join(str(said.pop(name)) for name in ("time", "level", "message"))
        rest = (f"{name}={_word(value)}" for name, value in said.items() if name != "logger")
        return " ".join((first.replace("\n", " "), *rest))


def told(record: LogRecord, shows_messages: bool) -> dict[str, object]:
    """What a line of the log says of a record."""
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    said: dict[str, object] = {
        "time": moment.replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": _message(record, shows_messages),
    }
    request_id = PRESENT.get()
    if request_id is not None:
        said["request_id"] = request_id
    said |= getattr(record, _FIELDS, {})
    if record.exc_info and record.exc_info[1] is not None:
        said["error"] = _error(record.exc_info[1], shows_messages)
    return said


def log_request(answered: Answered) -> None:
    """Tell of a request: a warning where the server is at fault."""
    level = WARNING if answered.status >= 500 else INFO
    if answered.operation in _CHECKS and answered.status < 500:
        level = DEBUG
    logger = getLogger(REQUESTS)
    if not logger.isEnabledFor(level):
        return
    fields: dict[str, object] = {
        "request_id": answered.request_id,
        "method": answered.method,
        "operation": answered.operation,
        "route": answered.route,
        "status": answered.status,
        "milliseconds": round(answered.seconds * 1000, 3),
        "community": answered.community,
        "problem": answered.problem,
    }
    message = "nobody waited for the answer" if answered.status == GONE else "request"
    kept = {name: value for name, value in fields.items() if value is not None}
    logger.log(level, message, extra={_FIELDS: kept})


def tell(logger: str, level: int, message: str, **fields: object) -> None:
    """Log a message of ours; neither it nor its fields may name a member, or say their words."""
    getLogger(f"kinpath.{logger}").log(level, message, extra={_FIELDS: fields})


def stderr_is_terminal() -> bool:
    """Whether a person is looking."""
    return sys.stderr.isatty()


def _message(record: LogRecord, whole: bool) -> str:
    """Of what libraries log the first line alone: behind it stand tracebacks and what they hold."""
    said = record.getMessage().strip()
    return said if whole or record.name.startswith("kinpath") else said.partition("\n")[0]


def _error(error: BaseException, shows_message: bool) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    told: dict[str, object] = {"type": type(error).__name__, "from": places}
    return told | {"message": str(error)} if shows_message else told


def _word(value: object) -> str:
    if isinstance(value, str) and value.isprintable() and not set(value) & {" ", "=", '"'}:
        return value
    return json.dumps(value, ensure_ascii=False)
