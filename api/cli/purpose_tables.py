"""Purposes, drafts and themes as people read them at a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.talk import plain
from community.figure import Figure
from community.purpose import PARTS
from community.purpose.themes import STEADY

Json = Mapping[str, Any]
_DOINGS = 8
"""Doings of each sort that are shown."""
_SKILLS = 4
_LONG = 500
"""Characters of a statement that are shown."""


def show_purpose(console: Console, told: Json) -> None:
    """Versions with their parts, what changed, what carries the purpose, and whom to meet."""
    console.print(_line(f"{told['name']} ({told['member']})", "bold"))
    for version in told["versions"]:
        console.print()
        _show_version(console, version)
        for change in told["refinements"]:
            if change["after"] == version["id"]:
                _show_change(console, change, told["usual_distance"])
    _show_lines(console, "would sharpen it", told["questions"])
    console.print()
    share = told["expression"]["share"]
    console.print(_line(f"{share['name']}: {_figure(share)}", "bold"))
    console.print(_line(f"{share['definition']}; {share['note']}", "dim"))
    _show_doings(console, "carrying it", told["expression"]["carrying"])
    _show_doings(console, "beside it", told["expression"]["beside"])
    _show_meetings(console, told["meetings"])
    _show_lines(console, "to know", told["notes"])


def show_suggestions(console: Console, told: Json) -> None:
    """Drafts with their evidence and the questions that would sharpen them."""
    title = f"{told['name']} ({told['member']}): {told['read']} of their texts and names were read"
    console.print(_line(title, "bold"))
    for place, draft in enumerate(told["drafts"], start=1):
        console.print()
        console.print(_line(f"{place}. “{draft['statement']}”", "bold"))
        for evidence in draft["evidence"]:
            when = f", {evidence['at'][:10]}" if evidence["at"] else ""
            where = f"{evidence['where']} ({evidence['id']}{when})"
            console.print(_line(f"   {evidence['closeness']:.2f}  {where}: {evidence['words']}"))
        for question in draft["questions"]:
            console.print(_line(f"   ? {question}", "cyan"))
        _show_lines(console, "to know", [draft["note"]] if draft["note"] else [])
    _show_lines(console, "to know", [told["note"]] if told["note"] else [])


def show_themes(console: Console, told: Json) -> None:
    """Themes with how many are behind each, how sure they are, and pairs who may want to meet."""
    for figure in told["figures"]:
        note = f" ({figure['note']})" if figure["note"] else ""
        console.print(_line(f"{figure['name']}: {_figure(figure)}{note}"))
    if told["themes"]:
        console.print()
        console.print(_themes(told["themes"]))
        console.print(_line("?: it may be chance", "dim"))
    _show_meetings(console, told["meetings"])
    _show_lines(console, "to know", told["notes"])


def _show_version(console: Console, version: Json) -> None:
    when = (version["stated_at"] or "no date")[:10]
    given = version["stage_as_given"]
    stage = version["stage"] or "no stage"
    stage += f" (given as {given})" if given and given != version["stage"] else ""
    console.print(_line(f"{when}  {stage}", "cyan"))
    console.print(_line(version["statement"][:_LONG] or "(empty)"))
    for name, part in version["parts"].items():
        if part is not None:
            console.print(_line(f"  {PARTS[name]}: {part['text']} ({part['source']})", "dim"))
    _show_lines(console, "to know", version["notes"])


def _show_change(console: Console, change: Json, usual: float | None) -> None:
    if change["distance"] is not None:
        beside = "" if usual is None else f"; two members' statements usually are {usual:.2f}"
        moved = f"; stage: {change['move']}" if change["move"] else ""
        console.print(
            _line(f"  {change['distance']:.2f} from the one before{beside}{moved}", "dim")
        )
    for sign, runs in (("+", change["added"]), ("-", change["dropped"])):
        if runs:
            console.print(_line(f"  {sign} {' … '.join(runs)[:_LONG]}", "dim"))


def _show_doings(console: Console, title: str, doings: Sequence[Json]) -> None:
    if not doings:
        return
    table = Table(title, "", "when", box=None, pad_edge=False)
    table.add_column("closeness", justify="right")
    table.add_column("by chance", justify="right")
    for doing in doings[:_DOINGS]:
        numbers = (_number(doing["closeness"]), _number(doing["threshold"]))
        when = (doing["at"] or "")[:10]
        table.add_row(doing["how"], _line(doing["name"][:60]), when, *numbers)
    console.print()
    console.print(table)
    if len(doings) > _DOINGS:
        console.print(_line(f"and {len(doings) - _DOINGS:,} more", "dim"))


def _themes(themes: Sequence[Json]) -> Table:
    table = Table("theme, in members' own words", box=None, pad_edge=False)
    table.add_column("members", justify="right")
    table.add_column("found again", justify="right")
    table.add_column("an example")
    for theme in themes:
        example = theme["examples"][0] if theme["examples"] else ""
        again = f"{100 * theme['stability']:.0f} %" + ("" if theme["stability"] >= STEADY else " ?")
        table.add_row(_line(theme["name"]), f"{theme['size']:,}", again, _line(example[:160]))
    return table


def _show_meetings(console: Console, meetings: Sequence[Json]) -> None:
    for reason in dict.fromkeys(meeting["reason"] for meeting in meetings):
        table = Table(reason, box=None, pad_edge=False)
        table.add_column("purposes", justify="right")
        table.add_column("skills", justify="right")
        for meeting in meetings:
            if meeting["reason"] == reason:
                names = _line(" and ".join(meeting["names"]))
                table.add_row(names, f"{meeting['purposes']:.2f}", f"{meeting['crafts']:.2f}")
                for name, skills in zip(meeting["names"], meeting["skills"], strict=True):
                    table.add_row(_line(f"  {name} can do: {', '.join(skills[:_SKILLS])}", "dim"))
        console.print()
        console.print(table)


def _show_lines(console: Console, title: str, lines: Sequence[str]) -> None:
    for line in lines:
        console.print(_line(f"  {title}: {line}", "yellow"))


def _figure(figure: Json) -> str:
    return str(Figure(**{**figure, "members": tuple(figure["members"])}))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _line(text: str, style: str = "") -> Text:
    return Text(plain(text), style=style)
