"""What each column of a bundle's tables means, in a few words, and a row of each as an example."""

from __future__ import annotations

from collections.abc import Mapping

_EVERYWHERE: Mapping[str, str] = {
    "id": "The community's own id of it, 1 to 256 characters.",
    "name": "What people call it.",
    "description": "What it is, in free words.",
    "skills": "Ids of the skills that it is about or develops.",
    "at": "When it happened, ISO 8601; without a zone it is UTC.",
    "value": "A number, such as the stars of `rate`.",
    "member_id": "Whose it is: a member's id.",
    "verb": "What was done; one that Kinpath does not know is kept, and carries no weight.",
    "event_id": "The event's own id; else verb and time tell it apart from others.",
    "created_at": "Since when it is known, ISO 8601.",
    "capacity": "For how many there is room.",
}
_IN_TABLES: Mapping[str, Mapping[str, str]] = {
    "community": {
        "purpose": "The host's massive transformational purpose.",
        "brand_promise": "What the host promises.",
        "values": "What the host holds dear.",
        "founded_at": "When it began, ISO 8601.",
    },
    "members": {
        "kind": "The type of stakeholder: `member`, `staff`, `partner`, `donor`, …",
        "headline": "A line about them.",
        "bio": "They, in their own words.",
        "joined_at": "When they joined, ISO 8601.",
        "location": "Where they are.",
        "timezone": "An IANA name such as `Europe/Berlin`.",
        "languages": "Codes of languages they speak.",
        "roles": "`mentor`, `mentee`, …",
        "capacity": "How many mentees at once.",
        "organisation": "Where they work or belong.",
        "age_band": "`minor` or `adult`.",
        "visibility": "`hidden`: in no recommendation, path or count.",
        "consent": "What they agreed to: `matching`, `research`.",
        "profiling": "`off`: nothing that they did counts, in anybody's answers.",
        "preferences": "Factors of their own for groups of parameters, such as `meaning=1.5`.",
    },
    "purposes": {
        "statement": "What the member is for, in their words.",
        "stated_at": "When they said it, ISO 8601.",
        "stage": "`reflect`, `connect`, `explore`, `choose`, `repack`, `act`.",
        "values": "What they hold dear.",
        "for_whom": "Whom it is for.",
        "brings": "What it brings them.",
        "because": "Why.",
        "horizon": "By when.",
        "revises": "Ids of earlier statements that this one replaces; without the field, the "
        "member's one before.",
    },
    "skills": {"broader": "Id of a wider skill."},
    "member_skills": {
        "skill_id": "Id of the skill.",
        "relation": "`has` or `seeks`.",
        "level": "From 0 to 1.",
        "since": "Since when, ISO 8601.",
    },
    "content": {
        "kind": "`question`, `answer`, `post`, `article`, `course`, `story`, …",
        "title": "Its title.",
        "body": "Its text.",
        "author_id": "Id of the member who made it.",
        "parent_id": "Id of the content that it answers.",
        "purposes": "What it is for, in free words.",
    },
    "activities": {
        "host_id": "Id of the member who leads it.",
        "group_id": "Id of the group that it belongs to.",
        "starts_at": "When it begins, ISO 8601.",
        "ends_at": "When it ends, ISO 8601.",
        "place": "Where it is.",
    },
    "groups": {"organiser_id": "Id of the member who organises it."},
    "interactions": {
        "object_kind": "What it was done with: `content`, `activity`, `group`, `skill`, …",
        "object_id": "Id of what it was done with.",
    },
    "relationships": {"other_id": "Id of the other member."},
    "journeys": {
        "accomplishment": "What it leads to.",
        "stages": "Names of its stages, in order.",
    },
    "progress": {
        "journey_id": "Id of the journey.",
        "stage": "Name of the stage that was reached.",
        "at": "When it was reached, ISO 8601.",
    },
    "surveys": {
        "instrument": "Name of the instrument.",
        "item_or_score": "The item that was answered, or the score.",
        "value": "The answer: a number or text.",
        "wave": "`pre`, `post` or a number.",
    },
    "edges": {
        "kind": "Such as `LINKS_TO`.",
        "source": "Id with its kind, such as `content:12`.",
        "target": "Id with its kind, such as `content:11`.",
        "key": "Tells several of a kind between the same two apart.",
        "at": "Since when, ISO 8601.",
    },
}
EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "community": {"id": "optics-club", "name": "Optics club", "values": ["curiosity"]},
    "members": {
        "id": "ada",
        "name": "Ada",
        "bio": "I want to build a telescope.",
        "joined_at": "2026-01-31T12:00:00Z",
        "roles": ["mentor"],
        "capacity": 2,
        "consent": ["matching"],
    },
    "purposes": {
        "id": "p1",
        "member_id": "ada",
        "statement": "Show everyone the sky.",
        "stated_at": "2026-01-31T12:00:00Z",
    },
    "skills": {"id": "optics", "name": "optics"},
    "member_skills": {"member_id": "ada", "skill_id": "optics", "relation": "has", "level": 0.8},
    "content": {
        "id": "q1",
        "kind": "question",
        "title": "How do lenses focus?",
        "author_id": "ada",
        "created_at": "2026-01-31T12:00:00Z",
        "skills": ["optics"],
    },
    "activities": {"id": "night", "name": "Night of stars", "host_id": "ada", "place": "The hill"},
    "groups": {"id": "makers", "name": "Makers", "organiser_id": "ada"},
    "interactions": {
        "member_id": "ada",
        "verb": "like",
        "object_kind": "content",
        "object_id": "q1",
        "at": "2026-01-31T12:00:00Z",
    },
    "relationships": {"member_id": "ada", "verb": "follow", "other_id": "bob"},
    "journeys": {"id": "maker", "name": "To the first telescope", "stages": ["plan", "build"]},
    "progress": {
        "member_id": "ada",
        "journey_id": "maker",
        "stage": "plan",
        "at": "2026-01-31T12:00:00Z",
    },
    "surveys": {
        "member_id": "ada",
        "instrument": "purpose-in-life",
        "item_or_score": "item1",
        "value": 4,
        "wave": "pre",
    },
    "edges": {"kind": "LINKS_TO", "source": "content:12", "target": "content:11"},
}
"""A row of each table, as JSON."""


def meaning_of(table: str, column: str) -> str:
    """What the column says."""
    return _IN_TABLES.get(table, {}).get(column) or _EVERYWHERE[column]
