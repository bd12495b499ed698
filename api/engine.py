"""An open community that answers: its store, its present snapshot and the matcher upon it."""

from __future__ import annotations

from threading import Lock
from types import TracebackType
from typing import Self

from api.communities import open_chosen
from api.settings import Settings
from graph.embeddings import SentenceTransformerEmbedder
from graph.snapshot import current_snapshot
from graph.store import GraphStore
from matcher import Matcher
from matcher.request import RecommendationList, RecommendationRequest


class Engine:
    """One community, ready to be asked by any number of threads.

    Every answer is from the store's present revision: when it has moved, the snapshot is taken
    again first, by one thread while the others wait. When the store cannot be reached nothing is
    answered, since nobody could tell who has blocked, hidden or been forgotten meanwhile.
    """

    def __init__(self, store: GraphStore, settings: Settings) -> None:
        self.store = store
        self.embedder = SentenceTransformerEmbedder(settings.model)
        self._snapshots = settings.snapshots
        self._matcher: Matcher | None = None
        self._stamp = ""
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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _current(self) -> Matcher | None:
        return self._matcher if self.store.stamp() == self._stamp else None

    def _rebuilt(self) -> Matcher:
        stamp = self.store.stamp()
        snapshot = current_snapshot(self.store, self._snapshots, self.embedder.name)
        matcher = Matcher(snapshot, self.embedder, self.store)
        # The stamp goes last: a thread that sees it must find the matcher that belongs to it. It
        # was read first: what was written since is only looked at once more.
        self._matcher = matcher
        self._stamp = stamp
        return matcher
