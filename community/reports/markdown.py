"""Reports as Markdown: the same words and tables, without the pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from community.reports.document import Block, Cell, Number, Paragraph, Report, Table

Places = Mapping[Number, int]


def as_markdown(report: Report) -> str:
    """The report as text; each number leads to a list of the members behind it."""
    places = {number: place for place, number in enumerate(report.behind(), 1)}
    parts = [f"# {_plain(report.title)}", _plain(report.about)]
    for section in report.sections:
        parts.append(f"## {_plain(section.heading)}")
        parts += [text for block in section.blocks for text in _block(block, places)]
    if places:
        parts.append("## Who is behind each number")
        parts += [_behind(report, number, place) for number, place in places.items()]
    return "\n\n".join(parts) + "\n"


def _block(block: Block, places: Places) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield "".join(_cell(part, places) for part in block.parts)
    elif isinstance(block, Table):
        lines = [_row([_plain(column) for column in block.columns])]
        lines.append(_row(["---"] * len(block.columns)))
        lines += [_row([_cell(cell, places) for cell in row]) for row in block.rows]
        yield "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, places: Places) -> str:
    if isinstance(cell, str):
        return _plain(cell)
    text = _plain(cell.text)
    return f"[{text}](#behind-{places[cell]})" if cell.members else text


def _behind(report: Report, number: Number, place: int) -> str:
    names = (_plain(f"{report.names.get(member, member)} ({member})") for member in number.members)
    return f'{place}. <a id="behind-{place}"></a>**{_plain(number.text)}**: {", ".join(names)}'


_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|"})


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, in one line."""
    return text.replace("\n", " ").translate(_SPECIAL)
