"""Made by `make client`: the operations on stream."""

from __future__ import annotations

from api.client.calls import Calls
from api.client.told import Told


class AttentionTold(Told):
    """The budget of the day."""

    entries: int
    minutes: int | None


class NeedShares(Told):
    """A share for each need."""

    belonging: float
    esteem: float
    growth: float


class StreamAnswer(Told):
    """A member's stream; when it ends, that is all for today."""

    member: str
    at: str
    stage: str | None
    """Of the purpose that the member stated last."""
    attention: AttentionTold
    entries: tuple[StreamEntryTold, ...]
    minutes: int
    wanted: NeedShares
    """What each need should have at this stage."""
    shares: NeedShares
    """What it has."""
    shown_before: int
    """Entries that were shown earlier today."""
    remembered: bool
    revision: int


class StreamEntryTold(Told):
    """One thing for the member."""

    id: str
    name: str
    kind: str
    """`reply`, `news`, `person`, `group`, `activity`, `thanks`, `question`, `next_stage`, `content`
    or `mentor`.
    """
    need: str
    """`belonging`, `esteem` or `growth`."""
    line: str
    """What it offers, in one line."""
    reasons: tuple[str, ...]
    """Why it is here."""
    at: str | None
    minutes: int
    """About how long it takes."""


class StreamOperations(Calls):
    """The operations on stream, one method each."""

    def look_at_stream(
        self, member: str, *, as_of: str | None = None, attention: str | None = None
    ) -> StreamAnswer:
        """Look at a member's stream of today.

        What serves the member's purpose and stage now; nothing is remembered.
        """
        return self.call(
            "GET",
            f"/v1/members/{self.part(member)}/stream",
            "StreamAnswer",
            query={"as_of": as_of, "attention": attention},
        )

    def show_stream(self, member: str, *, attention: str | None = None) -> StreamAnswer:
        """Show a member their stream of today.

        The same, remembered: what it holds does not come again on a later day.

        Asked again on the same day, what was shown comes first and counts as part of the day.
        """
        return self.call(
            "POST",
            f"/v1/members/{self.part(member)}/stream",
            "StreamAnswer",
            query={"attention": attention},
        )
