"""A study of outcomes from beginning to end: answers, scores, changes, and what may be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from community.outcomes.answers import Participants, Refused, in_order, read_answers
from community.outcomes.cells import SMALLEST, at_least
from community.outcomes.change import Measured, NotEnough, measure, tell
from community.outcomes.decision import decide
from community.outcomes.dropout import Started
from community.outcomes.funnel import Funnel, funnels_of
from community.outcomes.instruments import Instrument
from community.outcomes.pairs import Clusters, Values
from community.outcomes.plan import Arms, StudyPlan, arms_of, clusters_of
from community.outcomes.results import NotTold, Outcomes
from community.outcomes.scoring import Scored, score_answers
from community.picture import Picture
from graph.errors import InvalidRequest, shortened
from graph.progress import Progress, silent
from graph.records import EntityId

_UNNAMED = EntityId("a member who is not named")


def outcomes(
    picture: Picture, plan: StudyPlan | None = None, progress: Progress = silent
) -> Outcomes:
    """What changed between two waves of surveys, and how sure that is.

    Only members who let research use their answers are in it; no figure is about fewer than
    `SMALLEST` of them, and no score of one member is in it.

    Args:
        picture: the community.
        plan: what was declared beforehand; None: nothing was.
        progress: told the steps, by instrument.

    Raises:
        InvalidRequest: there are neither surveys nor recommendations, no second wave, or the plan
            names what is not there.

    For example:

        >>> found = outcomes(picture, StudyPlan(primary=("belonging",)))  # doctest: +SKIP
        >>> found.outcomes[0].words  # doctest: +SKIP
        'Belonging rose by 0.6 points …'
    """
    plan = plan or StudyPlan()
    people, answers = read_answers(picture)
    funnels = funnels_of(picture)
    if not answers and funnels:
        return _of_recommendations_alone(plan, people, funnels)
    if not answers:
        raise InvalidRequest("surveys", "hold no answers that may be studied; load some as surveys")
    scored = score_answers(answers, plan.instruments)
    if not scored.scores and scored.unknown:
        names = ", ".join(shortened(name) for name in sorted(scored.unknown)[:5])
        raise InvalidRequest("surveys", f"hold no instrument that is known, only {names}")
    study = _Study(picture, plan, people, scored)
    measured = study.measured(progress)
    decisions = decide({m.instrument.id: m.tested for m in measured}, plan.questions)
    told = [tell(m, decisions[m.instrument.id], plan, study.waves) for m in measured]
    return Outcomes(
        plan=plan,
        before=study.before,
        after=study.after,
        names=None if study.arms is None else study.arms.names,
        outcomes=tuple(told),
        not_told=tuple(study.not_told),
        refused=tuple(_named(refused, people) for refused in scored.refused),
        unknown=scored.unknown,
        without_consent=at_least(people.without_consent),
        funnels=funnels,
    )


def _of_recommendations_alone(
    plan: StudyPlan, people: Participants, funnels: tuple[Funnel, ...]
) -> Outcomes:
    """Without surveys, what became of recommendations can be told all the same."""
    without = at_least(people.without_consent)
    return Outcomes(plan, "", "", None, (), (), (), {}, without, funnels)


def _named(refused: Refused, people: Participants) -> Refused:
    return replace(refused, member=_UNNAMED) if refused.member in people.unnamed else refused


@dataclass(eq=False)
class _Study:
    """Members in the order of their ids, and their scores."""

    picture: Picture
    plan: StudyPlan
    people: Participants
    scored: Scored

    def __post_init__(self) -> None:
        self.members: list[EntityId] = sorted(self.people.properties)
        self.waves = in_order({w for name in self.scored.scores for w in self.scored.waves(name)})
        self.before, self.after = _two_waves(self.plan, self.waves)
        self.arms: Arms | None = arms_of(self.plan, self.people, self.members)
        self.clusters: dict[str, Clusters] = clusters_of(
            self.plan, self.picture, self.people, self.members
        )
        self.not_told: list[NotTold] = []
        self._columns = {
            (name, wave): self._scores(name, wave)
            for name in self.scored.scores
            for wave in self.waves
        }

    def measured(self, progress: Progress) -> list[Measured]:
        """Every instrument of which something can be said; the others go to `not_told`."""
        found = []
        names = self._names()
        for done, name in enumerate(names, 1):
            instrument = self.plan.instruments[name]
            try:
                found.append(self._measure(instrument))
            except NotEnough as error:
                self.not_told.append(NotTold(name, instrument.name, str(error)))
            progress("outcomes", done, len(names))
        return found

    def _names(self) -> list[str]:
        """Primary outcomes as they were declared, then the others by name."""
        others = {*self.scored.scores, *self.scored.checks} - set(self.plan.questions)
        known = self.plan.instruments
        return [*self.plan.questions, *sorted(others, key=lambda name: known[name].name)]

    def _measure(self, instrument: Instrument) -> Measured:
        name = instrument.id
        self._check_waves(instrument)
        before, after = (self._columns[name, wave] for wave in (self.before, self.after))
        stated = np.ones(len(self.members), dtype=bool) if self.arms is None else self.arms.stated
        undecided = int((~stated & ~np.isnan(before) & ~np.isnan(after)).sum())
        if 0 < undecided < SMALLEST:
            raise NotEnough(
                f"fewer than {SMALLEST} who answered are on neither side of the comparison: what "
                "is said of all others would tell of them"
            )
        begun = stated & ~np.isnan(before)
        started = Started(
            before[begun],
            after[begun],
            None if self.arms is None else self.arms.taking_part[begun],
            {cluster: numbers[begun] for cluster, numbers in self.clusters.items()},
            self._known(begun),
        )
        later = {w: self._columns[name, w][begun] for w in self.waves if w != self.before}
        check = self.scored.checks.get(name, {}).get(self.before)
        incomplete = self.scored.incomplete.get(name, 0)
        return measure(instrument, started, later, check, incomplete, self.plan.seed)

    def _check_waves(self, instrument: Instrument) -> None:
        turned = {
            item: wave
            for wave, check in self.scored.checks.get(instrument.id, {}).items()
            for item in check.reversed
        }
        if turned:
            items = ", ".join(f"item {item} in wave {wave}" for item, wave in turned.items())
            raise NotEnough(
                f"{items} goes against the other items although the key was heeded: it looks as if "
                "it had been turned round twice, or not at all. Set that right and load it again"
            )
        answered = self.scored.waves(instrument.id)
        for wave in (self.before, self.after):
            if wave not in answered:
                raise NotEnough(f"nobody has a score of wave {wave}, so no change can be told")

    def _scores(self, name: str, wave: str) -> Values:
        scores = self.scored.scores[name].get(wave, {})
        return np.array([scores.get(member, np.nan) for member in self.members])

    def _known(self, begun: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Values:
        """(n, P) all scores of the first wave, gaps filled by the mean, and the side."""
        columns = [self._columns[name, self.before][begun] for name in self.scored.scores]
        filled = [
            np.where(np.isnan(column), np.nanmean(column), column)
            for column in columns
            if not np.isnan(column).all()
        ]
        if self.arms is not None:
            filled.append(self.arms.taking_part[begun].astype(float))
        return np.column_stack(filled)


def _two_waves(plan: StudyPlan, waves: Sequence[str]) -> tuple[str, str]:
    for field, wave in (("before", plan.before), ("after", plan.after)):
        if wave is not None and wave not in waves:
            raise InvalidRequest(field, f"{shortened(wave)} is no wave; there are {_listed(waves)}")
    before, after = plan.before or waves[0], plan.after or waves[-1]
    if before == after:
        raise InvalidRequest(
            "surveys", f"have only the wave {before}; a change needs one before and one after"
        )
    if list(waves).index(after) < list(waves).index(before):
        raise InvalidRequest("after", f"wave {after} comes before wave {before}")
    return before, after


def _listed(waves: Sequence[str]) -> str:
    return ", ".join(waves)
