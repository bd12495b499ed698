"""An open community that answers: its store, its present snapshot and the matcher upon it."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Self

from api.communities import open_chosen
from api.embedder import embedder_of
from api.settings import LEARNED_OR_DEFAULT, Settings
from graph.closing import Closing
from graph.snapshot import current_snapshot
from graph.store import GraphStore
from matcher import Matcher
from matcher.model_shelf import ModelShelf
from matcher.models import DEFAULT, Model, read_model
from matcher.request import RecommendationList, RecommendationRequest


class Engine(Closing):
    """One community, ready to be asked by any number of threads.

    Every answer is from the store's present revision: when it has moved, the snapshot is taken
    again first, by one thread while the others wait. When the store cannot be reached nothing is
    answered, since nobody could tell who has blocked, hidden or been forgotten meanwhile.
    """

    def __init__(self, store: GraphStore, settings: Settings) -> None:
        self.store = store
        self.embedder = embedder_of(settings)
        self.weights = ModelShelf(settings.models, store)
        self._asked_weights = settings.weights
        self._snapshots = settings.snapshots
        self._matcher: Matcher | None = None
        self._stamp: tuple[str, int | None] = ("", None)
        self._rebuilding = Lock()

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the community that the settings mean."""
        return cls(open_chosen(settings), settings)

    def matcher(self) -> Matcher:
        """The matcher upon the store's present revision."""
        current = self._current()
        if current is not None:
            return current
        with self._rebuilding:
            current = self._current()  # perhaps another thread has just done it
            return current if current is not None else self._rebuilt()

    def recommend(self, request: RecommendationRequest) -> RecommendationList:
        """Answer from the store's present revision."""
        return self.matcher().recommend(request)

    @property
    def is_starting(self) -> bool:
        """Whether the first snapshot is being taken now, so that an answer would take long."""
        return self._matcher is None and self._rebuilding.locked()

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def _current(self) -> Matcher | None:
        return self._matcher if self._present() == self._stamp else None

    def _present(self) -> tuple[str, int | None]:
        """What an answer depends on besides the question: the facts, and the weights in use."""
        learned = self._asked_weights == LEARNED_OR_DEFAULT
        return self.store.stamp(), self.weights.version_in_use() if learned else None

    def _rebuilt(self) -> Matcher:
        stamp = self._present()
        snapshot = current_snapshot(self.store, self._snapshots, self.embedder.name)
        matcher = Matcher(snapshot, self.embedder, self.store, model=self.model())
        # The stamp goes last: a thread that sees it must find the matcher that belongs to it. It
        # was read first: what was written since is only looked at once more.
        self._matcher = matcher
        self._stamp = stamp
        return matcher

    def model(self) -> Model | None:
        """The weights that the settings ask for; None: the default ones."""
        if self._asked_weights == DEFAULT:
            return None
        if self._asked_weights == LEARNED_OR_DEFAULT:
            return self.weights.in_use()
        path = Path(self._asked_weights)
        return self.weights.check(read_model(path), path)
