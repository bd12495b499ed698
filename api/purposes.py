"""What both doors tell of purposes, put together once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from api.purpose_json import Json, purpose_json, suggestions_json, themes_json
from community.phrases import numerals, phrase
from community.picture import Picture
from community.purpose import (
    Meeting,
    Themes,
    acquaintances,
    expression_of,
    find_themes,
    purpose_of,
    refinements,
    suggest,
    usual_distance,
)
from graph.embeddings import Embedder
from graph.errors import InvalidRequest
from graph.progress import Progress, silent
from graph.records import EntityId

if TYPE_CHECKING:
    from community.reports import Report

MEETINGS_OF_A_MEMBER = 3
"""Meetings of each kind that are told of a member."""
PAIRS = 5
"""Pairs of members for each reason that are told of a community, unless more are asked for."""
MOST_PAIRS = 100
_KEPT: WeakKeyDictionary[Picture, Themes] = WeakKeyDictionary()
"""Themes of pictures that are in use: they take seconds, and a picture never changes."""


def told_purpose(picture: Picture, member: EntityId) -> Json:
    """A member's purpose, its refinement and expression, and reasons to meet others."""
    purpose = purpose_of(picture, member)
    refined = refinements(picture, purpose)
    usual = usual_distance(picture)
    expression = expression_of(picture, purpose.member)
    known = acquaintances(picture, purpose.member)
    meetings = known.of(purpose.member, MEETINGS_OF_A_MEMBER)
    return purpose_json(picture, purpose, refined, usual, expression, meetings)


def told_suggestions(
    picture: Picture, member: EntityId, embedder: Embedder, progress: Progress = silent
) -> Json:
    """Drafts of a member's purpose."""
    return suggestions_json(picture, suggest(picture, member, embedder, progress))


def told_themes(picture: Picture, pairs: int = PAIRS, progress: Progress = silent) -> Json:
    """The themes, and up to `pairs` pairs of members for each reason to meet.

    Raises:
        InvalidRequest: `pairs` is not 0 to MOST_PAIRS.
    """
    if not 0 <= pairs <= MOST_PAIRS:
        raise InvalidRequest("pairs", f"must be 0 to {MOST_PAIRS}")
    return themes_json(picture, _themes(picture, progress), _meetings(picture, pairs))


def report_of_themes(picture: Picture, pairs: int = PAIRS) -> Report:
    """The same as a report."""
    from community.purpose.report import (  # noqa: PLC0415 - draws pictures: slow to import
        themes_report,
    )

    found, meetings = _themes(picture, silent), _meetings(picture, pairs)
    behind = {member for theme in found.themes for member in theme.members}
    behind |= {member for each in meetings for member in (each.one, each.other)}
    names = {member: picture.snapshot.name(picture.snapshot.node(member)) for member in behind}
    when = "" if picture.now is None else numerals(", {0:%Y-%m-%d}", picture.now)
    about = phrase(
        "{community}{when}, revision {revision}",
        community=picture.snapshot.community, when=when, revision=picture.snapshot.revision,
    )  # fmt: skip
    return themes_report(found, meetings, names, about)


def _themes(picture: Picture, progress: Progress) -> Themes:
    found = _KEPT.get(picture)
    if found is None:
        found = _KEPT[picture] = find_themes(picture, progress)
    return found


def _meetings(picture: Picture, pairs: int) -> tuple[Meeting, ...]:
    return acquaintances(picture).pairs(pairs) if pairs else ()
