"""How ranking works, as a page for people."""

from __future__ import annotations

from api.rights.ranking import CHOICES, GoalRanking
from community.reports import Paragraph, Report, Section, Table
from community.reports.document import Block
from matcher.eligibility import WHY
from matcher.feature_words import FEATURE_WORDS, GROUP_WORDS, NEVER_USED


def ranking_report(community: str, revision: int, found: list[GoalRanking]) -> Report:
    """A section for each goal and kind of question, most important parameters first."""
    sections = (
        Section("In short", tuple(Paragraph.of(each.sentence()) for each in found)),
        *(Section(_heading(each), _about(each)) for each in found),
        Section("What is never used", tuple(Paragraph.of(f"{each}.") for each in NEVER_USED)),
        Section("What you can change", (Paragraph.of(CHOICES), _groups())),
        Section("How to read this", (Paragraph.of(_LIMITS),)),
    )
    return Report("How ranking works", f"{community}, revision {revision}", sections)


_LIMITS = (
    "Parameters are made comparable among the candidates of a question, multiplied by their "
    "weights and added up. Importance is the part that a weight has of all weights. How much a "
    "parameter adds to one answer is told with that answer, as its share."
)


def _heading(found: GoalRanking) -> str:
    way = "with words or things" if found.way == "asked" else "for oneself"
    return f"{found.goal.title}: asked {way}"


def _about(found: GoalRanking) -> tuple[Block, ...]:
    rows = tuple(
        (
            f"{each.importance:.0%}" + (" against" if each.weight < 0 else ""),
            FEATURE_WORDS[each.feature].meaning,
            FEATURE_WORDS[each.feature].data,
            GROUP_WORDS[FEATURE_WORDS[each.feature].group].title,
        )
        for each in found.parameters
    )
    rules = "; ".join(WHY[rule] for rule in found.goal.rules)
    return (
        Paragraph.of(found.sentence()),
        Paragraph.of(_origin(found)),
        Table(("importance", "what counts", "worked out from", "group"), rows),
        Paragraph.of(f"Left out is whoever or whatever: {rules}."),
    )


def _origin(found: GoalRanking) -> str:
    variety = f"Of those that score well, variety decides {found.variety:.0%}."
    if found.questions is None:
        return f"These weights come with Kinpath. {variety}"
    return (
        f"These weights ({found.model}) were learned from {found.questions:,} questions of the "
        f"community's own past. {variety}"
    )


def _groups() -> Table:
    rows = tuple((name, words.title, words.meaning) for name, words in GROUP_WORDS.items())
    return Table(("group", "title", "what it is"), rows)
