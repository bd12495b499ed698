"""Made by `make client`: the operations on weights."""

from __future__ import annotations

from api.client.calls import Calls
from api.client.told import Told


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
