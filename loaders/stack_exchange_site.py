"""Which community a Stack Exchange dump is about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from graph.errors import InvalidRecord, LoadError
from graph.records import Entity, Record, Relationship, check_community, entity_id
from graph.schema import EntityKind, RelationshipKind
from loaders.bundle_entities import text_purpose

SITE_FILE = "site.json"
"""May stand beside the tables: `id`, `name`, `url` (for attribution) and `purpose` of the site."""
_FIELDS = ("id", "name", "url", "purpose")


@dataclass(frozen=True, slots=True)
class Site:
    """The community that a dump is about; empty texts: not known."""

    id: str
    name: str
    url: str = ""
    purpose: str = ""

    def records(self) -> list[Record]:
        """The community, and the purpose that it pursues."""
        community = entity_id(EntityKind.COMMUNITY, self.id)
        told = {"name": self.name, "url": self.url, "purpose": self.purpose}
        said = {name: text for name, text in told.items() if text}
        records: list[Record] = [Entity(community, None, said)]
        if self.purpose:
            purpose = text_purpose(self.purpose)
            records += [purpose, Relationship(RelationshipKind.PURSUES, community, purpose.id)]
        return records


def read_site(path: Path) -> Site:
    """What `site.json` says, else what the name of the folder or archive does.

    Raises:
        LoadError: `site.json` cannot be read.
    """
    file = path / SITE_FILE
    name = path.resolve().name.removesuffix(".7z")
    # The Internet Archive names its archives after the site: beer.stackexchange.com.7z
    site = Site(name, name, f"https://{name}" if "." in name else "")
    if file.is_file():
        site = _told_site(file, name)
    try:
        check_community(site.id)
    except InvalidRecord as error:
        raise LoadError(f"{path}: the community's {error.field} {error.reason}") from None
    return site


def _told_site(file: Path, name: str) -> Site:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LoadError(f"{file} cannot be read: {error}") from None
    if not isinstance(told, dict) or not all(isinstance(told.get(key, ""), str) for key in _FIELDS):
        raise LoadError(f"{file} must be an object with texts under {', '.join(_FIELDS)}")
    own = told.get("id") or name
    return Site(
        own, told.get("name") or own, told.get("url", "").rstrip("/"), told.get("purpose", "")
    )
