"""An open community that answers: its store, its present snapshot and the matcher upon it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, nullcontext
from datetime import datetime
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Self

from api.communities import open_chosen
from api.embedder import embedder_of
from api.goals.shelf import GoalShelf
from api.kept_documents import documents_beside
from api.renewal import Renewal
from api.settings import LEARNED_OR_DEFAULT, Settings
from api.turns import Turns
from community.picture import Picture
from graph.closing import Closing
from graph.documents import Documents
from graph.errors import StoreUnavailable
from graph.lending import NoRoomLeft
from graph.prepared_files import by_one_at_a_time
from graph.progress import Progress, silent
from graph.snapshot import Snapshot
from graph.snapshot_cache import shelf
from graph.snapshot_taking import current_snapshot, newest_snapshot
from graph.store import GraphStore, revision_in
from matcher import Matcher
from matcher.goals import Goal, default_goals
from matcher.large import is_large
from matcher.model_shelf import ModelShelf
from matcher.models import DEFAULT, Model, read_model
from matcher.request import RecommendationList, RecommendationRequest
from matcher.warming import prepare_tables

AT_ONCE = 2
"""Questions that are worked on at the same time: more would keep the processor's caches from each
other, and the interpreter's lock leaves about one processor's work for a second one."""
FEW = 20
"""Results and seeds of a question that takes no longer than most."""
FOLLOW_EVERY = 0.1
"""Seconds between two looks for what was written since."""
MOST_BROUGHT_IN = 0.02
"""Part of a snapshot's relationships from which on a new one is taken."""
MOST_FULL = 0.5
"""Part of the room for changed rows from which on a new snapshot is taken."""


Stamp = tuple[str, int | None, int]
"""What an answer depends on besides the question: the facts, learned weights, goals as set."""
_NO_STAMP: Stamp = ("", None, -1)


