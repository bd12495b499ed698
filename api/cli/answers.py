"""Recommendations as a table that is a pleasure to read."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.talk import plain
from matcher.request import Recommendation, RecommendationList

_MARKS = 5
_REASONS = 3
_NAME_LENGTH = 120


def print_answer(console: Console, title: str, answer: RecommendationList) -> None:
    """Print one list under its title; strength is told beside the best of the list."""
    console.print()
    console.print(Text(plain(title), style="bold"))
    if not answer.results:
        console.print(Text("  Nobody and nothing suits yet: there is too little to go by."))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("#", justify="right", style="dim", no_wrap=True)
    table.add_column("Who or what", min_width=16, ratio=2)
    table.add_column("Why", ratio=4)
    table.add_column("Strength", no_wrap=True)
    best = answer.results[0].score
    unicode = console.encoding.lower().startswith("utf")
    for result in answer.results:
        marks = strength(result.score, best, unicode) + _likely(result)
        table.add_row(str(result.rank), _name(result), _reasons(result), marks)
        if result is not answer.results[-1]:
            table.add_row()
    console.print(table)


def strength(score: float, best: float, unicode: bool = True) -> str:
    """One to five marks: the score beside the best of the same list."""
    share = score / best if best > 0 else 1.0
    marks = max(1, min(_MARKS, round(share * _MARKS)))
    full, empty = ("●", "○") if unicode else ("*", ".")
    return full * marks + empty * (_MARKS - marks)


def _likely(result: Recommendation) -> str:
    """How likely it is to turn out right, where the community's own past allows to say so."""
    return "" if result.probability is None else f"\n{result.probability:.0%} likely"


def _name(result: Recommendation) -> Text:
    name = plain(result.name)
    if len(name) > _NAME_LENGTH:
        name = f"{name[: _NAME_LENGTH - 1]}…"
    return Text.assemble((name, "bold"), "\n", (plain(result.id), "dim"))


def _reasons(result: Recommendation) -> Text:
    return Text("\n".join(sentence(reason) for reason in result.explanation.reasons[:_REASONS]))


def sentence(reason: str) -> str:
    """A reason as a sentence of its own: with a capital and an end."""
    told = plain(reason).strip()
    if not told:
        return ""
    return told[0].upper() + told[1:] + ("" if told[-1] in ".!?…" else ".")
