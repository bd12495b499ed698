"""Made by `make client`: the operations on worklist."""

from __future__ import annotations

from api.client.calls import Calls
from api.client.made.shared import FigureTold
from api.client.told import Told


class ArmTold(Told):
    """Proposals that were made, or held out, and what happened within 28 days."""

    proposals: int
    came_about: int
    returned: int


class ResultTold(Told):
    """What was kept."""

    id: str
    member: str
    target: str
    result: str
    at: str
    revision: int


class Somebody(Told):
    """A member, or a thing, and what people call it."""

    id: str
    name: str


class UpliftAnswer(Told):
    """What proposing brought about."""

    proposed: ArmTold
    held_out: ArmTold
    came_about: FigureTold
    returned: FigureTold
    smallest: FigureTold
    too_young: int
    """Proposals of the last 28 days."""
    out_of_sight: int


class WaitingTold(Told):
    """How many members a cause concerned."""

    cause: str
    members: int
    looked_at: int
    without_match: int


class WorklistAnswer(Told):
    """The list of a day."""

    community: str
    at: str
    entries: tuple[WorklistEntry, ...]
    held_out: int
    """How many were drawn to be left undone."""
    waiting: tuple[WaitingTold, ...]
    remembered: bool
    revision: int


class WorklistEntry(Told):
    """One thing to do."""

    id: str
    """To tell what became of it."""
    act: str
    """`answer`, `introduce`, `invite` or `show`."""
    cause: str
    """`unanswered_newcomer`, `newcomer_without_tie`, `isolated`, `about_to_leave`, `seeks_mentor`
    or `mutual_match`.
    """
    line: str
    """What to do, in one line."""
    member: Somebody
    """Who is asked or told."""
    target: Somebody
    """Whom they meet, what they are shown, or the question."""
    served: Somebody | None
    """Who asked the question."""
    why_now: str
    reasons: tuple[str, ...]
    """Why it suits, as the member concerned would read it."""
    reasons_back: tuple[str, ...]
    """The same from the other side."""
    expected: FigureTold
    mutual: float | None
    """The lower of the two fits, between peers."""


class WorklistOperations(Calls):
    """The operations on worklist, one method each."""

    def look_at_worklist(
        self,
        *,
        as_of: str | None = None,
        count: int | None = None,
        hold_out: float | None = None,
        rest_days: int | None = None,
    ) -> WorklistAnswer:
        """Look at today's introductions.

        Whom to introduce to whom, the most urgent first; nothing is remembered.
        """
        return self.call(
            "GET",
            "/v1/worklist",
            "WorklistAnswer",
            query={"as_of": as_of, "count": count, "hold_out": hold_out, "rest_days": rest_days},
        )

    def take_worklist(
        self,
        *,
        count: int | None = None,
        hold_out: float | None = None,
        rest_days: int | None = None,
    ) -> WorklistAnswer:
        """Take today's introductions.

        The same list, remembered: those who are on it are left alone on the days that follow.

        Asked again on the same day it answers the same, as far as nothing changed.
        """
        return self.call(
            "POST",
            "/v1/worklist",
            "WorklistAnswer",
            query={"count": count, "hold_out": hold_out, "rest_days": rest_days},
        )

    def conclude_worklist_entry(self, entry: str, *, result: str) -> ResultTold:
        """Tell what became of an entry.

        `done`, or `skip` for what is not to be done; it does not come again.
        """
        return self.call(
            "POST", f"/v1/worklist/{self.part(entry)}", "ResultTold", body={"result": result}
        )

    def worklist_uplift(self) -> UpliftAnswer:
        """What the introductions brought about.

        What happened within 28 days of proposals that were made, beside those held out.
        """
        return self.call("GET", "/v1/worklist/uplift", "UpliftAnswer")
