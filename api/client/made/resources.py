"""Made by `make client`: the operations on resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from api.client.calls import NOT_SAID, Calls
from api.client.told import Told


class ActivitiesPage(Told):
    """What the schema `ActivitiesPage` holds."""

    items: tuple[ActivityRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class ActivityRow(Told):
    """What the schema `ActivityRow` holds."""

    id: str
    """The community's own id of it, 1 to 256 characters."""
    name: str
    """What people call it."""
    description: str | None = None
    """What it is, in free words."""
    host_id: str | None = None
    """Id of the member who leads it."""
    group_id: str | None = None
    """Id of the group that it belongs to."""
    created_at: str | None = None
    """Since when it is known, ISO 8601."""
    starts_at: str | None = None
    """When it begins, ISO 8601."""
    ends_at: str | None = None
    """When it ends, ISO 8601."""
    place: str | None = None
    """Where it is."""
    capacity: int | None = None
    """For how many there is room."""
    skills: tuple[str, ...] | None = None
    """Ids of the skills that it is about or develops."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class BulkRefusal(Told):
    """A row that cannot be used."""

    line: int
    """Of the body, from 1."""
    table: str | None
    reason: str


class BulkReport(Told):
    """What became of many rows."""

    tables: dict[str, BulkTable]
    refused: int
    """How many rows cannot be used."""
    refusals: tuple[BulkRefusal, ...]
    """The first 1,000 of them."""
    unknown_verbs: dict[str, int]
    """Kept, but without weight in matching."""
    revision: int
    """The community's revision afterwards."""


class BulkTable(Told):
    """What became of the rows of one table."""

    read: int
    written: int
    """Rows that brought something new."""
    unchanged: int
    """Rows that said only what was known."""
    refused: int
    """Rows that cannot be used."""


