"""Purposes, drafts of them and themes as JSON: the same behind both doors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from community.figure import Figure
from community.picture import Picture
from community.purpose import (
    PARTS,
    Carried,
    Draft,
    Expression,
    Meeting,
    Part,
    Purpose,
    Refinement,
    Statement,
    Suggestions,
    Themes,
)
from community.purpose.expression import may_be_named
from community.purpose.questions import sharpening
from graph.records import isoformat

Json = dict[str, Any]


def purpose_json(
    picture: Picture,
    purpose: Purpose,
    refined: tuple[Refinement, ...],
    usual: float | None,
    expression: Expression,
    meetings: tuple[Meeting, ...],
) -> Json:
    """A member's purpose: versions, how they were refined, what carries it, and whom to meet."""
    current = purpose.current
    return {
        "member": picture.snapshot.id(purpose.member),
        "name": picture.snapshot.name(purpose.member),
        "versions": [_statement(version) for version in purpose.versions],
        "questions": [] if current is None else list(sharpening(current.parts)),
        "refinements": [_refinement(each) for each in refined],
        "usual_distance": usual,
        "expression": {
            "share": figure_json(expression.share),
            "carrying": [_carried(picture, purpose.member, each) for each in expression.carrying],
            "beside": [_carried(picture, purpose.member, each) for each in expression.beside],
            "not_known": [_carried(picture, purpose.member, each) for each in expression.untold],
        },
        "meetings": [meeting_json(picture, each) for each in meetings],
        "notes": _notes(purpose),
        "revision": picture.snapshot.revision,
    }


def suggestions_json(picture: Picture, found: Suggestions) -> Json:
    """Drafts for a member, best first."""
    return {
        "member": picture.snapshot.id(found.member),
        "name": picture.snapshot.name(found.member),
        "drafts": [_draft(draft) for draft in found.drafts],
        "read": found.read,
        "note": found.note,
        "revision": picture.snapshot.revision,
    }


def themes_json(picture: Picture, found: Themes, meetings: tuple[Meeting, ...]) -> Json:
    """The themes of a community, largest first, and pairs of members with reasons to meet."""
    return {
        "community": picture.snapshot.community,
        "themes": [
            {
                "name": theme.name,
                "phrases": list(theme.phrases),
                "size": theme.size,
                "members": list(theme.members),
                "tightness": theme.tightness,
                "stability": theme.stability,
                "examples": list(theme.examples),
            }
            for theme in found.themes
        ],
        "figures": [figure_json(figure) for figure in found.figures],
        "meetings": [meeting_json(picture, each) for each in meetings],
        "notes": list(found.notes),
        "revision": picture.snapshot.revision,
    }


def figure_json(figure: Figure) -> Json:
    """A figure with all that it takes to be read alone."""
    return {**asdict(figure), "members": list(figure.members)}


def meeting_json(picture: Picture, meeting: Meeting) -> Json:
    """Two members, why they may want to meet, and how close they are in both respects."""
    return {
        "one": meeting.one,
        "other": meeting.other,
        "names": [_name(picture, meeting.one), _name(picture, meeting.other)],
        "reason": meeting.reason.value,
        "words": meeting.words,
        "statements": list(meeting.statements),
        "skills": [list(skills) for skills in meeting.skills],
        "purposes": meeting.purposes,
        "crafts": meeting.crafts,
    }


def _statement(version: Statement) -> Json:
    return {
        "id": version.id,
        "statement": version.text,
        "stated_at": isoformat(version.at),
        "stage": version.stage and version.stage.value,
        "stage_as_given": version.stage_word or None,
        "parts": _parts(version.parts),
        "missing": list(version.missing),
        "notes": list(version.notes),
    }


def _parts(parts: Mapping[str, Part]) -> Json:
    """All parts by name; null for one that nothing says."""
    return {name: asdict(parts[name]) if name in parts else None for name in PARTS}


def _refinement(each: Refinement) -> Json:
    return {
        "before": each.before.id,
        "after": each.after.id,
        "distance": each.distance,
        "added": list(each.added),
        "dropped": list(each.dropped),
        "move": each.move,
    }


def _carried(picture: Picture, member: int, each: Carried) -> Json:
    """A doing; of a person who may not be named only that there is one."""
    named = may_be_named(picture, member, each.doing)
    return {
        "id": each.doing.id if named else None,
        "name": picture.snapshot.name(each.doing.node) if named else "somebody",
        "kind": each.doing.kind.value,
        "how": each.doing.how,
        "at": isoformat(each.doing.at),
        "closeness": each.closeness,
        "threshold": each.threshold,
        "declared": each.declared,
    }


def _draft(draft: Draft) -> Json:
    return {
        "statement": draft.statement,
        "score": draft.score,
        "shares": draft.shares,
        "parts": _parts(draft.parts),
        "evidence": [
            {
                "id": each.source.id,
                "where": each.source.where,
                "at": isoformat(each.source.at),
                "words": each.words,
                "closeness": each.closeness,
            }
            for each in draft.evidence
        ],
        "questions": list(draft.questions),
        "note": draft.note,
    }


def _notes(purpose: Purpose) -> list[str]:
    if purpose.versions:
        return list(purpose.notes)
    return [
        "this member has stated no purpose: it needs a row in the table `purposes` of a bundle; "
        "`kinpath purpose suggest` drafts one from what they wrote"
    ]


def _name(picture: Picture, member: str) -> str:
    found = picture.snapshot.find(member)
    return member if found is None else picture.snapshot.name(found)
