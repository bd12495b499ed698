"""Exit codes of `kinpath`, and which error ends with which."""

from __future__ import annotations

from enum import IntEnum

from graph.errors import InvalidStoreUrl, KinpathError, ModelError, StoreError


class ExitCode(IntEnum):
    """What the shell is told; each meaning is in `kinpath --help` and docs/cli.md."""

    OK = 0
    WRONG_INPUT = 1
    USAGE = 2
    STORE = 3
    MODEL = 4
    FAULT = 5
    INTERRUPTED = 130


MEANINGS: dict[ExitCode, str] = {
    ExitCode.OK: "done",
    ExitCode.WRONG_INPUT: "the data or the request is wrong, or a file cannot be read or written",
    ExitCode.USAGE: "the command line is wrong",
    ExitCode.STORE: "the store cannot be reached, refuses, or was written by a newer Kinpath",
    ExitCode.MODEL: "the embedding model is missing or damaged",
    ExitCode.FAULT: "a fault in Kinpath itself; `kinpath --debug …` shows where",
    ExitCode.INTERRUPTED: "interrupted",
}


def exit_code(error: KinpathError) -> ExitCode:
    """The exit code that an error ends with."""
    match error:
        case InvalidStoreUrl():
            return ExitCode.USAGE
        case StoreError():
            return ExitCode.STORE
        case ModelError():
            return ExitCode.MODEL
    return ExitCode.WRONG_INPUT
