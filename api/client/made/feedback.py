"""Made by `make client`: the operations on feedback."""

from __future__ import annotations

from api.client.calls import NOT_SAID, Calls
from api.client.told import Told


class FeedbackGiven(Told):
    """Something that a member said."""

    feedback: str
    about: str
    name: str
    """The id for whoever the member may not see."""
    at: str | None
    weight: float
    """As evidence: from 1, more like this, to -1, less like it."""
    learned: str
    """What follows from it, as a plain sentence."""


class FeedbackList(Told):
    """All that a member said, latest first."""

    member: str
    feedback: tuple[FeedbackGiven, ...]


class FeedbackRecorded(Told):
    """Feedback that is now in the store."""

    feedback: str
    about: str
    changed: bool
    """False when it had been said before at the same time."""
    effect: str
    revision: int
    """The community's revision afterwards."""


class FeedbackTakenBack(Told):
    """Feedback that is no longer in the store."""

    removed: int
    """0 when it had not been said."""
    revision: int
    """The community's revision afterwards."""


class FeedbackOperations(Calls):
    """The operations on feedback, one method each."""

    def give_feedback(
        self,
        *,
        member: str,
        feedback: str,
        about: str,
        at: str | None = NOT_SAID,
        goal: str | None = NOT_SAID,
    ) -> FeedbackRecorded:
        """Tell what a member says of a recommendation.

        `shown`, `accept`, `dismiss`, `not_suitable`, `block`, `met`, `helped` or `goal_reached`.

        The answer comes when it is safely in the store, and the next recommendation heeds it.
        One of `accept`, `dismiss` and `not_suitable` takes the others back.
        """
        return self.call(
            "POST",
            "/v1/feedback",
            "FeedbackRecorded",
            body={"member": member, "feedback": feedback, "about": about, "at": at, "goal": goal},
        )

    def feedback_of_member(self, member: str) -> FeedbackList:
        """What a member said, and what was learned from it.

        All feedback of a member, latest first, each with a plain sentence on its effect.
        """
        return self.call("GET", f"/v1/members/{self.part(member)}/feedback", "FeedbackList")

    def take_feedback_back(self, member: str, *, feedback: str, about: str) -> FeedbackTakenBack:
        """Take feedback back.

        Undo what a member said of somebody or something; `removed` is 0 when it was not said.
        """
        return self.call(
            "DELETE",
            f"/v1/members/{self.part(member)}/feedback",
            "FeedbackTakenBack",
            query={"feedback": feedback, "about": about},
        )