class Engine(Closing):
    """One community, ready to be asked by any number of threads.

    Every answer is from the store's present revision. When it has moved, the snapshot of a small
    community is taken again first, by one thread while the others wait. Into that of a large one
    the changes are brought by one thread while the others answer from what there is, with the
    rules of the moment; once too much was brought in, or something that rows cannot show, a new
    snapshot is taken in the background, and takes over between two questions.

    When the store cannot be reached nothing is answered, since nobody could tell who has blocked,
    hidden or been forgotten meanwhile.
    """

    def __init__(self, store: GraphStore, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._documents: Documents | None = None
        self._opening_documents = Lock()
        self._is_closed = False
        self._has_finished = False
        self.embedder = embedder_of(settings)
        self.weights = ModelShelf(settings.models, store)
        self.goals = GoalShelf(lambda: self.documents, store.state)
        self._asked_weights = settings.weights
        self._snapshots = settings.snapshots
        self.bulk_bytes = settings.bulk_bytes
        self._matcher: Matcher | None = None
        self._stamp = _NO_STAMP
        self._rebuilding = Lock()
        self._turns = Turns(AT_ONCE)
        self._following = Lock()
        self._followed_at = 0.0
        self._taken_at = 0
        self._without_room: Matcher | None = None
        self._renewal = Renewal(self._renewed, self._hand_over)
        self._pictured: tuple[Snapshot, Picture] | None = None

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the community that the settings mean."""
        with ExitStack() as opened:  # the store is closed if no engine can be made upon it
            engine = cls(opened.enter_context(open_chosen(settings)), settings)
            opened.pop_all()
        return engine

    def matcher(self, progress: Progress = silent) -> Matcher:
        """The matcher upon the store's present revision.

        Args:
            progress: told the steps of taking a snapshot, and of working out the tables of a large
                one, where that has to be done first.
        """
        current = self._current()
        if current is not None:
            return current
        present = self._matcher
        if present is not None and present.can_follow:
            return self._caught_up(present)
        with self._rebuilding:
            current = self._current()  # perhaps another thread has just done it
            return current if current is not None else self._rebuilt(progress)

    @property
    def documents(self) -> Documents:
        """What the service keeps of the community besides what is known about it.

        Raises:
            StoreError: they cannot be opened, or the engine is closed.
        """
        with self._opening_documents:
            if self._is_closed:
                raise StoreUnavailable(f"{self.store.url}: the community is closed")
            if self._documents is None:
                self._documents = documents_beside(self.store, self.settings, self.store.community)
            return self._documents

    def recommend(self, request: RecommendationRequest) -> RecommendationList:
        """Answer from the store's present revision; those without a text AT_ONCE at a time."""
        matcher = self.matcher()
        # Embedding a text takes longer than all the rest, and leaves the lock to others meanwhile.
        with nullcontext() if request.text else self._turns:
            return matcher.recommend(request)

    def picture(self, as_of: datetime | None = None) -> Picture:
        """The community at the store's present revision, as those see it who care for it.

        Args:
            as_of: what was known before that time; None: all. Only the picture of all is kept.
        """
        snapshot = self.matcher().snapshot
        if as_of is not None:
            return Picture.of(self.store, snapshot, as_of)
        kept = self._pictured
        if kept is None or kept[0] is not snapshot:
            kept = self._pictured = snapshot, Picture.of(self.store, snapshot)
        return kept[1]

    def answer_json(self, request: RecommendationRequest) -> bytes:
        """The JSON form of what `recommend` answers, as UTF-8."""
        matcher = self.matcher()
        with nullcontext() if request.text else self._turns:
            return matcher.recommend_json(request)

    def at_hand(self, request: RecommendationRequest) -> Matcher | None:
        """The matcher that answers it in some milliseconds, and waits for nothing.

        None: a thread has to ask. The store is on a server, or was written to; much is asked for;
        or what the answer comes from has to be made first.
        """
        matcher = self._matcher
        if matcher is None or not self.store.is_near or request.k > FEW:
            return None
        if len(request.seeds) > FEW or not matcher.has_at_hand(request):
            return None
        return matcher if self._current() is matcher else None

    @property
    def snapshot_in_use(self) -> Snapshot | None:
        """What the last answer came from; None before the first."""
        matcher = self._matcher
        return None if matcher is None else matcher.snapshot

    @property
    def snapshots(self) -> Path:
        """The folder of the snapshots of every store and community."""
        return self._snapshots

    @property
    def is_starting(self) -> bool:
        """Whether the first snapshot is being taken now, so that an answer would take long."""
        return self._matcher is None and self._rebuilding.locked()

    def close(self) -> None:
        """Close the store."""
        self._renewal.close()
        with self._opening_documents:
            self._is_closed = True  # a thread that is still at it opens nothing any more
            if self._documents is not None:
                self._documents.close()
        self.store.close()

    def _current(self) -> Matcher | None:
        return self._matcher if self._present() == self._stamp else None

    def _present(self) -> Stamp:
        if self._asked_weights != LEARNED_OR_DEFAULT:
            return self.store.stamp(), None, 0
        return self.store.stamp(), self.weights.version_in_use(), self.goals.stamp()

    def _rebuilt(self, progress: Progress = silent) -> Matcher:
        self._finish_erasures()
        stamp = self._present()
        snapshot = current_snapshot(self.store, self._snapshots, self.embedder.name, progress)
        matcher = self._matcher_on(snapshot)
        if is_large(snapshot):
            matcher.prepare(progress)
        # The stamp goes last: a thread that sees it must find the matcher that belongs to it. It
        # was read first: what was written since is only looked at once more.
        self._taken_at = snapshot.revision
        self._matcher = matcher
        self._stamp = stamp
        return matcher

    def _finish_erasures(self) -> None:
        """Whoever starts after an erasure that was killed brings it to its end, once."""
        if self._has_finished:
            return
        from api.rights.erasure import finish_erasures  # noqa: PLC0415 - few starts need it

        finish_erasures(self.store, self.documents, self.settings)
        self._has_finished = True

    def _caught_up(self, behind: Matcher) -> Matcher:
        """With the changes since, if it is time for them and no other thread is at it."""
        if not self._following.acquire(blocking=False):
            return behind
        try:
            if monotonic() - self._followed_at < FOLLOW_EVERY or self._matcher is not behind:
                return self._matcher or behind
            found = self._follow(behind)
            self._followed_at = monotonic()
            return found
        finally:
            self._following.release()

    def _follow(self, behind: Matcher) -> Matcher:
        if self._without_room is behind:
            self._renewal.begin()  # in vain if it is under way
            return behind
        stamp = self._present()
        if revision_in(stamp[0]) < behind.snapshot.revision:
            return self._rebuilt()  # the database was restored from a backup
        try:
            found = behind.caught_up()
        except NoRoomLeft:
            self._without_room = behind
            self._renewal.begin()
            return behind
        if stamp[1:] != self._stamp[1:]:
            found = found.with_model(self.model()).with_goals(self.goals_in_use())
        self._matcher, self._stamp = found, stamp
        much = found.brought_in > MOST_BROUGHT_IN * len(found.snapshot.out)
        if not found.is_complete or much or found.fullness > MOST_FULL:
            self._renewal.begin()
        return found

    def _renewed(self) -> Matcher:
        """A matcher on a new snapshot: that of another process if one was taken meanwhile."""
        place = shelf(self._snapshots, self.store, self.embedder.name)
        taken_at = self._taken_at
        with by_one_at_a_time(place / "renewal"):
            snapshot = newest_snapshot(place, self.store, after=taken_at)
            if snapshot is None:
                snapshot = current_snapshot(self.store, self._snapshots, self.embedder.name)
            matcher = self._matcher_on(snapshot)
            prepare_tables(snapshot)
        self._taken_at = snapshot.revision
        return matcher.caught_up()

    def _hand_over(self, matcher: Matcher) -> None:
        """Answer from it from now on; what was written since it was made is brought in next."""
        with self._following:
            self._matcher, self._stamp = matcher, _NO_STAMP

    def _matcher_on(self, snapshot: Snapshot) -> Matcher:
        goals, model = self.goals_in_use(), self.model()
        return Matcher(snapshot, self.embedder, self.store, goals, model)

    def goals_in_use(self) -> Mapping[str, Goal]:
        """The goals as they are set; as they come where the settings ask for certain weights."""
        if self._asked_weights != LEARNED_OR_DEFAULT:
            return default_goals()
        return self.goals.goals()

    def model(self) -> Model | None:
        """The weights that the settings ask for; None: the default ones."""
        if self._asked_weights == DEFAULT:
            return None
        if self._asked_weights == LEARNED_OR_DEFAULT:
            return self.weights.in_use()
        path = Path(self._asked_weights)
        return self.weights.check(read_model(path), path)
