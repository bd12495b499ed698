"""The matcher: a question in, recommendations with their reasons out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Self

import numpy as np
import numpy.typing as npt

from graph.embeddings import Embedder, SentenceTransformerEmbedder, embed_missing
from graph.errors import InvalidRequest
from graph.newcomers import fullness
from graph.progress import Progress, silent
from graph.records import EntityId
from graph.snapshot import Snapshot
from graph.snapshot_taking import snapshot_of
from graph.store import GraphStore
from graph.texts import MAX_TEXT_LENGTH
from matcher.answer_columns import AnswerColumns
from matcher.answer_json import whole_json
from matcher.candidates import generate_candidates
from matcher.eligibility import eligible
from matcher.explain import explained
from matcher.features import Values
from matcher.features.journey import asked_by_next_stages
from matcher.goals import Goal, default_goals, find_goal
from matcher.live import before, since
from matcher.models import (
    DEFAULT,
    Learned,
    Model,
    QuestionKind,
    default_weights,
    kind_of_question,
)
from matcher.own_weights import OWN, factors_of, with_factors, with_variety
from matcher.prepared import names_of_tables, work_out
from matcher.question import Question, resolve
from matcher.ranking import Scored, score
from matcher.recommendations import recommendations
from matcher.request import MAX_COUNT, RecommendationList, RecommendationRequest
from matcher.reranking import choose
from matcher.results_json import results_json
from matcher.stages import stage
from matcher.visibility import Views


class Matcher:
    """Answers questions about one community from its snapshot. Safe to share between threads.

    Args:
        snapshot: the community.
        embedder: turns the text of a question into a vector; without one, texts are refused.
        store: where live rules are read: whoever hid, blocked or left since the snapshot was
            taken is out of the very next answer. Without one, the snapshot's rules hold.
        goals: what can be asked for.
        model: learned weights, for the goals and kinds of questions that it holds; the others,
            those that were set by hand, and all without a model, are answered by the goals' own
            weights.

    Attributes:
        brought_in: relationships that were brought into the snapshot since it was taken.
        is_complete: whether nothing that was written since is left for a new snapshot to show.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        embedder: Embedder | None = None,
        store: GraphStore | None = None,
        goals: Mapping[str, Goal] | None = None,
        model: Model | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.goals = dict(default_goals() if goals is None else goals)
        self.model = model
        self._embedder = embedder
        self._store = store
        self._views = Views(snapshot)
        self._answered: frozenset[tuple[str, str]] = frozenset()
        self.brought_in = 0
        self.is_complete = True
        self._waiting: frozenset[EntityId] = frozenset()

    @classmethod
    def of(cls, store: GraphStore, embedder: Embedder | None = None) -> Self:
        """A matcher on the community as it stands now, for scripts and notebooks.

        `embedder` is the model of the store's vectors, None: the usual one. Texts without a vector
        are embedded first.
        """
        used = SentenceTransformerEmbedder() if embedder is None else embedder
        embed_missing(store, used)
        snapshot = snapshot_of(store.export(used.name), store.community, used.name)
        return cls(snapshot, used, store)

    def prepare(self, progress: Progress = silent) -> None:
        """Work out those tables for most askers that do not lie beside the snapshot yet."""
        view = self._views.of(None, None)
        names = names_of_tables(type(view))
        work_out(view, [name for name in names if not view.prepared.holds(name)], progress)

    @property
    def can_follow(self) -> bool:
        """Whether `caught_up` may be asked: there is a store, and the community is large."""
        return self._store is not None and self._views.can_follow

    def caught_up(self) -> Self:
        """A matcher that knows what was written since; this one stays as it is.

        Raises:
            NoRoomLeft: there is no room for the changes: a new snapshot has to be taken.
            StoreError: the store cannot be read.
        """
        if self._store is None:
            return self
        found, views = self._views.caught_up(self._store, self._waiting)
        other = copy(self)
        other.snapshot, other._views = found.snapshot, views  # noqa: SLF001 - its own
        other._answered = frozenset()  # noqa: SLF001
        other.brought_in += found.edges
        other._waiting = found.waiting  # noqa: SLF001 - its own
        other.is_complete &= found.is_complete
        return other

    @property
    def fullness(self) -> float:
        """Which part of the room for changed rows, later texts or newcomers is taken, 0-1."""
        version, texts = self.snapshot.out.version, self.snapshot.vector_room
        bases = [each.base.fullness for each in (version, texts) if each is not None]
        return max(fullness(self.snapshot), *bases)

    def with_model(self, model: Model | None) -> Self:
        """The same matcher with other learned weights."""
        other = copy(self)
        other.model = model
        other._answered = frozenset()  # noqa: SLF001 - its own
        return other

    def with_goals(self, goals: Mapping[str, Goal]) -> Self:
        """The same matcher with goals that were set otherwise."""
        other = copy(self)
        other.goals = dict(goals)
        other._answered = frozenset()  # noqa: SLF001 - its own
        return other

    def recommend(self, request: RecommendationRequest) -> RecommendationList:
        """Generate, filter, score, re-rank and explain.

        Raises:
            InvalidRequest: the request cannot be answered as it stands.
            EntityNotFound: it names somebody or something that the community does not hold.
        """
        question = self.ask(request)
        scored = self.score(question, self.candidates(question))
        return self.answer(question, scored, choose(question, scored))

    def recommend_json(self, request: RecommendationRequest) -> bytes:
        """What `answer_json` makes of `recommend`, in a third of the time: for servers.

        Raises:
            InvalidRequest, EntityNotFound: as `recommend` does.
        """
        question = self.ask(request)
        scored = self.score(question, self.candidates(question))
        found = self.answer_json(question, scored, choose(question, scored))
        self._answered |= {(request.goal, kind_of_question(request))}
        return found

    def has_at_hand(self, request: RecommendationRequest) -> bool:
        """Whether all that `recommend_json` needs for it is in memory: no text has to be understood
        and no view made, and such a question with its goal was answered before.
        """
        asks_for_more = request.text or request.as_of or request.candidates is not None
        if asks_for_more or (request.goal, kind_of_question(request)) not in self._answered:
            return False
        return self._views.are_shared_by(request.member)

    @stage("understand")
    def ask(self, request: RecommendationRequest) -> Question:
        """The request resolved: its text understood, and only what its asker may see in view.

        Raises:
            InvalidRequest, EntityNotFound: as `recommend` does.
        """
        return self.question(request, self._text_vector(request))

    @stage("candidates")
    def candidates(self, question: Question) -> npt.NDArray[np.int32]:
        """(C,) nodes that may suit and are eligible."""
        return eligible(question, generate_candidates(question))

    @stage("score")
    def score(
        self,
        question: Question,
        candidates: npt.NDArray[np.int32],
        instead: Mapping[str, Values] | None = None,
    ) -> Scored:
        """Candidates (C,) with their scores; `instead` supposes other values (C,) of features."""
        return score(question, candidates, self.weights(question), instead)

    def weights(self, question: Question) -> Mapping[str, float]:
        """The weights of features that the question is answered by, as its asker changed them."""
        return with_factors(self._usual_weights(question), question.factors)

    def _usual_weights(self, question: Question) -> Mapping[str, float]:
        kind = kind_of_question(question.request)
        learned = self.learned(question.goal, kind)
        weights = default_weights(question.goal, kind) if learned is None else learned.weights
        on_journey = question.goal.weights_on_journey
        if on_journey and asked_by_next_stages(question):
            return {**weights, **on_journey}
        return weights

    def answer(
        self, question: Question, scored: Scored, chosen: Sequence[int]
    ) -> RecommendationList:
        """The answer that shows these places of `scored`, best first, each with its reasons."""
        columns, model = self._explained(question, scored, chosen)
        results = recommendations(question, columns)
        return RecommendationList(question.request, results, self.snapshot.revision, model)

    def answer_json(self, question: Question, scored: Scored, chosen: Sequence[int]) -> bytes:
        """The JSON form of `answer`, made without the objects."""
        columns, model = self._explained(question, scored, chosen)
        results = results_json(question, columns)
        return whole_json(question.request.id, results, self.snapshot.revision, model)

    @stage("explain")
    def _explained(
        self, question: Question, scored: Scored, chosen: Sequence[int]
    ) -> tuple[AnswerColumns, str]:
        """What is said of these places of `scored`, and the name of the weights."""
        kind = kind_of_question(question.request)
        learned = self.learned(question.goal, kind)
        model = self.name_of_weights(question.goal, kind)
        calibration = None if learned is None else learned.calibration
        if question.factors:
            # Probabilities were learned for scores by the weights that all have.
            calibration, model = None, f"{model}+{OWN}"
        return explained(question, scored, chosen, calibration), model

    def learned(self, goal: Goal, kind: QuestionKind) -> Learned | None:
        """What was learned for such questions; None where the goal's own weights hold."""
        if self.model is None or kind in goal.by_hand:
            return None
        return self.model.find(goal.name, kind)

    def name_of_weights(self, goal: Goal, kind: QuestionKind) -> str:
        """What answers to such questions are signed with."""
        if kind in goal.by_hand:
            return f"{goal.name}-{goal.version}"
        learned = self.learned(goal, kind)
        return DEFAULT if self.model is None or learned is None else self.model.name

    def question(
        self, request: RecommendationRequest, text: npt.NDArray[np.float32] | None
    ) -> Question:
        """The request resolved against what its asker may see; `text` (D,) is that of its text.

        Raises:
            InvalidRequest, EntityNotFound: as `recommend` does.
        """
        goal = find_goal(self.goals, request.goal)
        _check(request)
        factors = factors_of(self.snapshot, request.member)
        goal = with_variety(goal, factors)
        live = since(self._store, self.snapshot, request.member)
        view = self._views.of(request.member, request.as_of, live.gone)
        refused, refused_by = (before(request.as_of, no) for no in (live.refused, live.refused_by))
        return resolve(request, goal, view, self.snapshot, text, refused, refused_by, factors)

    def _text_vector(self, request: RecommendationRequest) -> npt.NDArray[np.float32] | None:
        text = (request.text or "").strip()[:MAX_TEXT_LENGTH]
        if not text:
            return None
        if self._embedder is None:
            raise InvalidRequest("text", "cannot be understood without an embedding model")
        vector: npt.NDArray[np.float32] = self._embedder.embed([text])[0]
        return vector


def _check(request: RecommendationRequest) -> None:
    if not 1 <= request.k <= MAX_COUNT:
        raise InvalidRequest("k", f"must be between 1 and {MAX_COUNT}")
    if request.member is None and not (request.text or "").strip() and not request.seeds:
        raise InvalidRequest("member", "is missing, and so are text and seeds: name one of them")
