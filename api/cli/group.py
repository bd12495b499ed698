"""How every command ends: each error becomes one line and an exit code, never a stack trace."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from api.cli.exit_codes import ExitCode, exit_code
from api.cli.talk import say
from graph.errors import KinpathError

DEBUG = "debug"


class KinpathGroup(TyperGroup):
    """The commands of `kinpath`, with one place where their errors end."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KinpathError as error:
            raise _ended(ctx, str(error), exit_code(error)) from None
        except BrokenPipeError:
            raise  # the reader has had enough, as `head` has; typer ends quietly
        except (OSError, UnicodeError) as error:
            raise _ended(ctx, _told(error), ExitCode.WRONG_INPUT) from None


def fault(error: Exception) -> str:
    """One line about an error that nobody foresaw: what, and in which file and line."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "somewhere"
    what = str(error) or "no details"
    return f"{type(error).__name__} in {place}: {what}; this is a fault in Kinpath"


def _ended(ctx: Any, message: str, code: ExitCode) -> typer.Exit:
    if ctx.params.get(DEBUG):
        traceback.print_exc()
    say(f"error: {message}", "red")
    return typer.Exit(code)


def _told(error: OSError | UnicodeError) -> str:
    if isinstance(error, UnicodeError):
        return f"a file is not UTF-8 text ({error.reason if hasattr(error, 'reason') else error})"
    name = f"{error.filename}: " if error.filename else ""
    return f"{name}{error.strerror or error}"
