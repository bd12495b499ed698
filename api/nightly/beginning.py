"""How a run begins: what is wanted, the folder that it goes on from, or a fresh one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version

from api.nightly.askers import write_askers
from api.nightly.changes import choose_changed
from api.nightly.earlier import SINCE_RUN, Since
from api.nightly.folder import RunFolder, write_text
from api.nightly.goal import write_goal
from api.nightly.manifest import DATED, Manifest, Terms, read_manifest, write_manifest
from graph.errors import InvalidRequest
from graph.records import EntityId, isoformat
from graph.snapshot import Snapshot
from graph.snapshot_taking import take_snapshot
from graph.store import GraphStore, revision_in
from matcher import Matcher
from matcher.askers import who_may_ask
from matcher.goals import Goal, default_goals, find_goal
from matcher.models import DEFAULT, Model, to_text
from matcher.parted import PartOfBatch
from matcher.request import RecommendationRequest

OUT = "--out"


@dataclass(frozen=True, slots=True)
class NightlyRun:
    """What is wanted.

    Attributes:
        asked: goal, k, exclude and as_of of every question.
        folder: where the answers go.
        embeddings: name of the embedding model.
        model: learned weights, None: those of the goals.
        evenness: in place of that of the goal.
        since: only those whose surroundings changed since then.
        goals: as they are set when it begins.
    """

    asked: RecommendationRequest
    folder: RunFolder
    embeddings: str
    model: Model | None = None
    evenness: float | None = None
    since: Since | None = None
    goals: Mapping[str, Goal] = field(default_factory=default_goals)

    @property
    def goal(self) -> Goal:
        """That of every question. Raises InvalidRequest: there is none of the name."""
        return find_goal(self.goals, self.asked.goal)


def _terms(store: GraphStore, run: NightlyRun, revision: int) -> Terms:
    stamp = store.stamp()
    asked = run.asked
    return Terms(
        kinpath=version("kinpath"),
        community=store.community,
        revision=revision,
        stamp=stamp if revision_in(stamp) == revision else None,
        goal=asked.goal,
        k=asked.k,
        model=DEFAULT if run.model is None else run.model.name,
        embeddings=run.embeddings,
        exclude=tuple(asked.exclude),
        as_of=isoformat(asked.as_of),
        evenness=run.evenness,
        since=None if run.since is None else run.since.revision,
        goal_version=run.goal.version,
    )


def found(store: GraphStore, run: NightlyRun) -> Manifest | None:
    """The run that the folder holds, if it is the one that is wanted; None where it holds none.

    Raises:
        InvalidRequest: it holds another one.
    """
    manifest = read_manifest(run.folder, OUT)
    if manifest is None:
        return None
    wrong = manifest.terms.differences(_terms(store, run, store.revision()))
    if wrong:
        raise InvalidRequest(
            OUT, f"holds another run ({'; '.join(wrong)}): choose another folder, or --restart"
        )
    return manifest


def begun(store: GraphStore, run: NightlyRun) -> Manifest:
    """A run that has its snapshot and knows whom to ask, and has nobody's answer yet.

    Raises:
        InvalidRequest: the folder holds other things, or the goal is not known.
    """
    folder, goal = run.folder, run.goal
    if folder.holds_other_things():
        raise InvalidRequest(OUT, "is a folder with other things in it; choose another one")
    _check_earlier(store, run)
    folder.clear()  # what a run left that was killed before it had a manifest
    snapshot = take_snapshot(store, folder.snapshot, run.embeddings)
    if run.model is not None:
        write_text(folder.weights, to_text(run.model))
    write_goal(folder, goal)
    askers = who_may_ask(snapshot)
    chosen = choose_changed(store, snapshot, askers.nodes, run.since)
    ids = [snapshot.id(int(node)) for node in chosen.nodes]
    partitions = write_askers(folder, ids, chosen.withdrawn)
    manifest = Manifest(
        terms=_terms(store, run, snapshot.revision),
        members=askers.members,
        left_out=askers.left_out,
        askers=len(ids),
        partitions=partitions,
        shared=_shares(snapshot, run, ids),
        why_everybody=chosen.why_everybody,
    )
    write_manifest(folder, manifest)
    return manifest


def _check_earlier(store: GraphStore, run: NightlyRun) -> None:
    """That what an earlier run found can stand beside what this one finds."""
    if run.since is None or run.since.earlier is None:
        return
    found = run.since.earlier.manifest.terms
    wrong = found.differences(_terms(store, run, store.revision()), DATED)
    if wrong:
        raise InvalidRequest(
            SINCE_RUN, f"was made on other terms ({'; '.join(wrong)}): ask everybody again"
        )


def _shares(snapshot: Snapshot, run: NightlyRun, askers: Sequence[EntityId]) -> bool:
    batch = PartOfBatch(Matcher(snapshot, goals=run.goals), run.evenness)
    return bool(askers) and batch.shares(replace(run.asked, member=askers[0]))
