"""Made by `make client`: the operations on weights."""

from __future__ import annotations

from collections.abc import Iterable

from api.client.calls import NOT_SAID, Calls
from api.client.made.shared import CountedMembers
from api.client.told import Told


class Exposure(Told):
    """Who is shown by one setting."""

    shown: int
    """Different members or things on all answers."""
    top_share: float | None
    """Part of all places that the three most shown take; null without places."""
    without_answer: int
    """Members who are left with nobody."""


class GoalInUse(Told):
    """A goal as it is in use."""

    goal: str
    title: str
    version: int
    """In use; 0: as it comes with Kinpath."""
    weights: dict[str, float]
    """In use where words are asked by."""
    weights_by_member: dict[str, float]
    """In use where a member asks without words."""
    weights_from: dict[str, str]
    """By kind of question, what answers are signed with: `model` of an answer."""
    diversity: float
    rules: tuple[str, ...]
    features: tuple[str, ...]
    """All that can be weighed."""
    fixed_rules: tuple[str, ...]
    """Rules that no setting lifts."""


class GoalVersionTold(Told):
    """A goal as it was set once; null is what was left as it comes, or as it was learned."""

    version: int
    in_use: bool
    note: str
    made_at: str
    """ISO time."""
    made_by: str
    """Who set it, as the audit log names them; empty: not known."""
    weights: dict[str, float] | None
    weights_by_member: dict[str, float] | None
    diversity: float | None
    rules: tuple[str, ...] | None


class GoalVersions(Told):
    """The versions of a goal."""

    goal: str
    in_use: int
    """0: as it comes with Kinpath."""
    versions: tuple[GoalVersionTold, ...]
    """The newest first."""


class Movement(Told):
    """Somebody or something that is shown more or less often."""

    id: str
    name: str
    before: int
    """Answers that show it as the goal is in use."""
    after: int
    """Answers that would show it."""


class Weights(Told):
    """The versions there are."""

    in_use: int | None
    """The version in use; null: the default weights."""
    versions: tuple[WeightsVersion, ...]


class WeightsVersion(Told):
    """Weights as they were learned once."""

    version: int
    name: str
    """`model` of the answers that were ranked with it."""
    revision: int
    """The community's revision that it was learned from."""
    learned: tuple[str, ...]
    """Goals, and who asks: `mentors/member`, `peers/asked`."""
    in_use: bool


class WhatIfTold(Told):
    """What a setting would change."""

    goal: str
    asked: int
    """Members whose answers were compared."""
    of: int
    """Members who could be asked for."""
    k: int
    seed: int
    changed_answers: int
    """Answers that would show somebody else."""
    before: Exposure
    after: Exposure
    left_with_nobody: CountedMembers
    """Those who are shown somebody or something now, and would be shown nobody."""
    gain: tuple[Movement, ...]
    """The ten that gain most."""
    lose: tuple[Movement, ...]
    """The ten that lose most."""


class WeightsOperations(Calls):
    """The operations on weights, one method each."""

    def weights(self) -> Weights:
        """Versions of the learned weights.

        What was learned from the community's own past; a job of the kind `learn` adds a version.
        """
        return self.call("GET", "/v1/weights", "Weights")

    def use_weights(self, *, version: int | str) -> Weights:
        """Use a version of the weights.

        From the next answer on; `default` goes back to the weights that need no history.
        """
        return self.call("POST", "/v1/weights/use", "Weights", body={"version": version})

    def read_goal(self, goal: str) -> GoalInUse:
        """How a goal is set.

        The weights, rules and variety in use, and where they come from.
        """
        return self.call("GET", f"/v1/goals/{self.part(goal)}", "GoalInUse")

    def set_goal(
        self,
        goal: str,
        *,
        weights: dict[str, float] | None = NOT_SAID,
        weights_by_member: dict[str, float] | None = NOT_SAID,
        diversity: float | None = NOT_SAID,
        rules: Iterable[str] | None = NOT_SAID,
        note: str = NOT_SAID,
    ) -> GoalInUse:
        """Set a goal for this community.

        Kept as the next version, and used from the next answer on.

        What is not given stays as the goal comes, or as it was learned. Weights that are set
        here go before learned ones.
        """
        return self.call(
            "PUT",
            f"/v1/goals/{self.part(goal)}",
            "GoalInUse",
            body={
                "weights": weights,
                "weights_by_member": weights_by_member,
                "diversity": diversity,
                "rules": rules,
                "note": note,
            },
        )

    def try_goal(
        self,
        goal: str,
        *,
        weights: dict[str, float] | None = NOT_SAID,
        weights_by_member: dict[str, float] | None = NOT_SAID,
        diversity: float | None = NOT_SAID,
        rules: Iterable[str] | None = NOT_SAID,
        note: str = NOT_SAID,
        members: int = NOT_SAID,
        k: int = NOT_SAID,
        seed: int = NOT_SAID,
    ) -> WhatIfTold:
        """What if a goal were set otherwise.

        Who would be shown more, who less, and who would be left with nobody; nothing is kept.

        A job of the kind `what_if` takes the same, and tells what the community's past says as
        well.
        """
        return self.call(
            "POST",
            f"/v1/goals/{self.part(goal)}/what-if",
            "WhatIfTold",
            body={
                "weights": weights,
                "weights_by_member": weights_by_member,
                "diversity": diversity,
                "rules": rules,
                "note": note,
                "members": members,
                "k": k,
                "seed": seed,
            },
        )

    def list_goal_versions(self, goal: str) -> GoalVersions:
        """Versions of a goal.

        How it was set before, why, and which version is in use.
        """
        return self.call("GET", f"/v1/goals/{self.part(goal)}/versions", "GoalVersions")

    def use_goal_version(self, goal: str, version: str) -> GoalInUse:
        """Use a version of a goal.

        From the next answer on; nothing is deleted, so that each can be gone back to.
        """
        return self.call(
            "POST", f"/v1/goals/{self.part(goal)}/versions/{self.part(version)}/use", "GoalInUse"
        )
