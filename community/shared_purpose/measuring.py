"""The five questions of shared purpose answered from the data, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

from community.figure import Figure
from community.phrases import phrase
from community.picture import Picture
from community.shared_purpose.between import relations
from community.shared_purpose.features import features
from community.shared_purpose.gaps import gaps
from community.shared_purpose.ground import MOST_NAMED, RECENT, Ground
from community.shared_purpose.host_role import host_role
from community.shared_purpose.key_figures import RULE, key_figures
from community.shared_purpose.paths import paths
from community.shared_purpose.playbooks import playbooks
from community.shared_purpose.results import (
    Feature,
    Gap,
    KeyFigure,
    MemberType,
    Path,
    Play,
    Relation,
)
from community.shared_purpose.types import member_types
from graph.progress import Progress, silent
from graph.records import isoformat

_LABEL = phrase("answering the five questions")
_STEPS = 4
LIMITS = (
    phrase(
        "Active: did anything in the {recent} days before the community's latest "
        "event. What members only read counts where reading is recorded.",
        recent=RECENT,
    ),
    phrase(
        "Against chance: how many times as often as if who gives and who gets had "
        "nothing to do with each other (row total times column total, divided by the "
        "total). 1 is chance."
    ),
    RULE,
    phrase(
        "Journeys show the order in which steps are usually first taken (by the "
        "middle member of those who took each). Who has joined lately had less time "
        "to take them."
    ),
    phrase(
        "A feature's priority is the number of members whom it would serve now. It "
        "does not say what it costs, or whether they want it: ask some of them first."
    ),
    phrase(
        "Intervals are 95 %: Wilson's for shares, drawing members again and again "
        "(bootstrap) for means and ratios, the order of values for medians."
    ),
    phrase(
        "Hidden members are in no figure. Members who did not agree to be matched, "
        "and minors, are counted, and named nowhere. Behind a number at most "
        "{most_named} members are listed.",
        most_named=MOST_NAMED,
    ),
)


@dataclass(frozen=True, slots=True)
class SharedPurpose:
    """Answers to the five questions, and what follows.

    Attributes:
        community: its id.
        name: what the host is called.
        revision: the community's revision that it speaks of.
        as_of: ISO time of its latest event; None where nothing is dated.
        purpose, promise, values: what the host says; empty where it does not.
        types_are_stated: whether member types are stated; else they were read from deeds.
        types: questions 1 to 3.
        relations: question 4.
        host: question 5.
        key_figures, paths, features, playbooks: what follows.
        gaps: what only the manager, or more data, can answer.
        limits: what to know before relying on it.
    """

    community: str
    name: str
    revision: int
    as_of: str | None
    purpose: str
    promise: str
    values: tuple[str, ...]
    types_are_stated: bool
    types: tuple[MemberType, ...]
    relations: tuple[Relation, ...]
    host: tuple[Figure, ...]
    key_figures: tuple[KeyFigure, ...]
    paths: tuple[Path, ...]
    features: tuple[Feature, ...]
    playbooks: tuple[Play, ...]
    gaps: tuple[Gap, ...]
    limits: tuple[str, ...]


def shared_purpose(picture: Picture, progress: Progress = silent) -> SharedPurpose:
    """Answer the five questions from what is known of the community.

    Args:
        picture: of the community.
        progress: told the steps.
    """
    progress(_LABEL, 0, _STEPS)
    ground = Ground.of(picture)
    progress(_LABEL, 1, _STEPS)
    types = member_types(ground)
    progress(_LABEL, 2, _STEPS)
    between, ways = relations(ground), paths(ground)
    progress(_LABEL, 3, _STEPS)
    host = ground.host
    found = SharedPurpose(
        community=picture.snapshot.community,
        name=host.name,
        revision=picture.snapshot.revision,
        as_of=isoformat(picture.now),
        purpose=host.texts[-1] if host.texts else "",
        promise=host.promise,
        values=host.values,
        types_are_stated=ground.stated,
        types=types,
        relations=between,
        host=host_role(ground),
        key_figures=key_figures(ground),
        paths=ways,
        features=features(ground),
        playbooks=playbooks(types, between, ways),
        gaps=gaps(ground),
        limits=LIMITS,
    )
    progress(_LABEL, _STEPS, _STEPS)
    return found
