"""What a member asks of their own answers, as the doors read, keep and show it."""

from __future__ import annotations

from collections.abc import Mapping

from api.rights.stated import state
from graph.errors import InvalidRequest
from graph.preferences import (
    FACTORS,
    GROUPS,
    MOST,
    PROFILING,
    STEP,
    USUAL,
    Preferences,
    checked_factor,
    preferences_of,
)
from graph.records import EntityId
from graph.store import GraphStore
from matcher.feature_words import GROUP_WORDS

FIELDS = ("profiling", "factors")
"""Every field that preferences may have."""


def parse_preferences(data: object) -> Preferences:
    """The preferences that a JSON object states, whole: what it does not say is as usual.

    Raises:
        InvalidRequest: with the name of the field that is unknown or wrong.
    """
    if not isinstance(data, Mapping):
        raise InvalidRequest("request", "must be an object")
    for field in data:
        if field not in FIELDS:
            raise InvalidRequest(f"{field}", f"is not a preference; known: {', '.join(FIELDS)}")
    profiling = data.get("profiling", True)
    if not isinstance(profiling, bool):
        raise InvalidRequest("profiling", "must be true or false")
    factors = data.get("factors", {})
    if not isinstance(factors, Mapping):
        raise InvalidRequest("factors", "must be an object of numbers by group")
    return Preferences(
        profiling, {f"{name}": _factor(f"{name}", factors[name]) for name in factors}
    )


def _factor(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidRequest(f"factors.{name}", "must be a number")
    return checked_factor(name, float(value) if abs(value) < 1e9 else -1.0)


def keep(store: GraphStore, member: EntityId, preferences: Preferences) -> Preferences:
    """Keep them as the member's; they hold for the very next answer.

    Raises:
        EntityNotFound: there is no such member.
    """
    said = {PROFILING: None, FACTORS: None, **preferences.properties()}
    entity, _ = state(store, member, said)
    return preferences_of(entity.properties)


def preferences_json(member: EntityId, preferences: Preferences) -> dict[str, object]:
    """The JSON form, with what each factor is for."""
    factors = preferences.factors
    return {
        "member": member,
        "profiling": preferences.profiling,
        "factors": {name: factors.get(name, USUAL) for name in GROUPS},
        "groups": [
            {"group": name, "title": words.title, "meaning": words.meaning}
            for name, words in GROUP_WORDS.items()
        ],
        "steps": {"least": 0.0, "most": MOST, "step": STEP, "usual": USUAL},
    }
