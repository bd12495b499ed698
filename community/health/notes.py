"""What was found wrong with the dates of a community, and what was made of it."""

from __future__ import annotations

from collections.abc import Iterator

from community.health.moments import Moments
from community.phrases import phrase
from graph.packing import NO_TIME


def notes_of(moments: Moments) -> Iterator[str]:
    """Each thing that was found, as a sentence or two."""
    deeds, questions = moments.deeds, moments.questions
    if deeds.clock.at == NO_TIME:
        yield phrase("No deed of any member is dated, so nothing can be said of their rhythm.")
    if deeds.clock.left_out:
        yield (
            phrase(
                "{left_out:,} deeds are dated later than can be: years after all others, or "
                "after today. They count as mistakes and are left out, or they would make "
                "everybody look gone. If they are right, ask as of a later time.",
                left_out=deeds.clock.left_out,
            )
        )
    if moments.silent_since is not None:
        yield (
            phrase(
                "The last deed is dated {silent_since:%Y-%m-%d}, more than four weeks before "
                "today. Everything here speaks of that day; ask as of today to see what the "
                "silence since then means.",
                silent_since=moments.silent_since,
            )
        )
    early = int(deeds.too_early.sum())
    if early:
        yield (
            phrase(
                "{early:,} members did something before the day on which they are said to "
                "have joined. They are taken to have joined with their first deed.",
                early=early,
            )
        )
    if questions.too_early:
        yield (
            phrase(
                "{too_early:,} questions have a reply that is dated before them. They count "
                "as answered at once.",
                too_early=questions.too_early,
            )
        )
