"""Made by `make client`: the operations on purposes."""

from __future__ import annotations

from api.client.calls import Calls
from api.client.told import Told


class CarriedDoing(Told):
    """Something that a member did, beside their purpose."""

    id: str | None
    """Null of a person who may not be named."""
    name: str
    kind: str
    how: str
    at: str | None
    closeness: float | None
    threshold: float | None
    """What one in ten things of its kind reach."""
    declared: bool


class PurposeDraft(Told):
    """A sentence of the member's own that may be their purpose."""

    statement: str
    score: float
    """Compares drafts of one member only."""
    shares: dict[str, float]
    parts: PurposeParts
    evidence: tuple[PurposeEvidence, ...]
    questions: tuple[str, ...]
    note: str


class PurposeEvidence(Told):
    """Something of the member's that speaks for a draft."""

    id: str
    where: str
    at: str | None
    words: str
    closeness: float


class PurposeExpression(Told):
    """What of a member's doings carries the purpose, and what does not."""

    share: PurposeFigure
    carrying: tuple[CarriedDoing, ...]
    beside: tuple[CarriedDoing, ...]
    not_known: tuple[CarriedDoing, ...]


class PurposeFigure(Told):
    """A figure with how it was worked out, and how sure it is."""

    name: str
    value: float | None
    """Null where it cannot be told; `note` says why."""
    unit: str
    definition: str
    low: float | None
    """Lower end of the 95 % interval."""
    high: float | None
    n: int | None
    note: str
    action: str
    members: tuple[str, ...]


class PurposeMeeting(Told):
    """Two members with a reason to meet."""

    one: str
    other: str
    names: tuple[str, ...]
    reason: str
    """`shared cause, different craft` or `same craft, different cause`."""
    words: str
    statements: tuple[str, ...]
    """What each is for, in their own words."""
    skills: tuple[tuple[str, ...], ...]
    """What each can do."""
    purposes: float
    """Cosine of their statements."""
    crafts: float
    """Cosine of their skills."""


class PurposeOfMember(Told):
    """A member's purpose over time."""

    member: str
    name: str
    versions: tuple[PurposeVersion, ...]
    """Earliest first; the last one counts now."""
    questions: tuple[str, ...]
    """What would sharpen it."""
    refinements: tuple[PurposeRefinement, ...]
    usual_distance: float | None
    """Of two members' statements (median)."""
    expression: PurposeExpression
    meetings: tuple[PurposeMeeting, ...]
    notes: tuple[str, ...]
    revision: int


class PurposePart(Told):
    """A part of a statement."""

    text: str
    source: str
    """`stated`, or `read from the text`."""


class PurposeParts(Told):
    """The parts that help people say a purpose; null where nothing says one."""

    for_whom: PurposePart | None
    brings: PurposePart | None
    """What they bring."""
    because: PurposePart | None
    """Why it matters."""
    horizon: PurposePart | None


class PurposeRefinement(Told):
    """A version beside the one before it."""

    before: str
    after: str
    distance: float | None
    """1 - cosine; `usual_distance` is its measure."""
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    move: str
    """`forward`, `back`, `stays`, or empty."""


class PurposeSuggestions(Told):
    """Drafts for a member, best first."""

    member: str
    name: str
    drafts: tuple[PurposeDraft, ...]
    read: int
    """Texts and names that were read."""
    note: str
    revision: int


class PurposeTheme(Told):
    """Statements that mean about the same."""

    name: str
    phrases: tuple[str, ...]
    size: int
    """All members behind it, also those who may not be named."""
    members: tuple[str, ...]
    tightness: float
    """Mean silhouette, -1 to 1."""
    stability: float
    """How much of it was found again in resamples, 0 to 1."""
    examples: tuple[str, ...]


class PurposeThemes(Told):
    """The themes of a community, largest first."""

    community: str
    themes: tuple[PurposeTheme, ...]
    figures: tuple[PurposeFigure, ...]
    meetings: tuple[PurposeMeeting, ...]
    notes: tuple[str, ...]
    revision: int


class PurposeVersion(Told):
    """One version of a member's statement."""

    id: str
    statement: str
    stated_at: str | None
    stage: str | None
    """`reflect`, `connect`, `explore`, `choose`, `repack` or `act`."""
    stage_as_given: str | None
    parts: PurposeParts
    missing: tuple[str, ...]
    notes: tuple[str, ...]


class PurposesOperations(Calls):
    """The operations on purposes, one method each."""

    def purpose_of_member(self, member: str, *, as_of: str | None = None) -> PurposeOfMember:
        """What a member is for, and what carries it.

        Versions with parts and stages, what changed between them, and reasons to meet others.

        `expression` tells which of the member's doings carry the purpose, and which do not.
        """
        return self.call(
            "GET",
            f"/v1/members/{self.part(member)}/purpose",
            "PurposeOfMember",
            query={"as_of": as_of},
        )

    def purpose_suggestions(self, member: str, *, as_of: str | None = None) -> PurposeSuggestions:
        """Drafts of a member's purpose in their own words.

        Up to three, each with its evidence and questions that would sharpen it.

        Every draft stands letter by letter in a text of theirs; nothing is made up.
        """
        return self.call(
            "GET",
            f"/v1/members/{self.part(member)}/purpose/suggestions",
            "PurposeSuggestions",
            query={"as_of": as_of},
        )

    def purpose_themes(
        self, *, as_of: str | None = None, pairs: int | None = None
    ) -> PurposeThemes:
        """What members are for together.

        Themes of all present statements, and pairs of members who may want to meet.

        The first answer after a change takes seconds, in large communities up to a minute.
        """
        return self.call(
            "GET", "/v1/purposes/themes", "PurposeThemes", query={"as_of": as_of, "pairs": pairs}
        )