class ContentPage(Told):
    """What the schema `ContentPage` holds."""

    items: tuple[ContentRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class ContentRow(Told):
    """What the schema `ContentRow` holds."""

    id: str
    """The community's own id of it, 1 to 256 characters."""
    kind: str
    """`question`, `answer`, `post`, `article`, `course`, `story`, …."""
    title: str | None = None
    """Its title."""
    body: str | None = None
    """Its text."""
    author_id: str | None = None
    """Id of the member who made it."""
    parent_id: str | None = None
    """Id of the content that it answers."""
    created_at: str | None = None
    """Since when it is known, ISO 8601."""
    skills: tuple[str, ...] | None = None
    """Ids of the skills that it is about or develops."""
    purposes: tuple[str, ...] | None = None
    """What it is for, in free words."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class EdgeRow(Told):
    """What the schema `EdgeRow` holds."""

    id: str | None = None
    """What it is called in paths; made here."""
    kind: str
    """Such as `LINKS_TO`."""
    source: str
    """Id with its kind, such as `content:12`."""
    target: str
    """Id with its kind, such as `content:11`."""
    key: str | None = None
    """Tells several of a kind between the same two apart."""
    at: str | None = None
    """Since when, ISO 8601."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class EdgesPage(Told):
    """What the schema `EdgesPage` holds."""

    items: tuple[EdgeRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class GroupRow(Told):
    """What the schema `GroupRow` holds."""

    id: str
    """The community's own id of it, 1 to 256 characters."""
    name: str
    """What people call it."""
    description: str | None = None
    """What it is, in free words."""
    organiser_id: str | None = None
    """Id of the member who organises it."""
    created_at: str | None = None
    """Since when it is known, ISO 8601."""
    skills: tuple[str, ...] | None = None
    """Ids of the skills that it is about or develops."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class GroupsPage(Told):
    """What the schema `GroupsPage` holds."""

    items: tuple[GroupRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class InteractionRow(Told):
    """What the schema `InteractionRow` holds."""

    id: str | None = None
    """What it is called in paths; made here."""
    member_id: str
    """Whose it is: a member's id."""
    verb: str
    """What was done; one that Kinpath does not know is kept, and carries no weight."""
    object_kind: str
    """What it was done with: `content`, `activity`, `group`, `skill`, …."""
    object_id: str
    """Id of what it was done with."""
    at: str | None = None
    """When it happened, ISO 8601; without a zone it is UTC."""
    value: float | None = None
    """A number, such as the stars of `rate`."""
    event_id: str | None = None
    """The event's own id; else verb and time tell it apart from others."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class InteractionsPage(Told):
    """What the schema `InteractionsPage` holds."""

    items: tuple[InteractionRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class JourneyPlanRow(Told):
    """What the schema `JourneyPlanRow` holds."""

    id: str
    """The community's own id of it, 1 to 256 characters."""
    name: str
    """What people call it."""
    accomplishment: str | None = None
    """What it leads to."""
    stages: tuple[str, ...] | None = None
    """Names of its stages, in order."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class JourneyPlansPage(Told):
    """What the schema `JourneyPlansPage` holds."""

    items: tuple[JourneyPlanRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class MemberRow(Told):
    """What the schema `MemberRow` holds."""

    id: str
    """The community's own id of it, 1 to 256 characters."""
    name: str | None = None
    """What people call it."""
    kind: str | None = None
    """The type of stakeholder: `member`, `staff`, `partner`, `donor`, …."""
    headline: str | None = None
    """A line about them."""
    bio: str | None = None
    """They, in their own words."""
    joined_at: str | None = None
    """When they joined, ISO 8601."""
    location: str | None = None
    """Where they are."""
    timezone: str | None = None
    """An IANA name such as `Europe/Berlin`."""
    languages: tuple[str, ...] | None = None
    """Codes of languages they speak."""
    roles: tuple[str, ...] | None = None
    """`mentor`, `mentee`, …."""
    capacity: int | None = None
    """How many mentees at once."""
    organisation: str | None = None
    """Where they work or belong."""
    age_band: str | None = None
    """`minor` or `adult`."""
    visibility: str | None = None
    """`hidden`: in no recommendation, path or count."""
    consent: tuple[str, ...] | None = None
    """What they agreed to: `matching`, `research`."""
    profiling: str | None = None
    """`off`: nothing that they did counts, in anybody's answers."""
    preferences: str | None = None
    """Factors of their own for groups of parameters, such as `meaning=1.5`."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class MemberSkillRow(Told):
    """What the schema `MemberSkillRow` holds."""

    id: str | None = None
    """What it is called in paths; made here."""
    member_id: str
    """Whose it is: a member's id."""
    skill_id: str
    """Id of the skill."""
    relation: str
    """`has` or `seeks`."""
    level: float | None = None
    """From 0 to 1."""
    since: str | None = None
    """Since when, ISO 8601."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class MemberSkillsPage(Told):
    """What the schema `MemberSkillsPage` holds."""

    items: tuple[MemberSkillRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class MembersPage(Told):
    """What the schema `MembersPage` holds."""

    items: tuple[MemberRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class ProgressPage(Told):
    """What the schema `ProgressPage` holds."""

    items: tuple[ProgressRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class ProgressRow(Told):
    """What the schema `ProgressRow` holds."""

    id: str | None = None
    """What it is called in paths; made here."""
    member_id: str
    """Whose it is: a member's id."""
    journey_id: str
    """Id of the journey."""
    stage: str
    """Name of the stage that was reached."""
    at: str
    """When it was reached, ISO 8601."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class PurposeRow(Told):
    """What the schema `PurposeRow` holds."""

    member_id: str
    """Whose it is: a member's id."""
    statement: str
    """What the member is for, in their words."""
    stated_at: str | None = None
    """When they said it, ISO 8601."""
    stage: str | None = None
    """`reflect`, `connect`, `explore`, `choose`, `repack`, `act`."""
    values: tuple[str, ...] | None = None
    """What they hold dear."""
    for_whom: str | None = None
    """Whom it is for."""
    brings: str | None = None
    """What it brings them."""
    because: str | None = None
    """Why."""
    horizon: str | None = None
    """By when."""
    id: str | None = None
    """The community's own id of it, 1 to 256 characters."""
    revises: tuple[str, ...] | None = None
    """Ids of earlier statements that this one replaces; without the field, the member's one before.
    """
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class PurposesPage(Told):
    """What the schema `PurposesPage` holds."""

    items: tuple[PurposeRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class RelationshipRow(Told):
    """What the schema `RelationshipRow` holds."""

    id: str | None = None
    """What it is called in paths; made here."""
    member_id: str
    """Whose it is: a member's id."""
    verb: str
    """What was done; one that Kinpath does not know is kept, and carries no weight."""
    other_id: str
    """Id of the other member."""
    at: str | None = None
    """When it happened, ISO 8601; without a zone it is UTC."""
    value: float | None = None
    """A number, such as the stars of `rate`."""
    event_id: str | None = None
    """The event's own id; else verb and time tell it apart from others."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class RelationshipsPage(Told):
    """What the schema `RelationshipsPage` holds."""

    items: tuple[RelationshipRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class SkillRow(Told):
    """What the schema `SkillRow` holds."""

    id: str
    """The community's own id of it, 1 to 256 characters."""
    name: str
    """What people call it."""
    description: str | None = None
    """What it is, in free words."""
    broader: str | None = None
    """Id of a wider skill."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class SkillsPage(Told):
    """What the schema `SkillsPage` holds."""

    items: tuple[SkillRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class SurveyAnswerRow(Told):
    """What the schema `SurveyAnswerRow` holds."""

    id: str | None = None
    """What it is called in paths; made here."""
    member_id: str
    """Whose it is: a member's id."""
    instrument: str
    """Name of the instrument."""
    item_or_score: str
    """The item that was answered, or the score."""
    value: float | str
    """The answer: a number or text."""
    wave: str
    """`pre`, `post` or a number."""
    at: str | None = None
    """When it happened, ISO 8601; without a zone it is UTC."""
    properties: dict[str, Any] | None = None
    """Further properties, where their names or values cannot stand beside the others."""


class SurveyAnswersPage(Told):
    """What the schema `SurveyAnswersPage` holds."""

    items: tuple[SurveyAnswerRow, ...]
    """So many as there are, up to the limit."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    revision: int
    """The community's revision before the page was read."""


class ResourcesOperations(Calls):
    """The operations on resources, one method each."""

    def write_bulk(
        self, rows: Iterable[Mapping[str, Any]], *, strict: bool | None = None
    ) -> BulkReport:
        """Write many rows.

        Lines of JSON, each a row of the bundle with the name of its `table`, in any order.

        Rows that are there already change nothing, so the same may be sent again. What cannot be
        used is listed with its line and the reason, and the rest is written.
        """
        return self.call(
            "POST",
            "/v1/bulk",
            "BulkReport",
            query={"strict": strict},
            lines=rows,
            media="application/x-ndjson",
        )

    def list_members(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        kind: str | None = None,
        name: str | None = None,
    ) -> MembersPage:
        """List members.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/members",
            "MembersPage",
            query={
                "limit": limit,
                "cursor": cursor,
                "changed_since": changed_since,
                "kind": kind,
                "name": name,
            },
        )

    def every_members(
        self,
        *,
        limit: int | None = None,
        changed_since: int | None = None,
        kind: str | None = None,
        name: str | None = None,
    ) -> Iterator[MemberRow]:
        """List members: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_members(
                limit=limit, changed_since=changed_since, kind=kind, name=name, cursor=cursor
            )
        )

    def create_member(
        self,
        *,
        id: str,
        name: str | None = NOT_SAID,
        kind: str | None = NOT_SAID,
        headline: str | None = NOT_SAID,
        bio: str | None = NOT_SAID,
        joined_at: str | None = NOT_SAID,
        location: str | None = NOT_SAID,
        timezone: str | None = NOT_SAID,
        languages: Iterable[str] | None = NOT_SAID,
        roles: Iterable[str] | None = NOT_SAID,
        capacity: int | None = NOT_SAID,
        organisation: str | None = NOT_SAID,
        age_band: str | None = NOT_SAID,
        visibility: str | None = NOT_SAID,
        consent: Iterable[str] | None = NOT_SAID,
        profiling: str | None = NOT_SAID,
        preferences: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> MemberRow:
        """Create member.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/members",
            "MemberRow",
            body={
                "id": id,
                "name": name,
                "kind": kind,
                "headline": headline,
                "bio": bio,
                "joined_at": joined_at,
                "location": location,
                "timezone": timezone,
                "languages": languages,
                "roles": roles,
                "capacity": capacity,
                "organisation": organisation,
                "age_band": age_band,
                "visibility": visibility,
                "consent": consent,
                "profiling": profiling,
                "preferences": preferences,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_member(self, member: str, *, if_none_match: str | None = None) -> MemberRow:
        """Read member.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/members/{self.part(member)}",
            "MemberRow",
            header={"if-none-match": if_none_match},
        )

    def replace_member(
        self,
        member: str,
        *,
        if_match: str | None = None,
        if_none_match: str | None = None,
        name: str | None = NOT_SAID,
        kind: str | None = NOT_SAID,
        headline: str | None = NOT_SAID,
        bio: str | None = NOT_SAID,
        joined_at: str | None = NOT_SAID,
        location: str | None = NOT_SAID,
        timezone: str | None = NOT_SAID,
        languages: Iterable[str] | None = NOT_SAID,
        roles: Iterable[str] | None = NOT_SAID,
        capacity: int | None = NOT_SAID,
        organisation: str | None = NOT_SAID,
        age_band: str | None = NOT_SAID,
        visibility: str | None = NOT_SAID,
        consent: Iterable[str] | None = NOT_SAID,
        profiling: str | None = NOT_SAID,
        preferences: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> MemberRow:
        """Replace member, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/members/{self.part(member)}",
            "MemberRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "name": name,
                "kind": kind,
                "headline": headline,
                "bio": bio,
                "joined_at": joined_at,
                "location": location,
                "timezone": timezone,
                "languages": languages,
                "roles": roles,
                "capacity": capacity,
                "organisation": organisation,
                "age_band": age_band,
                "visibility": visibility,
                "consent": consent,
                "profiling": profiling,
                "preferences": preferences,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_member(
        self, member: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> MemberRow:
        """Change member.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/members/{self.part(member)}",
            "MemberRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_member(self, member: str, *, if_match: str | None = None) -> None:
        """Delete member.

        Erases them from everywhere, with their purposes and what they created, as `POST
        /v1/members/{member}/erasure` does, which answers with the report.
        """
        return self.call(
            "DELETE", f"/v1/members/{self.part(member)}", None, header={"if-match": if_match}
        )

    def list_purposes(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        name: str | None = None,
        stage: str | None = None,
    ) -> PurposesPage:
        """List purposes.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/purposes",
            "PurposesPage",
            query={
                "limit": limit,
                "cursor": cursor,
                "changed_since": changed_since,
                "name": name,
                "stage": stage,
            },
        )

    def every_purposes(
        self,
        *,
        limit: int | None = None,
        changed_since: int | None = None,
        name: str | None = None,
        stage: str | None = None,
    ) -> Iterator[PurposeRow]:
        """List purposes: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_purposes(
                limit=limit, changed_since=changed_since, name=name, stage=stage, cursor=cursor
            )
        )

    def create_purpose(
        self,
        *,
        member_id: str,
        statement: str,
        stated_at: str | None = NOT_SAID,
        stage: str | None = NOT_SAID,
        values: Iterable[str] | None = NOT_SAID,
        for_whom: str | None = NOT_SAID,
        brings: str | None = NOT_SAID,
        because: str | None = NOT_SAID,
        horizon: str | None = NOT_SAID,
        id: str | None = NOT_SAID,
        revises: Iterable[str] | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> PurposeRow:
        """Create purpose.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/purposes",
            "PurposeRow",
            body={
                "member_id": member_id,
                "statement": statement,
                "stated_at": stated_at,
                "stage": stage,
                "values": values,
                "for_whom": for_whom,
                "brings": brings,
                "because": because,
                "horizon": horizon,
                "id": id,
                "revises": revises,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_purpose(self, purpose: str, *, if_none_match: str | None = None) -> PurposeRow:
        """Read purpose.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/purposes/{self.part(purpose)}",
            "PurposeRow",
            header={"if-none-match": if_none_match},
        )

    def replace_purpose(
        self,
        purpose: str,
        *,
        member_id: str,
        statement: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        stated_at: str | None = NOT_SAID,
        stage: str | None = NOT_SAID,
        values: Iterable[str] | None = NOT_SAID,
        for_whom: str | None = NOT_SAID,
        brings: str | None = NOT_SAID,
        because: str | None = NOT_SAID,
        horizon: str | None = NOT_SAID,
        revises: Iterable[str] | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> PurposeRow:
        """Replace purpose, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/purposes/{self.part(purpose)}",
            "PurposeRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "member_id": member_id,
                "statement": statement,
                "stated_at": stated_at,
                "stage": stage,
                "values": values,
                "for_whom": for_whom,
                "brings": brings,
                "because": because,
                "horizon": horizon,
                "revises": revises,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_purpose(
        self, purpose: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> PurposeRow:
        """Change purpose.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/purposes/{self.part(purpose)}",
            "PurposeRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_purpose(self, purpose: str, *, if_match: str | None = None) -> None:
        """Delete purpose.

        With all that touches it.
        """
        return self.call(
            "DELETE", f"/v1/purposes/{self.part(purpose)}", None, header={"if-match": if_match}
        )

    def list_skills(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        name: str | None = None,
    ) -> SkillsPage:
        """List skills.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/skills",
            "SkillsPage",
            query={"limit": limit, "cursor": cursor, "changed_since": changed_since, "name": name},
        )

    def every_skills(
        self, *, limit: int | None = None, changed_since: int | None = None, name: str | None = None
    ) -> Iterator[SkillRow]:
        """List skills: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_skills(
                limit=limit, changed_since=changed_since, name=name, cursor=cursor
            )
        )

    def create_skill(
        self,
        *,
        id: str,
        name: str,
        description: str | None = NOT_SAID,
        broader: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> SkillRow:
        """Create skill.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/skills",
            "SkillRow",
            body={
                "id": id,
                "name": name,
                "description": description,
                "broader": broader,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_skill(self, skill: str, *, if_none_match: str | None = None) -> SkillRow:
        """Read skill.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/skills/{self.part(skill)}",
            "SkillRow",
            header={"if-none-match": if_none_match},
        )

    def replace_skill(
        self,
        skill: str,
        *,
        name: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        description: str | None = NOT_SAID,
        broader: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> SkillRow:
        """Replace skill, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/skills/{self.part(skill)}",
            "SkillRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "name": name,
                "description": description,
                "broader": broader,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_skill(
        self, skill: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> SkillRow:
        """Change skill.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/skills/{self.part(skill)}",
            "SkillRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_skill(self, skill: str, *, if_match: str | None = None) -> None:
        """Delete skill.

        With all that touches it.
        """
        return self.call(
            "DELETE", f"/v1/skills/{self.part(skill)}", None, header={"if-match": if_match}
        )

    def list_content(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        kind: str | None = None,
        name: str | None = None,
    ) -> ContentPage:
        """List content.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/content",
            "ContentPage",
            query={
                "limit": limit,
                "cursor": cursor,
                "changed_since": changed_since,
                "kind": kind,
                "name": name,
            },
        )

    def every_content(
        self,
        *,
        limit: int | None = None,
        changed_since: int | None = None,
        kind: str | None = None,
        name: str | None = None,
    ) -> Iterator[ContentRow]:
        """List content: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_content(
                limit=limit, changed_since=changed_since, kind=kind, name=name, cursor=cursor
            )
        )

    def create_content(
        self,
        *,
        id: str,
        kind: str,
        title: str | None = NOT_SAID,
        body: str | None = NOT_SAID,
        author_id: str | None = NOT_SAID,
        parent_id: str | None = NOT_SAID,
        created_at: str | None = NOT_SAID,
        skills: Iterable[str] | None = NOT_SAID,
        purposes: Iterable[str] | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> ContentRow:
        """Create content.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/content",
            "ContentRow",
            body={
                "id": id,
                "kind": kind,
                "title": title,
                "body": body,
                "author_id": author_id,
                "parent_id": parent_id,
                "created_at": created_at,
                "skills": skills,
                "purposes": purposes,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_content(self, content: str, *, if_none_match: str | None = None) -> ContentRow:
        """Read content.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/content/{self.part(content)}",
            "ContentRow",
            header={"if-none-match": if_none_match},
        )

    def replace_content(
        self,
        content: str,
        *,
        kind: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        title: str | None = NOT_SAID,
        body: str | None = NOT_SAID,
        author_id: str | None = NOT_SAID,
        parent_id: str | None = NOT_SAID,
        created_at: str | None = NOT_SAID,
        skills: Iterable[str] | None = NOT_SAID,
        purposes: Iterable[str] | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> ContentRow:
        """Replace content, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/content/{self.part(content)}",
            "ContentRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "kind": kind,
                "title": title,
                "body": body,
                "author_id": author_id,
                "parent_id": parent_id,
                "created_at": created_at,
                "skills": skills,
                "purposes": purposes,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_content(
        self, content: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> ContentRow:
        """Change content.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/content/{self.part(content)}",
            "ContentRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_content(self, content: str, *, if_match: str | None = None) -> None:
        """Delete content.

        With all that touches it.
        """
        return self.call(
            "DELETE", f"/v1/content/{self.part(content)}", None, header={"if-match": if_match}
        )

    def list_activities(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        name: str | None = None,
    ) -> ActivitiesPage:
        """List activities.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/activities",
            "ActivitiesPage",
            query={"limit": limit, "cursor": cursor, "changed_since": changed_since, "name": name},
        )

    def every_activities(
        self, *, limit: int | None = None, changed_since: int | None = None, name: str | None = None
    ) -> Iterator[ActivityRow]:
        """List activities: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_activities(
                limit=limit, changed_since=changed_since, name=name, cursor=cursor
            )
        )

    def create_activity(
        self,
        *,
        id: str,
        name: str,
        description: str | None = NOT_SAID,
        host_id: str | None = NOT_SAID,
        group_id: str | None = NOT_SAID,
        created_at: str | None = NOT_SAID,
        starts_at: str | None = NOT_SAID,
        ends_at: str | None = NOT_SAID,
        place: str | None = NOT_SAID,
        capacity: int | None = NOT_SAID,
        skills: Iterable[str] | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> ActivityRow:
        """Create activity.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/activities",
            "ActivityRow",
            body={
                "id": id,
                "name": name,
                "description": description,
                "host_id": host_id,
                "group_id": group_id,
                "created_at": created_at,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "place": place,
                "capacity": capacity,
                "skills": skills,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_activity(self, activity: str, *, if_none_match: str | None = None) -> ActivityRow:
        """Read activity.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/activities/{self.part(activity)}",
            "ActivityRow",
            header={"if-none-match": if_none_match},
        )

    def replace_activity(
        self,
        activity: str,
        *,
        name: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        description: str | None = NOT_SAID,
        host_id: str | None = NOT_SAID,
        group_id: str | None = NOT_SAID,
        created_at: str | None = NOT_SAID,
        starts_at: str | None = NOT_SAID,
        ends_at: str | None = NOT_SAID,
        place: str | None = NOT_SAID,
        capacity: int | None = NOT_SAID,
        skills: Iterable[str] | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> ActivityRow:
        """Replace activity, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/activities/{self.part(activity)}",
            "ActivityRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "name": name,
                "description": description,
                "host_id": host_id,
                "group_id": group_id,
                "created_at": created_at,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "place": place,
                "capacity": capacity,
                "skills": skills,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_activity(
        self, activity: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> ActivityRow:
        """Change activity.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/activities/{self.part(activity)}",
            "ActivityRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_activity(self, activity: str, *, if_match: str | None = None) -> None:
        """Delete activity.

        With all that touches it.
        """
        return self.call(
            "DELETE", f"/v1/activities/{self.part(activity)}", None, header={"if-match": if_match}
        )

    def list_groups(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        name: str | None = None,
    ) -> GroupsPage:
        """List groups.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/groups",
            "GroupsPage",
            query={"limit": limit, "cursor": cursor, "changed_since": changed_since, "name": name},
        )

    def every_groups(
        self, *, limit: int | None = None, changed_since: int | None = None, name: str | None = None
    ) -> Iterator[GroupRow]:
        """List groups: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_groups(
                limit=limit, changed_since=changed_since, name=name, cursor=cursor
            )
        )

    def create_group(
        self,
        *,
        id: str,
        name: str,
        description: str | None = NOT_SAID,
        organiser_id: str | None = NOT_SAID,
        created_at: str | None = NOT_SAID,
        skills: Iterable[str] | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> GroupRow:
        """Create group.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/groups",
            "GroupRow",
            body={
                "id": id,
                "name": name,
                "description": description,
                "organiser_id": organiser_id,
                "created_at": created_at,
                "skills": skills,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_group(self, group: str, *, if_none_match: str | None = None) -> GroupRow:
        """Read group.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/groups/{self.part(group)}",
            "GroupRow",
            header={"if-none-match": if_none_match},
        )

    def replace_group(
        self,
        group: str,
        *,
        name: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        description: str | None = NOT_SAID,
        organiser_id: str | None = NOT_SAID,
        created_at: str | None = NOT_SAID,
        skills: Iterable[str] | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> GroupRow:
        """Replace group, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/groups/{self.part(group)}",
            "GroupRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "name": name,
                "description": description,
                "organiser_id": organiser_id,
                "created_at": created_at,
                "skills": skills,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_group(
        self, group: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> GroupRow:
        """Change group.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/groups/{self.part(group)}",
            "GroupRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_group(self, group: str, *, if_match: str | None = None) -> None:
        """Delete group.

        With all that touches it.
        """
        return self.call(
            "DELETE", f"/v1/groups/{self.part(group)}", None, header={"if-match": if_match}
        )

    def list_journey_plans(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        name: str | None = None,
    ) -> JourneyPlansPage:
        """List journey plans.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/journey-plans",
            "JourneyPlansPage",
            query={"limit": limit, "cursor": cursor, "changed_since": changed_since, "name": name},
        )

    def every_journey_plans(
        self, *, limit: int | None = None, changed_since: int | None = None, name: str | None = None
    ) -> Iterator[JourneyPlanRow]:
        """List journey plans: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_journey_plans(
                limit=limit, changed_since=changed_since, name=name, cursor=cursor
            )
        )

    def create_journey_plan(
        self,
        *,
        id: str,
        name: str,
        accomplishment: str | None = NOT_SAID,
        stages: Iterable[str] | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> JourneyPlanRow:
        """Create journey plan.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/journey-plans",
            "JourneyPlanRow",
            body={
                "id": id,
                "name": name,
                "accomplishment": accomplishment,
                "stages": stages,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_journey_plan(
        self, journey_plan: str, *, if_none_match: str | None = None
    ) -> JourneyPlanRow:
        """Read journey plan.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/journey-plans/{self.part(journey_plan)}",
            "JourneyPlanRow",
            header={"if-none-match": if_none_match},
        )

    def replace_journey_plan(
        self,
        journey_plan: str,
        *,
        name: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        accomplishment: str | None = NOT_SAID,
        stages: Iterable[str] | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> JourneyPlanRow:
        """Replace journey plan, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/journey-plans/{self.part(journey_plan)}",
            "JourneyPlanRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "name": name,
                "accomplishment": accomplishment,
                "stages": stages,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_journey_plan(
        self, journey_plan: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> JourneyPlanRow:
        """Change journey plan.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/journey-plans/{self.part(journey_plan)}",
            "JourneyPlanRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_journey_plan(self, journey_plan: str, *, if_match: str | None = None) -> None:
        """Delete journey plan.

        With all that touches it.
        """
        return self.call(
            "DELETE",
            f"/v1/journey-plans/{self.part(journey_plan)}",
            None,
            header={"if-match": if_match},
        )

    def list_member_skills(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        member: str | None = None,
    ) -> MemberSkillsPage:
        """List member skills.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/member-skills",
            "MemberSkillsPage",
            query={
                "limit": limit,
                "cursor": cursor,
                "changed_since": changed_since,
                "member": member,
            },
        )

    def every_member_skills(
        self,
        *,
        limit: int | None = None,
        changed_since: int | None = None,
        member: str | None = None,
    ) -> Iterator[MemberSkillRow]:
        """List member skills: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_member_skills(
                limit=limit, changed_since=changed_since, member=member, cursor=cursor
            )
        )

    def create_member_skill(
        self,
        *,
        member_id: str,
        skill_id: str,
        relation: str,
        id: str | None = NOT_SAID,
        level: float | None = NOT_SAID,
        since: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> MemberSkillRow:
        """Create member skill.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/member-skills",
            "MemberSkillRow",
            body={
                "id": id,
                "member_id": member_id,
                "skill_id": skill_id,
                "relation": relation,
                "level": level,
                "since": since,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_member_skill(
        self, member_skill: str, *, if_none_match: str | None = None
    ) -> MemberSkillRow:
        """Read member skill.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/member-skills/{self.part(member_skill)}",
            "MemberSkillRow",
            header={"if-none-match": if_none_match},
        )

    def replace_member_skill(
        self,
        member_skill: str,
        *,
        member_id: str,
        skill_id: str,
        relation: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        level: float | None = NOT_SAID,
        since: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> MemberSkillRow:
        """Replace member skill, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/member-skills/{self.part(member_skill)}",
            "MemberSkillRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "member_id": member_id,
                "skill_id": skill_id,
                "relation": relation,
                "level": level,
                "since": since,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_member_skill(
        self, member_skill: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> MemberSkillRow:
        """Change member skill.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/member-skills/{self.part(member_skill)}",
            "MemberSkillRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_member_skill(self, member_skill: str, *, if_match: str | None = None) -> None:
        """Delete member skill.

        With all that touches it.
        """
        return self.call(
            "DELETE",
            f"/v1/member-skills/{self.part(member_skill)}",
            None,
            header={"if-match": if_match},
        )

    def list_interactions(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        member: str | None = None,
        verb: str | None = None,
    ) -> InteractionsPage:
        """List interactions.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/interactions",
            "InteractionsPage",
            query={
                "limit": limit,
                "cursor": cursor,
                "changed_since": changed_since,
                "member": member,
                "verb": verb,
            },
        )

    def every_interactions(
        self,
        *,
        limit: int | None = None,
        changed_since: int | None = None,
        member: str | None = None,
        verb: str | None = None,
    ) -> Iterator[InteractionRow]:
        """List interactions: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_interactions(
                limit=limit, changed_since=changed_since, member=member, verb=verb, cursor=cursor
            )
        )

    def create_interaction(
        self,
        *,
        member_id: str,
        verb: str,
        object_kind: str,
        object_id: str,
        id: str | None = NOT_SAID,
        at: str | None = NOT_SAID,
        value: float | None = NOT_SAID,
        event_id: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> InteractionRow:
        """Create interaction.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/interactions",
            "InteractionRow",
            body={
                "id": id,
                "member_id": member_id,
                "verb": verb,
                "object_kind": object_kind,
                "object_id": object_id,
                "at": at,
                "value": value,
                "event_id": event_id,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_interaction(
        self, interaction: str, *, if_none_match: str | None = None
    ) -> InteractionRow:
        """Read interaction.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/interactions/{self.part(interaction)}",
            "InteractionRow",
            header={"if-none-match": if_none_match},
        )

    def replace_interaction(
        self,
        interaction: str,
        *,
        member_id: str,
        verb: str,
        object_kind: str,
        object_id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        at: str | None = NOT_SAID,
        value: float | None = NOT_SAID,
        event_id: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> InteractionRow:
        """Replace interaction, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/interactions/{self.part(interaction)}",
            "InteractionRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "member_id": member_id,
                "verb": verb,
                "object_kind": object_kind,
                "object_id": object_id,
                "at": at,
                "value": value,
                "event_id": event_id,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_interaction(
        self, interaction: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> InteractionRow:
        """Change interaction.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/interactions/{self.part(interaction)}",
            "InteractionRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_interaction(self, interaction: str, *, if_match: str | None = None) -> None:
        """Delete interaction.

        With all that touches it.
        """
        return self.call(
            "DELETE",
            f"/v1/interactions/{self.part(interaction)}",
            None,
            header={"if-match": if_match},
        )

    def list_relationships(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        member: str | None = None,
        verb: str | None = None,
    ) -> RelationshipsPage:
        """List relationships.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/relationships",
            "RelationshipsPage",
            query={
                "limit": limit,
                "cursor": cursor,
                "changed_since": changed_since,
                "member": member,
                "verb": verb,
            },
        )

    def every_relationships(
        self,
        *,
        limit: int | None = None,
        changed_since: int | None = None,
        member: str | None = None,
        verb: str | None = None,
    ) -> Iterator[RelationshipRow]:
        """List relationships: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_relationships(
                limit=limit, changed_since=changed_since, member=member, verb=verb, cursor=cursor
            )
        )

    def create_relationship(
        self,
        *,
        member_id: str,
        verb: str,
        other_id: str,
        id: str | None = NOT_SAID,
        at: str | None = NOT_SAID,
        value: float | None = NOT_SAID,
        event_id: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> RelationshipRow:
        """Create relationship.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/relationships",
            "RelationshipRow",
            body={
                "id": id,
                "member_id": member_id,
                "verb": verb,
                "other_id": other_id,
                "at": at,
                "value": value,
                "event_id": event_id,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_relationship(
        self, relationship: str, *, if_none_match: str | None = None
    ) -> RelationshipRow:
        """Read relationship.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/relationships/{self.part(relationship)}",
            "RelationshipRow",
            header={"if-none-match": if_none_match},
        )

    def replace_relationship(
        self,
        relationship: str,
        *,
        member_id: str,
        verb: str,
        other_id: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        at: str | None = NOT_SAID,
        value: float | None = NOT_SAID,
        event_id: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> RelationshipRow:
        """Replace relationship, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/relationships/{self.part(relationship)}",
            "RelationshipRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "member_id": member_id,
                "verb": verb,
                "other_id": other_id,
                "at": at,
                "value": value,
                "event_id": event_id,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_relationship(
        self, relationship: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> RelationshipRow:
        """Change relationship.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/relationships/{self.part(relationship)}",
            "RelationshipRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_relationship(self, relationship: str, *, if_match: str | None = None) -> None:
        """Delete relationship.

        With all that touches it.
        """
        return self.call(
            "DELETE",
            f"/v1/relationships/{self.part(relationship)}",
            None,
            header={"if-match": if_match},
        )

    def list_progress(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        member: str | None = None,
    ) -> ProgressPage:
        """List progress.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/progress",
            "ProgressPage",
            query={
                "limit": limit,
                "cursor": cursor,
                "changed_since": changed_since,
                "member": member,
            },
        )

    def every_progress(
        self,
        *,
        limit: int | None = None,
        changed_since: int | None = None,
        member: str | None = None,
    ) -> Iterator[ProgressRow]:
        """List progress: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_progress(
                limit=limit, changed_since=changed_since, member=member, cursor=cursor
            )
        )

    def create_progress(
        self,
        *,
        member_id: str,
        journey_id: str,
        stage: str,
        at: str,
        id: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> ProgressRow:
        """Create progress.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/progress",
            "ProgressRow",
            body={
                "id": id,
                "member_id": member_id,
                "journey_id": journey_id,
                "stage": stage,
                "at": at,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_progress(self, progress: str, *, if_none_match: str | None = None) -> ProgressRow:
        """Read progress.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/progress/{self.part(progress)}",
            "ProgressRow",
            header={"if-none-match": if_none_match},
        )

    def replace_progress(
        self,
        progress: str,
        *,
        member_id: str,
        journey_id: str,
        stage: str,
        at: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> ProgressRow:
        """Replace progress, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/progress/{self.part(progress)}",
            "ProgressRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "member_id": member_id,
                "journey_id": journey_id,
                "stage": stage,
                "at": at,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_progress(
        self, progress: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> ProgressRow:
        """Change progress.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/progress/{self.part(progress)}",
            "ProgressRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_progress(self, progress: str, *, if_match: str | None = None) -> None:
        """Delete progress.

        With all that touches it.
        """
        return self.call(
            "DELETE", f"/v1/progress/{self.part(progress)}", None, header={"if-match": if_match}
        )

    def list_survey_answers(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        member: str | None = None,
    ) -> SurveyAnswersPage:
        """List survey answers.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/surveys",
            "SurveyAnswersPage",
            query={
                "limit": limit,
                "cursor": cursor,
                "changed_since": changed_since,
                "member": member,
            },
        )

    def every_survey_answers(
        self,
        *,
        limit: int | None = None,
        changed_since: int | None = None,
        member: str | None = None,
    ) -> Iterator[SurveyAnswerRow]:
        """List survey answers: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_survey_answers(
                limit=limit, changed_since=changed_since, member=member, cursor=cursor
            )
        )

    def create_survey_answer(
        self,
        *,
        member_id: str,
        instrument: str,
        item_or_score: str,
        value: float | str,
        wave: str,
        id: str | None = NOT_SAID,
        at: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> SurveyAnswerRow:
        """Create survey answer.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/surveys",
            "SurveyAnswerRow",
            body={
                "id": id,
                "member_id": member_id,
                "instrument": instrument,
                "item_or_score": item_or_score,
                "value": value,
                "wave": wave,
                "at": at,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_survey_answer(
        self, survey_answer: str, *, if_none_match: str | None = None
    ) -> SurveyAnswerRow:
        """Read survey answer.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/surveys/{self.part(survey_answer)}",
            "SurveyAnswerRow",
            header={"if-none-match": if_none_match},
        )

    def replace_survey_answer(
        self,
        survey_answer: str,
        *,
        member_id: str,
        instrument: str,
        item_or_score: str,
        value: float | str,
        wave: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        at: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> SurveyAnswerRow:
        """Replace survey answer, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/surveys/{self.part(survey_answer)}",
            "SurveyAnswerRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "member_id": member_id,
                "instrument": instrument,
                "item_or_score": item_or_score,
                "value": value,
                "wave": wave,
                "at": at,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_survey_answer(
        self, survey_answer: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> SurveyAnswerRow:
        """Change survey answer.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/surveys/{self.part(survey_answer)}",
            "SurveyAnswerRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_survey_answer(self, survey_answer: str, *, if_match: str | None = None) -> None:
        """Delete survey answer.

        With all that touches it.
        """
        return self.call(
            "DELETE", f"/v1/surveys/{self.part(survey_answer)}", None, header={"if-match": if_match}
        )

    def list_edges(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        changed_since: int | None = None,
        kind: str | None = None,
        source: str | None = None,
    ) -> EdgesPage:
        """List edges.

        Page by page. A page may hold fewer than the limit; only `next` null means that there are
        no more.
        """
        return self.call(
            "GET",
            "/v1/edges",
            "EdgesPage",
            query={
                "limit": limit,
                "cursor": cursor,
                "changed_since": changed_since,
                "kind": kind,
                "source": source,
            },
        )

    def every_edges(
        self,
        *,
        limit: int | None = None,
        changed_since: int | None = None,
        kind: str | None = None,
        source: str | None = None,
    ) -> Iterator[EdgeRow]:
        """List edges: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.list_edges(
                limit=limit, changed_since=changed_since, kind=kind, source=source, cursor=cursor
            )
        )

    def create_edge(
        self,
        *,
        kind: str,
        source: str,
        target: str,
        id: str | None = NOT_SAID,
        key: str | None = NOT_SAID,
        at: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> EdgeRow:
        """Create edge.

        409 where it is there already. Further fields are kept as properties.
        """
        return self.call(
            "POST",
            "/v1/edges",
            "EdgeRow",
            body={
                "id": id,
                "kind": kind,
                "source": source,
                "target": target,
                "key": key,
                "at": at,
                "properties": properties,
                **(more or {}),
            },
        )

    def read_edge(self, edge: str, *, if_none_match: str | None = None) -> EdgeRow:
        """Read edge.

        With its `ETag`; 304 where `If-None-Match` holds that.
        """
        return self.call(
            "GET",
            f"/v1/edges/{self.part(edge)}",
            "EdgeRow",
            header={"if-none-match": if_none_match},
        )

    def replace_edge(
        self,
        edge: str,
        *,
        kind: str,
        source: str,
        target: str,
        if_match: str | None = None,
        if_none_match: str | None = None,
        key: str | None = NOT_SAID,
        at: str | None = NOT_SAID,
        properties: dict[str, Any] | None = NOT_SAID,
        more: Mapping[str, Any] | None = None,
    ) -> EdgeRow:
        """Replace edge, or create it.

        Afterwards it says what the body says, and nothing else. `If-Match` holds off what would
        overwrite somebody else's change; `If-None-Match: *` only creates.
        """
        return self.call(
            "PUT",
            f"/v1/edges/{self.part(edge)}",
            "EdgeRow",
            header={"if-match": if_match, "if-none-match": if_none_match},
            body={
                "kind": kind,
                "source": source,
                "target": target,
                "key": key,
                "at": at,
                "properties": properties,
                **(more or {}),
            },
        )

    def change_edge(
        self, edge: str, changes: Mapping[str, Any], *, if_match: str | None = None
    ) -> EdgeRow:
        """Change edge.

        A JSON merge patch (RFC 7396): only the fields in it change, and null takes one away.
        `If-Match` holds off what would overwrite somebody else's change.
        """
        return self.call(
            "PATCH",
            f"/v1/edges/{self.part(edge)}",
            "EdgeRow",
            header={"if-match": if_match},
            body=changes,
            media="application/merge-patch+json",
        )

    def delete_edge(self, edge: str, *, if_match: str | None = None) -> None:
        """Delete edge.

        With all that touches it.
        """
        return self.call(
            "DELETE", f"/v1/edges/{self.part(edge)}", None, header={"if-match": if_match}
        )
