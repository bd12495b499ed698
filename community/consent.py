"""What members let be done with what they tell."""

from __future__ import annotations

from graph.records import Entity


def lets_research(member: Entity) -> bool:
    """Whether a member lets research use their answers.

    Whoever states no consent at all is taken to agree, as everywhere in Kinpath.
    """
    consent = member.properties.get("consent")
    if consent is None:
        return True
    words = consent.split("|") if isinstance(consent, str) else consent
    return isinstance(words, list | tuple) and "research" in words
