"""Outcomes as JSON: the same behind both doors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from community.outcomes import Instrument, Outcome, Outcomes
from community.outcomes.methods import METHODS
from community.outcomes.reliable_change import ReliableChange
from community.outcomes.report import in_short
from community.outcomes.results import Side

Json = dict[str, object]


def outcomes_json(found: Outcomes) -> Json:
    """All that was found."""
    names = found.names or (None, None)
    return {
        "before": found.before,
        "after": found.after,
        "programme": names[0],
        "comparison": names[1],
        "randomised": found.plan.randomised,
        "in_short": list(in_short(found)),
        "outcomes": [_outcome(outcome) for outcome in found.outcomes],
        "not_told": [asdict(each) for each in found.not_told],
        "refused": [asdict(each) for each in found.refused],
        "unknown_instruments": dict(found.unknown),
        "without_consent": found.without_consent,
        "funnels": [asdict(funnel) for funnel in found.funnels],
        "methods": list(METHODS),
    }


def _outcome(outcome: Outcome) -> Json:
    decision = outcome.decision
    return {
        "instrument": outcome.instrument.id,
        "name": outcome.instrument.name,
        "measures": outcome.instrument.measures,
        "better": outcome.instrument.better,
        "primary": decision.primary,
        "verdict": outcome.verdict.value,
        "words": outcome.words,
        "members": _side(outcome.side),
        "compared_with": None if outcome.comparison is None else _side(outcome.comparison),
        "change": asdict(outcome.change),
        "size": asdict(outcome.size),
        "t_test": asdict(outcome.tested),
        "p": decision.p,
        "p_corrected": decision.adjusted,
        "correction": decision.correction,
        "shown": decision.shown,
        "smallest": outcome.smallest,
        "left": None if outcome.dropout is None else asdict(outcome.dropout),
        "waves": [
            {"wave": each.wave, "n": each.n, "change": asdict(each.change)}
            for each in outcome.waves
        ],
        "notes": list(outcome.notes),
    }


def _side(side: Side) -> Json:
    told = {field: getattr(side, field) for field in _SIDE}
    return {**told, "reliable_change": None if side.reliable is None else _reliable(side.reliable)}


_SIDE = ("n", "before", "after", "spread_before", "spread_after", "change")


def _reliable(found: ReliableChange) -> Json:
    """Without those who did neither: with them a share that is kept back could be worked out."""
    told = asdict(found)
    del told["neither"]
    return told


def instruments_json(known: Mapping[str, Instrument]) -> list[Json]:
    """The registry."""
    return [
        {
            "id": each.id,
            "name": each.name,
            "measures": each.measures,
            "items": list(each.items),
            "reversed": sorted(each.reversed),
            "range": [each.low, each.high],
            "score": each.score,
            "times": each.times,
            "lowest": each.lowest,
            "highest": each.highest,
            "better": each.better,
            "reliability": each.reliability,
            "sensitive": each.sensitive,
            "source": each.source,
            "licence": each.licence,
            "texts": list(each.texts),
        }
        for each in known.values()
    ]
