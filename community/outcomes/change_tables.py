"""Tables of the report on outcomes: changes, and who improved and worsened."""

from __future__ import annotations

from collections.abc import Sequence

from community.outcomes.cells import SMALLEST
from community.outcomes.reliable_change import ReliableChange, Share
from community.outcomes.results import Outcome, Outcomes, Side
from community.reports import Table


def change_table(outcomes: Sequence[Outcome]) -> Table:
    """Before, after, change, its size, and how sure."""
    compares = any(outcome.comparison is not None for outcome in outcomes)
    what = "difference in change" if compares else "change"
    columns = (
        "what", "members", "before, after", *(("change of the others",) if compares else ()),
        f"{what} [95 %]", "in standard deviations [95 %]", "p, corrected", "smallest to show",
    )  # fmt: skip
    return Table(columns, tuple(_row(outcome, compares) for outcome in outcomes))


def _row(outcome: Outcome, compares: bool) -> tuple[str, ...]:
    side, other = outcome.side, outcome.comparison
    members = str(side.n) if other is None else f"{side.n} and {other.n}"
    return (
        outcome.instrument.name,
        members,
        f"{side.before:.2f}, {side.after:.2f}",
        *(("" if other is None else f"{other.change:+.2f}",) if compares else ()),
        f"{outcome.change.value:+.2f} [{outcome.change.low:+.2f}, {outcome.change.high:+.2f}]",
        f"{outcome.size.value:+.2f} [{outcome.size.low:+.2f}, {outcome.size.high:+.2f}]",
        f"{p_text(outcome.decision.p)}, {p_text(outcome.decision.adjusted)}",
        f"{outcome.smallest:.2f}",
    )


def p_text(p: float) -> str:
    """`.031`, or `<.001`."""
    return "<.001" if p < 0.001 else f"{p:.3f}".lstrip("0")


def reliable_table(found: Outcomes) -> Table | None:
    """Who improved and who worsened; None where that cannot be told of any outcome."""
    rows = tuple(
        (outcome.instrument.name, name, *_shares(side.reliable))
        for outcome in found.outcomes
        for name, side in _sides(found, outcome)
        if side is not None and side.reliable is not None
    )
    columns = ("what", "who", "improved [95 %]", "worsened [95 %]", "more than so many points")
    return Table(columns, rows) if rows else None


def _sides(found: Outcomes, outcome: Outcome) -> tuple[tuple[str, Side | None], ...]:
    if found.names is None:
        return (("all", outcome.side),)
    return ((found.names[0], outcome.side), (found.names[1], outcome.comparison))


def _shares(reliable: ReliableChange) -> tuple[str, str, str]:
    improved, worsened = share_text(reliable.improved), share_text(reliable.worsened)
    return improved, worsened, f"{reliable.points:.2f}"


def share_text(share: Share) -> str:
    """`31 % [24 %, 39 %]`, or that there are too few to tell."""
    if share.value is None or share.low is None or share.high is None:
        return f"fewer than {SMALLEST}"
    return f"{100 * share.value:.0f} % [{100 * share.low:.0f} %, {100 * share.high:.0f} %]"
