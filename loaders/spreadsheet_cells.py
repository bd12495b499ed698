"""Cells of CSV that no spreadsheet takes for a formula, and back again."""

from __future__ import annotations

import re

_MARK = "'"
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def harmless(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would work out what it says.

    As OWASP advises on CSV injection. Plain numbers stay as they are, since they only say
    themselves. A text that begins so with apostrophes in front gets one more, so that `as_written`
    gives back exactly what there was.
    """
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return _MARK + cell
    return cell


def as_written(cell: str) -> str:
    """The cell without the apostrophe that `harmless` put in front."""
    if cell.startswith(_MARK) and _FORMULA.match(cell):
        return cell[1:]
    return cell
