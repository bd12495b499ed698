"""Tables of the report on outcomes: changes, and who improved and worsened."""

from __future__ import annotations

from collections.abc import Sequence

from community.outcomes.cells import SMALLEST
from community.outcomes.reliable_change import ReliableChange, Share
from community.outcomes.results import Outcome, Outcomes, Side
from community.phrases import numerals, phrase
from community.reports import Table


def change_table(outcomes: Sequence[Outcome]) -> Table:
    """Before, after, change, its size, and how sure."""
    compares = any(outcome.comparison is not None for outcome in outcomes)
    what = phrase("difference in change") if compares else phrase("change")
    columns = (
        phrase("what"),
        phrase("members"),
        phrase("before, after"),
        *((phrase("change of the others"),) if compares else ()),
        numerals("{what} [95 %]", what=what),
        phrase("in standard deviations [95 %]"),
        phrase("p, corrected"),
        phrase("smallest to show"),
    )
    return Table(columns, tuple(_row(outcome, compares) for outcome in outcomes))


def _row(outcome: Outcome, compares: bool) -> tuple[str, ...]:
    side, other = outcome.side, outcome.comparison
    members = str(side.n) if other is None else phrase("{n} and {n_2}", n=side.n, n_2=other.n)
    return (
        outcome.instrument.name,
        members,
        numerals("{before:.2f}, {after:.2f}", before=side.before, after=side.after),
        *(
            ("" if other is None else numerals("{change:+.2f}", change=other.change),)
            if compares
            else ()
        ),
        numerals(
            "{value:+.2f} [{low:+.2f}, {high:+.2f}]",
            value=outcome.change.value,
            low=outcome.change.low,
            high=outcome.change.high,
        ),
        numerals(
            "{value:+.2f} [{low:+.2f}, {high:+.2f}]",
            value=outcome.size.value,
            low=outcome.size.low,
            high=outcome.size.high,
        ),
        numerals(
            "{p_text}, {p_text_2}",
            p_text=p_text(outcome.decision.p),
            p_text_2=p_text(outcome.decision.adjusted),
        ),
        numerals("{smallest:.2f}", smallest=outcome.smallest),
    )


def p_text(p: float) -> str:
    """`.031`, or `<.001`."""
    return "<.001" if p < 0.001 else numerals("{p:.3f}", p=p).lstrip("0")


def reliable_table(found: Outcomes) -> Table | None:
    """Who improved and who worsened; None where that cannot be told of any outcome."""
    rows = tuple(
        (outcome.instrument.name, name, *_shares(side.reliable))
        for outcome in found.outcomes
        for name, side in _sides(found, outcome)
        if side is not None and side.reliable is not None
    )
    columns = (
        phrase("what"),
        phrase("who"),
        phrase("improved [95 %]"),
        phrase("worsened [95 %]"),
        phrase("more than so many points"),
    )
    return Table(columns, rows) if rows else None


def _sides(found: Outcomes, outcome: Outcome) -> tuple[tuple[str, Side | None], ...]:
    if found.names is None:
        return ((phrase("all"), outcome.side),)
    return ((found.names[0], outcome.side), (found.names[1], outcome.comparison))


def _shares(reliable: ReliableChange) -> tuple[str, str, str]:
    improved, worsened = share_text(reliable.improved), share_text(reliable.worsened)
    return improved, worsened, numerals("{points:.2f}", points=reliable.points)


def share_text(share: Share) -> str:
    """`31 % [24 %, 39 %]`, or that there are too few to tell."""
    if share.value is None or share.low is None or share.high is None:
        return phrase("fewer than {smallest}", smallest=SMALLEST)
    return numerals(
        "{value:.0f} % [{low:.0f} %, {high:.0f} %]",
        value=100 * share.value,
        low=100 * share.low,
        high=100 * share.high,
    )
