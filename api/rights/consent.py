"""Consent for each purpose: what a member lets be done, given and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from api.rights.stated import state
from community.consent import lets_research
from graph.documents import Documents, Json
from graph.errors import InvalidRequest
from graph.packing import NO_CONSENT, pack_entity
from graph.records import Entity, EntityId, isoformat
from graph.store import GraphStore, entity_digest

PURPOSES = ("matching", "research")
"""What members may consent to, each by itself."""
HISTORY = "consent"
"""The collection of documents that tells who gave what and when, or took it back."""
_MOST_TOLD = 1_000


@dataclass(frozen=True, slots=True)
class Consent:
    """What a member lets be done.

    Attributes:
        matching: they are matched, named and proposed to others.
        research: their answers to surveys are used in studies of the community.
        stated: whether they ever said so; who did not is taken to agree.
    """

    matching: bool
    research: bool
    stated: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The property of the member that says so."""
        return tuple(name for name in PURPOSES if getattr(self, name))


def consent_of(member: Entity) -> Consent:
    """What a member's record says."""
    return Consent(
        matching=not pack_entity(member) & NO_CONSENT,
        research=lets_research(member),
        stated="consent" in member.properties,
    )


def parse_consent(data: object) -> dict[str, bool]:
    """What a JSON object gives or takes back.

    Raises:
        InvalidRequest: with the name of the field that is unknown or wrong.
    """
    if not isinstance(data, Mapping):
        raise InvalidRequest("request", "must be an object")
    for field, value in data.items():
        if field not in PURPOSES:
            raise InvalidRequest(f"{field}", f"is not one of {', '.join(PURPOSES)}")
        if not isinstance(value, bool):
            raise InvalidRequest(f"{field}", "must be true or false")
    if not data:
        raise InvalidRequest("matching", "is missing, and so is research: give one of them")
    return dict(data)


def give(
    store: GraphStore, documents: Documents, member: EntityId, said: Mapping[str, bool], by: str
) -> Consent:
    """Give or take back consent; it holds for the very next answer.

    Args:
        store: of the community.
        documents: of the community; they keep the history.
        member: whose.
        said: by purpose; one that is not named stays as it is.
        by: who says so, such as `command line`.

    Raises:
        EntityNotFound: there is no such member.
    """
    before = consent_of(store.entity(member))
    now = replace(before, **said, stated=True)
    if now != before:
        state(store, member, {"consent": now.words})
        _remember(documents, member, now, by)
    return now


def history(documents: Documents, member: EntityId) -> list[Json]:
    """What a member gave and took back, by whom and when, the latest first."""
    prefix = entity_digest(member)
    found = documents.page(HISTORY, prefix=prefix, limit=_MOST_TOLD, backwards=True)
    told = ("at", "matching", "research", "by")
    return [{name: each.value[name] for name in told} for each in found]


def _remember(documents: Documents, member: EntityId, now: Consent, by: str) -> None:
    at = isoformat(datetime.now(UTC))
    said: Json = {"member": member, "at": at, "matching": now.matching, "research": now.research}
    documents.put(HISTORY, f"{entity_digest(member)}-{at}", {**said, "by": by})


def consent_json(member: EntityId, consent: Consent, told: list[Json]) -> dict[str, object]:
    """The JSON form, with the history that was `told`."""
    return {
        "member": member,
        "matching": consent.matching,
        "research": consent.research,
        "stated": consent.stated,
        "history": told,
    }
